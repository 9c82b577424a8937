"""What an open page of a declaration asks every few seconds: who else has it open, and what has happened since."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from tongguan.desk import register, sight
from tongguan.web.accounts.presence import here
from tongguan.web.office import actor_of, desk
from tongguan.web.pages.declaration import seen_by, version_of


@login_required
def page(request: HttpRequest, number: str) -> HttpResponse:
    """The piece of the page; ``version`` is what the page was made from."""
    row, actor = desk().works([number]).get(number), actor_of(request.user)
    if row is None or not sight.listed(row, actor):
        raise Http404
    seen = version_of(request.GET.get("version", ""))
    events = seen_by(request, number).events if 0 < seen < row.version else ()
    newer = [each for each in events if each.version > seen]
    names = here(number, actor.id)
    context = {
        "others": [register.shipped().find(name) or name for name in names],
        "newer": newer,
        "number": number,
    }
    return render(request, "presence.html", context)
