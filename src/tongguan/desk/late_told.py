"""A late declaration as commands and the machine interface tell it: seconds, times in ISO 8601, one language. Inward."""

import msgspec

from tongguan.desk.late import Late
from tongguan.facts.clock import SECOND, iso


class Expected(msgspec.Struct, frozen=True):
    """When it is expected to be released: 80 % of the time between ``p10`` and ``p90``."""

    p10: str
    p50: str
    p90: str


class WaitsFor(msgspec.Struct, frozen=True):
    """One thing that it waits for: the party, the control or code of the hold, and its state."""

    party: str = msgspec.field(name="for")
    code: str
    state: str


class LateTold(msgspec.Struct, frozen=True, kw_only=True):
    """One open declaration past 20 hours (``warning``) or 24 (``late``); what nobody said yet is named in ``proposed``."""

    number: str
    age_s: int
    state: str
    owner: str
    cause: str
    next_action: str
    forecast: Expected | None
    case: str | None
    section: str
    level: str
    standing: str
    promised_at: str | None
    risk: str
    proposed: tuple[str, ...]
    waits: tuple[WaitsFor, ...]


def tell(each: Late, lang: str) -> LateTold:
    """The record of one."""
    expected = each.forecast
    return LateTold(
        number=each.number, age_s=each.age // SECOND, state=each.state, owner=each.owner, cause=each.cause,
        next_action=each.next_action[lang == "en"],
        forecast=Expected(iso(expected.p10), iso(expected.p50), iso(expected.p90)) if expected else None,
        case=each.case.id if each.case else None, section=each.section, level=each.level, standing=each.standing,
        promised_at=None if each.promised_at is None else iso(each.promised_at), risk=each.risk, proposed=each.proposed,
        waits=tuple(WaitsFor(wait.party, wait.code, wait.what.state) for wait in each.waits),
    )  # fmt: skip
