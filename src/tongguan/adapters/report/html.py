"""The one template of the report: the page shows it, the HTML file is it, the PDF is printed from it."""

from collections.abc import Callable, Sequence
from html import escape
from importlib import resources

from tongguan.adapters.report import html_rest, view
from tongguan.adapters.report.cells import bold, clock, code, definition, table
from tongguan.adapters.report.cells import line as unbroken
from tongguan.adapters.report.view import Issue, Say, hours, share
from tongguan.facts.clock import SECOND
from tongguan.facts.report import Report
from tongguan.insight.report_cases import CLOCK

Section = tuple[str, Callable[[Issue, str], str]]
"""Key of its title, and what it says; empty: there is nothing to tell."""


def whole(issue: Issue, lang: str) -> str:
    """The report as a document of its own that needs nothing beside it."""
    style = (resources.files("tongguan.adapters.report") / "print.css").read_text("utf-8")
    word = view.say(lang)
    foot = f"{word('title')} {issue.report.week}{_mark(issue, word)}"
    running = f'@page {{ @bottom-left {{ content: "{foot}" }} }}'
    return (
        f'<!doctype html><html lang="{"zh-CN" if lang == "zh" else "en"}"><head><meta charset="utf-8">'
        f"<title>{escape(foot)}</title><style>{running}{style}</style></head><body>{body(issue, lang)}</body></html>"
    )


def body(issue: Issue, lang: str) -> str:
    """The report as a piece of a page: the sheet to sign, then what is behind it."""
    word = view.say(lang)
    sheet: list[Section] = [
        ("figures", _figures), ("reasons", _why), ("requests", _requests), ("last_requests", _last),
    ]  # fmt: skip
    rest: list[Section] = [
        ("both", html_rest.both), ("owed", html_rest.owed), ("compared", html_rest.compared), ("flow", html_rest.flow),
        ("causes", html_rest.causes), ("late", html_rest.late), ("decided", html_rest.decided),
    ]  # fmt: skip
    told = [(key, text) for key, make in sheet if (text := make(issue, lang))]
    behind = [(key, text) for key, make in rest if (text := make(issue, lang))]
    empty = [word(key) for key, _ in rest if key != "both" and key not in dict(behind)]
    nothing = (
        f"<p class='note'>{word('nothing')} {escape(word('comma').join(empty))}{word('stop')}</p>"
        if empty
        else ""
    )
    first = _head(issue, word) + _numbered(told, 1, lang) + _signature(word)
    after = _numbered(behind, len(told) + 1, lang) + nothing
    return f'<article class="weekly"><div class="sheet">{first}</div>{after}</article>'


_CHINESE = "一二三四五六七八九十"


def _numbered(found: Sequence[tuple[str, str]], start: int, lang: str) -> str:
    """Sections with their titles, counted as the language counts."""
    made = []
    for place, (key, text) in enumerate(found, start=start):
        number = (
            f"{_CHINESE[place - 1] if place <= 10 else f'十{_CHINESE[place - 11]}'}、"
            if lang == "zh"
            else f"{place}. "
        )
        made.append(f"<section><h3>{number}{view.say(lang)(key)}</h3>{text}</section>")
    return "".join(made)


def _mark(issue: Issue, word: Say) -> str:
    if issue.number is None:
        return f" · {word('draft')}"
    return f" · {word('restatement')} {issue.number}" if issue.number else ""


def _head(issue: Issue, word: Say) -> str:
    report = issue.report
    told = [f"{report.since} – {report.until}", f"{word('made')} {clock(report.made_at)}"]
    if issue.at is not None:
        told.append(f"{word('issued')} {clock(issue.at)}")
    if report.synthetic:
        told.append(word("synthetic"))
    digest = f"<p class='digest'>{word('digest')} {code(issue.digest)}</p>" if issue.digest else ""
    title = escape(f"{word('title')} {report.week}")
    mark = f"<p class='mark'>{escape(_mark(issue, word).removeprefix(' · '))}</p>"
    return f"<h2 class='title'>{title}</h2>{mark}<p class='told'>{escape(' · '.join(told))}</p>{digest}"


