"""Logs of other systems: read whole or refused with one clear word."""

import gzip
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from tongguan.adapters import logs
from tongguan.adapters.logs.mapping import BadMapping, Mapping, beside, load, parse, save
from tongguan.facts import clock
from tongguan.facts.unreadable import Unreadable
from tongguan.insight.log import Case, Entry, steps

HEAD = '<?xml version="1.0"?>\n<log xmlns="http://www.xes-standard.org/">\n'
NINE = clock.parse("2018-03-05T09:00:00+08:00")
MINUTE = 60_000_000
Write = Callable[[str, str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return path

    return written


def event(activity: str, minute: int, more: str = "") -> str:
    time = f'<date key="time:timestamp" value="2018-03-05T09:{minute:02}:00.000+08:00"/>'
    return f'<event><string key="concept:name" value="{activity}"/>{time}{more}</event>'


def trace(name: str, *events: str) -> str:
    return f'<trace><string key="concept:name" value="{name}"/>{"".join(events)}</trace>\n'


def xes(*traces: str) -> str:
    return HEAD + "".join(traces) + "</log>"


def read(path: Path, *mapping: str, wanted: tuple[str, ...] = ()) -> list[Case]:
    return list(logs.read(path, parse(mapping), wanted))


def refusal(path: Path, *mapping: str) -> Unreadable:
    with pytest.raises(Unreadable) as refused:
        read(path, *mapping)
    assert refused.value.text("zh") != refused.value.text("en")
    assert refused.value.remedy_en
    return refused.value


def told(case: Case) -> list[tuple[str, int, int]]:
    """Steps as (activity, start, end) in minutes after nine."""
    return [
        (each.activity, (each.start - NINE) // MINUTE, (each.at - NINE) // MINUTE)
        for each in steps(case.entries)
    ]


def test_the_life_cycle_makes_one_step_of_start_and_completion(write: Write) -> None:
    def at(activity: str, minute: int, transition: str) -> str:
        return event(activity, minute, f'<string key="lifecycle:transition" value="{transition}"/>')

    text = xes(
        trace(
            "1", at("a", 0, "start"), at("b", 1, "START"), at("a", 2, "suspend"), at("a", 3, "resume"), at("b", 4, "complete"),
            at("a", 5, "complete"), at("c", 6, "complete"), at("d", 7, "start"),
        )
    )  # fmt: skip
    (case,) = read(write("l.xes", text))
    assert len(case.entries) == 8
    assert told(case) == [("a", 0, 5), ("b", 1, 4), ("c", 6, 6), ("d", 7, 7)]
    (plain,) = read(write("l.xes", text), "lifecycle=-")
    assert [each[0] for each in told(plain)] == ["a", "b", "a", "a", "b", "a", "c", "d"]


def test_a_zipped_log_is_read_like_the_plain_one(write: Write, tmp_path: Path) -> None:
    text = xes(trace("1", event("a", 0)), trace("2", event("a", 1), event("b", 2)), trace("3"))
    plain = read(write("l.xes", text))
    assert [case.id for case in plain] == ["1", "2"], "a trace without events is no case"
    (tmp_path / "l.xes.gz").write_bytes(gzip.compress(text.encode()))
    assert read(tmp_path / "l.xes.gz") == plain
    (tmp_path / "cut.xes.gz").write_bytes(gzip.compress(text.encode())[:-20])
    assert "gzip" in refusal(tmp_path / "cut.xes.gz").en


def test_an_xes_log_with_text_for_times_or_without_is_refused_with_its_line(write: Write) -> None:
    good = trace("1", event("a", 0))
    as_text = good.replace("date key", "string key").replace(">1<", ">2<").replace('value="1"', 'value="2"')
    said = refusal(write("l.xes", xes(good, as_text)))
    assert (said.line, said.field, said.en) == (4, "time:timestamp", "Times are written as text.")
    none = trace("2", '<event><string key="concept:name" value="a"/></event>')
    said = refusal(write("l.xes", xes(good, none)))
    assert (said.line, said.field) == (4, "time")
    word = trace("2", event("a", 0).replace("2018-03-05T09:00:00.000+08:00", "yesterday"))
    said = refusal(write("l.xes", xes(good, word)))
    assert (said.line, said.en) == (4, "“yesterday” is no time.")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (xes(), "no event"),
        (xes(trace("1", event("a", 0)), trace("1", event("a", 0))), "Case 1 is there twice"),
        (xes(trace("1", event("a", 0))).removesuffix("</log>"), "no sound XES"),
        (xes(f"<trace>{event('a', 0)}</trace>"), "There is no case"),
        (xes(trace("1", "<event/>")), "There is no activity"),
        ('<!DOCTYPE log [<!ENTITY a "a">]>' + xes(trace("1", event("&a;", 0))).partition("\n")[2], "DOCTYPE"),
    ],
)
def test_a_log_that_is_none_is_refused(write: Write, text: str, word: str) -> None:
    assert word in refusal(write("l.xes", text)).en


def test_a_table_is_sorted_into_cases_whatever_its_order(write: Write) -> None:
    text = 'Order,Step,When\n2,b,2018-03-05 09:02:00\n1,a,2018-03-05T09:00+08:00\n2,"a, b",2018-03-05 01:01:00Z\n'
    found = read(write("l.csv", text), "case=Order,activity=Step", "time=When")
    assert [(case.id, told(case)) for case in found] == [
        ("1", [("a", 0, 0)]),
        ("2", [("a, b", 1, 1), ("b", 2, 2)]),
    ]


def test_times_may_be_written_in_another_way_and_zone(write: Write) -> None:
    path = write("l.csv", "case;activity;time\n1;a;05.03.2018 02:00\n")
    (case,) = read(path, "format=%d.%m.%Y %H:%M,zone=Europe/Berlin")
    assert told(case) == [("a", 0, 0)]


@pytest.mark.parametrize(
    ("rows", "line", "field", "word"),
    [
        ("1,a,2018-03-05\n1,b,soon\n", 3, "time", "“soon” is no time."),
        ("1,a,today\n", 2, "time", "“today” is no time."),
        ("1,a,1520211600\n", 2, "time", "“1520211600” is no time."),
        ("1,a,2018-03-05\n1,a,\n", 3, "time", "There is no time"),
        ("1,,2018-03-05\n", 2, "activity", "There is no activity"),
        (",a,2018-03-05\n", 2, "case", "There is no case"),
    ],
)
def test_a_row_that_lacks_something_refuses_the_table(
    write: Write, rows: str, line: int, field: str, word: str
) -> None:
    said = refusal(write("l.csv", "case,activity,time\n" + rows))
    assert (said.line, said.field) == (line, field)
    assert word in said.en


def test_a_table_without_a_column_for_times_tells_what_it_has(write: Write) -> None:
    assert "it has case, activity" in refusal(write("l.csv", "case,activity\n1,a\n")).en
    assert "it has case, activity" in refusal(write("l.csv", "case,activity\n1,a\n"), "time=when").en


def test_parquet_keeps_its_types_and_text_is_no_time(tmp_path: Path) -> None:
    def stored(name: str, time: str) -> Path:
        path = tmp_path / name
        duckdb.execute(
            f"COPY (SELECT 7 AS case_id, 'a' AS activity, {time} AS time, 'x' AS office) TO '{path}' (FORMAT parquet)"
        )
        return path

    (case,) = read(stored("t.parquet", "TIMESTAMPTZ '2018-03-05 09:00:00+08'"), wanted=("office", "port"))
    assert case == Case("7", (Entry("a", NINE),), {"office": "x"})
    naive = stored("n.parquet", "TIMESTAMP_NS '2018-03-05 01:00:00'")
    assert told(read(naive, "zone=UTC")[0]) == [("a", 0, 0)]
    assert refusal(stored("s.parquet", "'2018-03-05 09:00:00+08'")).en == "Times are written as text."
    assert refusal(stored("i.parquet", "1520211600")).field == "time"


OCEL = {
    "events": [
        {"id": "e2", "type": "b", "time": "2018-03-05T01:02:00Z", "relationships": [{"objectId": "o1", "qualifier": "q"}]},
        {"id": "e1", "type": "a", "time": "2018-03-05T09:01:00+08:00", "attributes": [{"name": "resource", "value": "liu"}],
         "relationships": [{"objectId": "o1", "qualifier": "q"}, {"objectId": "i1", "qualifier": "q"}, {"objectId": "o1", "qualifier": "r"}]},
    ],
    "objects": [{"id": "o1", "type": "order", "attributes": [{"name": "office", "value": "x"}]}, {"id": "i1", "type": "item"}],
}  # fmt: skip
ORDER = Case(
    "o1", (Entry("a", NINE + MINUTE, resource="liu"), Entry("b", NINE + 2 * MINUTE)), {"office": "x"}
)


def test_the_objects_of_one_type_are_the_cases(write: Write) -> None:
    path = write("l.json", json.dumps(OCEL))
    assert read(path, "case=order", wanted=("office",)) == [ORDER]
    assert refusal(path).en == "Which objects are the cases? There are item, order."
    assert "it has item, order" in refusal(path, "case=lorry").en
    bad = json.dumps(OCEL).replace("2018-03-05T01:02:00Z", "soon")
    assert refusal(write("bad.json", bad), "case=order").field == "e2: time"
    assert "no sound OCEL" in refusal(write("cut.json", json.dumps(OCEL)[:-9]), "case=order").en


def test_ocel_as_xml_says_the_same(write: Write) -> None:
    text = """<log><object-types/><event-types/>
    <objects><object id="o1" type="order"><attributes><attribute name="office" time="1970-01-01T00:00:00Z">x</attribute></attributes></object>
    <object id="i1" type="item"/></objects>
    <events><event id="e2" type="b" time="2018-03-05T01:02:00Z"><objects><relationship object-id="o1" qualifier="q"/></objects></event>
    <event id="e1" type="a" time="2018-03-05T01:01:00Z"><attributes><attribute name="resource">liu</attribute></attributes>
    <objects><relationship object-id="o1" qualifier="q"/><relationship object-id="i1" qualifier="q"/></objects></event></events></log>"""
    assert read(write("l.xml", text), "case=order", wanted=("office",)) == [ORDER]
    assert (
        "There is no time"
        in refusal(write("n.xml", text.replace(' time="2018-03-05T01:02:00Z"', "")), "case=order").en
    )


def test_ocel_as_sqlite_says_the_same(tmp_path: Path) -> None:
    path = tmp_path / "l.sqlite"
    database = sqlite3.connect(path)
    database.executescript(
        """
        CREATE TABLE event (ocel_id TEXT, ocel_type TEXT); CREATE TABLE object (ocel_id TEXT, ocel_type TEXT);
        CREATE TABLE event_object (ocel_event_id TEXT, ocel_object_id TEXT, ocel_qualifier TEXT);
        CREATE TABLE event_map_type (ocel_type TEXT, ocel_type_map TEXT); CREATE TABLE object_map_type (ocel_type TEXT, ocel_type_map TEXT);
        CREATE TABLE event_A (ocel_id TEXT, ocel_time TEXT, resource TEXT); CREATE TABLE event_B (ocel_id TEXT, ocel_time TEXT);
        CREATE TABLE object_Order (ocel_id TEXT, ocel_time TEXT, ocel_changed_field TEXT, office TEXT); CREATE TABLE object_Item (ocel_id TEXT);
        INSERT INTO object VALUES ('o1', 'order'), ('i1', 'item'); INSERT INTO event VALUES ('e1', 'a'), ('e2', 'b');
        INSERT INTO event_map_type VALUES ('a', 'A'), ('b', 'B'); INSERT INTO object_map_type VALUES ('order', 'Order'), ('item', 'Item');
        INSERT INTO event_A VALUES ('e1', '2018-03-05 09:01:00', 'liu'); INSERT INTO event_B VALUES ('e2', '2018-03-05T01:02:00Z');
        INSERT INTO object_Order VALUES ('o1', '1970-01-01', NULL, 'x');
        INSERT INTO event_object VALUES ('e1', 'o1', 'q'), ('e1', 'o1', 'r'), ('e1', 'i1', 'q'), ('e2', 'o1', 'q');
        """
    )
    database.close()
    assert read(path, "case=order", wanted=("office",)) == [ORDER]


def test_a_file_of_another_sort_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    assert refusal(tmp_path / "log.xlsx").en == "Files .xlsx are not read."


def test_a_mapping_that_was_saved_is_the_one_that_was_typed(tmp_path: Path) -> None:
    typed = parse(['case=Order "No",format=%d.%m.%Y, %H:%M', "release=Goods released"])
    assert typed.format == "%d.%m.%Y, %H:%M"
    save(typed, beside(tmp_path / "l.csv"))
    assert load(tmp_path / "l.csv.map.toml") == typed
    save(Mapping(), tmp_path / "plain.toml")
    assert load(tmp_path / "plain.toml") == Mapping()


@pytest.mark.parametrize("text", ["when=x", "case", "case=", "zone=Mars/Base", "milestone=x"])
def test_a_mapping_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(BadMapping):
        parse([text])
