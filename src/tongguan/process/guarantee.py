"""A guarantee: the fold of its own events, and why it may not be used. What is free stands in its head row."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import msgspec
from msgspec.structs import replace

from tongguan.facts.event import Fact
from tongguan.facts.kinds import Payload, SharedOpened
from tongguan.facts.security import (
    INSTRUMENTS,
    GuaranteeCalled,
    GuaranteeClosed,
    GuaranteeFrozen,
    GuaranteeLimitChanged,
    GuaranteeRegistered,
    GuaranteeUnfrozen,
)

ACTIVE, FROZEN, CLOSED = "active", "frozen", "closed"
_NOTHING = Decimal(0)

BARS: dict[str, tuple[str, str]] = {
    "unknown": ("没有此担保", "there is no such guarantee"),
    "other_holder": ("担保人名下企业与本票纳税人不符", "it secures another enterprise"),
    "other_office": ("担保受益海关不含本关", "it names other offices"),
    "not_yet": ("尚未生效", "it is not in force yet"),
    "expired": ("已到期", "its term has ended"),
    "frozen": ("已冻结", "it is frozen"),
    "closed": ("已退还", "it was given back"),
    "other_scope": ("担保用途不符", "it is for other purposes"),
    "other_instrument": ("征免方式要求的担保形式不符", "the duty mode asks for another instrument"),
    "used": ("单笔担保已用于其他报关单", "it is a single one and secures another declaration"),
    "arrears": ("有逾期未缴税款", "payments of its holder are overdue"),
    "too_small": ("可用额度不足", "too little is free on it"),
    "licence": ("缺少许可证件的货物不得凭担保放行", "no guarantee cures a missing licence"),
}
"""Why a guarantee cannot be used, in both languages."""


class Guarantee(msgspec.Struct, frozen=True, kw_only=True):
    """A guarantee after its own events; ``version`` counts those, not its uses."""

    name: str
    version: int = 0
    terms: GuaranteeRegistered | None = None
    holder: str = ""
    limit: Decimal = _NOTHING
    state: str = ACTIVE
    aside: Decimal = _NOTHING
    """What a freeze set aside."""
    called: tuple[GuaranteeCalled, ...] = ()
    since: int = 0

    def valid(self, on: date) -> bool:
        """Is it within its term? One without terms (opened by its limit alone) always is."""
        terms = self.terms
        return terms is None or terms.valid_from <= on.isoformat() <= terms.valid_to

    def occupied(self, free: Decimal) -> Decimal:
        """What declarations hold of it, when so much is free."""
        return self.limit - self.aside - free


def fold(name: str, facts: Iterable[Fact], was: Guarantee | None = None) -> Guarantee | None:
    """The guarantee after its facts, or after more facts; uses of it change nothing here. None when there is none."""
    state = was
    for fact in facts:
        data = fact.data
        if isinstance(data, SharedOpened):
            state = Guarantee(
                name=name, version=1, holder=data.holder, limit=data.limit, since=fact.happened_at
            )
            continue
        if state is None:
            continue
        changed = _after(state, data)
        if changed is not None:
            state = replace(changed, version=state.version + 1)
    return state


def _after(was: Guarantee, data: Payload) -> Guarantee | None:
    match data:
        case GuaranteeRegistered():
            return replace(was, terms=data, holder=data.holder)
        case GuaranteeLimitChanged():
            return replace(was, limit=was.limit + data.amount)
        case GuaranteeFrozen():
            return replace(was, state=FROZEN, aside=was.aside + data.amount)
        case GuaranteeUnfrozen():
            return replace(was, state=ACTIVE, aside=was.aside - data.amount)
        case GuaranteeCalled():
            return replace(was, called=(*was.called, data))
        case GuaranteeClosed():
            return replace(was, state=CLOSED, aside=was.aside + data.amount)
    return None


class Use(msgspec.Struct, frozen=True, kw_only=True):
    """What a guarantee is asked to secure."""

    holder: tuple[str, ...]
    """Codes of the taxpayer."""
    office: str
    scope: str
    on: date
    settle: str = ""
    """deposit or letter where the duty mode asks for that."""
    taken: bool = False
    """A single guarantee that another declaration holds something of."""


def bar(state: Guarantee, use: Use) -> str:
    """Why the guarantee cannot be used for this; empty when it can."""
    if state.state != ACTIVE:
        return state.state
    if state.holder and state.holder not in use.holder:
        return "other_holder"
    terms = state.terms
    if terms is None:
        return ""
    day = use.on.isoformat()
    wanted = {"deposit": ("deposit",), "letter": ("bank_letter", "finance_company")}.get(
        use.settle, INSTRUMENTS
    )
    reasons = (
        (day < terms.valid_from, "not_yet"),
        (day > terms.valid_to, "expired"),
        (bool(terms.offices) and use.office not in terms.offices, "other_office"),
        (use.scope not in terms.scopes, "other_scope"),
        (terms.instrument not in wanted, "other_instrument"),
        (use.taken and not terms.general, "used"),
    )
    return next((code for holds, code in reasons if holds), "")
