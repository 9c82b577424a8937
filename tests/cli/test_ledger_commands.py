"""E-ledgers and licences on the command line: messages in, uses and objections out, one clear line for each error."""

import json
from pathlib import Path

import msgspec
import pytest

from tests.build import message
from tests.cli.test_commands import AUGUST, Line
from tests.permit_cast import NUMBER, SHORT, ledger, licence, line, shipment
from tongguan.adapters import document
from tongguan.facts.event import canonical
from tongguan.facts.permit import PermitMessage

ACCEPTED = "2018-08-20T10:05:00+08:00"


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Line:
    return Line(tmp_path, capsys)


def told(shell: Line, *messages: PermitMessage) -> Path:
    return shell.file("told.ndjson", b"\n".join(canonical(each) for each in messages))


def lodged(shell: Line, kilograms: str, name: str) -> str:
    path = shell.file(f"{name}.json", document.write(message(shipment(kilograms, name), name)))
    return str(shell.json("lodge", path, "--at", ACCEPTED)["number"])


def test_messages_open_permits_a_declaration_uses_one_and_the_enterprise_sees_it(shell: Line) -> None:
    path = told(shell, PermitMessage(permit=ledger()), PermitMessage(permit=licence()))
    assert shell("ledger", "open", path, "--at", AUGUST) == 0
    assert f"{NUMBER}  ok" in shell.said
    first = lodged(shell, "100", "OUT-1")
    found = shell.json("ledger", "show", SHORT, "--at", ACCEPTED)
    quantity = found["balances"][0]
    assert (quantity["measure"], quantity["limit"], quantity["used"], quantity["free"]) == (
        "quantity",
        "250",
        "100",
        "150",
    )
    assert (found["state"], found["valid_to"], found["used_share"]) == ("active", "2018-09-30", 40)
    use = shell.json("ledger", "uses", NUMBER, "--at", ACCEPTED)
    assert (use["number"], use["state"], use["amounts"][0]["amount"]) == (first, "bound", "100")
    assert shell("ledger", "list", "--kind", "licence", "--at", ACCEPTED) == 0
    assert "18-AA-000001" in shell.said
    assert shell("ledger", "show", NUMBER, "--at", ACCEPTED, "--lang", "zh") == 0
    assert "数量  150 / 250" in shell.said


def test_check_compares_what_is_quoted_with_the_permits_of_the_office_and_takes_nothing(shell: Line) -> None:
    shell(
        "ledger",
        "open",
        told(shell, PermitMessage(permit=ledger(line(valid_to="2999-12-31")))),
        "--at",
        AUGUST,
    )
    too_much = shell.file("much.json", document.write(message(shipment("251", "OUT-9"), "OUT-9")))
    told_of = {each["code"]: each for each in shell.json("check", too_much)["findings"]}
    assert (told_of["E04"]["field"], "251" in told_of["E04"]["message"]) == ("items[1].quantity", True)
    assert shell("check", too_much) == 1
    assert shell("check", too_much, "--on", "2018-08-20") == 0
    fits = shell.file("fits.json", document.write(message(shipment("250", "OUT-8"), "OUT-8")))
    assert shell("check", fits) == 0
    assert shell.json("ledger", "show", NUMBER, "--at", ACCEPTED)["balances"][0]["used"] == "0"


def test_an_objection_is_a_case_until_an_officer_settles_it(shell: Line) -> None:
    shell("ledger", "open", told(shell, PermitMessage(permit=ledger())), "--at", AUGUST)
    number = lodged(shell, "100", "OUT-1")
    assert shell("ledger", "object", NUMBER, number, "--reason", "not ours", "--at", ACCEPTED) == 0
    case = shell.json("ledger", "show", NUMBER, "--at", ACCEPTED)["objections"][0]
    assert (case["outcome"], case["text"]) == ("open", "not ours")
    words = ("ledger", "settle", NUMBER, str(case["objection"]), "--outcome", "upheld", "--at", ACCEPTED)
    assert shell(*words) == 1
    assert shell(*words, "--reason", "mandate was forged") == 0
    assert shell("ledger", "settle", NUMBER, "x", "--reason", "y") == 2


def test_each_mistake_is_one_line_that_names_file_line_and_field(shell: Line) -> None:
    wrong = PermitMessage(permit=ledger(line(commodity="tea")))
    path = told(shell, PermitMessage(permit=ledger(number="GOOD-1")), wrong)
    assert shell("ledger", "open", path, "--at", AUGUST) == 1
    good, bad = shell.said.splitlines()
    assert good.endswith("GOOD-1  ok")
    assert "told.ndjson:2" in bad
    assert "lines[1].commodity" in bad
    unread = shell.file("bad.json", json.dumps({"permit": {"number": 7}}).encode())
    assert shell("ledger", "open", unread) == 2
    assert "permit" in shell.error
    assert shell("ledger", "show", "NOBODY") == 1
    assert "NOBODY" in shell.error
    assert shell("ledger", "show") == 2
    assert shell("ledger", "open") == 2


def test_a_message_is_published_with_its_form() -> None:
    schema = json.loads(Path("docs/reference/records.schema.json").read_text("utf-8"))
    assert set(msgspec.json.decode(canonical(PermitMessage(permit=ledger())))) <= set(
        schema["$defs"]["PermitMessage"]["properties"]
    )
