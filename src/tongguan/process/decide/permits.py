"""Decisions about e-ledgers and licences: opened, amended and revoked by their authority; objected to by their enterprise."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from tongguan.facts.actor import Actor
from tongguan.facts.decision import Refusal
from tongguan.facts.permit import (
    DISMISSED,
    LEDGER,
    LICENCE,
    MEASURES,
    UPHELD,
    ObjectionSettled,
    Permit,
    PermitAmended,
    PermitLine,
    PermitObjected,
    PermitRevoked,
    limits_of,
)
from tongguan.process.decide import rights
from tongguan.process.decide.amounts import FORM, is_quantity
from tongguan.process.decide.refusals import refuse
from tongguan.process.permit import REVOKED, PermitState

AUTHORITIES = {LEDGER: "inspection_service", LICENCE: "licensing_authority"}
"""Kind of permit → role of the service whose message it is."""
OWNER = "document_officer"
"""Role that settles objections."""
_NUMBER = re.compile(r"[0-9A-Za-z.\-]{1,40}")
_COMMODITY = re.compile(r"[0-9]{8,10}")


def may_tell(kind: str, actor: Actor) -> Refusal | None:
    """None when the actor is the authority of this kind of permit."""
    role = AUTHORITIES.get(kind)
    if role is None:
        return refuse("bad_field", field="kind", value=kind, known=", ".join(AUTHORITIES))
    if actor.kind == "service" and role in actor.roles:
        return None
    return refuse("not_your_role", actor=actor.id, role=role)


def check(permit: Permit) -> Refusal | None:
    """None when what the authority says can be used."""
    numbers = [line.line for line in permit.lines]
    whole = (
        (bool(_NUMBER.fullmatch(permit.number)), "number", permit.number, "A-Z 0-9 . -"),
        (bool(permit.code), "code", permit.code, "B, 7 …"),
        (bool(permit.holder), "holder", permit.holder, "10 / 18"),
        (_is_day(permit.issued_on), "issued_on", permit.issued_on, "2018-08-01"),
        (bool(numbers) and min(numbers) > 0 and len(set(numbers)) == len(numbers), "lines", str(numbers), "1, 2 …"),
        (permit.times is None or permit.times > 0, "times", permit.times, "> 0"),
    )  # fmt: skip
    for holds, field, value, known in whole:
        if not holds:
            return refuse("bad_field", field=field, value=value, known=known)
    return next((refusal for line in permit.lines if (refusal := _line(permit, line))), None)


def _line(permit: Permit, line: PermitLine) -> Refusal | None:
    path = f"lines[{line.line}]"
    amounts = {measure: getattr(line, measure) for measure in MEASURES}
    limited = any(amount is not None for amount in amounts.values()) or permit.uses is not None
    needed = permit.kind == LICENCE or line.quantity is not None
    checks = (
        (bool(_COMMODITY.fullmatch(line.commodity)), "commodity", line.commodity, "8–10 digits"),
        (needed and limited, "quantity", line.quantity, FORM),
        (line.quantity is None or bool(line.unit), "unit", line.unit, "035 …"),
        (line.value is None or bool(line.currency), "currency", line.currency, "USD …"),
        (_is_day(line.valid_to) and line.valid_to >= permit.issued_on, "valid_to", line.valid_to, f"≥ {permit.issued_on}"),
    )  # fmt: skip
    for holds, field, value, known in checks:
        if not holds:
            return refuse("bad_field", field=f"{path}.{field}", value=value or "—", known=known)
    for measure, amount in amounts.items():
        if amount is not None and not is_quantity(amount):
            return refuse("bad_field", field=f"{path}.{measure}", value=amount, known=FORM)
    return None


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == 10


def amend(was: PermitState, permit: Permit, reason: str) -> PermitAmended | Refusal:
    """What the authority changes; a line is never cut below what declarations hold, which its shared stream sees to."""
    if was.state == REVOKED:
        return refuse("permit_revoked", permit=permit.number)
    if permit.holder != was.permit.holder:
        return refuse("bad_field", field="holder", value=permit.holder, known=was.permit.holder)
    new = limits_of(permit)
    nothing = Decimal(0)
    taken = {balance: old - new.get(balance, nothing) for balance, old in was.limits.items()}
    return PermitAmended(permit, {name: amount for name, amount in taken.items() if amount}, reason)


def revoke(was: PermitState, free: Mapping[str, Decimal], reason: str) -> PermitRevoked | Refusal:
    """Nothing new is bound; what declarations hold stays theirs."""
    if was.state == REVOKED:
        return refuse("permit_revoked", permit=was.permit.number)
    if not reason:
        return refuse("reason_missing")
    return PermitRevoked({name: amount for name, amount in free.items() if amount}, reason)


def object_to(
    was: PermitState, holder: str, number: str, used: bool, text: str, actor: Actor
) -> PermitObjected | Refusal:
    """The enterprise (``holder``, its customs code) objects to a declaration that uses its permit; ``used``: it does, or did."""
    refusal = rights.of_enterprise(actor, (holder, was.permit.holder))
    if refusal:
        return refusal
    if not used:
        return refuse("permit_not_used", permit=was.permit.number, number=number)
    if not text:
        return refuse("reason_missing")
    return PermitObjected(number, text)


def settle(
    was: PermitState, objection: int, outcome: str, reason: str, actor: Actor
) -> ObjectionSettled | Refusal:
    """A document officer upholds or dismisses an open objection, with a reason."""
    if OWNER not in actor.roles:
        return refuse("not_your_role", actor=actor.id, role=OWNER)
    if objection not in [each.id for each in was.open_objections]:
        return refuse("unknown_objection", objection=objection)
    if outcome not in (UPHELD, DISMISSED):
        return refuse("bad_field", field="outcome", value=outcome, known=f"{UPHELD}, {DISMISSED}")
    if not reason:
        return refuse("reason_missing")
    return ObjectionSettled(objection, outcome, reason)
