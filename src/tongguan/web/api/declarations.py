"""``/declarations``: lodged one by one or as a stream; looked at by their declarant and nobody else outside."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from itertools import islice
from typing import Any, BinaryIO, cast

import msgspec
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from tongguan.adapters import document, package
from tongguan.adapters.group import Grouped
from tongguan.adapters.singlewindow import reader
from tongguan.desk import duty_record, outward, sight
from tongguan.desk.ports import StoreUnreachable
from tongguan.desk.views import Answer, Sheet
from tongguan.facts.actor import Actor
from tongguan.facts.clock import DAY, iso, local_date, parse
from tongguan.facts.decision import Refusal
from tongguan.facts.message import Message
from tongguan.facts.unreadable import Unreadable
from tongguan.process.decide.refusals import refuse
from tongguan.web.api.answers import (
    JSON,
    NDJSON,
    XML,
    ZIP,
    Said,
    kind_of,
    line,
    problem,
    refused,
    say,
    unreadable,
)
from tongguan.web.courier import kick
from tongguan.web.guards import language
from tongguan.web.office import desk
from tongguan.wiring import deliver_receipts

BATCH = 250
"""Lines of a stream that are lodged together."""
Lodged = Grouped[tuple[Message, Actor], Answer | Refusal]


@cache
def _lodge() -> Lodged:
    """Messages of requests that wait at the same moment are looked up, judged and written as one batch."""
    return Grouped(desk().lodge_each)


_READERS: dict[str, Callable[[bytes], Message]] = {
    JSON: document.read, XML: reader.read, "text/xml": reader.read, ZIP: package.read,
}  # fmt: skip
LODGED = tuple(_READERS)
"""Media types of one declaration; a zip brings its attachments."""


# -- lodging ---------------------------------------------------------------------------------------------------


def lodge(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Lodge one declaration: answered when it is durable."""
    lang = language(request)
    try:
        message = _READERS[kind_of(request)](request.body)
    except Unreadable as error:
        return say(*unreadable(error, lang))
    foreign = outward.may_lodge(message, actor)
    said = _said(message, foreign or _lodge()((message, actor)), lang)
    kick()
    return say(*said)


def batch(request: HttpRequest, actor: Actor) -> StreamingHttpResponse:
    """Lodge a stream, a message a line; a line of answer for each, in order, as they become durable."""
    lines = _batch(cast(BinaryIO, request), actor, language(request))
    return StreamingHttpResponse(lines, content_type=NDJSON)


def _batch(stream: BinaryIO, actor: Actor, lang: str) -> Iterator[bytes]:
    reads = document.read_lines(stream)
    while part := [message for _, message in islice(reads, BATCH)]:
        yield b"".join(line(*said) for said in _together(part, actor, lang))
        kick()


def _together(part: list[Message | Unreadable], actor: Actor, lang: str) -> list[Said]:
    """The answers to a part of a stream, in order."""
    said = [_not_taken(each, actor, lang) for each in part]
    good = [each for each, no in zip(part, said, strict=True) if isinstance(each, Message) and no is None]
    try:
        answers = desk().lodge_many(good, actor)
    except StoreUnreachable as error:
        lost = problem(503, "store", str(error))
        return [no or lost for no in said]
    lodged = (_said(each, answer, lang) for each, answer in zip(good, answers, strict=True))
    return [no or next(lodged) for no in said]


def _not_taken(each: Message | Unreadable, actor: Actor, lang: str) -> Said | None:
    if isinstance(each, Unreadable):
        return unreadable(each, lang)
    foreign = outward.may_lodge(each, actor)
    return refused(foreign, lang, client_number=each.client_number) if foreign else None


def _said(message: Message, outcome: Answer | Refusal, lang: str) -> Said:
    """201, 200 for a repeat, 422 with every finding for what is returned, or what a refusal says."""
    if isinstance(outcome, Refusal):
        return refused(outcome, lang, client_number=message.client_number)
    told = outward.standing(desk().rules.catalogue, outcome, lang)
    if outcome.status == "returned":
        why = "退单：见各项结论。" if lang == "zh" else "Returned: see the findings."
        return problem(422, "returned", why, number=told.number, client_number=told.client_number,
                       repeat=told.repeat, findings=told.findings)  # fmt: skip
    return 200 if told.repeat else 201, told


