"""Every call of the machine interface in one table: its router, its OpenAPI document and its reference page."""

from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path as route

from tongguan.desk import outward, watch
from tongguan.desk.draws_told import DrawsTold
from tongguan.facts.confirmed import SignedPayment
from tongguan.facts.message import Message
from tongguan.facts.permit import PermitMessage
from tongguan.facts.reported import Booking, CentreInstruction, LaboratoryResult, Manifest, Movement
from tongguan.web.api import (
    acts,
    declarations,
    draws,
    events,
    goods,
    guarantees,
    indicators,
    inspections,
    instructions,
    late,
    ledgers,
    money,
    openapi,
)
from tongguan.web.api.access import Call, Query, view
from tongguan.web.api.answers import JSON, NDJSON, Line, encode

PREFIX = "api/v1"
_SENDS = ("declarant", "service")
_LOOKS = ("declarant", "officer", "service")
_MANY = (JSON, NDJSON)
_BUSY = (503,)


def document(request: HttpRequest) -> HttpResponse:
    """This document."""
    return HttpResponse(encode(openapi.document(CALLS)), content_type=JSON)


def _act(verb: str, run: Any, body: Any, says: str, answer: Any = outward.Standing) -> Call:
    return Call(
        method="POST", path=f"/declarations/{{number}}/{verb}", run=run, says=says, body=body,
        answers={200: answer}, also=(400, 404, 409, 413, 415, 422), who=("declarant",), scope="act",
    )  # fmt: skip


def _look(tail: str, run: Any, answer: Any, says: str) -> Call:
    return Call(
        method="GET", path=f"/declarations/{{number}}{tail}", run=run, says=says,
        answers={200: answer}, also=(404,),
    )  # fmt: skip


def _message(path: str, run: Any, body: Any, says: str) -> Call:
    return Call(
        method="POST", path=path, run=run, body=body, kinds=_MANY, says=says,
        answers={201: dict[str, Any], 200: dict[str, Any]}, also=(400, 404, 409, 413, 415, 422),
    )  # fmt: skip


