"""Files that came with a declaration, for its enterprises and for officers."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from tongguan.desk import attachments
from tongguan.desk.views import Sheet
from tongguan.web.office import desk
from tongguan.web.pages.declaration import seen_by
from tongguan.web.portal.access import paper
from tongguan.web.portal.entry_papers import shown


@login_required
@require_GET
def of_enterprise(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """A file of a declaration that the enterprise may see."""
    return _shown(paper(request, number), place)


@login_required
@require_GET
def of_office(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """A file of a declaration that is something to the officer's office."""
    return _shown(seen_by(request, number), place)


def _shown(sheet: Sheet, place: int) -> HttpResponse:
    found = attachments.content(desk().journal, sheet.number, sheet.declaration, place)
    if found is None:
        raise Http404
    name, body = found
    return shown(body, name)
