"""Drafts of an account: made, changed while nobody else did, closed when they are lodged. They never touch the journal."""

import secrets
from base64 import b64encode
from collections.abc import Mapping, Sequence

import msgspec
from django.db.models import F, Q
from django.utils import timezone

from tongguan.adapters import attachment, entry_amend, entry_form
from tongguan.facts.declaration import Declaration
from tongguan.facts.message import Attachment, Message
from tongguan.rules.entry import EntryForm
from tongguan.web.portal.models import Draft, DraftPaper, PaperBody

MOST_OPEN = 200
"""Drafts of one account that are kept open; the oldest give way."""
MARKS = "marks"
"""Kind of a paper that is a picture of marks and numbers 标记唛码."""
MOST_REASON = 500
"""Letters of the reason of an amendment."""


class Amending(msgspec.Struct, frozen=True):
    """The accepted declaration whose next version is written, and why."""

    number: str
    content: str
    """Digest of what it said when the draft began."""
    ground: str = ""
    reason: str = ""


class Content(msgspec.Struct, frozen=True):
    """What a draft holds: texts by path, and the fields (paths without places) that were asked for."""

    texts: dict[str, str] = {}
    also: tuple[str, ...] = ()
    amending: Amending | None = None
    """None: it is a new declaration."""


def sent(post: Mapping[str, str], also: Sequence[str], form: EntryForm, was: Content) -> Content:
    """The content of a form that was sent; ``was``: what its draft held."""
    amending = was.amending and msgspec.structs.replace(
        was.amending, ground=post.get("ground", "")[:32], reason=entry_form.clean(post.get("reason", ""))[:MOST_REASON],
    )  # fmt: skip
    asked = tuple(dict.fromkeys(path for path in also if path in form.fields))
    return Content(entry_form.kept(post, form), asked, amending)


def with_texts(content: Content, texts: Mapping[str, str], form: EntryForm) -> Content:
    """The content with other texts."""
    return msgspec.structs.replace(content, texts=entry_form.kept(texts, form))


def content_of(draft: Draft) -> Content:
    return msgspec.json.decode(draft.content, type=Content)


def make(account: str, content: Content) -> Draft:
    """A new draft; beyond ``MOST_OPEN`` the oldest open one of the account goes."""
    own = Draft.objects.filter(account=account, closed=False).order_by("-changed_at")
    for old in own[MOST_OPEN - 1 :]:
        discard(old)
    return Draft.objects.create(
        name=f"P{secrets.token_hex(8).upper()}", account=account, content=_text(content), changed_at=timezone.now()
    )  # fmt: skip


def open_of(account: str) -> list[Draft]:
    """Drafts that were not lodged yet, the last changed first."""
    return list(Draft.objects.filter(account=account, closed=False).order_by("-changed_at")[:MOST_OPEN])


def save(draft: Draft, content: Content, seen: int | None, tab: str) -> bool:
    """Keep the content, unless another page changed the draft since ``seen`` (None: whatever others did)."""
    rows = Draft.objects.filter(name=draft.name, closed=False)
    if seen is not None:
        rows = rows.filter(Q(revision=seen) | Q(tab=tab))
    done = rows.update(content=_text(content), revision=F("revision") + 1, tab=tab, changed_at=timezone.now())
    draft.refresh_from_db()
    return bool(done)


def close(draft: Draft, number: str, is_taken_on: bool) -> None:
    """It was lodged. What was taken on is closed, and its papers lie in the vault; what was returned stays open."""
    draft.number, draft.closed = number, is_taken_on
    if is_taken_on:
        # The journal and the vault have it now: no second copy of what is said of persons.
        draft.content = _text(Content())
    draft.save(update_fields=["number", "closed", "content"])
    if is_taken_on:
        for each in draft.papers.all():
            remove(each)


def discard(draft: Draft) -> None:
    for each in draft.papers.all():
        remove(each)
    draft.delete()


def _text(content: Content) -> str:
    return msgspec.json.encode(content).decode()


# -- papers ----------------------------------------------------------------------------------------------------


def attach(draft: Draft, code: str, paper: attachment.Paper) -> bool:
    """Keep a paper with a draft; False when it is attached already."""
    _, is_new = DraftPaper.objects.get_or_create(
        draft=draft, digest=paper.digest,
        defaults={"code": code, "name": paper.name, "document": paper.document, "media": paper.media, "size": len(paper.body)},
    )  # fmt: skip
    PaperBody.objects.get_or_create(digest=paper.digest, defaults={"body": paper.body})
    return is_new


def remove(paper: DraftPaper) -> None:
    """Take a paper off its draft; its content goes with the last that has it."""
    paper.delete()
    if not DraftPaper.objects.filter(digest=paper.digest).exists():
        PaperBody.objects.filter(digest=paper.digest).delete()


def body_of(paper: DraftPaper) -> bytes:
    return bytes(PaperBody.objects.get(digest=paper.digest).body)


def reading(draft: Draft, content: Content, was: Declaration | None, form: EntryForm) -> entry_form.Reading:
    """The draft as a message that quotes its papers, without their contents; ``was``: what it amends."""
    papers = list(draft.papers.order_by("pk"))
    beside = {
        "documents": [
            {"code": each.code, "document": each.document, "format": "US", "file_name": each.name, "size": str(each.size)}
            for each in papers if each.code != MARKS
        ],
        "mark_pictures": [
            {"name": each.name[-80:], "file_type": attachment.ENDINGS[each.media]} for each in papers if each.code == MARKS
        ],
    }  # fmt: skip
    if was is None:
        return entry_form.read(content.texts, draft.name, beside)
    beneath, changed = entry_amend.laid(was, content.texts, form.fields)
    return entry_form.read(changed, draft.name, beside, beneath)


def with_papers(draft: Draft, message: Message) -> Message:
    """The message with its papers, as it is lodged; pictures of marks go into the declaration itself."""
    papers = list(draft.papers.order_by("pk"))
    files = tuple(Attachment(each.document, body_of(each)) for each in papers if each.code != MARKS)
    bodies = iter([body_of(each) for each in papers if each.code == MARKS])
    pictures = tuple(
        each if each.content else msgspec.structs.replace(each, content=b64encode(next(bodies)).decode())
        for each in message.declaration.mark_pictures
    )
    declaration = msgspec.structs.replace(message.declaration, mark_pictures=pictures)
    return msgspec.structs.replace(message, declaration=declaration, attachments=files)
