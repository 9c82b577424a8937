"""Which column of a log is what: given as ``key=value``, kept in a small TOML file for next time."""

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from tongguan.facts import toml
from tongguan.insight.logged import MILESTONES

FIELDS = ("case", "activity", "time", "start", "lifecycle", "resource")
"""What a log's columns (CSV, Parquet) or attributes (XES) may be; for OCEL ``case`` is the type of the objects."""
KNOWN = {
    "case": ("case:concept:name", "case_id", "caseid", "case id", "case", "number"),
    "activity": ("concept:name", "activity", "activity_name", "task"),
    "time": ("time:timestamp", "timestamp", "end_time", "end_timestamp", "complete_timestamp", "time"),
    "start": ("start_timestamp", "start_time"),
    "lifecycle": ("lifecycle:transition", "lifecycle"),
    "resource": ("org:resource", "resource"),
}
"""Names by which columns are known without a mapping, capitals or not."""
NONE = "-"
"""Value of a field that the log has and that shall not be read."""
SUFFIX = ".map.toml"


class BadMapping(ValueError):
    """A mapping that says what cannot be; the message names the key and the remedy."""


class Mapping(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Names of columns; empty: the usual ones."""

    case: str = ""
    activity: str = ""
    time: str = ""
    start: str = ""
    lifecycle: str = ""
    resource: str = ""
    format: str = ""
    """How times are written, as strptime says it (``%d.%m.%Y %H:%M``); empty: ISO 8601."""
    zone: str = "Asia/Shanghai"
    """Zone of times without an offset."""
    milestone: dict[str, str] = {}
    """Milestone of the definitions → the activity that reaches it."""

    def names(self, field: str) -> tuple[str, ...]:
        """By which names a field is looked for; none when it shall not be read."""
        own: str = getattr(self, field)
        return () if own == NONE else (own,) if own else KNOWN[field]


def parse(parts: Sequence[str]) -> Mapping:
    """The mapping of ``key=value`` texts, several in one text joined by commas. BadMapping names what is wrong."""
    given: dict[str, str] = {}
    for part in parts:
        for each in re.split(r",(?=\w+=)", part):
            key, equals, value = each.partition("=")
            if not equals or not value.strip():
                raise BadMapping(
                    f"“{each}” says nothing; write it as case=COLUMN,activity=COLUMN,time=COLUMN"
                )
            given[key.strip()] = value.strip()
    own = {key: value for key, value in given.items() if key not in MILESTONES}
    unknown = sorted(own.keys() - set(Mapping.__struct_fields__) | own.keys() & {"milestone"})
    if unknown:
        known = ", ".join((*FIELDS, "format", "zone", *MILESTONES))
        raise BadMapping(f"there is no {unknown[0]}; there are {known}")
    milestones = {key: value for key, value in given.items() if key in MILESTONES}
    return _checked(Mapping(**own, milestone=milestones))


def _checked(mapping: Mapping) -> Mapping:
    try:
        ZoneInfo(mapping.zone)
    except (ValueError, OSError, ZoneInfoNotFoundError):
        raise BadMapping(f"there is no zone {mapping.zone}; write it as Asia/Shanghai") from None
    return mapping


def load(path: Path) -> Mapping:
    """A saved mapping; BadMapping when the file is none."""
    try:
        return _checked(msgspec.convert(toml.loads(path.read_text("utf-8")), Mapping))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise BadMapping(f'{path}: {error}; it holds lines as case = "COLUMN"') from None


def save(mapping: Mapping, path: Path) -> None:
    """Write a mapping as TOML."""
    said = msgspec.to_builtins(mapping)
    milestones = said.pop("milestone", {})
    lines = [f"{key} = {_quoted(value)}" for key, value in said.items()]
    if milestones:
        lines += ["", "[milestone]", *(f"{key} = {_quoted(value)}" for key, value in milestones.items())]
    path.write_text(
        "\n".join(["# How this log is read: tongguan times --log FILE --map THIS", *lines, ""]), "utf-8"
    )


def _quoted(value: str) -> str:
    return msgspec.json.encode(value).decode()


def beside(log: Path) -> Path:
    """Where the mapping of a log is kept if no other place is named."""
    return log.with_name(log.name + SUFFIX)