CALLS = (
    Call(
        method="POST", path="/declarations", run=declarations.lodge, body=Message, kinds=declarations.LODGED,
        says="Lodge one declaration: Single Window XML, JSON, or a zip of the XML and its attachments.",
        answers={201: outward.Standing, 200: outward.Standing}, also=(400, 409, 413, 415, 422), who=_SENDS,
        scope="lodge",
    ),
    Call(
        method="GET", path="/declarations", run=declarations.sent, who=("declarant",),
        says="Every number sent on a local day, with its last state.", answers={200: declarations.SentList},
        also=(400,), query=(Query("day", "local date; left out: today"),),
    ),
    Call(
        method="POST", path="/declarations/batch", run=declarations.batch, body=Message, kinds=(NDJSON,),
        says="Lodge a stream, one message a line: a line of answer for each, in order, as they become durable.",
        answers={200: Line}, answer_kind=NDJSON, also=(415,), who=_SENDS, most=None, scope="lodge",
    ),
    _look("", declarations.one, outward.Declared, "One declaration: where it stands and what it says."),
    _look("/timeline", declarations.timeline, outward.Timeline, "What was told when, and its controls in time."),
    _look("/duty", declarations.duty, declarations.Duty, "What is due of it, every figure with its steps."),
    _look("/receipts", declarations.receipts_of, declarations.Receipts, "Its receipts, as often as asked for."),
    _act("amend", acts.amend, acts.WantsToAmend, "Ask for a new version; an officer decides."),
    _act("cancel", acts.cancel, acts.WantsToCancel, "Ask to cancel; an officer decides."),
    _act("pay", acts.pay, acts.WantsToPay, "Ask to pay; a bank's confirmation makes it paid.", declarations.Duty),
    _act("occupy", acts.occupy, acts.WantsToOccupy, "Have the duty secured on a guarantee.", declarations.Duty),
    _act("answer", acts.answer, acts.Answers, "Answer the question of a control."),
    Call(
        method="GET", path="/receipts", run=declarations.receipts, says="The declarant's receipts in order of their numbers.",
        answers={200: declarations.Receipts}, also=(400,), who=("declarant",),
        query=(Query("after", "number of the last receipt that is known", "integer"),),
    ),
    Call(
        method="GET", path="/guarantees", run=guarantees.every, says="The enterprise's guarantees.",
        answers={200: guarantees.Guarantees}, who=_LOOKS,
    ),
    Call(
        method="GET", path="/guarantees/{name}", run=guarantees.one,
        says="One guarantee with each use of it: declaration, broker, amount, time.",
        answers={200: guarantees.GuaranteeUses}, also=(404,), who=_LOOKS,
        query=(Query("after", "the last use that is known", "integer"),),
    ),
    Call(
        method="GET", path="/events", run=events.events, answers={200: watch.Page}, also=(400, *_BUSY),
        says="What the actor may see of the journal after a cursor, replayable at will; with Accept: text/event-stream"
        " as a stream that ends after 25 seconds.",
        query=(Query("after", "cursor of the page before; left out: from the beginning"),
               Query("wait", "seconds to wait for the first event, at most 25", "integer")),
    ),
    Call(
        method="GET", path="/times", run=indicators.times, answers={200: indicators.Times}, also=(400,), who=_LOOKS,
        says="Clearance times by a dated definition; a declarant's of its own declarations.",
        query=(Query("definition", "left out: customs_clearance"), Query("from", "local date"),
               Query("to", "local date"), Query("by", "groups, joined by commas")),
    ),
    Call(
        method="GET", path="/late", run=late.late, answers={200: late.LateList}, who=("officer",),
        says="Open declarations past 20 hours and past 24: owner, cause, next action, expected release.",
    ),
    Call(
        method="POST", path="/manifests", run=goods.manifests, body=Manifest, kinds=_MANY,
        says="File manifest lines.", answers={201: goods.Filed}, also=(400, 409, 413, 415, 422),
    ),
    Call(
        method="POST", path="/arrivals", run=goods.arrivals, body=goods.Arrival, kinds=_MANY,
        says="Report arrivals.", answers={201: goods.Passed, 200: goods.Passed}, also=(400, 409, 413, 415, 422),
    ),
    Call(
        method="POST", path="/movements", run=goods.movements, body=Movement, kinds=_MANY,
        says="Report movements, or a vehicle at the gate with its pass.",
        answers={201: goods.Passed, 200: goods.Passed}, also=(400, 409, 413, 415, 422),
    ),
    Call(
        method="POST", path="/payments", run=money.payments, body=SignedPayment, kinds=_MANY,
        says="Book a bank's signed confirmations.", answers={201: money.Booked, 200: money.Booked},
        also=(400, 409, 413, 415, 422),
    ),
    _message("/instructions", instructions.instructions, CentreInstruction, "Carry out what a centre instructs."),
    _message("/inspections/results", inspections.results, LaboratoryResult, "Take results of samples."),
    _message("/inspections/bookings", inspections.bookings, Booking, "Book a time at the site."),
    Call(
        method="GET", path="/inspections/orders", run=inspections.orders, answers={200: inspections.Visits},
        says="Visits to goods in the terminal's yard that may be booked, and the free times.", who=("terminal",),
    ),
    _message("/ledgers", ledgers.messages, PermitMessage, "Open, amend or revoke e-ledgers and licences."),
    Call(
        method="GET", path="/ledgers/{number}", run=ledgers.one, answers={200: dict[str, Any]}, also=(404,),
        says="A permit with what is free of it and every use, for its enterprise, its authority and officers.",
    ),
    Call(
        method="POST", path="/ledgers/{number}/object", run=ledgers.object_to, body=ledgers.Objects,
        says="Object to a use of a permit; an officer settles it.", answers={201: dict[str, Any]}, scope="act",
        also=(400, 404, 409, 413, 415, 422),
    ),
    Call(
        method="GET", path="/draws", run=draws.draws, answers={200: DrawsTold}, also=(400, *_BUSY), open=True,
        says="Days of the draws, newest first: the sealed digest of each, and its secret once it may be told.",
        query=(Query("before", "local date; left out: the newest days"),),
    ),
    Call(method="GET", path="/openapi.json", run=document, says="This document.", answers={200: dict[str, Any]}, open=True),
)  # fmt: skip


def _route_of(path: str) -> str:
    return PREFIX + path.replace("{", "<str:").replace("}", ">")


urls = [
    route(_route_of(path), view(list(calls)), name=f"api{path}")
    for path, calls in groupby(sorted(CALLS, key=lambda call: call.path), lambda call: call.path)
]
"""Addresses of the interface."""