# -- looking ---------------------------------------------------------------------------------------------------


class SentRow(msgspec.Struct, frozen=True):
    """One number sent, with its last state."""

    number: str
    client_number: str
    entry_id: str
    status: str
    direction: str
    first_lodged_at: str | None
    accepted_at: str | None
    released_at: str | None
    outstanding: str


class SentList(msgspec.Struct, frozen=True):
    """Every number that a declarant sent on a local day."""

    declarant: str
    day: str
    sent: list[SentRow]


class Receipts(msgspec.Struct, frozen=True):
    """Receipts in order of their numbers; ask again after ``last``."""

    receipts: list[outward.ReceiptSaid]
    last: int


class Duty(msgspec.Struct, frozen=True):
    """What is due of a declaration, every figure with its steps."""

    number: str
    entry_id: str
    status: str
    due: str
    paid: str
    secured: str
    outstanding: str
    pay_by: str | None
    claims: dict[str, str]
    surcharge: dict[str, str]
    late_payment: str
    refund: str
    verification: str
    duty: dict[str, Any] | None


def seen(number: str, actor: Actor) -> Sheet | None:
    """A declaration that the actor may see; of any other he does not learn that it is there."""
    sheet = desk().show(number)
    if sheet is None or not desk().authorities.may_see(sheet, actor):
        return None
    return sight.seen(sheet, actor) if actor.kind == "officer" else sheet


def unknown(lang: str) -> HttpResponse:
    return say(*refused(refuse("unknown_number"), lang))


def one(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """One declaration: where it stands and what it says."""
    sheet, lang = seen(number, actor), language(request)
    return say(200, outward.declared(desk().rules.catalogue, sheet, lang)) if sheet else unknown(lang)


def timeline(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """What was told when, and its tracks side by side in time."""
    sheet, lang = seen(number, actor), language(request)
    return say(200, outward.timeline(sheet, lang)) if sheet else unknown(lang)


def duty(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """What is due of a declaration, every figure with its steps."""
    sheet, lang = seen(number, actor), language(request)
    return say(200, duty_of(sheet, lang)) if sheet else unknown(lang)


def duty_of(sheet: Sheet, lang: str) -> Duty:
    told = {"number": sheet.number, "entry_id": sheet.entry_id, "status": sheet.status}
    return msgspec.convert(told | duty_record.duty(sheet, desk().rules.steps, lang), Duty)


def receipts_of(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """The receipts of one declaration, as often as they are asked for."""
    sheet, lang = seen(number, actor), language(request)
    if sheet is None:
        return unknown(lang)
    deliver_receipts(desk())
    return _receipts(desk().receipts(number=sheet.number), 0)


def receipts(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The declarant's receipts after a number, at most 500: pulled in order, askable again."""
    after = request.GET.get("after", "0")
    if not (after.isdecimal() and after.isascii() and len(after) < 16):
        return _bad("after")
    deliver_receipts(desk())
    return _receipts(desk().receipts(declarant=actor.party, after=int(after))[:500], int(after))


def _receipts(found: list[Any], after: int) -> HttpResponse:
    told = [outward.receipt(each) for each in found]
    return say(200, Receipts(told, max([each.sequence for each in told], default=after)))


def sent(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every number the declarant sent on a local day, with its last state."""
    today = local_date(desk().clock.now())
    try:
        day = date.fromisoformat(request.GET.get("day") or today.isoformat())
        start = parse(day.isoformat())
    except (ValueError, OverflowError):
        return _bad("day")
    deliver_receipts(desk())
    barred = desk().authorities.barred(actor.party)
    rows = [row for row in desk().sent(actor.party, start, start + DAY) if row.trader not in barred]
    return say(200, SentList(actor.party, day.isoformat(), [_row(row) for row in rows]))


def _bad(name: str) -> HttpResponse:
    return say(*problem(400, "mistyped", f"{name} cannot be read. {name} 无法识别。", field=name))


def _row(row: Any) -> SentRow:
    def at(moment: int | None) -> str | None:
        return None if moment is None else iso(moment)

    return SentRow(
        row.number, row.client_number, row.entry_id, row.status, row.direction,
        at(row.first_lodged_at), at(row.accepted_at), at(row.released_at), row.unpaid,
    )  # fmt: skip
