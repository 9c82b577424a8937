"""The weekly report as a record: figures of one week, what they are compared with, and what follows. Pure."""

from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace

from tongguan.facts import case as k
from tongguan.facts import improvement as i
from tongguan.facts.clock import DAY, SECOND
from tongguan.facts.event import Fact
from tongguan.facts.report import Against, Aim, Decided, Line, Nation, Report, Request, Said, Side, Waited
from tongguan.insight import cohort, report_cases, stock, tables, targets, times
from tongguan.insight.cause import causes
from tongguan.insight.compare import NotComparable, comparable
from tongguan.insight.life import Life
from tongguan.insight.report_cases import Known
from tongguan.insight.times import Definition, Took
from tongguan.insight.week import Week

DEFINITIONS = ("customs_clearance", "overall", "first_application")
"""What the report measures, imports and exports apart; the first is that of its causes."""
REASONS = 3


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
    passed = report_cases.passed(asked, known, end)
    flow, old = report_cases.flow(asked, known, end)
    reasons = tuple(sorted(waited, key=lambda each: (-each.saved, -each.micros, each.cause))[:REASONS])
    made = Report(
        week=asked.name, since=asked.since.isoformat(), until=asked.until.isoformat(), made_at=known.now,
        synthetic=known.synthetic, definition=main.id,
        lines=tuple(
            _line(asked, known, times.definitions()[name], way, end)
            for name in DEFINITIONS for way in ("import", "export")
        ),
        flow=stock.flow(asked, known.lives, end), oldest=stock.oldest(known.lives, end),
        count=table.count if table else 0, total=table.total if table else 0, causes=waited,
        overrun=_side([each.took - DAY for each in passed]), late=passed, reasons=reasons,
        requests=_requests(asked, reasons), last_requests=known.last,
        decided=tuple(found for name, fact in known.acts if (found := _decided(name, fact))),
        stands=report_cases.stands(asked, known, end), cases=flow, old_cases=old,
        owed=report_cases.owed(asked, known, end), why=report_cases.because(passed, known),
    )  # fmt: skip
    return replace(made, names={each: known.names[each] for each in _named(made) if each in known.names})


def _named(made: Report) -> list[str]:
    """Ids that the record names, in order."""
    found = {
        *(name for each in made.late for name in (each.owner, each.section)),
        *(each.owner for each in made.old_cases), *(each.whom for each in made.owed),
        *(each.by for each in made.decided), *(each.by for each in made.last_requests),
    }  # fmt: skip
    return sorted(found)


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
        cohort=beside.cohort_within_24h if beside else None,
        last_week=_against(definition, now, _took(lives, definition, asked.before())),
        last_year=_against(definition, now, _took(lives, definition, year) if year else []),
        target=_aim(definition.id, way, known, asked.until),
        nation=_nation(known.aims.judge(definition.id, way, mean, asked.since, asked.until)),
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


def _aim(definition: str, way: str, known: Known, until: date) -> Aim | None:
    target = next(
        (each for each in known.aims.targets if (each.definition, each.direction) == (definition, way)), None
    )
    if target is None:
        return None
    found = targets.progress(target, known.lives, until)
    return Aim(found.aim, found.baseline, found.now, target.due.isoformat(), found.reached)


def _nation(judged: targets.Judged) -> Nation:
    if judged.better is None:
        return Nation(said=Said(judged.zh, judged.en))
    return Nation(hours=judged.against.hours if judged.against else "", better=judged.better)


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
        case k.CaseClosed(finding=finding) if finding:
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
