"""The machine interface as a terminal uses it: tokens, one record or many, statuses, receipts."""

import json
import subprocess
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from tests.build import BROKER, TRADER, declaration, message
from tests.web.caller import Caller, token
from tests.web.conftest import TONGGUAN
from tongguan.adapters import document
from tongguan.adapters.bank import DEMO_KEY, sign
from tongguan.facts.confirmed import SignedPayment


class Terminal(Caller):
    """A program that posts records and looks at duty."""

    def json(self, path: str, body: Any) -> tuple[int, dict[str, Any]]:
        return self.post(path, body)

    def look(self, number: str) -> tuple[int, dict[str, Any]]:
        """The duty of a declaration."""
        return self.get(f"declarations/{number}/duty")


@pytest.fixture
def terminal(served: str, database: str) -> Iterator[Terminal]:
    return Terminal(served, token(database, "terminal"))


def test_a_terminal_files_a_manifest_reports_arrivals_and_is_stopped_at_the_gate(terminal: Terminal) -> None:
    manifest = {
        "document": "API-1",
        "direction": "import",
        "units": [{"unit": "SYNU5550001", "packages": 3, "container": True}],
    }
    assert terminal.json("manifests", manifest) == (201, {"document": "API-1"})
    assert terminal.json("manifests", manifest)[0] == 409
    status, said = terminal.json("arrivals", {"unit": "SYNU5550001", "place": "一号仓"})
    assert (status, said["milestone"]) == (201, "arrived")
    assert terminal.json("arrivals", {"unit": "SYNU5550001"})[0] == 409
    part = {"document": "API-9", "packages": 2, "ref": "API-R-1"}
    assert terminal.json("arrivals", part)[0] == 201
    status, said = terminal.json("arrivals", part)
    assert (status, said["repeat"]) == (200, True)
    status, said = terminal.json("movements", {"milestone": "gate-out", "unit": "SYNU5550001"})
    assert (status, said["error"]) == (422, "not_declared")
    assert (
        terminal.json("movements", {"milestone": "flown", "document": "API-1"})[1]["error"]
        == "unknown_movement"
    )


def test_many_at_once_are_answered_line_by_line(terminal: Terminal) -> None:
    lines = [{"milestone": "arrived", "document": "API-2"}, {"milestone": "gate_out", "document": "API-2"}]
    body = "\n".join([json.dumps(lines[0]), "{broken", "", json.dumps(lines[1])]).encode()
    status, text = terminal("movements", body, "application/x-ndjson")
    said = [json.loads(line) for line in text.splitlines()]
    assert (status, [each["status"] for each in said]) == (200, [201, 400, 422])
    assert said[1]["line"] == 2


@pytest.mark.parametrize(
    ("body", "kind", "method", "status"),
    [
        (b"{", "application/json", "POST", 400),
        (b'{"milestone": 3}', "application/json", "POST", 400),
        (b'{"milestone": "arrived", "colour": "red"}', "application/json", "POST", 400),
        (b"<xml/>", "text/xml", "POST", 415),
        (b"", "application/json", "GET", 405),
    ],
)
def test_what_cannot_be_read_is_told_and_stores_nothing(
    terminal: Terminal, body: bytes, kind: str, method: str, status: int
) -> None:
    code, text = terminal("movements", body if method == "POST" else b"{}", kind, method)
    assert code == status
    assert "message" in json.loads(text)


def test_without_a_token_with_a_false_or_a_revoked_one_nobody_is_let_in(served: str, database: str) -> None:
    for given in ("", "false"):
        assert Terminal(served, given)("movements", {})[0] == 401
    bank = Terminal(served, token(database, "bank"))
    assert bank.json("arrivals", {"document": "API-3"})[0] == 403, "a bank does not report goods"
    token(database, "bank", "--revoke")
    assert bank.json("arrivals", {"document": "API-3"})[0] == 401


def test_a_token_is_kept_as_its_digest_only(database: str) -> None:
    given = token(database, "terminal")
    office = Path(database.removeprefix("sqlite:///")).with_suffix(".office.db")
    assert given.encode() not in office.read_bytes()


@pytest.fixture(scope="module")
def bank_caller(served: str, database: str) -> Terminal:
    return Terminal(served, token(database, "bank"))


