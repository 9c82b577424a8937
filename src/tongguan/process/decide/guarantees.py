"""Decisions about guarantees: register, change the limit, freeze, call, give back. A tax officer keeps them."""

from datetime import date
from decimal import Decimal

from tongguan.facts.actor import Actor
from tongguan.facts.decision import Refusal
from tongguan.facts.kinds import Payload
from tongguan.facts.security import (
    INSTRUMENTS,
    SCOPES,
    GuaranteeCalled,
    GuaranteeClosed,
    GuaranteeFrozen,
    GuaranteeLimitChanged,
    GuaranteeRegistered,
    GuaranteeUnfrozen,
)
from tongguan.process.decide.refusals import refuse
from tongguan.process.guarantee import ACTIVE, BARS, CLOSED, FROZEN, Guarantee


def may_keep(actor: Actor) -> Refusal | None:
    """None when the actor keeps guarantees: a tax officer."""
    if "tax_officer" not in actor.roles:
        return refuse("not_your_role", actor=actor.id, role="tax_officer")
    return None


def register(terms: GuaranteeRegistered, actor: Actor) -> Refusal | None:
    """None when a guarantee with these terms may be registered."""
    checks = (
        (terms.instrument in INSTRUMENTS, "instrument", terms.instrument, ", ".join(INSTRUMENTS)),
        (bool(terms.holder), "holder", terms.holder, "10 digits"),
        (terms.limit.is_finite() and terms.limit > 0, "limit", terms.limit, "> 0"),
        (terms.currency == "CNY", "currency", terms.currency, "CNY"),
        (_is_day(terms.valid_from), "valid_from", terms.valid_from, "2018-08-01"),
        (_is_day(terms.valid_to) and terms.valid_to >= terms.valid_from, "valid_to", terms.valid_to, f"≥ {terms.valid_from}"),
        (bool(terms.scopes) and set(terms.scopes) <= set(SCOPES), "scopes", " ".join(terms.scopes), ", ".join(SCOPES)),
        (not terms.unlimited or terms.instrument == "aeo_waiver", "unlimited", "true", "aeo_waiver"),
    )  # fmt: skip
    for holds, field, value, known in checks:
        if not holds:
            return refuse("bad_field", field=field, value=value, known=known)
    return may_keep(actor)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def change_limit(
    was: Guarantee, amount: Decimal, free: Decimal, ground: str, actor: Actor
) -> Payload | Refusal:
    """Raise or reduce the limit; never below what is occupied."""
    if was.state == CLOSED:
        return refuse("guarantee_barred", guarantee=was.name, why_zh=BARS[CLOSED][0], why_en=BARS[CLOSED][1])
    if not ground:
        return refuse("reason_missing")
    if not amount.is_finite() or not amount:
        return refuse("amount_not_positive")
    if free + amount < 0:
        return refuse("guarantee_exceeded", guarantee=was.name, free=free, amount=-amount)
    return may_keep(actor) or GuaranteeLimitChanged(amount, ground)


def freeze(was: Guarantee, free: Decimal, reason: str, actor: Actor) -> Payload | Refusal:
    """Set aside what is free: nothing new is occupied."""
    if was.state != ACTIVE:
        return refuse(
            "guarantee_barred", guarantee=was.name, why_zh=BARS[was.state][0], why_en=BARS[was.state][1]
        )
    if not reason:
        return refuse("reason_missing")
    system = actor.kind == "system"
    return (None if system else may_keep(actor)) or GuaranteeFrozen(free, reason)


def unfreeze(was: Guarantee, reason: str, actor: Actor) -> Payload | Refusal:
    """Make it usable again, after payment and approval."""
    if was.state != FROZEN:
        return refuse("guarantee_not_frozen", guarantee=was.name)
    if not reason:
        return refuse("reason_missing")
    return may_keep(actor) or GuaranteeUnfrozen(was.aside, reason)


def call(was: Guarantee, number: str, amount: Decimal, ref: str, actor: Actor) -> Payload | Refusal:
    """Call the guarantor for what a declaration holds and owes."""
    if not ref:
        return refuse("ref_missing")
    if amount <= 0:
        return refuse("nothing_occupied", guarantee=was.name)
    return may_keep(actor) or GuaranteeCalled(number, amount, ref)


def close(was: Guarantee, free: Decimal, reason: str, actor: Actor) -> Payload | Refusal:
    """Give it back when nothing is occupied any more."""
    if was.state == CLOSED:
        return refuse("guarantee_barred", guarantee=was.name, why_zh=BARS[CLOSED][0], why_en=BARS[CLOSED][1])
    if was.occupied(free) > 0:
        return refuse("still_occupied", guarantee=was.name, amount=was.occupied(free))
    if not reason:
        return refuse("reason_missing")
    return may_keep(actor) or GuaranteeClosed(free, reason)
