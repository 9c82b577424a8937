"""What is due: assessment again, payment, guarantees, surcharges, verification after release."""

from collections.abc import Mapping
from decimal import Decimal

from tongguan.facts import dues, kinds
from tongguan.facts.actor import SYSTEM, Actor
from tongguan.facts.decision import Refusal
from tongguan.process import commands as c
from tongguan.process.clearance import DONE, Clearance
from tongguan.process.decide import rights
from tongguan.process.decide.decided import Decided
from tongguan.process.decide.flow import says
from tongguan.process.decide.refusals import refuse
from tongguan.process.guarantee import BARS
from tongguan.process.model import SETTLED, Model
from tongguan.process.progress import required

_NOTHING = Decimal(0)
SHORT = "guarantee_short"
"""Hold of a declaration whose guarantee no longer covers what is due."""
FIGURE_MISSING = "figure_missing"


def _tax_officer(actor: Actor) -> Refusal | None:
    return (
        None if "tax_officer" in actor.roles else refuse("not_your_role", actor=actor.id, role="tax_officer")
    )


def _to_settle(model: Model, was: Clearance, amount: Decimal) -> Refusal | None:
    if was.draft or was.returned or was.ending:
        return refuse("not_alive", status=was.status)
    dutiable = any(control.done_by == SETTLED and required(was, control) for control in model.control)
    if not dutiable and not was.supplement:
        return refuse("nothing_due")
    found = was.assessment
    if found is not None and found.missing:
        return refuse("not_assessed", missing="; ".join(found.missing))
    if not amount.is_finite() or amount <= 0:
        return refuse("amount_not_positive") if not (found and not was.outstanding) else refuse("nothing_due")
    if found is not None and amount > was.outstanding:
        return refuse("more_than_due", amount=amount, due=was.outstanding)
    return None


# -- payment ------------------------------------------------------------------------------------------------------


def pay(model: Model, was: Clearance, command: c.Pay) -> Decided | Refusal:
    """A declarant asks; a bank confirms; a named tax officer books a treasury receipt by its number."""
    amount = was.outstanding if command.amount is None else command.amount
    refusal = _to_settle(model, was, amount)
    if refusal:
        return refusal
    if command.actor.kind == "declarant":
        asked = kinds.PaymentRequested(amount, command.ref)
        return rights.own_declarant(was, command.actor) or says(command, was, asked)
    if not command.ref:
        return refuse("ref_missing")
    if command.actor.kind != "bank":
        refusal = _tax_officer(command.actor)
        if refusal:
            return refusal
    decided = says(command, was, kinds.PaymentConfirmed(amount, command.ref))
    if command.late is not None:
        decided.add(command.late, command.at, SYSTEM.id, command.now)
    _restore_paid(decided, command)
    _lift_short(decided, command)
    return decided


def _restore_paid(decided: Decided, command: c.Command) -> None:
    """What is paid need not be secured any more; what secures taxation elements stays until they are confirmed."""
    state = decided.after
    if state.assessment is None or state.assessment.settle:
        return
    _give_back(decided, command, state.secured - state.outstanding, "paid")


def _give_back(decided: Decided, command: c.Command, surplus: Decimal, reason: str) -> None:
    """Restore so much of what secures the duty, guarantee by guarantee."""
    for guarantee, held in tuple(decided.after.claims.items()):
        amount = min(surplus, held - decided.after.surcharge_claims.get(guarantee, _NOTHING))
        if amount > 0:
            restored = kinds.GuaranteeRestored(guarantee, amount, reason)
            decided.add(restored, command.now, SYSTEM.id, command.now).claim(guarantee, -amount)
            surplus -= amount


# -- guarantees ---------------------------------------------------------------------------------------------------


def occupy(model: Model, was: Clearance, command: c.Occupy) -> Decided | Refusal:
    """Secure the duty on a guarantee; the claim is checked again under the lock of its head row."""
    if command.surcharge:
        amount = (was.surcharge or _NOTHING) if not was.surcharge_settled else _NOTHING
        refusal = None if amount else refuse("nothing_due")
    else:
        amount = was.outstanding - was.secured if command.amount is None else command.amount
        refusal = _to_settle(model, was, amount)
    refusal = refusal or _may_use(was, command, amount)
    if refusal:
        return refusal
    decided = says(command, was, kinds.GuaranteeOccupied(command.guarantee, amount))
    decided.claim(command.guarantee, amount)
    if command.surcharge:
        settled = dues.SurchargeSettled("guaranteed", amount, command.guarantee)
        decided.add(settled, command.at, command.actor.id, command.now)
    _lift_short(decided, command)
    return decided


