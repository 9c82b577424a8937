"""The commands of the yard and the zone, with the examples of the documentation."""

import json
from pathlib import Path

import pytest

from tests.cli.test_commands import AUGUST, Line, line
from tests.zone_cast import BOOK
from tongguan.adapters import records
from tongguan.adapters.zone import write_list
from tongguan.cli.goods import weight
from tongguan.cli.say import Failed
from tongguan.facts.zone import VerificationList

__all__ = ["line"]

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples" / "zone"
FIRST, PASS = "QD490718I000000001", f"Z4907I180820{1:012}"


def test_a_manifest_and_its_arrivals_are_reported_from_files(line: Line) -> None:
    assert line("manifest", EXAMPLES / "manifest.ndjson", "--at", AUGUST) == 0
    assert line("manifest", EXAMPLES / "manifest.ndjson", "--at", AUGUST) == 1, "the same again"
    assert line("move", "--file", EXAMPLES / "movements.ndjson", "--at", AUGUST, "--json") == 0
    said = [json.loads(text) for text in line.said.splitlines()]
    assert [each["milestone"] for each in said] == ["entered", "arrived", "arrived", "arrived"]
    line("verify")
    before = line.said
    assert line("move", "--file", EXAMPLES / "movements.ndjson", "--at", AUGUST, "--json") == 0
    assert [json.loads(text)["repeat"] for text in line.said.splitlines()] == [True] * 4
    line("verify")
    assert line.said == before, "the same again writes nothing"
    assert line("move", "gate-out", "--unit", "SYNU1000001", "--at", AUGUST) == 1
    assert "SYN-BL-1" in line.error
    assert line("verify") == 0
    assert line("replay") == 0


def test_one_bad_movement_does_not_stop_the_others(line: Line) -> None:
    moves = [{"milestone": "arrived", "document": "B1"}, {"milestone": "gate-out", "document": "B9"},
             {"milestone": "arrive", "document": "B2"}]  # fmt: skip
    path = line.file("m.ndjson", "\n".join(map(json.dumps, moves)).encode())
    assert line("move", "--file", path, "--json", "--at", AUGUST) == 1
    said = [json.loads(text) for text in line.said.splitlines()]
    assert [each.get("refused", "") for each in said] == ["", "not_declared", ""]


def test_the_chain_from_book_to_write_off(line: Line) -> None:
    assert line("zone", "open", "book", EXAMPLES / "book.json", "--at", AUGUST) == 0
    assert line.json("zone", "open", "list", EXAMPLES / "list-in.json", "--at", AUGUST)["number"] == FIRST
    assert line.json("zone", "open", "list", EXAMPLES / "list-in.json", "--at", AUGUST)["repeat"] is True
    assert line.json("zone", "open", "pass", EXAMPLES / "pass-in.json", "--at", AUGUST)["number"] == PASS
    assert line("zone", "gate", PASS, "--weighed", "9600", "--at", AUGUST) == 1
    assert "9110" in line.error
    assert line.json("zone", "gate", PASS, "--weighed", "9115", "--at", AUGUST)["written_off"] == [FIRST]
    assert line.json("zone", "show", "book", BOOK)["stock"] == {"1": "100"}
    assert line.json("zone", "open", "list", EXAMPLES / "list-out.json", "--at", AUGUST)["repeat"] is False
    assert line.json("zone", "show", "book", BOOK)["stock"] == {"1": "40"}
    assert line.json("zone", "show", "list", FIRST)["mark"] == "2"
    assert line.json("zone", "show", "pass", PASS)["state"] == "passed"
    line("zone", "list", "lists", "--json")
    assert [json.loads(text)["state"] for text in line.said.splitlines()] == ["approved", "written_off"]
    assert line("zone", "delete", "QD490718E000000001", "--at", AUGUST) == 1
    assert line("zone", "delete", "QD490718E000000001", "--reason", "取消", "--at", AUGUST) == 0
    assert line.json("zone", "show", "book", BOOK)["stock"] == {"1": "100"}
    assert line("verify") == 0


def test_a_message_deletes_the_list_it_names_and_says_what_it_left_unread(line: Line) -> None:
    assert line("zone", "open", "book", EXAMPLES / "book.json", "--at", AUGUST) == 0
    wanted = next(iter(records.read_file(EXAMPLES / "list-in.json", VerificationList)))[1]
    assert isinstance(wanted, VerificationList)
    message = write_list(wanted)
    sent = line.file("list.xml", message.replace(b"<PutrecNo>", b"<IcCardNo>7</IcCardNo><PutrecNo>"))
    assert line.json("zone", "open", "list", sent, "--at", AUGUST)["unread"] == ["IcCardNo"]

    def kind(code: bytes) -> Path:
        return line.file(
            "k.xml", message.replace(b"<PutrecNo>", b"<DclTypecd>" + code + b"</DclTypecd><PutrecNo>")
        )

    assert line("zone", "open", "list", kind(b"2"), "--at", AUGUST) == 2
    assert "DclTypecd" in line.error
    deleted = line.json("zone", "open", "list", kind(b"3"), "--at", AUGUST)
    assert (deleted["number"], deleted["state"]) == (FIRST, "deleted")
    assert line("zone", "open", "list", kind(b"3"), "--at", AUGUST) == 1
    assert line.json("zone", "show", "list", FIRST)["state"] == "deleted"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("zone", "open", "shelf", "x.json"), 2, "book, list, pass"),
        (("zone", "open", "book"), 2, "name a JSON file"),
        (("zone", "open", "book", "nowhere.json"), 2, "nowhere.json"),
        (("zone", "show", "book", "T4907W009999"), 1, "no such account book"),
        (("zone", "show", "list", "QD490718I000009999"), 1, "no such list"),
        (("zone", "gate", "Z0"), 1, "There is no gate pass"),
        (("move", "arrived", "--document", "B1", "--packages", "many"), 2, "--packages"),
        (("move", "arrived", "--document", "B1", "--weight", "heavy"), 2, "--weight"),
        (("move", "arrived", "--document", "B1", "--happened", "today"), 1, "at: today"),
        (("move",), 2, "name a milestone"),
        (("move", "arrived"), 2, "--document, --unit or --pass"),
        (("receipts", "--number", "NOPE"), 1, "there is no such declaration"),
    ],
)
def test_a_mistake_is_one_clear_line(line: Line, arguments: tuple[str, ...], code: int, said: str) -> None:
    assert line(*arguments) == code
    assert said in line.error
    assert line.error.count("\n") == 1


def test_a_file_with_an_unknown_field_says_where(line: Line) -> None:
    path = line.file(
        "m.json", b'{"document": "B1", "direction": "import", "units": [{"unit": "A", "colour": "red"}]}'
    )
    assert line("manifest", path) == 2
    assert "units[0]" in line.error
    assert "colour" in line.error


def test_a_manifest_without_its_document_says_so(line: Line) -> None:
    path = line.file("m.json", b'{"document": "", "direction": "import"}')
    assert line("manifest", path, "--at", AUGUST) == 1
    assert "document is missing" in line.said
    path = line.file("m.json", b'{"document": "B1", "direction": ""}')
    assert line("manifest", path, "--at", AUGUST) == 1
    assert "direction: — does not do" in line.said


def test_a_weight_is_finite_and_not_negative() -> None:
    for text in ("NaN", "-1", "Infinity"):
        with pytest.raises(Failed, match="--weighed"):
            weight(text, "--weighed")
