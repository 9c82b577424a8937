"""What the weekly report tells of the declarations that passed 24 hours and of their cases. Pure."""

import itertools
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from tongguan.facts import case as k
from tongguan.facts.event import Fact
from tongguan.facts.report import Answered, Because, CaseFlow, OldCase, Owed, Passed, Said, Stand
from tongguan.insight import late, stock, tables, times, waiting, why
from tongguan.insight.case_course import STILL, Course, by_law, promised, spans
from tongguan.insight.causes import Told
from tongguan.insight.hours import Interval
from tongguan.insight.life import Life
from tongguan.insight.tables import Worlds
from tongguan.insight.targets import Aims
from tongguan.insight.times import Took
from tongguan.insight.week import Week
from tongguan.process import case as cases
from tongguan.process.case import Case
from tongguan.process.model import Model

CLOCK = "customs_clearance_ranking"
"""What the 24 hours are counted by."""
HOW = (waiting.BY_LAW, waiting.OTHERS, waiting.ACTING, waiting.NOBODY)
TAKE, CONFIRM, PROMISE, ANSWER = "take", "confirm", "promise", "answer"
TEAM = "team"
"""Who is to take a case that has no owner."""


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What a report is made from."""

    lives: Sequence[Life]
    models: Mapping[str, Model]
    worlds: Worlds
    courses: Mapping[str, Course]
    """Case → its course as it is known when the report is made: causes are found out after the week."""
    acts: Iterable[tuple[str, Fact]]
    """(case or meeting on improvement, fact) of the week."""
    last: tuple[Answered, ...]
    """What the report of the week before asked, with the answers."""
    names: Mapping[str, Said]
    """How officers, sections and outsiders are called, by id."""
    now: int
    synthetic: bool
    aims: Aims
    """Targets of the office and published figures."""

    @property
    def cases(self) -> dict[str, Case]:
        """Number → its case; the joint one where there are two."""
        every = sorted((each.case for each in self.courses.values()), key=lambda case: case.ground == k.JOINT)
        return {number: case for case in every for number in case.declarations}


def late_of(known: Known) -> dict[str, tuple[Life, Interval]]:
    """Number → its life, and from when it had passed 24 hours until it was released or ended (``STILL``: not yet)."""
    arriving = late.by_arrival(known.models.values())
    found = {}
    for life in known.lives:
        at = late.passed_at(life, life.process, arriving)
        if at is not None and at < known.now:
            left = stock.over(life)
            found[life.number] = (life, (at, left[1] if left else STILL))
    return found


def passed(asked: Week, known: Known, end: int) -> tuple[Passed, ...]:
    """Those that passed 24 hours from the week's begin to before ``end``, one by one."""
    held = known.cases
    found = [
        _one(life, at, held.get(life.number), known, end)
        for life, (at, _) in late_of(known).values() if asked.begin <= at < end
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda each: (each.passed_at, each.number)))


def _one(life: Life, at: int, case: Case | None, known: Known, end: int) -> Passed:
    over = stock.over(life)
    released = over is not None and over[0] == "released" and over[1] < end
    stop = min(over[1], end) if over else end
    told = _told(life, at, stop, known)
    longest = max(told.causes, key=lambda name: told.causes[name], default="")
    said = case or _NOTHING
    return Passed(
        number=life.number, direction=life.direction, trader=life.trader_name, channel=life.channel, passed_at=at,
        took=stop - (at - late.LATE_AFTER), released=released, waited=longest if released else told.parts[-1][2],
        cause=said.cause, cause_state=said.cause_state, section=said.cause_section, owner=said.owner,
        action=said.action, finding=said.finding,
    )  # fmt: skip


_NOTHING = Case(id="", version=0, office="", declarations=(), ground="", reason="", opened_by="", opened_at=0)


def _told(life: Life, at: int, stop: int, known: Known) -> Told:
    """Who was waited for from the beginning of the clock; ``at``: when its 24 hours were over."""
    start = at - late.LATE_AFTER
    return tables.told(
        known.models, Took(life, start, stop, stop - start), times.definitions()[CLOCK], known.worlds
    )


def stands(asked: Week, known: Known, end: int) -> tuple[Stand, ...]:
    """The time past 24 hours that fell into the week, by how the declarations stood: every microsecond in one of four."""
    micros, counts = dict.fromkeys(HOW, 0), dict.fromkeys(HOW, 0)
    for life, (at, over) in late_of(known).values():
        first, last = max(at, asked.begin), min(over, end)
        if first >= last:
            continue
        one = dict.fromkeys(HOW, 0)
        for start, stop, how in _pieces(life, at, first, last, known):
            one[how] += stop - start
        counts[max(HOW, key=lambda how: one[how])] += 1
        for how, each in one.items():
            micros[how] += each
    return tuple(Stand(how, micros[how], counts[how]) for how in HOW)


