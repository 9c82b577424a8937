"""XES (IEEE 1849), plain or gzip: read trace by trace, so that memory does not grow with the file."""

import gzip
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, cast
from zoneinfo import ZoneInfo

from lxml import etree

from tongguan.adapters.logs import refusals
from tongguan.adapters.logs.mapping import Mapping
from tongguan.facts import clock
from tongguan.insight.log import Case, Entry


def read(path: Path, mapping: Mapping, wanted: Sequence[str] = ()) -> Iterator[Case]:
    """The cases of a file in its order; Unreadable with line, attribute and remedy at the first thing that is wrong."""
    reading = _Reading(mapping, wanted)
    try:
        with _opened(path) as source:
            for _, trace in etree.iterparse(
                source, events=("end",), tag="{*}trace", resolve_entities=False, no_network=True, load_dtd=False,
                huge_tree=False,
            ):  # fmt: skip
                case = reading.case(trace)
                if case.entries:
                    yield case
                _forget(trace)
    except etree.XMLSyntaxError as error:
        raise refusals.broken("XES", error.msg or "", error.lineno) from None
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise refusals.broken("gzip", str(error)) from None


def _opened(path: Path) -> BinaryIO:
    source = path.open("rb")
    zipped = source.read(2) == b"\x1f\x8b"
    source.seek(0)
    return cast(BinaryIO, gzip.GzipFile(fileobj=source)) if zipped else source


def _forget(trace: Any) -> None:
    """Free a trace that was read, and what stands before it."""
    trace.clear()
    parent = trace.getparent()
    while parent is not None and trace.getprevious() is not None:
        del parent[0]


class _Reading:
    def __init__(self, mapping: Mapping, wanted: Sequence[str]) -> None:
        self._mapping, self._zone, self._wanted = mapping, ZoneInfo(mapping.zone), wanted
        self._case = (mapping.case or "concept:name").removeprefix("case:")
        self._names = {
            field: mapping.names(field) for field in ("activity", "time", "start", "lifecycle", "resource")
        }
        self._seen: set[str] = set()

    def case(self, trace: Any) -> Case:
        """The case of one ``trace`` element."""
        if trace.getroottree().docinfo.doctype:
            raise refusals.broken("XES", "DOCTYPE", 1)
        attributes: dict[str, str] = {}
        entries = []
        for child in trace:
            if not isinstance(child.tag, str):
                continue
            if etree.QName(child).localname == "event":
                entries.append(self._entry(child))
            elif (key := child.get("key")) is not None:
                attributes[key] = child.get("value", "")
        name = attributes.get(self._case)
        if name is None:
            raise refusals.absent("case", (self._case,), line=trace.sourceline)
        if name in self._seen:
            raise refusals.twice(name, trace.sourceline)
        self._seen.add(name)
        told = {key: attributes[key] for key in self._wanted if key in attributes}
        return Case(name, tuple(entries), told)

    def _entry(self, event: Any) -> Entry:
        values = {child.get("key"): child for child in event if isinstance(child.tag, str)}
        activity = self._find(values, "activity")
        if activity is None:
            raise refusals.absent("activity", self._names["activity"], line=event.sourceline)
        at = self._time(values, "time")
        if at is None:
            raise refusals.absent("time", self._names["time"], line=event.sourceline)
        transition = self._find(values, "lifecycle")
        resource = self._find(values, "resource")
        return Entry(
            activity.get("value", ""),
            at,
            self._time(values, "start"),
            "" if transition is None else transition.get("value", "").lower(),
            "" if resource is None else resource.get("value", ""),
        )

    def _find(self, values: dict[str, Any], field: str) -> Any:
        return next((values[name] for name in self._names[field] if name in values), None)

    def _time(self, values: dict[str, Any], field: str) -> int | None:
        found = self._find(values, field)
        if found is None:
            return None
        if etree.QName(found).localname != "date":
            raise refusals.text_for_time(found.get("key"), found.sourceline)
        text = found.get("value", "")
        try:
            return clock.parse(text, self._zone)
        except ValueError:
            raise refusals.not_a_time(found.get("key"), text, found.sourceline) from None
