"""Our journal written as an event log of a standard format, case by case: XES, OCEL 2.0 (JSON) or Parquet.

A file appears under its name only when it is whole.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import Any

import msgspec
from lxml import etree
from msgspec.structs import replace

from tongguan.adapters.logs.tables import connect
from tongguan.facts.clock import moment
from tongguan.facts.event import Event, open_event
from tongguan.facts.kinds import ApplicationReceived
from tongguan.insight import life
from tongguan.insight.life import Life
from tongguan.insight.log import Case
from tongguan.insight.telling import ATTRIBUTES, case_of
from tongguan.process.model import Model

DECLARATION, CONSIGNMENT = "declaration", "consignment"
"""Types of the objects of our OCEL."""
Earlier = Mapping[str, tuple[Life, ...]]
NONE_EARLIER: Earlier = {}


def cases(
    events: Iterable[Event], models: Mapping[str, Model], earlier: Earlier = NONE_EARLIER
) -> Iterator[Case]:
    """The declarations of a journal's events, which come ordered by stream and version; drafts are none.

    ``earlier``: the declarations of the same goods before each, for the first lodging of goods that were declared again.
    """
    for stream, found in groupby(events, key=lambda event: event.stream):
        # Streams beside the declarations (guarantees, books, consignments) have a kind and a slash in their names.
        if "/" in stream:
            continue
        facts = [open_event(event) for event in found]
        model = models[
            [each.data for each in facts if isinstance(each.data, ApplicationReceived)][-1].process
        ]
        if (declared := life.read(model, facts)) is not None:
            yield case_of(model, replace(declared, earlier=earlier.get(declared.number, ())), facts)


def _time(at: int) -> str:
    return moment(at).astimezone(UTC).isoformat(timespec="microseconds")


def write(found: Iterable[Case], path: Path, format_: str) -> int:
    """Write the cases; the number of events written."""
    part = path.with_name(path.name + ".part")
    try:
        count = WRITERS[format_](found, part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return count


_EXTENSIONS = (
    ("Concept", "concept", "http://www.xes-standard.org/concept.xesext"),
    ("Time", "time", "http://www.xes-standard.org/time.xesext"),
    ("Lifecycle", "lifecycle", "http://www.xes-standard.org/lifecycle.xesext"),
    ("Organizational", "org", "http://www.xes-standard.org/org.xesext"),
)
_NAMESPACE = "http://www.xes-standard.org/"


def _xes(found: Iterable[Case], path: Path) -> int:
    count = 0
    with etree.xmlfile(str(path), encoding="utf-8") as out:
        out.write_declaration()
        with out.element("log", {"xes.version": "1849-2016", "xes.features": ""}, nsmap={None: _NAMESPACE}):
            for name, prefix, uri in _EXTENSIONS:
                out.write(etree.Element("extension", name=name, prefix=prefix, uri=uri))
            for case in found:
                out.write(_trace(case))
                out.write("\n")
                count += len(case.entries)
    return count


def _trace(case: Case) -> Any:
    trace = etree.Element("trace")
    etree.SubElement(trace, "string", key="concept:name", value=case.id)
    for key, value in case.attributes.items():
        etree.SubElement(trace, "string", key=key, value=value)
    for entry in case.entries:
        event = etree.SubElement(trace, "event")
        etree.SubElement(event, "string", key="concept:name", value=entry.activity)
        etree.SubElement(event, "date", key="time:timestamp", value=_time(entry.at))
        etree.SubElement(event, "string", key="lifecycle:transition", value=entry.transition)
        etree.SubElement(event, "string", key="org:resource", value=entry.resource)
    return trace


_COLUMNS = {
    "case:concept:name": "VARCHAR", "concept:name": "VARCHAR", "time:timestamp": "TIMESTAMPTZ",
    "lifecycle:transition": "VARCHAR", "org:resource": "VARCHAR", **dict.fromkeys(ATTRIBUTES, "VARCHAR"),
}  # fmt: skip


def _parquet(found: Iterable[Case], path: Path) -> int:
    with TemporaryDirectory() as folder, connect(folder) as database:
        rows = Path(folder) / "rows.csv"
        with rows.open("w", encoding="utf-8", newline="") as out:
            sheet, count = csv.writer(out), 0
            for case in found:
                told = [case.attributes.get(name, "") for name in ATTRIBUTES]
                for entry in case.entries:
                    sheet.writerow(
                        (case.id, entry.activity, _time(entry.at), entry.transition, entry.resource, *told)
                    )
                count += len(case.entries)
        columns = msgspec.json.encode(_COLUMNS).decode().replace('"', "'")
        source = f"read_csv(?, columns = {columns}, header = false, auto_detect = false, quote = '\"', escape = '\"')"
        target = str(path).replace("'", "''")
        database.execute(
            f"COPY (FROM {source}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)", [str(rows)]
        )
    return count


_encoder = msgspec.json.Encoder()


def _ocel(found: Iterable[Case], path: Path) -> int:
    """Events as they come; the objects wait in a file of their own until the end."""
    activities: dict[str, None] = {}
    count = 0
    with path.open("wb") as out, TemporaryFile() as objects:
        documents: set[str] = set()
        out.write(b'{"events":[')
        for place, case in enumerate(found):
            document = case.attributes.get("document", "")
            _object(objects, case.id, DECLARATION, case.attributes, first=place == 0)
            if document and document not in documents:
                documents.add(document)
                _object(objects, f"{CONSIGNMENT}:{document}", CONSIGNMENT, {}, first=False)
            for entry in case.entries:
                activities[entry.activity] = None
                out.write(
                    (b",\n" if count else b"\n") + _encoder.encode(_event(case, entry, count, document))
                )
                count += 1
        out.write(b'],\n"objects":[')
        objects.seek(0)
        while chunk := objects.read(1 << 20):
            out.write(chunk)
        out.write(
            b'],\n"eventTypes":'
            + _encoder.encode([_type(name, ("lifecycle", "resource")) for name in activities])
        )
        out.write(
            b',\n"objectTypes":'
            + _encoder.encode([_type(DECLARATION, ATTRIBUTES), _type(CONSIGNMENT, ())])
            + b"}\n"
        )
    return count


def _event(case: Case, entry: Any, number: int, document: str) -> dict[str, Any]:
    relations = [{"objectId": case.id, "qualifier": DECLARATION}]
    if document:
        relations.append({"objectId": f"{CONSIGNMENT}:{document}", "qualifier": CONSIGNMENT})
    return {
        "id": f"e{number + 1}",
        "type": entry.activity,
        "time": _time(entry.at),
        "attributes": [
            {"name": "lifecycle", "value": entry.transition},
            {"name": "resource", "value": entry.resource},
        ],
        "relationships": relations,
    }


def _object(out: Any, name: str, kind: str, attributes: dict[str, str], *, first: bool) -> None:
    told = [
        {"name": key, "value": value, "time": "1970-01-01T00:00:00Z"} for key, value in attributes.items()
    ]
    record = {"id": name, "type": kind, "attributes": told, "relationships": []}
    out.write((b"\n" if first else b",\n") + _encoder.encode(record))


def _type(name: str, attributes: Iterable[str]) -> dict[str, Any]:
    return {"name": name, "attributes": [{"name": each, "type": "string"} for each in attributes]}


WRITERS: dict[str, Callable[[Iterable[Case], Path], int]] = {"xes": _xes, "ocel": _ocel, "parquet": _parquet}
"""By format."""
NAMES = {"xes": "log.xes", "ocel": "log.ocel.json", "parquet": "log.parquet"}
"""Names of the files."""
