"""The weekly report as a record: figures of one week, what they are compared with, and what follows. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

import msgspec

from tongguan.facts import case as k
from tongguan.facts import improvement as i
from tongguan.facts.clock import DAY, SECOND, parse
from tongguan.facts.event import Fact
from tongguan.facts.report import (
    Against,
    Aim,
    Answered,
    Decided,
    Flow,
    Line,
    Nation,
    Passed,
    Report,
    Request,
    Said,
    Side,
    Standing,
    Waited,
)
from tongguan.insight import cohort, late, tables, targets, times
from tongguan.insight.cause import causes
from tongguan.insight.compare import NotComparable, comparable
from tongguan.insight.life import Life
from tongguan.insight.tables import Worlds
from tongguan.insight.times import Definition, Took
from tongguan.process.case import Case
from tongguan.process.model import Model

DEFINITIONS = ("customs_clearance", "overall", "first_application")
"""What the report measures, imports and exports apart; the first is that of its causes."""
CLOCK = "customs_clearance_ranking"
"""What the 24 hours are counted by."""
OLDEST, REASONS = 10, 3
_WEEK = re.compile(r"(\d{4})-W(\d{2})")


class Week(msgspec.Struct, frozen=True):
    """Monday to Sunday by the office's dates, named as in ISO 8601."""

    name: str
    since: date
    until: date

    @property
    def begin(self) -> int:
        """Monday 00:00, microseconds UTC."""
        return parse(f"{self.since}T00:00:00")

    @property
    def end(self) -> int:
        """Sunday 24:00, microseconds UTC."""
        return parse(f"{self.until + timedelta(days=1)}T00:00:00")

    def before(self, weeks: int = 1) -> "Week":
        """The week so many weeks earlier."""
        return week_of(self.since - timedelta(weeks=weeks))

    def year_before(self) -> "Week | None":
        """The week of the same number a year earlier; None for a 53rd that it has not."""
        year, number, _ = self.since.isocalendar()
        return week(f"{year - 1}-W{number:02}")


def week(name: str) -> Week | None:
    """The week of a name such as 2018-W26; None when there is no such week."""
    found = _WEEK.fullmatch(name)
    try:
        return found and week_of(date.fromisocalendar(int(found[1]), int(found[2]), 1))
    except ValueError:
        return None


def week_of(day: date) -> Week:
    """The week of a local date."""
    year, number, weekday = day.isocalendar()
    monday = day - timedelta(days=weekday - 1)
    return Week(f"{year}-W{number:02}", monday, monday + timedelta(days=6))


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What a report is made from."""

    lives: Sequence[Life]
    models: Mapping[str, Model]
    worlds: Worlds
    cases: Mapping[str, Case]
    """Number → its case as of the week's end."""
    acts: Iterable[tuple[str, Fact]]
    """(case or meeting on improvement, fact) of the week."""
    last: tuple[Answered, ...]
    """What the report of the week before asked, with the answers."""
    now: int
    synthetic: bool


def make(asked: Week, known: Known) -> Report:
    """The record of a week; of a week that is not over as far as it went."""
    end = min(asked.end, known.now)
    main = times.definitions()[DEFINITIONS[0]]
    table = next(
        iter(tables.tables(known.lives, main, known.models, known.worlds, (), asked.since, asked.until)), None
    )
    waited = tuple(
        Waited(name, micros, table.total - table.without[name]) for name, micros in table.causes.items()
    ) if table else ()  # fmt: skip
    passed = _passed(asked, known, end)
    reasons = tuple(sorted(waited, key=lambda each: (-each.saved, -each.micros, each.cause))[:REASONS])
    return Report(
        week=asked.name, since=asked.since.isoformat(), until=asked.until.isoformat(), made_at=known.now,
        synthetic=known.synthetic, definition=main.id,
        lines=tuple(
            _line(asked, known, times.definitions()[name], way, end)
            for name in DEFINITIONS for way in ("import", "export")
        ),
        flow=_flow(asked, known.lives, end), oldest=_oldest(known.lives, end),
        count=table.count if table else 0, total=table.total if table else 0, causes=waited,
        overrun=_side([each.took - DAY for each in passed]), late=passed, reasons=reasons,
        requests=_requests(asked, reasons), last_requests=known.last,
        decided=tuple(found for name, fact in known.acts if (found := _decided(name, fact))),
    )  # fmt: skip


