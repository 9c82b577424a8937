"""Good files to damage: the examples of the docs, made-up ones, and the real ones of the handbook where they are."""

import gzip
import io
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import xlsxwriter

from tests import build
from tests.cast import BANK, LIU, TERMINAL
from tests.conftest import ROOT, SHARED
from tests.fuzz.mutate import LARGEST
from tests.zone_cast import listing, lorry, sale
from tongguan.adapters import backup, document, package, singlewindow
from tongguan.adapters.locate import migrate, open_journal
from tongguan.adapters.logs import mapping, writing
from tongguan.adapters.seal import make_seal
from tongguan.adapters.zone import write_list, write_pass
from tongguan.facts.confirmed import SignedPayment
from tongguan.process.model import shipped
from tongguan.rules.book import shipped_files
from tongguan.rules.figures import shipped_figures

_EXAMPLES = ROOT / "docs" / "examples"
_TABLES = """
    CREATE TABLE event (ocel_id TEXT, ocel_type TEXT); CREATE TABLE object (ocel_id TEXT, ocel_type TEXT);
    CREATE TABLE event_object (ocel_event_id TEXT, ocel_object_id TEXT, ocel_qualifier TEXT);
    CREATE TABLE event_map_type (ocel_type TEXT, ocel_type_map TEXT);
    CREATE TABLE object_map_type (ocel_type TEXT, ocel_type_map TEXT);
    CREATE TABLE event_accepted (ocel_id TEXT, ocel_time TEXT, resource TEXT, lifecycle TEXT);
    CREATE TABLE object_declaration (ocel_id TEXT, ocel_time TEXT, ocel_changed_field TEXT, direction TEXT);
    INSERT INTO object VALUES ('d1', 'declaration'); INSERT INTO event VALUES ('e1', 'accepted');
    INSERT INTO event_map_type VALUES ('accepted', 'accepted');
    INSERT INTO object_map_type VALUES ('declaration', 'declaration');
    INSERT INTO event_accepted VALUES ('e1', '2018-08-20T02:00:00Z', 'liu-min', 'complete');
    INSERT INTO object_declaration VALUES ('d1', '1970-01-01', NULL, 'import');
    INSERT INTO event_object VALUES ('e1', 'd1', '');
"""


@cache
def seeds() -> dict[str, list[bytes]]:
    """Name of the reader → files that it reads; none is larger than the largest input."""
    found = {**_declarations(), **_logs(), **_zone(), **_rules(), **_kept()}
    return {name: [each for each in files if len(each) <= LARGEST] for name, files in found.items()}


def _declarations() -> dict[str, list[bytes]]:
    sorts = (build.declaration(), build.export(), build.filing_list(), build.inspected())
    messages = [build.message(each, f"FUZZ{place}") for place, each in enumerate(sorts)]
    ours = [document.write(each) for each in messages]
    found = [
        *ours, b"\n".join(ours), *(singlewindow.write(each) for each in messages),
        *(package.write(each) for each in messages),
        *(path.read_bytes() for path in sorted(_EXAMPLES.glob("*port*.json"))),
        *(path.read_bytes() for path in sorted(SHARED.glob("data/singlewindow/*.xml"))),
    ]  # fmt: skip
    return {"declarations": found}


def _lives() -> build.Office:
    """An office with a released declaration, one at work and one returned."""
    office = build.Office()
    first = office.lodge(client_number="FUZZ-1")
    office.does(first.number, "arrive", actor=TERMINAL)
    office.does(first.number, "pay", actor=BANK, ref="FUZZ-P")
    second = office.lodge(build.export(transport_document="B-2"), client_number="FUZZ-2")
    office.does(second.number, "hold", actor=LIU, reason="look")
    office.lodge(build.declaration(packages=0), client_number="FUZZ-3")
    return office


