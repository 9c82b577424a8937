"""apply: how each kind of event changes a clearance. The only place where a clearance changes."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from tongguan.facts import chain, dues, inspection, kinds, note, outage, permit, second, selection
from tongguan.facts.event import Fact
from tongguan.process.clearance import (
    DONE,
    OPEN,
    PAUSED,
    STARTED,
    Bound,
    Clearance,
    ControlState,
    OpenHold,
    Request,
)
from tongguan.process.questions import with_answer, with_asked


def begin(fact: Fact) -> Clearance:
    """The clearance after its first event, which must be ``application.received``."""
    data = fact.data
    if not isinstance(data, kinds.ApplicationReceived):
        raise ValueError(f"a clearance begins with {kinds.ApplicationReceived.KIND}, not {data.KIND}")
    return Clearance(
        number=data.number,
        version=1,
        process=data.process,
        process_version=data.process_version,
        client_key=data.client_key,
        declaration=data.declaration,
        declaration_version=data.declaration_version,
        content=data.content,
        draft=data.draft,
        first_lodged_at=None if data.draft else fact.happened_at,
        last_at=fact.happened_at,
        times=(fact.happened_at,),
    )


def apply(clearance: Clearance | None, fact: Fact) -> Clearance:
    """The clearance after one more fact."""
    if clearance is None:
        return begin(fact)
    at = fact.happened_at
    changes = _APPLY[type(fact.data)](clearance, fact.data, at, fact.actor)
    late = fact.recorded_at > at and fact.recorded_at - at >= _LATE
    return replace(
        clearance,
        version=clearance.version + 1,
        last_at=at if clearance.first_lodged_at is None else max(clearance.last_at, at),
        times=(*clearance.times, at),
        late_entries=clearance.late_entries + late,
        **changes,
    )


_LATE = 60_000_000
"""An entry recorded a minute or more after it happened counts as a late entry."""


def fold(facts: Iterable[Fact]) -> Clearance | None:
    """The clearance after all its facts, corrected times put in the place of wrong ones; None without facts."""
    clearance: Clearance | None = None
    for fact in with_corrected_times(list(facts)):
        clearance = apply(clearance, fact)
    return clearance


def with_corrected_times(facts: list[Fact]) -> list[Fact]:
    """Facts whose time was corrected get the corrected time; the journal itself is not touched."""
    corrected = {
        fact.data.of_version: fact.data.happened_at
        for fact in facts
        if isinstance(fact.data, kinds.TimeCorrected)
    }
    if not corrected:
        return facts
    return [
        replace(fact, happened_at=corrected[place]) if place in corrected else fact
        for place, fact in enumerate(facts, start=1)
    ]


Changes = Mapping[str, Any]
UNDISCLOSED = "undisclosed"
"""The word of the control that stands until it may be told who is selected."""
DUTIABLE = "dutiable"
"""The word of the control that waits for duty to be paid or secured."""


def _received(was: Clearance, data: kinds.ApplicationReceived, at: int, actor: str) -> Changes:
    first = was.first_lodged_at
    return {
        "process": data.process,
        "process_version": data.process_version,
        "declaration": data.declaration,
        "declaration_version": data.declaration_version,
        "content": data.content,
        "draft": data.draft,
        "returned": False,
        "judged": False,
        "findings": (),
        "words": frozenset(),
        "silent_words": (),
        "judged_words": frozenset(),
        "silent_until": 0,
        "agreed": frozenset(),
        "controls": {},
        "holds": {},
        "assessment": None,
        "first_lodged_at": first if first is not None or data.draft else at,
    }


def _judged(was: Clearance, data: kinds.DeclarationJudged, at: int, actor: str) -> Changes:
    return {
        "judged": True,
        "findings": data.findings,
        "agreed": frozenset(data.agreed),
        "assessment": data.assessment,
        "silent_until": data.silent_until,
        "judged_words": frozenset((*data.words, *data.silent_words)),
        **_selected(was, data),
    }


def _selected(was: Clearance, data: kinds.DeclarationJudged) -> Changes:
    """The words of a judgement and those that centres instruct, silent while nothing may be told."""
    instructed = [word for word in was.instructed.values() if word not in data.words]
    if UNDISCLOSED in data.words:
        return {
            "words": frozenset(data.words),
            "silent_words": tuple(dict.fromkeys((*data.silent_words, *instructed))),
        }
    return {"words": frozenset((*data.words, *instructed)), "silent_words": data.silent_words}


def _instructed(was: Clearance, data: selection.SelectionInstructed, at: int, actor: str) -> Changes:
    return {
        "words": was.words | set(data.words),
        "silent_words": tuple(dict.fromkeys((*was.silent_words, *data.silent_words))),
        "instructed": {**was.instructed, data.instruction: (*data.words, *data.silent_words)[0]},
    }


def _withdrawn(was: Clearance, data: selection.SelectionWithdrawn, at: int, actor: str) -> Changes:
    return {
        "words": was.words.difference(data.words),
        "silent_words": tuple(word for word in was.silent_words if word not in data.words),
        "instructed": {name: word for name, word in was.instructed.items() if name != data.instruction},
    }


def _assessed(was: Clearance, data: dues.DutyAssessed, at: int, actor: str) -> Changes:
    found = data.assessment
    words = was.words | {DUTIABLE} if found.total or found.missing else was.words - {DUTIABLE}
    return {"assessment": found, "words": words}


def _surcharged(was: Clearance, data: dues.SurchargeAssessed, at: int, actor: str) -> Changes:
    return {"surcharge": data.amount, "words": was.words | {"late"}}


def _surcharge_settled(was: Clearance, data: dues.SurchargeSettled, at: int, actor: str) -> Changes:
    changes: dict[str, Any] = {"surcharge_settled": data.how}
    if data.how == "guaranteed":
        changes["surcharge_claims"] = {**was.surcharge_claims, data.ref: data.amount}
    return changes


def _disclosed(was: Clearance, data: dues.TaxDisclosed, at: int, actor: str) -> Changes:
    return {"verified": "open"}


def _verified(was: Clearance, data: dues.TaxVerified, at: int, actor: str) -> Changes:
    more = data.amount if data.outcome == "supplemented" else Decimal(0)
    back = data.amount if data.outcome == "refunded" else Decimal(0)
    return {"verified": data.outcome, "supplement": was.supplement + more, "refund": was.refund + back}


def _refunded(was: Clearance, data: dues.TaxRefunded, at: int, actor: str) -> Changes:
    return {"refund": was.refund - data.amount}


def _late_payment(was: Clearance, data: dues.LatePaymentCharged, at: int, actor: str) -> Changes:
    return {"late_payment": was.late_payment + data.amount}


def _returned(was: Clearance, data: kinds.DeclarationReturned, at: int, actor: str) -> Changes:
    return {"returned": True}


def _passed(was: Clearance, data: kinds.PointPassed, at: int, actor: str) -> Changes:
    changes: dict[str, Any] = {"points": {data.point: at, **was.points}}
    if data.on_guarantee:
        changes["on_guarantee"] = True
    if data.entry_id:
        changes["entry_id"] = data.entry_id
    return changes


def _served(was: Clearance, data: kinds.WordsServed, at: int, actor: str) -> Changes:
    return {"words": was.words | set(data.words), "silent_words": ()}


def _with(was: Clearance, control: str, **changes: Any) -> Changes:
    state: ControlState = replace(was.control(control), **changes)
    return {"controls": {**was.controls, control: state}}


def _started(was: Clearance, data: kinds.ControlStarted, at: int, actor: str) -> Changes:
    return _with(was, data.control, state=STARTED, officer=actor, since=at, waits_for="", reason="")


def _paused(was: Clearance, data: kinds.ControlPaused, at: int, actor: str) -> Changes:
    paused = _with(was, data.control, state=PAUSED, since=at, waits_for=data.waits_for, reason=data.reason)
    return {**paused, "questions": with_asked(was, data, at, actor)}


def _done(was: Clearance, data: kinds.ControlDone, at: int, actor: str) -> Changes:
    return _with(
        was,
        data.control,
        state=DONE,
        since=at,
        outcome=data.outcome,
        reason=data.reason,
        done_by=actor,
        waits_for="",
    )


def _reopened(was: Clearance, data: kinds.ControlReopened, at: int, actor: str) -> Changes:
    return _with(
        was, data.control, state=OPEN, officer="", since=at, outcome="", reason=data.reason, waits_for="",
        by_hand=actor != "system", order="", second="", second_office="", seen=False,
    )  # fmt: skip


def _ordered(was: Clearance, data: inspection.ControlOrdered, at: int, actor: str) -> Changes:
    return _with(was, data.control, order=data.order)


def _second_asked(was: Clearance, data: second.SecondAsked, at: int, actor: str) -> Changes:
    return _with(was, data.control, second=data.of, second_office=data.office, seen=False)


def _second_given(was: Clearance, data: second.SecondGiven, at: int, actor: str) -> Changes:
    if data.outcome == "accept":
        return _with(was, data.control, seen=True)
    return _with(was, data.control, second="", second_office="")


def _dropped(was: Clearance, data: kinds.ControlDropped, at: int, actor: str) -> Changes:
    return {"controls": {name: state for name, state in was.controls.items() if name != data.control}}


def _added(was: Clearance, data: kinds.ControlAdded, at: int, actor: str) -> Changes:
    return _with(was, data.control, added=True, by_hand=True, since=at, reason=data.reason)


def _handed_over(was: Clearance, data: kinds.ControlHandedOver, at: int, actor: str) -> Changes:
    return _with(was, data.control, officer=data.to)


def _transferred(was: Clearance, data: kinds.ControlTransferred, at: int, actor: str) -> Changes:
    return _with(was, data.control, office=data.office, state=OPEN, officer="", since=at)


def _answered(was: Clearance, data: kinds.QuestionAnswered, at: int, actor: str) -> Changes:
    return {
        **_with(was, data.control, waits_for="", since=at),
        "questions": with_answer(was, data, at, actor),
    }


def _held(was: Clearance, data: kinds.HoldPlaced, at: int, actor: str) -> Changes:
    hold = OpenHold(data.hold, data.code, data.points, data.owner, data.reason, at)
    return {"holds": {**was.holds, data.hold: hold}}


def _lifted(was: Clearance, data: kinds.HoldLifted, at: int, actor: str) -> Changes:
    return {"holds": {name: hold for name, hold in was.holds.items() if name != data.hold}}


def _moved(was: Clearance, data: kinds.GoodsMoved, at: int, actor: str) -> Changes:
    return {"milestones": {data.milestone: at, **was.milestones}}


def _payment_requested(was: Clearance, data: kinds.PaymentRequested, at: int, actor: str) -> Changes:
    return {"asked": data.amount, "asked_at": at}


def _payment_confirmed(was: Clearance, data: kinds.PaymentConfirmed, at: int, actor: str) -> Changes:
    return {"paid": was.paid + data.amount, "asked": Decimal(0), "asked_at": None}


def _occupied(was: Clearance, data: kinds.GuaranteeOccupied, at: int, actor: str) -> Changes:
    taken = was.claims.get(data.guarantee, Decimal(0)) + data.amount
    return {"claims": {**was.claims, data.guarantee: taken}}


def _restored(was: Clearance, data: kinds.GuaranteeRestored, at: int, actor: str) -> Changes:
    left = was.claims.get(data.guarantee, Decimal(0)) - data.amount
    others = {name: amount for name, amount in was.claims.items() if name != data.guarantee}
    claims = {**others, data.guarantee: left} if left else others
    return {
        "claims": claims,
        "surcharge_claims": {name: each for name, each in was.surcharge_claims.items() if name in claims},
    }


def _bound(was: Clearance, data: permit.PermitBound, at: int, actor: str) -> Changes:
    return {"bound": {**was.bound, data.permit: Bound(data.taken)}}


def _freed(was: Clearance, data: permit.PermitFreed, at: int, actor: str) -> Changes:
    return {"bound": {name: each for name, each in was.bound.items() if name != data.permit}}


def _written_off(was: Clearance, data: permit.PermitWrittenOff, at: int, actor: str) -> Changes:
    return {"bound": {**was.bound, data.permit: replace(was.bound[data.permit], written_off=True)}}


def _asked_to_amend(was: Clearance, data: kinds.AmendmentRequested, at: int, actor: str) -> Changes:
    request = Request("amend", data.ground, data.reason, at, data.declaration, data.content, data.particulars)
    return {"request": request}


def _asked_to_cancel(was: Clearance, data: kinds.CancellationRequested, at: int, actor: str) -> Changes:
    return {"request": Request("cancel", data.ground, data.reason, at)}


def _no_request(was: Clearance, data: kinds.Payload, at: int, actor: str) -> Changes:
    return {"request": None}


def _amended(was: Clearance, data: kinds.DeclarationAmended, at: int, actor: str) -> Changes:
    return {
        "declaration": data.declaration,
        "declaration_version": data.declaration_version,
        "content": data.content,
        "request": None,
    }


def _revoked(was: Clearance, data: kinds.ReleaseRevoked, at: int, actor: str) -> Changes:
    return {"revoked": True}


def _release_restored(was: Clearance, data: kinds.ReleaseRestored, at: int, actor: str) -> Changes:
    return {"revoked": False}


def _ended(was: Clearance, data: kinds.ClearanceEnded, at: int, actor: str) -> Changes:
    return {"ending": data.ending, "ended_at": at, "request": None}


def _list_quoted(was: Clearance, data: chain.ListQuoted, at: int, actor: str) -> Changes:
    return {"lists": (*was.lists, data.list)}


def _paired(was: Clearance, data: chain.DeclarationPaired, at: int, actor: str) -> Changes:
    return {"pair": data.other}


def _on_record(was: Clearance, data: kinds.Payload, at: int, actor: str) -> Changes:
    return {}


_APPLY: dict[type[kinds.Payload], Callable[[Clearance, Any, int, str], Changes]] = {
    kinds.ApplicationReceived: _received,
    kinds.DeclarationJudged: _judged,
    kinds.DeclarationReturned: _returned,
    kinds.PointPassed: _passed,
    kinds.WordsServed: _served,
    kinds.ControlStarted: _started,
    kinds.ControlPaused: _paused,
    kinds.ControlDone: _done,
    kinds.ControlReopened: _reopened,
    kinds.ControlDropped: _dropped,
    kinds.ControlAdded: _added,
    inspection.ControlOrdered: _ordered,
    second.SecondAsked: _second_asked,
    second.SecondGiven: _second_given,
    kinds.ControlHandedOver: _handed_over,
    kinds.ControlTransferred: _transferred,
    kinds.QuestionAnswered: _answered,
    kinds.HoldPlaced: _held,
    kinds.HoldLifted: _lifted,
    kinds.GoodsMoved: _moved,
    kinds.PartMoved: _on_record,
    kinds.PaymentRequested: _payment_requested,
    kinds.PaymentConfirmed: _payment_confirmed,
    kinds.GuaranteeOccupied: _occupied,
    kinds.GuaranteeRestored: _restored,
    kinds.AmendmentRequested: _asked_to_amend,
    kinds.AmendmentRefused: _no_request,
    kinds.DeclarationAmended: _amended,
    kinds.CancellationRequested: _asked_to_cancel,
    kinds.CancellationRefused: _no_request,
    kinds.ReleaseRevoked: _revoked,
    kinds.ReleaseRestored: _release_restored,
    kinds.GoodsRecalled: _on_record,
    kinds.ConditionSettled: _on_record,
    kinds.ClearanceEnded: _ended,
    dues.DutyAssessed: _assessed,
    dues.SurchargeAssessed: _surcharged,
    dues.SurchargeSettled: _surcharge_settled,
    dues.TaxDisclosed: _disclosed,
    dues.TaxVerified: _verified,
    dues.TaxRefunded: _refunded,
    dues.LatePaymentCharged: _late_payment,
    permit.PermitBound: _bound,
    permit.PermitFreed: _freed,
    permit.PermitWrittenOff: _written_off,
    kinds.TimeCorrected: _on_record,
    note.DeclarationNoted: _on_record,
    outage.PaperEntered: _on_record,
    chain.ListQuoted: _list_quoted,
    chain.DeclarationPaired: _paired,
    selection.SelectionInstructed: _instructed,
    selection.SelectionWithdrawn: _withdrawn,
}
