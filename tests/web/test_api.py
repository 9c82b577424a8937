"""The machine interface as a terminal uses it: tokens, one record or many, statuses, receipts."""

import json
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.web.conftest import TONGGUAN


class Terminal:
    """A program with a token, or without."""

    def __init__(self, address: str, token: str) -> None:
        self._address, self._token = address, token

    def __call__(
        self, path: str, body: Any, kind: str = "application/json", method: str = "POST"
    ) -> tuple[int, str]:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        request = urllib.request.Request(f"{self._address}/api/v1/{path}", data, method=method)
        request.add_header("Content-Type", kind)
        if self._token:
            request.add_header("Authorization", f"Bearer {self._token}")
        try:
            with urllib.request.urlopen(request) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def json(self, path: str, body: Any) -> tuple[int, dict[str, Any]]:
        status, text = self(path, body)
        return status, json.loads(text)


def token(database: str, actor: str, *more: str) -> str:
    command = [str(TONGGUAN), "token", actor, "--db", database, *more]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


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