def _pieces(life: Life, at: int, first: int, last: int, known: Known) -> Iterable[tuple[int, int, str]]:
    """[first, last) cut wherever it began to stand another way."""
    courses = known.courses.values()
    law = [
        *by_law(courses, life.number),
        *((each.start, STILL if each.end is None else each.end) for each in life.holds
          if waiting.lawful(each.code) and "release" in each.points),
    ]  # fmt: skip
    work = [
        (spell.start, STILL if spell.end is None else spell.end)
        for spells in life.controls.values() for spell in spells if spell.state == "started"
    ]  # fmt: skip
    others = [part[:2] for part in _told(life, at, last, known).parts if part[2] in waiting.OUTSIDE]
    # In this order, as the live list tells it: a kept promise helps where nobody else is waited for.
    by = (
        (law, waiting.BY_LAW), (work, waiting.ACTING), (others, waiting.OTHERS),
        (promised(courses, life.number), waiting.ACTING),
    )  # fmt: skip
    edges = {edge for masks, _ in by for mask in masks for edge in mask if first < edge < last}
    for start, stop in itertools.pairwise(sorted({first, last, *edges})):
        how = next((name for masks, name in by if any(a <= start < b for a, b in masks)), waiting.NOBODY)
        yield start, stop, how


def flow(asked: Week, known: Known, end: int) -> tuple[CaseFlow, tuple[OldCase, ...]]:
    """Cases that were carried in, opened, closed and are carried over, and the oldest of those, from the week's begin to
    before ``end``. A declaration past 24 hours has its case without anybody having opened one, until it is released."""
    lives = late_of(known)
    when = spans({number: span for number, (_, span) in lives.items()}, known.courses)
    every = [(name, start, over) for name, found in when.items() for start, over in found if start < end]
    counts = CaseFlow(
        before=sum(start < asked.begin <= over for _, start, over in every),
        opened=sum(start >= asked.begin for _, start, _ in every),
        closed=sum(asked.begin <= over < end for _, _, over in every),
        carried=sum(over >= end for _, _, over in every),
    )  # fmt: skip
    traders = {life.number: life.trader_name for life in known.lives}
    old = []
    for name, start, over in every:
        if over >= end:
            course = known.courses.get(name)
            numbers = course.case.declarations if course else (name,)
            old.append(
                OldCase(
                    case=name, declarations=len(numbers), trader=traders.get(numbers[0], ""),
                    owner=course.case.owner if course else "", age=end - start,
                )
            )  # fmt: skip
    return counts, tuple(sorted(old, key=lambda each: (-each.age, each.case))[: stock.OLDEST])


def owed(asked: Week, known: Known, end: int) -> tuple[Owed, ...]:
    """Who has acted and who has not: what was asked in cases that were open in the week."""
    late_ones = {number: span for number, (_, span) in late_of(known).items()}
    when = spans(late_ones, known.courses)
    live = [name for name, found in when.items() if any(a < end and b > asked.begin for a, b in found)]
    cells: dict[tuple[str, str], list[int]] = {}

    def count(whom: str, what: str, done: bool, overdue: bool = False) -> None:
        cell = cells.setdefault((what, whom), [0, 0, 0])
        cell[0] += 1
        cell[1] += done
        cell[2] += overdue and not done

    for name in live:
        case = known.courses[name].case if name in known.courses else _NOTHING
        count(TEAM, TAKE, bool(case.owner))
        if case.cause:
            count(case.cause_section, CONFIRM, case.cause_state != cases.NAMED)
        if case.owner and case.promised_at is not None:
            kept = case.closed_at is not None and case.closed_at <= case.promised_at
            count(case.owner, PROMISE, kept, case.promised_at < known.now)
        for each in case.questions:
            if each.asked_at < end:
                count(each.whom, ANSWER, each.answered_at is not None, each.until < known.now)
    order = (TAKE, CONFIRM, PROMISE, ANSWER)
    return tuple(
        Owed(whom=whom, what=what, asked=asked_of, done=done, overdue=over)
        for (what, whom), (asked_of, done, over) in sorted(
            cells.items(), key=lambda each: (order.index(each[0][0]), each[0][1])
        )
    )


def because(found: Sequence[Passed], known: Known) -> tuple[Because, ...]:
    """Those that passed 24 hours in the week by the cause that people named."""
    numbers = {each.number for each in found}
    rows = why.table([life for life in known.lives if life.number in numbers], known.cases, {})
    return tuple(
        Because(
            cause=row.cause, confirmed=row.counts[cases.CONFIRMED], named=row.counts[cases.NAMED],
            objected=row.counts[cases.OBJECTED], total=row.total,
        )
        for row in rows
    )  # fmt: skip
