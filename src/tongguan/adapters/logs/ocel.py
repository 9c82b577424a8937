"""OCEL 2.0 (JSON, XML, SQLite): the objects of one type are the cases, their events the entries."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import groupby
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from lxml import etree

from tongguan.adapters.logs import refusals
from tongguan.adapters.logs.mapping import Mapping
from tongguan.facts import clock
from tongguan.insight.log import Case, Entry

MAX_BYTES = 512 << 20
"""Largest JSON or XML document, which has to be read whole; SQLite is read as far as it is looked at."""
OURS = "declaration"
"""Type of the objects of our own export; the cases where nothing else is said."""


class Value(msgspec.Struct):
    """An attribute; of an object with the time from which it has this value."""

    name: str
    value: Any = ""
    time: str = ""


class Relation(msgspec.Struct, rename={"object": "objectId"}):
    """An event concerns an object."""

    object: str


class Event(msgspec.Struct):
    """An event."""

    id: str
    type: str
    time: str
    attributes: list[Value] = []
    relationships: list[Relation] = []


class Object(msgspec.Struct):
    """An object."""

    id: str
    type: str
    attributes: list[Value] = []


class Document(msgspec.Struct):
    """The parts of a log that are read."""

    events: list[Event]
    objects: list[Object]


def read(path: Path, mapping: Mapping, wanted: Sequence[str] = ()) -> Iterator[Case]:
    """The cases of a log; Unreadable with event, field and remedy at the first thing that is wrong."""
    suffix = path.suffix.lower()
    if suffix in (".sqlite", ".db"):
        return _stored(path, mapping, wanted)
    if path.stat().st_size > MAX_BYTES:
        raise refusals.too_large(MAX_BYTES)
    document = _xml(path) if suffix in (".xml", ".xmlocel") else _json(path)
    return _cases(document, mapping, wanted)


def _json(path: Path) -> Document:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Document)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise refusals.broken("OCEL", str(error).rstrip(".")) from None


def _xml(path: Path) -> Document:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        tree: Any = etree.fromstring(path.read_bytes(), parser).getroottree()
    except etree.XMLSyntaxError as error:
        raise refusals.broken("OCEL", error.msg or "", error.lineno) from None
    if tree.docinfo.doctype:
        raise refusals.broken("OCEL", "DOCTYPE", 1)
    try:
        events = [
            Event(
                each.attrib["id"], each.attrib["type"], each.attrib["time"],
                relationships=[Relation(to.attrib["object-id"]) for to in each.iter("{*}relationship")],
                attributes=_values(each),
            )
            for each in tree.iterfind(".//{*}events/{*}event")
        ]  # fmt: skip
        objects = [
            Object(each.attrib["id"], each.attrib["type"], _values(each))
            for each in tree.iterfind("./{*}objects/{*}object")
        ]
    except KeyError as error:
        raise refusals.absent(str(error).strip("'"), (str(error).strip("'"),)) from None
    return Document(events, objects)


def _values(element: Any) -> list[Value]:
    return [
        Value(each.get("name", ""), each.text or "", each.get("time", ""))
        for each in element.iterfind("{*}attributes/{*}attribute")
    ]


def _type(mapping: Mapping, types: Iterable[str]) -> str:
    known = sorted(set(types))
    if mapping.case:
        if mapping.case not in known:
            raise refusals.absent("case", (mapping.case,), ", ".join(known))
        return mapping.case
    if OURS in known:
        return OURS
    if len(known) != 1:
        raise refusals.which_objects(known) if known else refusals.empty()
    return known[0]


def _cases(document: Document, mapping: Mapping, wanted: Sequence[str]) -> Iterator[Case]:
    kind = _type(mapping, (each.type for each in document.objects))
    chosen = {each.id: each for each in document.objects if each.type == kind}
    entries: dict[str, list[Entry]] = {name: [] for name in chosen}
    zone = ZoneInfo(mapping.zone)
    lifecycle, resource = mapping.names("lifecycle"), mapping.names("resource")
    for event in document.events:
        entry = Entry(
            event.type, _time(event.time, event.id, zone), None,
            _value(event.attributes, lifecycle).lower(), _value(event.attributes, resource),
        )  # fmt: skip
        for name in dict.fromkeys(each.object for each in event.relationships):
            if name in entries:
                entries[name].append(entry)
    for name, found in entries.items():
        if found:
            found.sort(key=_at)
            of = chosen[name].attributes
            yield Case(name, tuple(found), {key: _at_first(of, key, name, zone) for key in wanted})


def _first(row: tuple[Any, ...]) -> str:
    return str(row[0])


def _at(entry: Entry) -> int:
    return entry.at


def _value(values: Iterable[Value], names: Sequence[str]) -> str:
    return next((str(each.value) for each in values if each.name in names), "")


def _at_first(values: Iterable[Value], key: str, of: str, zone: ZoneInfo) -> str:
    """The value that an attribute had first: a group is what the case was when it began."""
    found = [(_since(each.time, of, zone), str(each.value)) for each in values if each.name == key]
    return min(found, key=lambda each: each[0], default=(0, ""))[1]


def _since(text: Any, of: str, zone: ZoneInfo) -> int:
    """From when a value holds; one without a time always did."""
    return _time(text, of, zone) if text else -(1 << 63)


def _time(text: Any, event: str, zone: ZoneInfo) -> int:
    try:
        return clock.parse(str(text), zone)
    except ValueError:
        raise refusals.not_a_time(f"{event}: time", str(text), None) from None


def _stored(path: Path, mapping: Mapping, wanted: Sequence[str]) -> Iterator[Case]:
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
        try:
            yield from _Tables(database, mapping, wanted).cases()
        except sqlite3.DatabaseError as error:
            raise refusals.broken("OCEL", str(error)) from None


class _Tables:
    """The tables of OCEL 2.0 in SQLite: one of events, one of objects, and one more for each type of either."""

    def __init__(self, database: sqlite3.Connection, mapping: Mapping, wanted: Sequence[str]) -> None:
        self._database, self._mapping, self._wanted = database, mapping, wanted

    def cases(self) -> Iterator[Case]:
        """Sorted by the database, so that memory holds one case."""
        kind = _type(
            self._mapping, (row[0] for row in self._database.execute("SELECT DISTINCT ocel_type FROM object"))
        )
        zone = ZoneInfo(self._mapping.zone)
        events = " UNION ALL ".join(self._events())
        rows: Iterable[Any] = self._database.execute(
            "SELECT o.ocel_id, e.ocel_id, e.type, e.time, e.lifecycle, e.resource FROM object o"
            " JOIN (SELECT DISTINCT ocel_event_id, ocel_object_id FROM event_object) r ON r.ocel_object_id = o.ocel_id"
            f" JOIN ({events}) e ON e.ocel_id = r.ocel_event_id WHERE o.ocel_type = ? ORDER BY o.ocel_id, e.time, e.ocel_id",
            (kind,),
        ) if events else iter(())  # fmt: skip
        attributes = self._attributes(kind)
        for name, found in groupby(rows, key=_first):
            entries = [
                Entry(row[2], _time(row[3], row[1], zone), None, row[4].lower(), row[5]) for row in found
            ]
            entries.sort(key=_at)
            yield Case(name, tuple(entries), attributes.get(name) or dict.fromkeys(self._wanted, ""))

    def _events(self) -> Iterator[str]:
        for kind, table in self._database.execute("SELECT ocel_type, ocel_type_map FROM event_map_type"):
            name = _quoted(f"event_{table}")
            columns = {row[1] for row in self._database.execute(f"PRAGMA table_info({name})")}
            fields = {field: self._column(field, columns) for field in ("lifecycle", "resource")}
            literal = "'" + str(kind).replace("'", "''") + "'"
            yield (
                f"SELECT ocel_id, {literal} AS type, ocel_time AS time, {fields['lifecycle']} AS lifecycle,"
                f" {fields['resource']} AS resource FROM {name}"
            )

    def _column(self, field: str, columns: set[str]) -> str:
        found = next((name for name in self._mapping.names(field) if name in columns), "")
        return f"coalesce({_quoted(found)}, '')" if found else "''"

    def _attributes(self, kind: str) -> dict[str, dict[str, str]]:
        """Attributes of the objects that groupings ask for, by object."""
        if not self._wanted:
            return {}
        table: str = self._database.execute(
            "SELECT ocel_type_map FROM object_map_type WHERE ocel_type = ?", (kind,)
        ).fetchone()[0]
        name = _quoted(f"object_{table}")
        columns = {row[1] for row in self._database.execute(f"PRAGMA table_info({name})")}
        asked = [each for each in self._wanted if each in columns]
        time = "ocel_time" if "ocel_time" in columns else "''"
        rows = self._database.execute(
            f"SELECT ocel_id, {', '.join((time, *map(_quoted, asked)))} FROM {name}"
        )
        # A row says what changed; the other columns of it are empty.
        values: dict[str, list[Value]] = {}
        for of, since, *cells in rows:
            values.setdefault(of, []).extend(
                Value(key, value, since or "")
                for key, value in zip(asked, cells, strict=True)
                if value is not None
            )
        zone = ZoneInfo(self._mapping.zone)
        return {
            of: {key: _at_first(found, key, of, zone) for key in self._wanted} for of, found in values.items()
        }


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
