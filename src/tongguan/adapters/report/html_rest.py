"""The pages of the report after the one to sign: what is behind its figures."""

from html import escape

from tongguan.adapters.report import view
from tongguan.adapters.report.cells import Notes, bold, clock, code, definition, line, table
from tongguan.adapters.report.view import Issue, hours, share
from tongguan.facts.clock import SECOND
from tongguan.facts.report import Line, Passed, Report
from tongguan.insight.report_cases import CLOCK

_WIDTH, _LEFT, _ROW = 680, 150, 20


def both(issue: Issue, lang: str) -> str:
    """What a restatement changes, with both figures."""
    if not issue.number:
        return ""
    word = view.say(lang)
    rows = [
        [escape(view.figure(each.figure, lang)), *(_value(view.value(each.figure, side, lang)) for side in (each.was, each.now))]
        for each in issue.changed
    ]  # fmt: skip
    heads = [word("figure"), word("was"), word("is")]
    return f"<p>{word('reason')}: {escape(issue.reason)}</p>{table(heads, rows, 1)}<p class='note'>{word('both_note')}</p>"


def _value(value: float | str | None) -> str:
    if isinstance(value, str):
        return escape(value)
    return "—" if value is None else f"{value:,.2f}" if isinstance(value, float) else str(value)


def compared(issue: Issue, lang: str) -> str:
    """The week beside other periods, the target and the nation; why one cannot be judged stands below."""
    word, notes = view.say(lang), Notes()
    heads = [line(word(key)) if key == "direction" else word(key) for key in ("definition", "direction", "now", "last_week", "last_year", "target", "nation")]  # fmt: skip
    rows = [_beside(each, notes, lang) for each in issue.report.lines]
    return f"{table(heads, rows, 7)}<p class='note'>{word('compared_note')}</p>{notes.below()}"


def _beside(each: Line, notes: Notes, lang: str) -> list[str]:
    cells = [
        definition(each.definition, lang),
        line(view.say(lang)(each.direction)),
        view.side(each.now, lang),
    ]
    for other in (each.last_week, each.last_year):
        if other.barred is None:
            beside = share(other.change, sign=True)
        else:
            beside = notes.mark(other.barred.zh if lang == "zh" else other.barred.en)
        cells.append(f"{view.side(other.side, lang)}\N{NO-BREAK SPACE}{beside}")
    numbers, judged = view.aim(each.target, lang)
    aim = f"{numbers}<br>{judged}" if numbers else f"— {notes.mark(view.say(lang)('no_target'))}"
    told = view.nation(each.nation, lang)
    return [*cells, aim, f"— {notes.mark(told)}" if each.nation.said else escape(told)]


def flow(issue: Issue, lang: str) -> str:
    """What came in and what went out, declarations and cases, and the oldest that are carried over."""
    report, word = issue.report, view.say(lang)
    row = [str(getattr(report.flow, name)) for name in report.flow.__struct_fields__]
    found = table([word(name) for name in report.flow.__struct_fields__], [row], 0)
    found += f"<p class='note'>{word('flow_note')}</p>"
    if report.oldest:
        heads = [word("number"), word("direction"), word("trader"), f"{word('age')} ({word('hours')})"]
        rows = [[code(each.number), word(each.direction), escape(each.trader), hours(each.age / SECOND)] for each in report.oldest]  # fmt: skip
        found += f"<div class='whole'><h4>{word('oldest')}</h4>{table(heads, rows, 3)}</div>"
    if report.cases is None:
        return found
    names = report.cases.__struct_fields__
    found += f"<h4>{word('case_flow')}</h4>"
    found += table(
        [word(f"case_{name}") for name in names], [[str(getattr(report.cases, name)) for name in names]], 0
    )
    found += f"<p class='note'>{word('case_flow_note')}</p>"
    if report.old_cases:
        heads = [
            word("case"),
            word("trader"),
            word("owner"),
            word("declarations"),
            f"{word('age')} ({word('hours')})",
        ]
        rows = [
            [code(each.case), escape(each.trader), escape(view.name(each.owner, report, lang)) or word("nobody"),
             str(each.declarations), hours(each.age / SECOND)]
            for each in report.old_cases
        ]  # fmt: skip
        found += f"<div class='whole'><h4>{word('old_cases')}</h4>{table(heads, rows, 3)}</div>"
    return found


def causes(issue: Issue, lang: str) -> str:
    """Hours by who was waited for: a chart that adds up, and its table."""
    report, word = issue.report, view.say(lang)
    if not report.total:
        return ""
    rows = [
        [escape(view.party(each.cause, lang)), hours(each.micros / SECOND), share(each.micros / report.total), hours(each.saved / SECOND)]
        for each in report.causes
    ]  # fmt: skip
    rows.append([bold(word("total")), bold(hours(report.total / SECOND)), bold(share(1)), ""])
    heads = [word(key) for key in ("who", "hours", "share", "saved")]
    return (
        f"<div class='whole'>{chart(report, lang)}{table(heads, rows, 1)}</div>"
        f"<p class='note'>{word('causes_note')} {code(report.definition)} · {word('count')} {report.count}</p>"
    )