def _line(asked: Week, known: Known, definition: Definition, way: str, end: int) -> Line:
    lives = [life for life in known.lives if life.direction == way]
    now = times.took(lives, definition, asked.since, asked.until)
    beside = next(iter(cohort.cohorts(lives, definition, (), asked.since, asked.until, end)), None)
    side, year = _of(now), asked.year_before()
    mean = None if side is None or side.mean_s is None else side.mean_s / 3600
    return Line(
        definition=definition.id, direction=way, now=side,
        late_entries=sum(bool(each.row.late_entries) for each in now),
        accepted=beside.accepted if beside else 0,
        cohort=beside.cohort_within_24h if beside and beside.accepted >= times.FEW else None,
        last_week=_against(definition, now, _took(lives, definition, asked.before())),
        last_year=_against(definition, now, _took(lives, definition, year) if year else []),
        target=_aim(definition.id, way, known.lives, asked.until),
        nation=_nation(targets.judge(definition.id, way, mean, asked.since, asked.until)),
    )  # fmt: skip


def _took(lives: Sequence[Life], definition: Definition, asked: Week) -> list[Took]:
    return times.took(lives, definition, asked.since, asked.until)


def _of(counted: Sequence[Took]) -> Side | None:
    return _side([each.micros for each in counted])


def _side(micros: Sequence[int]) -> Side | None:
    """Count, median and range; mean and rate from the twentieth on."""
    if not micros:
        return None
    ordered, count = sorted(micros), len(micros)
    many = count >= times.FEW
    middle = (ordered[(count - 1) // 2] + ordered[count // 2]) / 2
    return Side(
        count=count, median_s=round(middle / SECOND, 1), low_s=ordered[0] / SECOND, high_s=ordered[-1] / SECOND,
        mean_s=round(sum(ordered) / count / SECOND, 1) if many else None,
        within_24h=round(sum(each <= DAY for each in ordered) / count, 6) if many else None,
    )  # fmt: skip


_FEW = Said("票数不足 20，无法评判", "under 20 declarations: cannot be judged")
_NONE = Said("无可比数字", "no figure to compare with")


def _against(definition: Definition, now: Sequence[Took], other: Sequence[Took]) -> Against:
    ours, side = _of(now), _of(other)
    if side is None:
        return Against(None, None, _NONE)
    try:
        comparable(definition, {each.row.process for each in now}, {each.row.process for each in other})
    except NotComparable as error:
        return Against(side, None, Said(error.zh, error.en))
    if ours is None or ours.mean_s is None or not side.mean_s:
        return Against(side, None, _FEW)
    return Against(side, round(ours.mean_s / side.mean_s - 1, 6))


def _aim(definition: str, way: str, lives: Sequence[Life], until: date) -> Aim | None:
    target = next(
        (each for each in targets.shipped() if (each.definition, each.direction) == (definition, way)), None
    )
    if target is None:
        return None
    found = targets.progress(target, lives, until)
    return Aim(found.aim, found.baseline, found.now, target.due.isoformat(), found.reached)


def _nation(judged: targets.Judged) -> Nation:
    if judged.better is None:
        return Nation(said=Said(judged.zh, judged.en))
    return Nation(hours=judged.against.hours if judged.against else "", better=judged.better)


def _flow(asked: Week, lives: Sequence[Life], end: int) -> Flow:
    before = sum(_is_open(life, asked.begin - 1) for life in lives)
    opened = sum(times.within(life.accepted_at, asked.since, asked.until) for life in lives)
    over = [each for life in lives if life.accepted_at is not None and (each := _over(life))]
    released = sum(name == "released" and asked.begin <= at < end for name, at in over)
    ended = sum(name == "ended" and asked.begin <= at < end for name, at in over)
    carried = sum(_is_open(life, end - 1) for life in lives)
    return Flow(before=before, opened=opened, closed=released, ended=ended, carried=carried)


def _over(life: Life) -> tuple[str, int] | None:
    """How and when a declaration left the open stock: the first of release and ending."""
    found = [(at, name) for name, at in (("released", life.released_at), ("ended", life.ended_at)) if at is not None]  # fmt: skip
    if not found:
        return None
    at, name = min(found)
    return name, max(at, life.accepted_at or at)


def _is_open(life: Life, at: int) -> bool:
    if life.accepted_at is None or life.accepted_at > at:
        return False
    over = _over(life)
    return over is None or over[1] > at


def _oldest(lives: Sequence[Life], end: int) -> tuple[Standing, ...]:
    found = [
        Standing(life.number, life.direction, life.trader_name, end - (life.accepted_at or end))
        for life in lives if _is_open(life, end - 1)
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda each: (-each.age, each.number))[:OLDEST])


def _passed(asked: Week, known: Known, end: int) -> tuple[Passed, ...]:
    arriving = late.by_arrival(known.models.values())
    found = []
    for life in known.lives:
        at = late.passed_at(life, life.process, arriving)
        if at is not None and asked.begin <= at < end:
            found.append(_one(life, at, known, end))
    return tuple(sorted(found, key=lambda each: (each.passed_at, each.number)))


def _one(life: Life, at: int, known: Known, end: int) -> Passed:
    over, case = _over(life), known.cases.get(life.number)
    released = over is not None and over[0] == "released" and over[1] < end
    stop = min(over[1], end) if over else end
    return Passed(
        number=life.number, direction=life.direction, trader=life.trader_name, channel=life.channel, passed_at=at,
        took=stop - (at - late.LATE_AFTER), released=released,
        waited=_longest(life, known) if released else _at_the_end(life, at - late.LATE_AFTER, stop, known),
        cause=case.cause if case else "", section=case.cause_section if case else "",
        owner=case.owner if case else "", action=case.action if case else "", finding=case.finding if case else "",
    )  # fmt: skip


def _longest(life: Life, known: Known) -> str:
    definition = times.definitions()[CLOCK]
    start, stop = times.interval(life, definition) or (0, 0)
    told = tables.told(known.models, Took(life, start, stop, stop - start), definition, known.worlds)
    return max(told.causes, key=lambda name: told.causes[name], default="")


def _at_the_end(life: Life, start: int, stop: int, known: Known) -> str:
    """Who is waited for at the end of the week, or when it ended otherwise."""
    told = tables.told(
        known.models, Took(life, start, stop, stop - start), times.definitions()[CLOCK], known.worlds
    )
    return told.parts[-1][2]


_ASKED: dict[str, Said] = {
    "officer": Said("按科室调整在岗人力，说明等待最长的岗位及补救时限", "move staff to where waiting was longest; say which post and by when"),
    "work": Said("说明作业时间最长的环节及可并行、可前移的步骤", "name the control that took longest and what of it may run beside or before"),
    "batch": Said("说明成批办理的理由，能随到随办的改为随到随办", "give the reason for working in batches; otherwise work as it comes"),
    "idle": Said("说明无人动手的环节及责任岗位", "name the step that nobody took up and whose it is"),
    "closed": Said("研究预约加班或值班办理的必要性并答复", "answer whether work by appointment outside office hours is needed"),
    "declarant": Said("约谈等待最长的申报单位，告知应办手续", "meet the declarants that were waited for longest and say what they must do"),
    "bank": Said("联系银行或保险机构，限时反馈扣税或担保", "ask banks and insurers for their confirmations within a set time"),
    "terminal": Said("联系场站，限时报送运抵和移箱", "ask the terminal to report arrivals and move containers within a set time"),
    "laboratory": Said("联系实验室，约定出具结果的时限", "agree with the laboratory on a time for results"),
    "authority": Said("致函有关部门催办", "write to the authority concerned"),
    "system": Said("说明系统故障的原因和恢复时间", "explain the fault of the system and the time to mend it"),
}  # fmt: skip
"""What the office asks when a cause is among the three, by whom was waited for."""


def _requests(asked: Week, reasons: Sequence[Waited]) -> tuple[Request, ...]:
    return tuple(
        Request(f"{asked.name}-{place}", each.cause, _ASKED[each.cause])
        for place, each in enumerate(reasons, start=1)
        if each.cause in causes().cause
    )


def _decided(name: str, fact: Fact) -> Decided | None:
    match fact.data:
        case k.CauseNamed(cause=cause, note=note):
            said = ("cause", f"{cause} {note}".strip())
        case k.ActionPlanned(action=action):
            said = ("plan", action)
        case k.CaseSuspended(ground=ground):
            said = ("suspend", ground)
        case k.CaseClosed(finding=finding):
            said = ("close", finding)
        case k.CaseReopened(reason=reason):
            said = ("reopen", reason)
        case i.MeetingHeld(decided=decided):
            said = ("meet", decided)
        case i.MeasureTaken(measure=measure):
            said = ("measure", f"{measure.what} ({measure.owner}, {measure.since})")
        case i.MeasureEnded(measure=name_of, on=on, reason=reason):
            said = ("stop", f"{name_of} {on} {reason}")
        case _:
            return None
    return Decided(fact.happened_at, fact.actor, name, *said)
