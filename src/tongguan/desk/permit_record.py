"""E-ledgers and licences as records and words: what the command line and the machine interface tell of them."""

from typing import Any

from tongguan.desk.permits import Used, View
from tongguan.facts.clock import iso

_MEASURES = {
    "quantity": ("数量", "quantity"),
    "weight": ("重量", "weight"),
    "value": ("金额", "value"),
    "times": ("次数", "times"),
}
_STATES = {
    "active": ("有效", "active"), "revoked": ("已撤销", "revoked"), "expired": ("已到期", "expired"),
    "not_yet": ("未生效", "not yet in force"), "used_up": ("已用完", "used up"), "bound": ("已预扣", "bound"),
    "freed": ("已退回", "given back"), "written_off": ("已核扣", "written off"),
}  # fmt: skip


def measure(name: str, lang: str) -> str:
    """A measure in words."""
    return _MEASURES[name][lang != "zh"]


def state(name: str, lang: str) -> str:
    """The state of a permit, or of a use of one, in words."""
    return _STATES[name][lang != "zh"]


def permit(view: View) -> dict[str, Any]:
    """A permit with what is free of each line, and its objections."""
    held = view.held
    terms = held.permit
    return {
        "kind": terms.kind, "number": terms.number, "code": terms.code, "state": view.state, "holder": terms.holder,
        "brokers": terms.brokers, "issued_on": terms.issued_on, "valid_to": held.valid_to or None,
        "days_left": view.days_left, "one_batch": terms.one_batch, "times": terms.uses, "used_share": view.share,
        "balances": [
            {"line": each.line, "measure": each.measure, "unit": each.unit, "limit": each.limit, "used": each.used,
             "free": each.free}
            for each in view.balances
        ],
        "objections": [
            {"objection": each.id, "number": each.number, "text": each.text, "by": each.by, "at": iso(each.at),
             "outcome": each.outcome or "open", "reason": each.reason}
            for each in held.objections
        ],
    }  # fmt: skip


def use(said: Used) -> dict[str, Any]:
    """One use: which declaration, by whom, when, how much of which line."""
    return {
        "number": said.number, "by": said.by, "at": iso(said.at), "state": said.state,
        "amounts": [{"line": line, "measure": name, "amount": amount} for line, name, amount in said.amounts],
    }  # fmt: skip