def _may_use(was: Clearance, command: c.Occupy, amount: Decimal) -> Refusal | None:
    security = command.security
    if security is None:
        return refuse("unknown_guarantee", guarantee=command.guarantee)
    if security.barred and security.barred != "too_small":
        zh, en = BARS[security.barred]
        return refuse("guarantee_barred", guarantee=command.guarantee, why_zh=zh, why_en=en)
    if security.free < amount:
        return refuse("guarantee_exceeded", guarantee=command.guarantee, free=security.free, amount=amount)
    if command.actor.kind == "declarant":
        return rights.own_declarant(was, command.actor)
    return _tax_officer(command.actor)


def restore(model: Model, was: Clearance, command: c.Restore) -> Decided | Refusal:
    """Give back all that is occupied on a guarantee, after payment or by a named tax officer's decision."""
    amount = was.claims.get(command.guarantee)
    if amount is None:
        return refuse("nothing_occupied", guarantee=command.guarantee)
    refusal = _tax_officer(command.actor)
    if refusal:
        return refusal
    if not was.paid and "release" not in was.points:
        return refuse("not_released")
    if "release" in was.points and was.assessment is not None and was.outstanding and not command.reason:
        return refuse("reason_missing")
    given = kinds.GuaranteeRestored(command.guarantee, amount, command.reason)
    return says(command, was, given).claim(command.guarantee, -amount)


def give_back_all(decided: Decided, command: c.Command, reason: str) -> None:
    """Restore every claim of a clearance that ends."""
    for stream, amount in tuple(decided.after.claims.items()):
        restored = kinds.GuaranteeRestored(stream, amount, reason)
        decided.add(restored, command.now, SYSTEM.id, command.now).claim(stream, -amount)


def secure(decided: Decided, command: c.Command, judgement: c.Judgement) -> None:
    """Occupy the guarantee that the declaration asks for, in the same breath as it is judged."""
    security, found = judgement.evidence.security, judgement.assessment
    if security is None or security.barred or found is None or not found.total or found.missing:
        return
    occupied = kinds.GuaranteeOccupied(security.guarantee, found.total)
    decided.add(occupied, command.at, command.actor.id, command.now).claim(security.guarantee, found.total)


# -- assessed again -----------------------------------------------------------------------------------------------


def assess(model: Model, was: Clearance, command: c.Assess) -> Decided | Refusal:
    """The duty is assessed again on another day or with other figures; what secures it follows."""
    if not was.alive:
        return refuse("not_alive", status=was.status)
    decided = says(command, was, dues.DutyAssessed(command.assessment, command.ground, command.editions))
    settle_again(model, decided, command, command.free)
    return decided


def settle_again(model: Model, decided: Decided, command: c.Command, free: Mapping[str, Decimal]) -> None:
    """After another assessment: missing figures hold, guarantees follow the amount, settlement is done again."""
    found = decided.after.assessment
    if found is None:
        return
    _hold_for_figures(decided, command, found.missing)
    if not found.missing and decided.after.secured:
        _follow_amount(decided, command, free)
    control = next((each for each in model.control if each.done_by == SETTLED), None)
    if control is None or "release" in decided.after.points:
        return
    state = decided.after.controls.get(control.id)
    if state is not None and not required(decided.after, control):
        decided.add(kinds.ControlDropped(control.id, "nothing due"), command.at, SYSTEM.id, command.now)
    elif state is not None and state.state == DONE and not decided.after.settled:
        again = kinds.ControlReopened(control.id, "assessed again")
        decided.add(again, command.at, SYSTEM.id, command.now)


def _hold_for_figures(decided: Decided, command: c.Command, missing: tuple[str, ...]) -> None:
    held = FIGURE_MISSING in decided.after.holds
    if missing and not held:
        points = ("closing",) if "release" in decided.after.points else ("release",)
        hold = kinds.HoldPlaced(FIGURE_MISSING, FIGURE_MISSING, points, "office", "; ".join(missing))
        decided.add(hold, command.at, SYSTEM.id, command.now)
    elif held and not missing:
        decided.add(kinds.HoldLifted(FIGURE_MISSING, "figure came"), command.at, SYSTEM.id, command.now)