@pytest.fixture(scope="module")
def broker(served: str, database: str) -> Terminal:
    return Terminal(served, token(database, "broker"))


def lodged(database: str, folder: Path, name: str, **changes: Any) -> str:
    """A declaration of today's demo office; its number."""
    content = declaration(transport_document=f"API-{name}", **changes)
    path = folder / f"{name}.json"
    path.write_bytes(document.write(message(content, f"API-{name}")))
    command = [str(TONGGUAN), "lodge", str(path), "--json", "--db", database]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    number: str = json.loads(done.stdout)["number"]
    return number


def confirmed(number: str, amount: str, ref: str) -> bytes:
    said = SignedPayment(
        bank="bank", ref=ref, number=number, amount=Decimal(amount), paid_at="2018-08-30T09:00:00+08:00"
    )
    return msgspec.json.encode(sign(said, DEMO_KEY))


def test_a_bank_confirms_and_the_declarant_sees_it_paid(
    bank_caller: Terminal, broker: Terminal, database: str, tmp_path: Path
) -> None:
    number = lodged(database, tmp_path, "PAID")
    status, before = broker.look(number)
    assert (status, before["outstanding"]) == (200, "960.20")
    assert before["duty"]["items"][0]["steps"][0]["law"]
    status, asked = broker.json(f"declarations/{number}/pay", {})
    assert (status, asked["outstanding"]) == (200, "960.20"), "a declarant asks, a bank confirms"
    status, said = bank_caller.json("payments", confirmed(number, "960.20", "API-B-1"))
    assert (status, said["state"], said["booked"]) == (201, "booked", "960.20")
    status, said = bank_caller.json("payments", confirmed(number, "960.20", "API-B-1"))
    assert (status, said["repeat"]) == (200, True)
    assert broker.look(number)[1]["outstanding"] == "0"
    assert broker.json(f"declarations/{number}/pay", {"amount": "5"})[0] == 422, "nothing is open"


def test_a_forged_confirmation_is_a_problem_and_only_the_bank_itself_may_send(
    bank_caller: Terminal, broker: Terminal
) -> None:
    good = confirmed("490720180000000009", "1.00", "API-B-2")
    status, said = bank_caller.json("payments", good.replace(b"1.00", b"9.00"))
    assert (status, said["error"], said["status"]) == (422, "bad_signature", 422)
    assert said["title"]
    assert said["detail"] == said["message"]
    assert broker.json("payments", good)[0] == 403
    assert bank_caller.json("payments", good.replace(b"+08:00", b""))[1]["field"] == "paid_at"
    assert bank_caller.json("payments", good.replace(b'"signature":"', b'"signature":"\xc3\xa9'))[0] == 422
    status, text = bank_caller("payments", good + b"\n{\n", "application/x-ndjson")
    assert [json.loads(line)["status"] for line in text.splitlines()] == [201, 400]


def test_a_declarant_secures_his_own_duty_and_learns_nothing_of_others(
    broker: Terminal, terminal: Terminal, database: str, tmp_path: Path
) -> None:
    opened = ["guarantee", "open", "API-G", "--limit", "5000", "--holder", TRADER.customs_code]
    subprocess.run([str(TONGGUAN), *opened, "--db", database], check=True, capture_output=True)
    number = lodged(database, tmp_path, "SECURED")
    status, said = broker.json(f"declarations/{number}/occupy", {"guarantee": "API-G"})
    assert (status, said["claims"]) == (200, {"guarantee/API-G": "960.20"})
    assert broker.json(f"declarations/{number}/occupy", {"guarantee": "NONE"})[0] == 422
    assert broker.json(f"declarations/{number}/occupy", {})[0] == 400
    assert terminal.json(f"declarations/{number}/occupy", {"guarantee": "API-G"})[0] == 403
    assert terminal.look(number)[0] == 404
    other = lodged(database, tmp_path, "OTHERS", agent=replace(BROKER, customs_code="4403180000"))
    assert broker.look(other)[0] == 404
    assert broker.json(f"declarations/{other}/pay", {})[0] == 404
    assert broker.look("NOPE") == broker.look(other), "what is not his is not there"
    officer = Terminal(terminal.address, token(database, "xiao-han"))
    assert officer.look(other)[0] == 200
    assert broker("declarations/X/duty", b"{}")[0] == 405
