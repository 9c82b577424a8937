"""A log of a bicycle workshop, made by hand after the OCEL 2.0 standard: types, attributes and qualifiers none of which
are ours, attributes that change in time. Read as JSON, XML and SQLite, with what was worked out on paper.

| job   | branch at first | what was done (UTC)                                                         | hours |
| ----- | --------------- | --------------------------------------------------------------------------- | ----- |
| job-1 | north           | 5 April 08:00 taken in, 10:30 part, 6 April 08:00 replaced, 09:00 ride, 12:00 back | 28 |
| job-2 | south           | 5 April 09:00 taken in, 10:30 part (the same order), 7 April 09:00 back      | 48    |
| job-3 | north           | 8 April 08:00 taken in, 09:00 back                                           | 1     |
| job-4 | (none)          | nothing                                                                      |       |
"""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import pytest

from tongguan.adapters import logs
from tongguan.adapters.logs.mapping import Mapping, parse
from tongguan.facts.clock import HOUR
from tongguan.facts.unreadable import Unreadable
from tongguan.insight import logged
from tongguan.insight.graph import Ways
from tongguan.insight.log import Case

FOREIGN = Path(__file__).parent / "foreign" / "workshop.json"
DOCUMENT: dict[str, Any] = json.loads(FOREIGN.read_text("utf-8"))
JOBS = parse(["case=repair job", "resource=bench"])


def as_json(folder: Path) -> Path:
    return FOREIGN


def as_xml(folder: Path) -> Path:
    """The same document with the element names of the standard's XML form."""
    found = ["<?xml version='1.0' encoding='UTF-8'?><log>"]
    for kind in ("object", "event"):
        found.append(f"<{kind}-types>")
        for each in DOCUMENT[f"{kind}Types"]:
            kinds = "".join(f"<attribute name={quoteattr(a['name'])} type='{a['type']}'/>" for a in each["attributes"])  # fmt: skip
            found.append(f"<{kind}-type name={quoteattr(each['name'])}><attributes>{kinds}</attributes></{kind}-type>")  # fmt: skip
        found.append(f"</{kind}-types>")
    for kind in ("object", "event"):
        found.append(f"<{kind}s>")
        for each in DOCUMENT[f"{kind}s"]:
            time = f" time='{each['time']}'" if kind == "event" else ""
            attributes = "".join(_attribute(a) for a in each.get("attributes", []))
            related = "".join(
                f"<relationship object-id='{r['objectId']}' qualifier='{r['qualifier']}'/>"
                for r in each.get("relationships", [])
            )
            inner = f"<objects>{related}</objects><attributes>{attributes}</attributes>"
            found.append(f"<{kind} id='{each['id']}' type={quoteattr(each['type'])}{time}>{inner}</{kind}>")
        found.append(f"</{kind}s>")
    path = folder / "workshop.xml"
    path.write_text("".join([*found, "</log>"]), "utf-8")
    return path


def _attribute(each: dict[str, str]) -> str:
    time = f" time='{each['time']}'" if "time" in each else ""
    return f"<attribute name={quoteattr(each['name'])}{time}>{each['value']}</attribute>"


def as_sqlite(folder: Path) -> Path:
    """The same document in the tables of the standard: one row for each change of an object, with what changed alone."""
    path = folder / "workshop.sqlite"
    with sqlite3.connect(path) as database:
        database.executescript(
            "CREATE TABLE event (ocel_id TEXT, ocel_type TEXT); CREATE TABLE object (ocel_id TEXT, ocel_type TEXT);"
            "CREATE TABLE event_object (ocel_event_id TEXT, ocel_object_id TEXT, ocel_qualifier TEXT);"
            "CREATE TABLE object_object (ocel_source_id TEXT, ocel_target_id TEXT, ocel_qualifier TEXT);"
            "CREATE TABLE event_map_type (ocel_type TEXT, ocel_type_map TEXT);"
            "CREATE TABLE object_map_type (ocel_type TEXT, ocel_type_map TEXT);"
        )
        for kind in ("event", "object"):
            for each in DOCUMENT[f"{kind}Types"]:
                table = each["name"].title().replace(" ", "")
                more = [f'"{a["name"]}" TEXT' for a in each["attributes"]]
                more += ["ocel_changed_field TEXT"] if kind == "object" else []
                database.execute(f"INSERT INTO {kind}_map_type VALUES (?, ?)", (each["name"], table))
                database.execute(f"CREATE TABLE {kind}_{table} ({', '.join(['ocel_id TEXT', 'ocel_time TEXT', *more])})")  # fmt: skip
            for each in DOCUMENT[f"{kind}s"]:
                database.execute(f"INSERT INTO {kind} VALUES (?, ?)", (each["id"], each["type"]))
                _stored(database, kind, each)
    return path


