"""Late declarations and those about to be: worklist rows, the cases about them and what they wait for, put together. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta

import msgspec

from tongguan.desk.worklist import WorkRow
from tongguan.facts.clock import OFFICE_ZONE, local_date, micros, moment
from tongguan.insight import late, waiting
from tongguan.insight.forecast import Forecast
from tongguan.insight.waiting import Wait
from tongguan.process import case as cases
from tongguan.process.case import Case
from tongguan.process.team import Team

FIVE = time(17)
LIKELY, POSSIBLE, IN_TIME, LATER = RISKS = ("likely", "possible", "in_time", "later")
"""The 24 hours end by the next 17:00 and the release is expected after them, or may come after them; they end by 17:00
today and it is expected in time; they end after the next 17:00, and the release is expected still later."""
OWNER, CAUSE, ACTION = "owner", "cause", "next_action"
"""What a late declaration has as a proposal as long as nobody has said it."""


class Looked(msgspec.Struct, frozen=True, kw_only=True):
    """An open declaration as the desk read it."""

    row: WorkRow
    waits: tuple[Wait, ...]
    forecast: Forecast | None
    ship: str = ""
    """Means of transport and voyage, as declared."""


class Late(msgspec.Struct, frozen=True, kw_only=True):
    """One open declaration with its clock, its case and what is proposed; times are microseconds UTC."""

    row: WorkRow
    began: int | None
    age: int
    """Microseconds since the clock began; 0 before."""
    state: str
    """late, warning or empty."""
    level: str
    """section, head or district, past 24, 48 and 72 hours."""
    risk: str
    """One of ``RISKS``; empty when it is late, or in time and far from 24 hours."""
    waits: tuple[Wait, ...]
    standing: str
    """law, others, acting or nobody."""
    forecast: Forecast | None
    case: Case | None
    section: str
    owner: str
    cause: str
    next_action: tuple[str, str]
    """In Chinese and English; what an officer wrote stands in both."""
    promised_at: int | None
    proposed: tuple[str, ...]
    """Which of owner, cause and next_action nobody has said yet."""

    @property
    def number(self) -> str:
        return self.row.number

    @property
    def passes(self) -> int | None:
        """When its 24 hours end, microseconds UTC; None before its clock begins."""
        return None if self.began is None else self.began + late.LATE_AFTER

    @property
    def case_id(self) -> str:
        """The case that an act goes to: a declaration without one has its own."""
        return self.case.id if self.case else self.row.number

    @property
    def suspended(self) -> bool:
        """A head has named the law that stops it and the day of review: out of the alarm, not out of the statistics."""
        return self.case is not None and self.case.state == cases.SUSPENDED

    @property
    def unreviewed(self) -> bool:
        """The law stops it, and no head has said when it is looked at again: it stays in the alarm until then."""
        return self.standing == waiting.BY_LAW and not self.suspended


def next_five(now: int) -> int:
    """The next 17:00 of the office, microseconds UTC."""
    local = moment(now)
    five = datetime.combine(local.date(), FIVE, OFFICE_ZONE)
    return micros(five if five > local else five + timedelta(days=1))


def put_together(
    looked: Iterable[Looked], held: Mapping[str, Case], team: Team, arriving: frozenset[str], now: int
) -> list[Late]:
    """Open declarations, oldest clock first. ``held``: number → the case that it belongs to, closed ones included."""
    found = [_one(each, held.get(each.row.number), team, arriving, now) for each in looked]
    return sorted(found, key=lambda each: (-each.age, each.number))


def _one(each: Looked, case: Case | None, team: Team, arriving: frozenset[str], now: int) -> Late:
    row = each.row
    began = late.began(row, row.process, arriving)
    age = max(0, now - began) if began is not None else 0
    state = late.alarm(age)
    first = each.waits[0] if each.waits else None
    proposed = first.cause if first else waiting.DEFAULT_CAUSE
    live = case if case is not None and (case.state != cases.CLOSED or state == late.LATE) else None
    cause = live.cause if live and live.cause else proposed
    section = (live.cause_section or live.section if live else "") or _section(first, cause, team)
    owner = live.owner if live else ""
    kept = bool(live and live.owner and live.promised_at is not None and live.promised_at >= now)
    action = (live.action, live.action) if live and live.action else _proposal(first)
    return Late(
        row=row, began=began, age=age, state=state, level=late.level(age), risk=risk(began, each.forecast, now),
        waits=each.waits, forecast=each.forecast, case=live, section=section, cause=cause, next_action=action,
        standing=waiting.standing(each.waits, live is not None and live.state == cases.SUSPENDED, kept),
        owner=owner or team.answers(section, local_date(now)), promised_at=live.promised_at if live else None,
        proposed=tuple(
            name for name, said in (
                (OWNER, owner), (CAUSE, live and live.cause), (ACTION, live and live.action)
            ) if not said
        ),
    )  # fmt: skip


def _section(first: Wait | None, cause: str, team: Team) -> str:
    """The section that is waited for: that of the role whose control it is, else the one that deals with the cause."""
    own = first.what.owner if first and first.party == waiting.OFFICE and first.what.kind == "control" else ""
    return team.section_for(own) or waiting.causes()[cause].section


def risk(began: int | None, expected: Forecast | None, now: int) -> str:
    """How near a declaration in time is to its 24 hours: ``RISKS``; empty when it is late, or far from it."""
    if began is None or began + late.LATE_AFTER < now:
        return ""
    passes = began + late.LATE_AFTER
    by_five = passes < next_five(now)
    if expected is not None and expected.p50 > passes:
        return LIKELY if by_five else LATER
    if not by_five:
        return ""
    if expected is not None and expected.p90 > passes:
        return POSSIBLE
    # In the evening the next 17:00 is tomorrow's, and what is expected in time until then is no news.
    return IN_TIME if local_date(passes) == local_date(now) else ""


_ACTIONS = {
    "law": ("由关长复核法定中止", "the head reviews what the law has stopped"),
    "laboratory": ("催问实验室结果", "ask the laboratory for its result"),
    "bank": ("催问银行扣税", "ask the bank for its confirmation"),
    "terminal": ("催问场站运抵或舱单", "ask the terminal about arrival or manifest"),
    "declarant": ("通知申报人办理", "tell the declarant to act"),
    "authority": ("催问有关部门", "ask the other authority"),
    "system": ("排查系统", "look for the fault of the system"),
}


def _proposal(first: Wait | None) -> tuple[str, str]:
    if first is None:
        return ("核对为何未放行", "find out why it is not released")
    if first.party in _ACTIONS:
        return _ACTIONS[first.party]
    return (f"办理：{first.what.zh}", f"do: {first.what.en}")


def split(found: Sequence[Late]) -> dict[str, int]:
    """How many late ones are stopped by law, wait for others, are being worked on, and have nobody acting."""
    counts = dict.fromkeys((waiting.BY_LAW, waiting.OTHERS, waiting.ACTING, waiting.NOBODY), 0)
    for each in found:
        if each.state == late.LATE:
            counts[each.standing] += 1
    return counts
