"""My declarations: every paper of the enterprise with what keeps it and when its release is expected, outward words only."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongguan.desk import outward
from tongguan.desk.papers import OPEN, STAGES, TO_MEND, PaperFilter, stage_of
from tongguan.desk.worklist import WorkRow
from tongguan.web.guards import language
from tongguan.web.office import desk
from tongguan.web.portal.access import enterprise

PAGE = 20


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """The list; filtered by client, stage and the beginning of a number, newest first, a page at a time."""
    actor, asked = enterprise(request), request.GET
    stage, barred = asked.get("stage", ""), desk().authorities.barred(actor.party)
    want = PaperFilter(
        party=actor.party, client=_plain(asked.get("client", "")), stage=stage if stage in STAGES else "",
        text=_plain(asked.get("q", "")), before=_plain(asked.get("before", "")), barred=barred, limit=PAGE + 1,
    )  # fmt: skip
    rows = desk().journal.papers(want)
    shown = rows[:PAGE]
    context = {
        "rows": [_row(row, actor.party, language(request)) for row in shown], "want": want, "stages": STAGES,
        "count": desk().journal.count_papers(want), "clients": {code: name for code, name in desk().journal.clients(actor.party).items() if code not in barred},
        "next": shown[-1].number if len(rows) > PAGE else "", "nav": "portal",
    }  # fmt: skip
    return render(request, "portal_list.html", context)


def _plain(text: str) -> str:
    return text.strip().replace("\0", "")


def _row(row: WorkRow, party: str, lang: str) -> dict[str, Any]:
    stage = stage_of(row)
    found: dict[str, Any] = {"row": row, "stage": stage, "own": row.declarant == party, "blocks": []}
    if stage in (OPEN, TO_MEND):
        state = desk().state(row.number)
        found["blocks"] = outward.standing(desk().rules.catalogue, state, lang).blocked_by if state else []
    if stage == OPEN and row.accepted_at is not None:
        found["expected"] = desk().coordination.outlook.expected(row.number, outward=True)
    return found
