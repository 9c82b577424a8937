"""The fuzzing itself: its seeds are good files, and what it found stays mended."""

import io
import zipfile
from collections.abc import Callable

import pytest

from tests.fuzz.child import Child
from tests.fuzz.readers import readers, word
from tests.fuzz.seeds import seeds

FAULTS = ("not_well_formed", "mistyped", "unsupported", "too_large")


@pytest.fixture(scope="module")
def table() -> dict[str, Callable[[bytes], str]]:
    return readers()


def test_every_seed_is_a_file_that_its_reader_takes(table: dict[str, Callable[[bytes], str]]) -> None:
    for name, files in seeds().items():
        if name.startswith(("rules:", "figures:")):
            continue
        assert files, name
        for data in files:
            said = word(data, table[name])
            assert not any(fault in said for fault in FAULTS), f"{name}: {said}"


def _foreign_zip() -> bytes:
    """A zip whose manifest is no UTF-8."""
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as archive:
        archive.writestr("manifest.json", b'{"format":"\x80"}')
    return box.getvalue()


FOUND = {
    "bytes that are no UTF-8 in an OCEL log": ("log.json", b'{"events":[],"objects":[{"id":"\x80"}]}'),
    "an OCEL log nested too deeply": ("log.json", b'{"events":[],"objects":[],"x":' + b"[" * 3000),
    "bytes that are no UTF-8 in an OCEL log as XML": ("log.xml", b'<?xml version="1.0" encoding="UTF-8"?><log>\xff</log>'),
    "a Parquet log with a foot that is none": ("log.parquet", b"PAR1" + b"\xff" * 40 + b"\x20\0\0\0PAR1"),
    "a Parquet log that says it is longer than it is": ("log.parquet", b"PAR1" + b"\xff\xff\xff\x7fPAR1"),
    "a rate's file nested too deeply": ("figures:duty.toml", b"a = " + b"[" * 3000),
    "a code table with a bare carriage return": ("rules:tables/units.csv", b"code,zh,en\n001,\r\xe5\x8f\xb0,set\n"),
    "a mapping nested too deeply": ("mapping", b"a = " + b"[" * 3000),
    "a backup whose manifest is no UTF-8": ("backup", _foreign_zip()),
    "a seal nested too deeply": ("seal", b'{"x":' + b"[" * 3000),
}  # fmt: skip
"""What was found → the reader and the input, made small."""


@pytest.mark.parametrize("found", FOUND)
def test_what_fuzzing_found_is_refused(found: str, table: dict[str, Callable[[bytes], str]]) -> None:
    name, data = FOUND[found]
    assert word(data, table[name])


def test_an_error_and_a_hang_of_a_reader_are_findings_and_the_next_input_is_read() -> None:
    child = Child()
    try:
        sort, why = child.ask("no such reader", b"", 60)
        assert (sort, "KeyError" in why) == ("finding", True)
        assert child.ask("declarations", seeds()["declarations"][0], 0.0)[1].startswith("hang")
        assert child.ask("mapping", seeds()["mapping"][0], 60)[0] == "word"
    finally:
        child.end()
