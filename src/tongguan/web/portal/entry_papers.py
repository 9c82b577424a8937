"""Papers of a draft: attached, looked at, taken off; what they are is told by their content."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from tongguan.adapters import attachment
from tongguan.facts.unreadable import Unreadable
from tongguan.web.guards import language
from tongguan.web.office import desk
from tongguan.web.portal import drafts
from tongguan.web.portal.entry_pages import at, draft_of, screen
from tongguan.web.portal.models import Draft, DraftPaper
from tongguan.web.templatetags.words import word

ANY = "application/octet-stream"


@login_required
@require_POST
def attach(request: HttpRequest, name: str) -> HttpResponse:
    """Attach a file under a kind of the table."""
    draft, lang, limits = draft_of(request, name), language(request), settings.TONGGUAN_ATTACHMENTS
    content, file, code = drafts.content_of(draft), request.FILES.get("file"), request.POST.get("code", "")
    if draft.closed:
        return at(draft)
    if file is None or code not in (*desk().rules.tables["edoc_types"].codes, drafts.MARKS):
        return screen(request, draft, content, said=word("entry_choose_file", lang), where="papers")
    try:
        body = file.read(limits.most_bytes + 1)
        paper = attachment.paper(file.name, body, draft.papers.count(), limits)
        paper = attachment.picture(paper) if code == drafts.MARKS else paper
    except Unreadable as error:
        return screen(request, draft, content, said=f"{file.name[-60:]}: {error.text(lang)}", where="papers")
    if not drafts.attach(draft, code, paper):
        return screen(request, draft, content, said=word("entry_attached_already", lang), where="papers")
    return at(draft, "papers")


@login_required
@require_POST
def remove(request: HttpRequest, name: str, paper: int) -> HttpResponse:
    draft = draft_of(request, name)
    if not draft.closed:
        drafts.remove(_paper(draft, paper))
    return at(draft, "papers")


@login_required
@require_GET
def look(request: HttpRequest, name: str, paper: int) -> HttpResponse:
    """A paper as it was attached."""
    found = _paper(draft_of(request, name), paper)
    return shown(drafts.body_of(found), found.name)


def _paper(draft: Draft, paper: int) -> DraftPaper:
    found = draft.papers.filter(pk=paper).first()
    if found is None:
        raise Http404
    return found


def shown(body: bytes, name: str) -> HttpResponse:
    """A file for the browser: what it is, is told by its content; of any other kind it is only saved."""
    media = attachment.media_of(body)
    answer = HttpResponse(body, content_type=media or ANY)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Disposition"] = content_disposition_header(not media, name)
    return answer
