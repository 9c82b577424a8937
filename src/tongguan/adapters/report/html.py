"""The one template of the report: the page shows it, the HTML file is it, the PDF is printed from it."""

from collections.abc import Iterable, Sequence
from html import escape
from importlib import resources

from tongguan.adapters.report import view
from tongguan.adapters.report.view import Issue, Say, hours, share
from tongguan.facts.clock import SECOND, moment
from tongguan.facts.report import Report, Side

CAUSES_BY = "customs_clearance_ranking"
_WIDTH, _LEFT, _ROW = 640, 150, 20


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
    """The report as a piece of a page."""
    word, report = view.say(lang), issue.report
    first = "".join((
        _head(issue, word), _figures(report, lang), _reasons(report, lang), _requests(report, lang),
        _last(report, lang), _signature(word),
    ))  # fmt: skip
    rest = "".join((
        _both(issue, word), _compared(report, lang), _flow(report, lang), _causes(report, lang), _late(report, lang),
        _decided(report, lang),
    ))  # fmt: skip
    return f'<article class="weekly"><div class="sheet">{first}</div>{rest}</article>'


def _mark(issue: Issue, word: Say) -> str:
    if issue.number is None:
        return f" · {word('draft')}"
    return f" · {word('restatement')} {issue.number}" if issue.number else ""


def _head(issue: Issue, word: Say) -> str:
    report = issue.report
    told = [f"{report.since} – {report.until}", f"{word('made')} {_clock(report.made_at)}"]
    if issue.at is not None:
        told.append(f"{word('issued')} {_clock(issue.at)}")
    if report.synthetic:
        told.append(word("synthetic"))
    digest = f"<p class='digest'>{word('digest')} <code>{issue.digest}</code></p>" if issue.digest else ""
    title = escape(f"{word('title')} {report.week}{_mark(issue, word)}")
    return f"<h2 class='title'>{title}</h2><p>{escape(' · '.join(told))}</p>{digest}"


def _figures(report: Report, lang: str) -> str:
    word = view.say(lang)
    keys = ("definition", "direction", "count", "median", "range", "mean", "rate", "cohort", "late_entries")
    rows = []
    for line in report.lines:
        now = line.now
        cells = _side(now) if now else ["0", "—", "—", "—", "—"]
        accepted = f"{share(line.cohort)} ({line.accepted})"
        rows.append(
            [_named(line.definition, lang), word(line.direction), *cells, accepted, str(line.late_entries)]
        )
    names = dict.fromkeys(line.definition for line in report.lines)
    told = "; ".join(f"{_code(name)} {escape(view.definition(name, lang))}" for name in names)
    flow = report.flow
    stock = " · ".join(f"{word(name)} <b>{getattr(flow, name)}</b>" for name in flow.__struct_fields__)
    stock += f" · {word('late_count')} <b>{len(report.late)}</b>"
    return (
        f"<h3>{word('figures')}</h3><p>{stock}</p>{_table([word(key) for key in keys], rows, 2)}"
        f"<p class='note'>{word('hours_note')} {told}</p>"
    )


def _side(now: Side) -> list[str]:
    spread = f"{hours(now.low_s)} – {hours(now.high_s)}"
    return [str(now.count), hours(now.median_s), spread, hours(now.mean_s), share(now.within_24h)]


def _reasons(report: Report, lang: str) -> str:
    word, total = view.say(lang), report.total or 1
    rows = [
        [escape(view.party(each.cause, lang)), hours(each.micros / SECOND), share(each.micros / total), hours(each.saved / SECOND)]
        for each in report.reasons
    ]  # fmt: skip
    heads = [word("who"), word("hours"), word("share"), word("saved")]
    return f"<h3>{word('reasons')}</h3>{_table(heads, rows, 1, word('none'))}<p class='note'>{word('definition')} {_code(report.definition)}</p>"


def _requests(report: Report, lang: str) -> str:
    word = view.say(lang)
    rows = [[_code(each.id), escape(view.whom(each.whom, lang)), _said(each.said, lang)] for each in report.requests]  # fmt: skip
    return f"<h3>{word('requests')}</h3>{_table([word('item'), word('whom'), word('what')], rows, 3, word('none'))}"


def _last(report: Report, lang: str) -> str:
    word = view.say(lang)
    rows = []
    for each in report.last_requests:
        answer = (
            f"{escape(each.text)} ({escape(each.by)}, {_clock(each.at)})"
            if each.at is not None else f"<b>{word('not_answered')}</b>"
        )  # fmt: skip
        rows.append([_code(each.request.id), escape(view.whom(each.request.whom, lang)), _said(each.request.said, lang), answer])  # fmt: skip
    heads = [word("item"), word("whom"), word("what"), word("answer")]
    return f"<h3>{word('last_requests')}</h3>{_table(heads, rows, 4, word('no_last'))}"


def _signature(word: Say) -> str:
    return "<p class='sign'>" + "".join(f"<span>{word(key)}</span>" for key in ("prepared", "signature", "date")) + "</p>"  # fmt: skip


def _both(issue: Issue, word: Say) -> str:
    if not issue.number:
        return ""
    rows = [[_code(each.figure), _number(each.was), _number(each.now)] for each in issue.changed]
    return f"<h3>{word('both')}</h3><p>{word('reason')}: {escape(issue.reason)}</p>{_table([word('figure'), word('was'), word('is')], rows, 1)}"  # fmt: skip


