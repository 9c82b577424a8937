"""What reads files from outside, each as one call on bytes that answers with the sort of word it gave.

A reader may refuse; anything else that it raises is a finding. What a word quotes and counts is left out of it, so
that an input which leads to a new word is known from the others.
"""

import re
from collections.abc import Callable
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec

from tests.build import Office
from tests.cast import BROKER
from tongguan.adapters import (
    bank,
    document,
    editions,
    goods_sheet,
    logs,
    package,
    records,
    seal,
    singlewindow,
)
from tongguan.adapters.backup.archive import Reader, Unusable
from tongguan.adapters.intake import read_stream
from tongguan.adapters.logs import columns
from tongguan.adapters.logs.mapping import BadMapping, Mapping, load
from tongguan.adapters.zone import read_list_message, read_pass, unread
from tongguan.facts.message import Message
from tongguan.facts.permit import PermitMessage
from tongguan.facts.reported import Manifest, Movement
from tongguan.facts.unreadable import Unreadable
from tongguan.facts.zone import AccountBook, GatePass, VerificationList
from tongguan.insight.logged import Times, told
from tongguan.process import model
from tongguan.rules.book import RuleBook, shipped_files
from tongguan.rules.errors import RuleError
from tongguan.rules.figures import Figures, shipped_figures

REFUSALS = (
    Unreadable, RuleError, editions.EditionRefused, BadMapping, model.ModelError, Unusable, seal.UnreadableSeal,
)  # fmt: skip
"""Every way of a reader to say no."""
DAY = date(2018, 8, 20)
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|'[^']*'|`[^`]*`|\d+|[^\x00-\x7f]+")
_OFFICE_LASTS = 300
"""Declarations after which a new office is opened, so that memory tells of readers alone."""


def word(data: bytes, reader: Callable[[bytes], str]) -> str:
    """The sort of word that a reader gave."""
    try:
        said = reader(data)
    except Unreadable as error:
        said = _both(error)
    except REFUSALS as error:
        said = str(error)
    return _QUOTED.sub("", said)[:160]


def _both(error: Unreadable) -> str:
    """A refusal speaks both languages and is never empty in either."""
    assert error.zh
    assert error.en
    assert error.text("zh") != error.text("en")
    return f"{error.kind} {error.en}"


class Lodging:
    """Declarations in any form: read, checked, assessed, lodged, and written again in both forms."""

    def __init__(self) -> None:
        self._office, self._lodged = Office(), 0

    def __call__(self, data: bytes) -> str:
        """The codes of all findings, and every refusal."""
        said = set()
        for read in read_stream(BytesIO(data), "fuzz"):
            said.add(
                _both(read.message) if isinstance(read.message, Unreadable) else self._lodge(read.message)
            )
        return " ".join(sorted(said))

    def _lodge(self, message: Message) -> str:
        self._lodged += 1
        if self._lodged % _OFFICE_LASTS == 0:
            self._office = Office()
        desk = self._office.desk
        document.read(document.write(message))
        singlewindow.read(singlewindow.write(message))
        package.write(message)
        findings = desk.check(message, DAY).findings
        desk.duty.assess(message.declaration, DAY)
        desk.lodge(message, BROKER)
        return " ".join(sorted({each.code.lower() for each in findings}))


def _in_file(name: str, read: Callable[[Path], str]) -> Callable[[bytes], str]:
    """A reader of files of this name."""

    def from_bytes(data: bytes) -> str:
        with TemporaryDirectory() as folder:
            path = Path(folder, name)
            path.write_bytes(data)
            return read(path).replace(folder, "")

    return from_bytes


def _log(path: Path) -> str:
    """A log is read and counted; one of our own columns by columns as well."""
    counted = Times("case")
    for case, done in told(logs.read(path, Mapping(), ("direction",))):
        counted.add(case, done)
    if columns.fits(path):
        columns.measure(path, ("direction", "month"))
    return f"counted {len([each.record() for each in counted.figures()])}"


def _records(path: Path, kind: type[Any]) -> str:
    said = {
        _both(each) if isinstance(each, Unreadable) else "read" for _, each in records.read_file(path, kind)
    }
    return " ".join(sorted(said))


def _payments(path: Path) -> str:
    return " ".join(
        sorted({_both(each) if isinstance(each, Unreadable) else "read" for _, each in bank.read_file(path)})
    )


def _text(data: bytes) -> str:
    """The text of a file of an edition, which is refused elsewhere when it is not UTF-8."""
    return data.decode("utf-8", "replace")


def _rules(name: str, data: bytes) -> str:
    RuleBook(shipped_files() | {name: _text(data)})
    return "rules"


def _figures(name: str, data: bytes) -> str:
    Figures(shipped_figures() | {name: _text(data)})
    return "figures"


def _model(data: bytes) -> str:
    return f"model {len(model.parse(_text(data)).control)}"


def _list(data: bytes) -> str:
    return f"{type(read_list_message(data)).__name__} {len(unread(data))}"


def _pass(data: bytes) -> str:
    return f"{type(read_pass(data)).__name__} {len(unread(data))}"


def _bank_list(data: bytes) -> str:
    return f"{len(bank.read_list(_text(data)))} payments"


def _goods(data: bytes) -> str:
    """Goods lines of a spreadsheet, by the office's form of that day."""
    book = RuleBook.shipped()
    form = book.entry_form(DAY)
    return f"{len(goods_sheet.uploaded(data, form.line_fields(), form.plan.columns, book.tables))} lines"


def _backup(path: Path) -> str:
    with Reader(path) as archive:
        for part in archive.manifest.parts:
            for _ in archive.pieces(part.name):
                pass
    return "backup"


def _seal(path: Path) -> str:
    return f"seal {seal.read_file(path).sequence}"


def _map(path: Path) -> str:
    return str(len(load(path).milestone))


def _schema(kind: type[msgspec.Struct]) -> Callable[[bytes], str]:
    return _in_file("records.ndjson", partial(_records, kind=kind))


LOGS = (".xes", ".xes.gz", ".csv", ".csv.gz", ".parquet", ".json", ".xml", ".sqlite")


def readers() -> dict[str, Callable[[bytes], str]]:
    """Name → reader, made afresh."""
    return {
        "declarations": Lodging(),
        **{f"log{end}": _in_file(f"log{end}", _log) for end in LOGS},
        "manifest": _schema(Manifest), "movement": _schema(Movement), "permit": _schema(PermitMessage),
        "book": _schema(AccountBook), "list-json": _schema(VerificationList), "pass-json": _schema(GatePass),
        "list-xml": _list, "pass-xml": _pass,
        "payments": _in_file("payments.ndjson", _payments), "bank-list": _bank_list,
        "goods-sheet": _goods, "mapping": _in_file("log.csv.map.toml", _map), "model": _model,
        **{f"rules:{name}": partial(_rules, name) for name in shipped_files()},
        **{f"figures:{name}": partial(_figures, name) for name in shipped_figures()},
        "backup": _in_file("backup.zip", _backup), "seal": _in_file("seal.json", _seal),
    }  # fmt: skip
