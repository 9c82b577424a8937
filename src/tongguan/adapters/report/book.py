"""The report as a spreadsheet: numbers as numbers, a sheet for each part, definition ids beside the figures."""

from typing import Any

from tongguan.adapters.report import view
from tongguan.adapters.report.view import Issue
from tongguan.adapters.sheet import Column, as_workbook
from tongguan.facts.clock import HOUR, iso
from tongguan.facts.report import Line, Report
from tongguan.insight.report_cases import CLOCK

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
    sheets = [
        _figures(report, lang, notes), _flow(report, lang), _cases(report, lang), _stands(report, lang),
        _causes(report, lang), _late(report, lang), _asked(report, lang), _owed(report, lang), _decided(report, lang),
    ]  # fmt: skip
    if issue.changed:
        columns: list[Column] = [(word("figure"), "text"), (word("was"), "hours"), (word("is"), "hours"), (word("definition"), "text")]  # fmt: skip
        sheets.append((_tab("both", lang), columns, _both(issue, lang), [word("both_note")]))
    return as_workbook([sheet for sheet in sheets if sheet[2]])


def _both(issue: Issue, lang: str) -> list[list[Any]]:
    return [
        [
            view.figure(each.figure, lang),
            *(view.value(each.figure, side, lang) for side in (each.was, each.now)),
        ]
        for each in issue.changed
    ]


def _tab(key: str, lang: str) -> str:
    """The name of a sheet; a spreadsheet takes 31 characters."""
    return view.say(lang)(f"tab_{key}")


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
    columns: list[Column] = [("", "text"), (word("count"), "whole"), (word("definition"), "text")]
    rows: list[list[Any]] = [
        [word(name), getattr(flow, name), view.counted_by(f"flow.{name}")] for name in flow.__struct_fields__
    ]
    return _tab("flow", lang), columns, rows, [word("flow_note")]


def _cases(report: Report, lang: str) -> _Sheet:
    word = view.say(lang)
    columns: list[Column] = [
        ("", "text"), (word("count"), "whole"), (f"{word('age')} ({word('hours')})", "hours"), (word("trader"), "text"),
        (word("owner"), "text"), (word("definition"), "text"),
    ]  # fmt: skip
    names = report.cases.__struct_fields__ if report.cases else ()
    rows: list[list[Any]] = [
        [word(f"case_{name}"), getattr(report.cases, name), None, "", "", CLOCK] for name in names
    ]
    rows += [
        [
            each.case,
            each.declarations,
            each.age / HOUR,
            each.trader,
            view.name(each.owner, report, lang),
            CLOCK,
        ]
        for each in report.old_cases
    ]
    return _tab("case_flow", lang), columns, rows, [word("case_flow_note")]


def _stands(report: Report, lang: str) -> _Sheet:
    word = view.say(lang)
    columns: list[Column] = [
        (word("stands"), "text"), (word("hours"), "hours"), (word("declarations"), "whole"), (word("definition"), "text"),
    ]  # fmt: skip
    rows: list[list[Any]] = [
        [word(f"stand_{each.how}"), each.micros / HOUR, each.declarations, CLOCK] for each in report.stands
    ]
    return _tab("stands", lang), columns, rows, [f"{word('stands_note')} {CLOCK}"]


def _causes(report: Report, lang: str) -> _Sheet:
    word, total = view.say(lang), report.total or 1
    columns: list[Column] = [
        (word("who"), "text"), (word("hours"), "hours"), (word("share"), "share"), (word("saved"), "hours"),
        (word("definition"), "text"),
    ]  # fmt: skip
    rows: list[list[Any]] = [
        [
            view.party(each.cause, lang),
            each.micros / HOUR,
            each.micros / total,
            each.saved / HOUR,
            report.definition,
        ]
        for each in report.causes
    ]
    rows.append([word("total"), report.total / HOUR, report.total / total, None, report.definition])
    return _tab("causes", lang), columns, rows, [f"{word('causes_note')} {report.definition}"]


def _late(report: Report, lang: str) -> _Sheet:
    word = view.say(lang)
    keys = ("number", "direction", "trader", "passed_at", "who", "case_cause", "owner", "action")
    columns: list[Column] = [
        *((word(key), "text") for key in keys),
        (word("took"), "hours"),
        (word("definition"), "text"),
    ]
    rows: list[list[Any]] = [
        [each.number, word(each.direction), each.trader, iso(each.passed_at), view.waited(each, lang),
         view.cause_of(each, report, lang), view.name(each.owner, report, lang), each.finding or each.action,
         each.took / HOUR, CLOCK]
        for each in report.late
    ]  # fmt: skip
    return _tab("late", lang), columns, rows, [f"{word('late_note')} {CLOCK}"]


def _owed(report: Report, lang: str) -> _Sheet:
    word = view.say(lang)
    columns: list[Column] = [
        (word("owed_whom"), "text"), (word("owed_what"), "text"),
        *((word(key), "whole") for key in ("owed_asked", "owed_done", "owed_open", "owed_overdue")), (word("definition"), "text"),
    ]  # fmt: skip
    rows: list[list[Any]] = [
        [view.owed_by(each, report, lang), word(f"owed_{each.what}"), each.asked, each.done, each.asked - each.done,
         each.overdue, CLOCK]
        for each in report.owed
    ]  # fmt: skip
    return _tab("owed", lang), columns, rows, [word("owed_note")]


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
        [
            iso(each.at),
            view.name(each.by, report, lang),
            each.case,
            word(f"verb_{each.verb}"),
            view.decided(each, report, lang),
        ]
        for each in report.decided
    ]
    return _tab("decided", lang), columns, rows, []
