"""Our own JSON, NDJSON and the zip of message and attachments."""

import io
import json
import zipfile
from pathlib import Path

import pytest

from tests.build import declaration, inspected, message
from tongguan.adapters import document, package
from tongguan.adapters.intake import read_file
from tongguan.adapters.singlewindow import write
from tongguan.facts.message import Attachment, Message
from tongguan.facts.unreadable import Unreadable


@pytest.mark.parametrize("content", [declaration(), inspected()])
def test_json_written_and_read_is_the_same(content) -> None:  # type: ignore[no-untyped-def]
    found = document.read(document.write(message(content)))
    assert (found.declaration, found.particulars) == (content, message(content).particulars)


def test_the_schema_names_the_fields() -> None:
    assert "Declaration" in str(document.schema())


def test_a_wrong_value_is_told_with_its_path() -> None:
    data = document.write(message()).replace(b'"packages":12', b'"packages":"many"')
    with pytest.raises(Unreadable) as refused:
        document.read(data)
    assert refused.value.field == "declaration.packages"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"packages":12', b'"packages":12,"novelty":1'),
        (b'"SYN-1"', b'"a\\u0000b"'),
        (b'"operation"', b'"operatoin"'),
    ],
)
def test_an_unknown_field_or_a_control_character_is_refused_not_dropped(old: bytes, new: bytes) -> None:
    data = document.write(message(operation="A"))
    assert old in data
    with pytest.raises(Unreadable):
        document.read(data.replace(old, new))


def test_ndjson_goes_on_after_a_bad_line(tmp_path: Path) -> None:
    good = document.write(message())
    path = tmp_path / "many.ndjson"
    path.write_bytes(good + b"\n{broken}\n\n" + good + b"\n")
    found = list(read_file(path))
    assert [each.line for each in found] == [1, 2, 4]
    assert [isinstance(each.message, Message) for each in found] == [True, False, True]


def test_a_zip_brings_its_attachments(tmp_path: Path) -> None:
    sent = Message(
        declaration=declaration(), client_number="Z1", attachments=(Attachment("invoice.pdf", b"%PDF-1.4"),)
    )
    path = tmp_path / "Z1.zip"
    path.write_bytes(package.write(sent))
    (found,) = read_file(path)
    assert isinstance(found.message, Message)
    assert found.message.attachments == sent.attachments


def test_a_zip_bomb_and_a_zip_without_message_are_refused() -> None:
    for files in (
        {"a.xml": b"0" * 30_000_000},
        {"a.pdf": b"x"},
        {"a.xml": write(message()), "b.xml": b"<x/>"},
    ):
        box = io.BytesIO()
        with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, body in files.items():
                archive.writestr(name, body)
        with pytest.raises(Unreadable):
            package.read(box.getvalue())


def test_an_attachment_never_names_a_folder() -> None:
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as archive:
        archive.writestr("m.xml", write(message()))
        archive.writestr("../../etc/evil.pdf", b"x")
    assert [each.name for each in package.read(box.getvalue()).attachments] == ["evil.pdf"]


def test_lines_longer_than_a_first_look_are_still_one_message_each(tmp_path: Path) -> None:
    long = message(declaration(remarks="长" * 3000))
    path = tmp_path / "long.ndjson"
    path.write_bytes(document.write(long) + b"\n" + document.write(message(client_number="B")) + b"\n")
    found = [each.message for each in read_file(path)]
    assert [each.client_number for each in found if isinstance(each, Message)] == ["SYN0001", "B"]


def test_one_object_over_many_lines_is_one_message(tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    path.write_text(json.dumps(json.loads(document.write(message())), indent=1), "utf-8")
    (found,) = read_file(path)
    assert isinstance(found.message, Message)


@pytest.mark.parametrize("figure", ["NaN", "sNaN", "Infinity", "1E+999999", "9" * 40])
def test_a_number_without_measure_is_refused_with_its_path(figure: str) -> None:
    data = document.write(message()).replace(b'"gross_weight":"220"', f'"gross_weight":"{figure}"'.encode())
    with pytest.raises(Unreadable) as refused:
        document.read(data)
    assert "gross_weight" in refused.value.field
