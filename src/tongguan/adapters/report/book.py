"""The report as a spreadsheet: numbers as numbers, a sheet for each part, definition ids beside the figures."""

from typing import Any

from tongguan.adapters.report import view
from tongguan.adapters.report.view import Issue
from tongguan.adapters.sheet import Column, as_workbook
from tongguan.facts.clock import HOUR, iso
from tongguan.facts.report import Line, Report

_Sheet = tuple[str, list[Column], list[list[Any]], list[str]]


def as_book(issue: Issue, lang: str) -> bytes:
    """The workbook."""
    report, word = issue.report, view.say(lang)
    notes = [f"{word('title')} {report.week}", f"{report.since} – {report.until}"]
    if issue.number is None:
        notes.append(word("draft"))
    elif issue.number:
        notes.append(f"{word('restatement')} {issue.number}: {issue.reason}")
    if issue.digest:
        notes.append(f"{word('digest')} {issue.digest}")
    if report.synthetic:
        notes.append(word("synthetic"))
    sheets = [_figures(report, lang, notes), _flow(report, lang), _causes(report, lang), _late(report, lang), _asked(report, lang), _decided(report, lang)]  # fmt: skip
    if issue.changed:
        columns: list[Column] = [(word("figure"), "text"), (word("was"), "hours"), (word("is"), "hours")]
        sheets.append((_tab("both", lang), columns, [[c.figure, c.was, c.now] for c in issue.changed], []))
    return as_workbook(sheets)


def _tab(key: str, lang: str) -> str:
    """The name of a sheet: 31 characters at most, without its place in the report."""
    return view.say(lang)(key).split("、")[-1].split(". ")[-1].partition("（")[0].replace("：", "")[:31]


def _figures(report: Report, lang: str, notes: list[str]) -> _Sheet:
    word = view.say(lang)
    columns: list[Column] = [
        (word("definition"), "text"), (word("direction"), "text"), (word("count"), "whole"),
        *((word(key), "hours") for key in ("median", "low", "high", "mean")), (word("rate"), "share"),
        (word("accepted"), "whole"), (word("cohort"), "share"), (word("late_entries"), "whole"),
        (word("last_week"), "hours"), (word("change"), "share"), (word("last_year"), "hours"), (word("change"), "share"),
        (word("year"), "hours"), (word("aim"), "hours"), (word("nation"), "text"),
    ]  # fmt: skip
    return _tab("figures", lang), columns, [_line(each, lang) for each in report.lines], notes


def _line(line: Line, lang: str) -> list[Any]:
    now, target = line.now, line.target
    seconds = [getattr(now, name, None) for name in ("median_s", "low_s", "high_s", "mean_s")]
    beside: list[Any] = []
    for other in (line.last_week, line.last_year):
        beside += [_hours(other.side.mean_s if other.side else None), other.change]
    return [
        line.definition, view.say(lang)(line.direction), now.count if now else 0, *map(_hours, seconds),
        now.within_24h if now else None, line.accepted, line.cohort, line.late_entries, *beside,
        target.year if target else None, target.aim if target else None, view.nation(line.nation, lang),
    ]  # fmt: skip


def _hours(seconds: float | None) -> float | None:
    return None if seconds is None else seconds / 3600


def _flow(report: Report, lang: str) -> _Sheet:
    word, flow = view.say(lang), report.flow
    rows = [[word(name), getattr(flow, name)] for name in flow.__struct_fields__]
    return _tab("flow", lang), [("", "text"), (word("count"), "whole")], rows, [word("flow_note")]


def _causes(report: Report, lang: str) -> _Sheet:
    word, total = view.say(lang), report.total or 1
    columns: list[Column] = [(word("who"), "text"), (word("hours"), "hours"), (word("share"), "share"), (word("saved"), "hours")]  # fmt: skip
    rows: list[list[Any]] = [
        [view.party(each.cause, lang), each.micros / HOUR, each.micros / total, each.saved / HOUR]
        for each in report.causes
    ]
    rows.append([word("total"), report.total / HOUR, report.total / total, None])
    return _tab("causes", lang), columns, rows, [f"{word('causes_note')} {report.definition}"]


def _late(report: Report, lang: str) -> _Sheet:
    word = view.say(lang)
    keys = ("number", "direction", "trader", "passed_at", "who", "case_cause", "section", "owner", "action")
    columns: list[Column] = [*((word(key), "text") for key in keys), (word("took"), "hours")]
    rows: list[list[Any]] = [
        [each.number, word(each.direction), each.trader, iso(each.passed_at),
         view.waited(each, lang), view.case_cause(each.cause, lang),
         each.section, each.owner, each.finding or each.action, each.took / HOUR]
        for each in report.late
    ]  # fmt: skip
    return _tab("late", lang), columns, rows, []


def _asked(report: Report, lang: str) -> _Sheet:
    word = view.say(lang)
    columns: list[Column] = [("", "text"), *((word(key), "text") for key in ("whom", "what", "answer"))]
    rows: list[list[Any]] = [
        [each.id, view.whom(each.whom, lang), getattr(each.said, lang), ""] for each in report.requests
    ]
    rows += [
        [each.request.id, view.whom(each.request.whom, lang), getattr(each.request.said, lang), each.text or word("not_answered")]
        for each in report.last_requests
    ]  # fmt: skip
    return _tab("requests", lang), columns, rows, []


def _decided(report: Report, lang: str) -> _Sheet:
    word = view.say(lang)
    columns: list[Column] = [(word(key), "text") for key in ("at", "by", "case", "decision", "what")]
    rows: list[list[Any]] = [
        [iso(each.at), each.by, each.case, word(f"verb_{each.verb}"), each.text] for each in report.decided
    ]
    return _tab("decided", lang), columns, rows, []
