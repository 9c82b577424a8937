"""Live and Coordination as files: every row of the page, hours as numbers, with the definition of the clock."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from tongguan.desk.late import CAUSE, OWNER, Late
from tongguan.facts.clock import HOUR
from tongguan.insight import times
from tongguan.insight.report_cases import CLOCK
from tongguan.insight.waiting import causes
from tongguan.web.guards import language
from tongguan.web.office import desk
from tongguan.web.pages import files
from tongguan.web.pages.coordination import STUCK
from tongguan.web.templatetags.words import local, word


@login_required
def live(request: HttpRequest, kind: str) -> HttpResponse:
    """Every open declaration, those that are stuck before acceptance too."""
    lang, coordination = language(request), desk().coordination
    found = [*coordination.stuck(STUCK), *coordination.live(limit=desk().journal.count_open())[0]]
    columns = files.columns(
        lang, number="text", by_direction="text", trader="text", goods="text", received_at="text", accepted="text",
        clock_hours="hours", state="text", waits_for="text", expected_release="text", earliest="text", latest="text",
    )  # fmt: skip
    rows = [
        [each.number, word(each.row.direction, lang), each.row.trader_name, each.row.goods, local(each.row.first_lodged_at),
         local(each.row.accepted_at), _age(each), _state(each, lang), _waits(each, lang), *_expected(each)]
        for each in found
    ]  # fmt: skip
    return _sent("live", kind, columns, rows, lang)


@login_required
def coordination(request: HttpRequest, kind: str) -> HttpResponse:
    """Late ones, warnings, what the law stops and what will be late, each named in its first column."""
    lang, found = language(request), desk().coordination.late()
    here = {each.number for each in found}
    coming = [each for each in desk().coordination.coming() if each.number not in here]
    columns = files.columns(
        lang, on_list="text", number="text", trader="text", clock_hours="hours", passes_at="text", state="text", standing="text",
        case_owner="text", section="text", cause="text", next_action="text", promised="text", expected_release="text",
        earliest="text", latest="text", case="text", review_on="text", reviewer="text",
    )  # fmt: skip
    rows = [[word(_list(each), lang), *_cells(each, lang)] for each in (*found, *coming)]
    return _sent("coordination", kind, columns, rows, lang)


def _list(each: Late) -> str:
    """The key of the word for the list that it stands on."""
    if each.suspended:
        return "by_law"
    return "late_cases" if each.state == "late" else "warnings" if each.state or each.case else "coming"


def _cells(each: Late, lang: str) -> Iterable[Any]:
    case, section = each.case, desk().coordination.team().sections.get(each.section)
    doubt = {name: "?" if name in each.proposed else "" for name in (OWNER, CAUSE, "next_action")}
    return (
        each.number, each.row.trader_name, _age(each), local(each.passes), _state(each, lang),
        word(f"standing_{each.standing}", lang), each.owner + doubt[OWNER], files.said(section, lang),
        files.said(causes()[each.cause], lang) + doubt[CAUSE], each.next_action[lang != "zh"] + doubt["next_action"],
        local(each.promised_at) if each.promised_at else "", *_expected(each), case.id if case else "",
        case.review_on if case else "", case.reviewer if case else "",
    )  # fmt: skip


def _age(each: Late) -> float | None:
    return None if each.began is None else each.age / HOUR


def _state(each: Late, lang: str) -> str:
    if each.row.accepted_at is None:
        return word("stuck", lang)
    said = each.state or (f"risk_{each.risk}" if each.risk else "")
    return word(said, lang) if said else ""


def _waits(each: Late, lang: str) -> str:
    return "; ".join(
        f"{files.said(wait.what, lang)} ({word(f'party_{wait.party}', lang)})" for wait in each.waits
    )


def _expected(each: Late) -> tuple[str, str, str]:
    expected = each.forecast
    return (local(expected.p50), local(expected.p10), local(expected.p90)) if expected else ("", "", "")


def _sent(name: str, kind: str, columns: Any, rows: Any, lang: str) -> HttpResponse:
    notes = [files.note(times.define(CLOCK), lang), local(desk().clock.now())]
    return files.sent(name, kind, [("", columns, rows, notes)], lang)