def _logs() -> dict[str, list[bytes]]:
    office = _lives()
    journal = office.desk.journal
    events = [event for row in office.desk.work() for event in journal.read(row.number)]
    found: dict[str, list[bytes]] = {}
    with TemporaryDirectory() as folder:
        for kind, end in (("xes", ".xes"), ("ocel", ".json"), ("parquet", ".parquet")):
            path = Path(folder, f"log{end}")
            writing.write(writing.cases(events, office.desk.models), path, kind)
            found[f"log{end}"] = [path.read_bytes()]
        path = Path(folder, "log.sqlite")
        with sqlite3.connect(path) as database:
            database.executescript(_TABLES)
        database.close()
        found["log.sqlite"] = [path.read_bytes()]
    table = ["case_id,activity,timestamp,start_timestamp,direction"]
    table += [f"{n % 3},step {n},2018-08-20T{n:02}:00:00+08:00,,import" for n in range(9)]
    found["log.csv"] = ["\n".join(table).encode(), "case,activity,time\n1,“申报”,2018-08-20 10:00\n".encode()]
    found["log.xml"] = [
        b'<log><objects><object id="d" type="declaration"><attributes><attribute name="direction" time="2018-08-20T02:00:00Z">import'
        b'</attribute></attributes></object></objects><events><event id="e" type="accepted" time="2018-08-20T02:00:00Z"><objects>'
        b'<relationship object-id="d" qualifier=""/></objects></event></events></log>'
    ]
    found["log.xes"] += [path.read_bytes() for path in sorted(SHARED.glob("data/logs/*.xes"))]
    found["log.csv"] += [path.read_bytes() for path in sorted(SHARED.glob("data/logs/*.csv"))]
    for plain in ("log.xes", "log.csv"):
        found[f"{plain}.gz"] = [gzip.compress(each) for each in found[plain]]
    return found


def _zone() -> dict[str, list[bytes]]:
    lists, cargo = (listing(), sale()), lorry("QD490718I000000001")
    payment = SignedPayment(
        bank="bank", ref="R-1", number="490720180000000001", amount=Decimal("960.20"),
        paid_at="2018-08-20T10:20:00+08:00", signature="0" * 64,
    )  # fmt: skip
    signed = msgspec.json.encode(payment)
    return {
        "list-xml": [write_list(each) for each in lists], "pass-xml": [write_pass(cargo)],
        "list-json": [msgspec.json.encode(each) for each in lists], "pass-json": [msgspec.json.encode(cargo)],
        "book": [(_EXAMPLES / "zone" / "book.json").read_bytes()],
        "manifest": [(_EXAMPLES / "zone" / "manifest.ndjson").read_bytes()],
        "movement": [(_EXAMPLES / "zone" / "movements.ndjson").read_bytes()],
        "permit": [(_EXAMPLES / "e-ledger.json").read_bytes()],
        "payments": [signed, signed + b"\n" + signed],
        "goods-sheet": [_sheet()], "bank-list": [b"ref,number,amount,paid_at\nR-1,490720180000000001,960.20,2018-08-20T10:20:00+08:00\n"],
    }  # fmt: skip


def _sheet() -> bytes:
    """A spreadsheet of two goods lines."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["commodity", "name", "quantity", "total"])
        page.write_row(1, 0, ["8708999990", "汽车零件", 100, 312.5])
        page.write_row(2, 0, ["8708999990", "part", "7", "1e3"])
    return out.getvalue()


def _rules() -> dict[str, list[bytes]]:
    return {
        **{f"rules:{name}": [text.encode()] for name, text in shipped_files().items()},
        **{f"figures:{name}": [text.encode()] for name, text in shipped_figures().items()},
        "model": [path.read_bytes() for path in _model_files()],
    }


def _model_files() -> Iterator[Path]:
    folder = ROOT / "src/tongguan/process/models"
    return (path for path in sorted(folder.glob("*.toml")) if path.stem in shipped())


def _kept() -> dict[str, list[bytes]]:
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/office.db"
        migrate(url, "demo")
        backup.make(url, Path(folder, "backup.zip"), "2018-08-20T10:00:00+08:00")
        with closing(open_journal(url)) as store:
            sealed = make_seal(store, 1).body.encode()
        mapping.save(mapping.parse(["case=Order", "release=Goods released"]), Path(folder, "map.toml"))
        return {
            "backup": [Path(folder, "backup.zip").read_bytes()],
            "seal": [sealed],
            "mapping": [Path(folder, "map.toml").read_bytes()],
        }
