"""One inbox across all clients: questions, refused messages, payments, visits, guarantees that end, notices."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from tongguan.desk.inbox import KINDS, Entry
from tongguan.desk.receipts import CHANNELS
from tongguan.web.office import desk
from tongguan.web.portal import reads
from tongguan.web.portal.access import enterprise
from tongguan.wiring import deliver_receipts


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """GET shows all entries or the unread ones, of one client or of all; POST marks one or all as read or unread."""
    actor, account = enterprise(request), request.user.get_username()
    deliver_receipts(desk())
    entries = desk().inbox.entries(actor.party, desk().duty.figures.policy.warn_days)
    if request.method == "POST":
        return _mark(request, account, entries)
    client, unread = request.GET.get("client", ""), request.GET.get("unread") == "1"
    read = reads.read_of(account, [each.key for each in entries])
    shown = [
        _shown(each, each.key in read) for each in entries
        if (not client or (each.row is not None and each.row.trader == client)) and not (unread and each.key in read)
    ]  # fmt: skip
    context = {
        "kinds": [(f"inbox_{kind}", [each for each in shown if each["entry"].kind == kind]) for kind in KINDS],
        "unread": len(entries) - len(read), "count": len(shown), "only_unread": unread, "client": client,
        "clients": {each.row.trader: each.row.trader_name for each in entries if each.row is not None},
        "nav": "portal-inbox",
    }  # fmt: skip
    return render(request, "portal_inbox.html", context)


def _shown(entry: Entry, read: bool) -> dict[str, Any]:
    if entry.kind == "question":
        address = f"/portal/questions/{entry.name}"
    else:
        address = (
            f"/portal/declarations/{entry.row.number}" if entry.row else f"/portal/guarantees/{entry.name}"
        )
    zh, en = CHANNELS.get(entry.name, ("", ""))
    return {"entry": entry, "read": read, "address": address, "words": {"zh": zh, "en": en}}


def _mark(request: HttpRequest, account: str, entries: list[Entry]) -> HttpResponse:
    """Only what is in the inbox can be marked."""
    wanted, read = request.POST.get("entry", ""), request.POST.get("verb") != "unread"
    reads.mark(account, [each.key for each in entries if wanted in ("", each.key)], read)
    return HttpResponseRedirect(request.get_full_path())