def _follow_amount(decided: Decided, command: c.Command, free: Mapping[str, Decimal]) -> None:
    """Occupy what is due more, or restore what is due less; what does not fit any more holds and is told at once."""
    state = decided.after
    more = state.outstanding - state.secured
    if more < 0:
        _give_back(decided, command, -more, "assessed again")
    elif more > 0:
        for guarantee in state.claims:
            if free.get(guarantee, _NOTHING) >= more:
                occupied = kinds.GuaranteeOccupied(guarantee, more)
                decided.add(occupied, command.now, SYSTEM.id, command.now).claim(guarantee, more)
                return
        if SHORT not in state.holds and "release" not in state.points:
            left = max(free.values(), default=_NOTHING)
            reason = f"{state.outstanding} CNY due, {state.secured} CNY secured, {left} CNY free"
            hold = kinds.HoldPlaced(SHORT, SHORT, ("release",), "declarant", reason)
            decided.add(hold, command.at, SYSTEM.id, command.now)
    _lift_short(decided, command)


def _lift_short(decided: Decided, command: c.Command) -> None:
    if SHORT in decided.after.holds and decided.after.settled:
        decided.add(kinds.HoldLifted(SHORT, "paid or secured"), command.now, SYSTEM.id, command.now)


# -- surcharges ---------------------------------------------------------------------------------------------------


def assess_surcharge(model: Model, was: Clearance, command: c.AssessSurcharge) -> Decided | Refusal:
    """A late-declaration surcharge opens a control that must be settled before release."""
    if was.surcharge is not None or not was.alive:
        return refuse("not_alive", status=was.status)
    return says(command, was, command.found)


def settle_surcharge(model: Model, was: Clearance, command: c.SettleSurcharge) -> Decided | Refusal:
    """Paid against a receipt (by a bank or a named tax officer), or waived by a named tax officer on a ground."""
    if was.surcharge is None or was.surcharge_settled:
        return refuse("nothing_due")
    if command.how == "waived":
        if not command.ground:
            return refuse("ground_missing")
        refusal = _tax_officer(command.actor)
    else:
        if not command.ref:
            return refuse("ref_missing")
        refusal = None if command.actor.kind == "bank" else _tax_officer(command.actor)
        if command.amount not in (None, was.surcharge):
            refusal = refusal or refuse("more_than_due", amount=command.amount, due=was.surcharge)
    settled = dues.SurchargeSettled(command.how, was.surcharge, command.ref, command.ground)
    return refusal or says(command, was, settled)


# -- after release ------------------------------------------------------------------------------------------------


def disclose(model: Model, was: Clearance, command: c.Disclose) -> Decided | Refusal:
    """The declarant discloses by himself that too little was declared; a tax officer verifies it."""
    if "release" not in was.points:
        return refuse("not_released")
    if command.amount is None or command.amount <= 0:
        return refuse("amount_not_positive")
    if not command.reason:
        return refuse("reason_missing")
    said = dues.TaxDisclosed(command.amount, command.reason)
    return rights.own_declarant(was, command.actor) or says(command, was, said)


def verify_tax(model: Model, was: Clearance, command: c.VerifyTax) -> Decided | Refusal:
    """Confirmed; or so much is to be paid besides, or refunded, on a ground."""
    if "release" not in was.points:
        return refuse("not_released")
    known = ("confirmed", "supplemented", "refunded")
    if command.outcome not in known:
        return refuse("bad_field", field="outcome", value=command.outcome, known=", ".join(known))
    amount = command.amount or _NOTHING
    if (command.outcome != "confirmed") != (amount > 0):
        return refuse("amount_not_positive")
    if command.outcome != "confirmed" and not command.ground:
        return refuse("ground_missing")
    if command.outcome == "refunded" and amount > was.paid - was.refund:
        return refuse("more_than_due", amount=amount, due=was.paid - was.refund)
    refusal = _tax_officer(command.actor)
    if refusal:
        return refusal
    decided = says(command, was, dues.TaxVerified(command.outcome, amount, command.ground, command.reason))
    if (
        command.outcome == "confirmed"
        and was.assessment is not None
        and was.assessment.settle
        and was.paid >= was.due
    ):
        give_back_all(decided, command, "confirmed")
    return decided


def refund(model: Model, was: Clearance, command: c.Refund) -> Decided | Refusal:
    """An ordered refund left the treasury, against its document."""
    amount = was.refund if command.amount is None else command.amount
    if amount <= 0 or amount > was.refund:
        return refuse("more_than_due", amount=amount, due=was.refund)
    if not command.ref:
        return refuse("ref_missing")
    return _tax_officer(command.actor) or says(command, was, dues.TaxRefunded(amount, command.ref))