def chart(report: Report, lang: str) -> str:
    """Bars that begin where the one above ends, and their sum; black on white."""
    word, total = view.say(lang), report.total
    room, drawn, begun = _WIDTH - _LEFT - 70, [], 0
    named = [(view.party(each.cause, lang), each.micros) for each in report.causes]
    for place, (name, micros) in enumerate([*named, (word("total"), total)]):
        start = 0 if place == len(named) else begun
        x, y = _LEFT + round(start / total * room), place * _ROW
        end = _LEFT + round((start + micros) / total * room)
        kind = "sum" if place == len(named) else "part"
        drawn.append(
            f'<text x="{_LEFT - 6}" y="{y + 14}" text-anchor="end">{escape(name)}</text>'
            f'<rect class="{kind}" x="{x}" y="{y + 4}" width="{max(1, end - x)}" height="{_ROW - 8}" fill="{"#333" if kind == "sum" else "#999"}" stroke="#000"/>'
            f'<text x="{end + 5}" y="{y + 14}">{hours(micros / SECOND)}</text>'
        )
        begun += micros
    height = (len(named) + 1) * _ROW + 4
    return (
        f'<svg class="weekly-chart" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}" role="img" '
        f'aria-label="{escape(word("causes"))}" font-size="11">{"".join(drawn)}</svg>'
    )


def late(issue: Issue, lang: str) -> str:
    """Those that passed 24 hours, one by one, how far they went past them, and why."""
    report, word = issue.report, view.say(lang)
    if not report.late:
        return ""
    keys = ("number", "direction", "trader", "passed_at", "took", "who", "case_cause", "owner", "action")
    found = table(
        [line(word(key)) if key in ("direction", "owner") else word(key) for key in keys],
        [_late(each, report, lang) for each in report.late],
        9,
    )
    found += f"<p class='note'>{word('late_note')} {code(CLOCK)}</p>"
    if report.overrun is not None:
        over = report.overrun
        spread = f"{hours(over.low_s)} – {hours(over.high_s)}"
        heads = [word(key) for key in ("count", "median", "range", "mean")]
        row = [str(over.count), hours(over.median_s), spread, hours(over.mean_s)]
        found += f"<h4>{word('overrun')} ({word('hours')})</h4>{table(heads, [row], 0)}"
    return found + _why(report, lang)


def _late(each: Passed, report: Report, lang: str) -> list[str]:
    texts = (
        view.waited(each, lang), view.cause_of(each, report, lang), view.name(each.owner, report, lang),
        each.finding or each.action,
    )  # fmt: skip
    return [
        code(each.number), line(view.say(lang)(each.direction)), escape(each.trader), clock(each.passed_at),
        hours(each.took / SECOND), *(escape(text) or "—" for text in texts),
    ]  # fmt: skip


def _why(report: Report, lang: str) -> str:
    word = view.say(lang)
    if not report.why:
        return ""
    keys = ("cause_confirmed", "cause_named", "cause_objected", "total")
    rows = [
        [escape(view.case_cause(each.cause, lang)) or word("unnamed"),
         *(str(count) for count in (each.confirmed, each.named, each.objected, each.total))]
        for each in report.why
    ]  # fmt: skip
    return f"<h4>{word('why')}</h4>{table([word('case_cause'), *map(word, keys)], rows, 1)}"


def owed(issue: Issue, lang: str) -> str:
    """Who has acted and who has not on what cases asked of them."""
    report, word = issue.report, view.say(lang)
    if not report.owed:
        return ""
    rows = [
        [escape(view.owed_by(each, report, lang)), word(f"owed_{each.what}"), str(each.asked), str(each.done),
         bold(str(each.asked - each.done)) if each.asked > each.done else "0", str(each.overdue)]
        for each in report.owed
    ]  # fmt: skip
    keys = ("owed_whom", "owed_what", "owed_asked", "owed_done", "owed_open", "owed_overdue")
    return f"{table([word(key) for key in keys], rows, 2)}<p class='note'>{word('owed_note')}</p>"


def decided(issue: Issue, lang: str) -> str:
    """What was decided in the week, about cases and for improvement."""
    report, word = issue.report, view.say(lang)
    if not report.decided:
        return ""
    rows = [
        [clock(each.at), escape(view.name(each.by, report, lang)), code(each.case), word(f"verb_{each.verb}"),
         escape(view.decided(each, report, lang))]
        for each in report.decided
    ]  # fmt: skip
    return table([word(key) for key in ("at", "by", "case", "decision", "what")], rows, 5)