def _number(value: float | None) -> str:
    return "—" if value is None else f"{value:,.6g}" if isinstance(value, float) else str(value)


def _compared(report: Report, lang: str) -> str:
    word = view.say(lang)
    heads = [word(key) for key in ("definition", "direction", "now", "last_week", "last_year", "target", "nation")]  # fmt: skip
    rows = [
        [_named(line.definition, lang), word(line.direction), *(escape(text) for text in (
            view.side(line.now, lang), view.against(line.last_week, lang), view.against(line.last_year, lang),
            view.aim(line.target, lang), view.nation(line.nation, lang)))]
        for line in report.lines
    ]  # fmt: skip
    return f"<h3>{word('compared')}</h3>{_table(heads, rows, 7)}"


def _flow(report: Report, lang: str) -> str:
    word, flow = view.say(lang), report.flow
    row = [str(getattr(flow, name)) for name in flow.__struct_fields__]
    oldest = [[_code(each.number), word(each.direction), escape(each.trader), hours(each.age / SECOND)] for each in report.oldest]  # fmt: skip
    heads = [word("number"), word("direction"), word("trader"), f"{word('age')} ({word('hours')})"]
    return (
        f"<h3>{word('flow')}</h3>{_table([word(name) for name in flow.__struct_fields__], [row], 0)}"
        f"<p class='note'>{word('flow_note')}</p><h4>{word('oldest')}</h4>{_table(heads, oldest, 3, word('none'))}"
    )


def _causes(report: Report, lang: str) -> str:
    word, total = view.say(lang), report.total or 1
    rows = [
        [escape(view.party(each.cause, lang)), hours(each.micros / SECOND), share(each.micros / total), hours(each.saved / SECOND)]
        for each in report.causes
    ]  # fmt: skip
    rows.append(
        [f"<b>{word('total')}</b>", f"<b>{hours(report.total / SECOND)}</b>", share(report.total / total), ""]
    )
    heads = [word("who"), word("hours"), word("share"), word("saved")]
    return (
        f"<h3>{word('causes')}</h3>{_chart(report, lang)}{_table(heads, rows, 1)}"
        f"<p class='note'>{word('causes_note')} {_code(report.definition)} · {word('count')} {report.count}</p>"
    )


def _chart(report: Report, lang: str) -> str:
    """Bars that begin where the one above ends, and their sum; black on white."""
    word, total = view.say(lang), report.total
    if not total:
        return ""
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


def _late(report: Report, lang: str) -> str:
    word = view.say(lang)
    keys = ("number", "direction", "trader", "passed_at", "took", "who", "case_cause", "section", "owner", "action")  # fmt: skip
    rows = []
    for each in report.late:
        texts = (
            view.waited(each, lang),
            view.case_cause(each.cause, lang),
            each.section,
            each.owner,
            each.finding or each.action,
        )
        rows.append([
            _code(each.number), word(each.direction), escape(each.trader), _clock(each.passed_at), hours(each.took / SECOND),
            *(escape(text) or "—" for text in texts),
        ])  # fmt: skip
    told = ""
    if report.overrun is not None:
        heads = [word(key) for key in ("count", "median", "range", "mean")]
        told = f"<h4>{word('overrun')} ({word('hours')})</h4>{_table(heads, [_side(report.overrun)[:4]], 0)}"
    return (
        f"<h3>{word('late')}</h3>{_table([word(key) for key in keys], rows, 10, word('none'))}{told}"
        f"<p class='note'>{word('late_note')} {_code(CAUSES_BY)}</p>"
    )


def _decided(report: Report, lang: str) -> str:
    word = view.say(lang)
    rows = [
        [_clock(each.at), escape(each.by), _code(each.case), word(f"verb_{each.verb}"), escape(each.text)]
        for each in report.decided
    ]
    heads = [word("at"), word("by"), word("case"), word("decision"), word("what")]
    return f"<h3>{word('decided')}</h3>{_table(heads, rows, 5, word('none'))}"


def _said(said: object, lang: str) -> str:
    return escape(str(getattr(said, lang)))


def _named(name: str, lang: str) -> str:
    """A definition by the short of its words, with its id."""
    short = view.definition(name, lang).partition("：" if lang == "zh" else ":")[0]
    return f"{escape(short)} {_code(name)}"


def _code(name: str) -> str:
    return f"<code>{escape(name)}</code>"


def _clock(at: int | None) -> str:
    return "—" if at is None else moment(at).strftime("%Y-%m-%d %H:%M")


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]], texts: int, none: str = "") -> str:
    """A table whose first ``texts`` columns are text and whose others are numbers; ``none`` where there are no rows."""
    listed = list(rows)
    if not listed:
        return f"<p>{none}</p>"
    kind = ["" if place < texts else " class='num'" for place in range(len(heads))]
    top = "".join(f"<th scope='col'{how}>{head}</th>" for head, how in zip(heads, kind, strict=True))
    lines = "".join(
        "<tr>" + "".join(f"<td{how}>{cell}</td>" for cell, how in zip(row, kind, strict=True)) + "</tr>"
        for row in listed
    )
    return f"<table><thead><tr>{top}</tr></thead><tbody>{lines}</tbody></table>"