def _figures(issue: Issue, lang: str) -> str:
    report, word = issue.report, view.say(lang)
    keys = ("definition", "direction", "count", "median", "range", "mean", "rate", "cohort", "late_entries")
    rows = []
    for line in report.lines:
        now = line.now
        cells = ["0", "—", "—", "—", "—"]
        if now:
            spread = f"{hours(now.low_s)} – {hours(now.high_s)}"
            cells = [str(now.count), hours(now.median_s), spread, hours(now.mean_s), share(now.within_24h)]
        accepted = f"{share(line.cohort)} ({line.accepted})"
        rows.append(
            [
                unbroken(definition(line.definition, lang)),
                word(line.direction),
                *cells,
                accepted,
                str(line.late_entries),
            ]
        )
    names = dict.fromkeys(line.definition for line in report.lines)
    told = "; ".join(f"{code(name)} {escape(view.definition(name, lang))}" for name in names)
    return (
        f"{_stock(report, word)}{table([word(key) for key in keys], rows, 2)}"
        f"<p class='note'>{word('hours_note')} {told}</p>"
    )


def _stock(report: Report, word: Say) -> str:
    """Declarations and cases: carried in, opened, closed, carried over, and the oldest."""
    flow = report.flow
    told = [f"{word(name)} {bold(str(getattr(flow, name)))}" for name in flow.__struct_fields__]
    lines = [f"{word('declarations')}{word('colon')}{' · '.join(told)}"]
    if report.cases is not None:
        cases = [
            f"{word(f'case_{name}')} {bold(str(getattr(report.cases, name)))}"
            for name in report.cases.__struct_fields__
        ]
        cases.append(f"{word('late_count')} {bold(str(len(report.late)))}")
        if report.old_cases:
            cases.append(
                f"{word('oldest_case')} {bold(hours(report.old_cases[0].age / SECOND))} {word('hours')}"
            )
        lines.append(f"{word('cases')}{word('colon')}{' · '.join(cases)}")
    return "".join(f"<p>{line}</p>" for line in lines)


def _why(issue: Issue, lang: str) -> str:
    """The three reasons, and beside them how those past 24 hours stood."""
    report, word = issue.report, view.say(lang)
    rows = [
        [escape(view.party(each.cause, lang)), hours(each.micros / SECOND), share(each.micros / (report.total or 1)), hours(each.saved / SECOND)]
        for each in report.reasons
    ]  # fmt: skip
    heads = [word(key) for key in ("who", "hours", "share", "saved")]
    told = table(heads, rows, 1) if rows else f"<p>{word('no_reason')}</p>"
    left = f"<div>{told}<p class='note'>{word('reasons_note')} {code(report.definition)}</p></div>"
    return f"<div class='two'>{left}{_stands(report, word)}</div>"


def _stands(report: Report, word: Say) -> str:
    if not report.stands:
        return ""
    rows = [
        [word(f"stand_{each.how}"), hours(each.micros / SECOND), str(each.declarations)]
        for each in report.stands
    ]
    micros, count = (
        sum(found)
        for found in zip(*((each.micros, each.declarations) for each in report.stands), strict=True)
    )
    rows.append([bold(word("total")), bold(hours(micros / SECOND)), bold(str(count))])
    heads = [word("stands"), word("hours"), word("declarations")]
    return f"<div>{table(heads, rows, 1)}<p class='note'>{word('stands_note')} {code(CLOCK)}</p></div>"


def _requests(issue: Issue, lang: str) -> str:
    word = view.say(lang)
    rows = [[code(each.id), escape(view.whom(each.whom, lang)), escape(getattr(each.said, lang))] for each in issue.report.requests]  # fmt: skip
    return (
        table([word("item"), word("whom"), word("what")], rows, 3) if rows else f"<p>{word('no_request')}</p>"
    )


def _last(issue: Issue, lang: str) -> str:
    report, word = issue.report, view.say(lang)
    rows = []
    for each in report.last_requests:
        said = f"{escape(each.text)} ({escape(view.name(each.by, report, lang))}, {clock(each.at)})"
        answer = said if each.at is not None else bold(word("not_answered"))
        rows.append([code(each.request.id), escape(view.whom(each.request.whom, lang)), escape(getattr(each.request.said, lang)), answer])  # fmt: skip
    heads = [word("item"), word("whom"), word("what"), word("answer")]
    return table(heads, rows, 4) if rows else f"<p>{word('no_last')}</p>"


def _signature(word: Say) -> str:
    return "<p class='sign'>" + "".join(f"<span>{word(key)}</span>" for key in ("prepared", "signature", "date")) + "</p>"  # fmt: skip