def _stored(database: sqlite3.Connection, kind: str, each: dict[str, Any]) -> None:
    table = f"{kind}_{each['type'].title().replace(' ', '')}"
    values = each.get("attributes", [])
    if kind == "event":
        names = "".join(f', "{a["name"]}"' for a in values)
        row = [each["id"], each["time"], *(a["value"] for a in values)]
        database.execute(
            f"INSERT INTO {table} (ocel_id, ocel_time{names}) VALUES ({', '.join('?' * len(row))})", row
        )
        for to in each["relationships"]:
            database.execute(
                "INSERT INTO event_object VALUES (?, ?, ?)", (each["id"], to["objectId"], to["qualifier"])
            )
        return
    for value in values:
        changed = None if value["time"].startswith("1970") else value["name"]
        database.execute(
            f'INSERT INTO {table} (ocel_id, ocel_time, ocel_changed_field, "{value["name"]}") VALUES (?, ?, ?, ?)',
            (each["id"], value["time"], changed, value["value"]),
        )


FORMS: tuple[Callable[[Path], Path], ...] = (as_json, as_xml, as_sqlite)


@pytest.fixture(params=FORMS)
def log(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    made: Path = request.param(tmp_path)
    return made


def read(log: Path, mapping: Mapping = JOBS, wanted: tuple[str, ...] = ("branch",)) -> dict[str, Case]:
    return {case.id: case for case in logs.read(log, mapping, wanted)}


def test_jobs_are_the_cases_and_one_order_for_two_of_them_is_in_both(log: Path) -> None:
    found = read(log)
    assert {name: [entry.activity for entry in case.entries] for name, case in found.items()} == {
        "job-1": ["take in", "order part", "replace part", "test ride", "hand back"],
        "job-2": ["take in", "order part", "hand back"],
        "job-3": ["take in", "hand back"],
    }, "in order of time, whatever the order in the file; what nothing happened to is no case"
    assert [entry.resource for entry in found["job-1"].entries] == ["A", "", "B", "", ""]


def test_an_attribute_that_changes_counts_as_it_was_at_first(log: Path) -> None:
    wanted = ("branch", "estimate", "urgent")
    told = {name: tuple(case.attributes[key] for key in wanted) for name, case in read(log, JOBS, wanted).items()}  # fmt: skip
    assert told == {
        "job-1": ("north", "80.5", "false"), "job-2": ("south", "", "true"), "job-3": ("north", "", ""),
    }  # fmt: skip


def test_times_and_ways_are_those_worked_out_on_paper(log: Path) -> None:
    counted, ways = logged.Times("case", ("branch",)), Ways()
    for case, done in logged.told(read(log).values()):
        counted.add(case, done)
        ways.add(done)
    figures = {
        each.group["branch"]: (each.count, each.variants, each.mean_s / 3600) for each in counted.figures()
    }
    assert figures == {"north": (2, 2, 14.5), "south": (1, 1, 48.0)}
    edges = {(each.from_, each.to): each.count for each in ways.graph()}
    assert edges == {
        ("take in", "order part"): 2, ("order part", "replace part"): 1, ("replace part", "test ride"): 1,
        ("test ride", "hand back"): 1, ("order part", "hand back"): 1, ("take in", "hand back"): 1,
    }  # fmt: skip


def test_the_same_events_seen_from_the_bicycles(log: Path) -> None:
    found = read(log, parse(["case=bicycle"]), ("gears",))
    assert {name: (case.attributes["gears"], len(case.entries)) for name, case in found.items()} == {
        "bike-1": ("27", 3),
        "bike-2": ("3", 3),
    }
    steps = found["bike-2"].entries
    assert steps[-1].at - steps[0].at == 4 * 24 * HOUR, "with the ride after it was given back"


def test_which_objects_are_the_cases_is_asked_and_an_unknown_sort_is_refused(log: Path) -> None:
    for mapping in (Mapping(), parse(["case=declaration"])):
        with pytest.raises(Unreadable) as said:
            read(log, mapping)
        assert "bicycle, mechanic, repair job, spare part" in said.value.en
