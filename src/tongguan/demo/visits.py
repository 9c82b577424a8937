"""Inspection orders of the demo office: ordered when the goods are ready, drawn, visited, concluded. All synthetic."""

from collections.abc import Callable
from datetime import timedelta

from msgspec.structs import replace

from tongguan.demo import office
from tongguan.demo.chain import container
from tongguan.demo.traffic import Planned
from tongguan.desk import register
from tongguan.desk.desk import Desk
from tongguan.desk.inspections import Told
from tongguan.desk.visiting import Act
from tongguan.facts.actor import SYSTEM, Actor
from tongguan.facts.clock import HOUR, SECOND, local_date, moment, parse
from tongguan.facts.decision import Refusal
from tongguan.facts.declaration import IMPORT
from tongguan.process.decide.visits import Verdict
from tongguan.process.inspection import Inspection

Later = Callable[[int, Callable[[], object]], None]
Told_ = Callable[[str], None]
MINUTE = 60 * SECOND
SELECTED = (("2017-01-09", "2017-06-20", 4), ("2018-01-09", "2018-06-20", 2), ("2018-07-02", "2018-07-31", 2))
"""Local dates, and how many statutory imports between them come in a container that customs opens as well."""
STORIES = (("2018-08-13T09:30", "missed"), ("2018-08-24T09:10", "condition"), ("2018-08-28T09:10", "treatment"),
           ("2018-08-31T08:50", "paused"), ("2018-08-31T10:20", "booked"), ("2018-08-31T11:00", "booked"))  # fmt: skip
"""Local times at which the last of them are lodged, and what becomes of the visit."""
BOOKED_FROM = parse("2018-07-01T00:00")
"""From then on times at the shed are booked."""


def selected(found: list[Planned]) -> list[Planned]:
    """Some statutory imports come in a container and are selected by customs besides; the last have a story."""
    chosen = list(found)
    for half, (first, last, count) in enumerate(SELECTED):
        able = [
            place
            for place, each in enumerate(found)
            if _fits(each, parse(first), parse(last)) and _in_the_morning(each)
        ]
        for turn, place in enumerate(able[:: max(1, len(able) // count)][:count]):
            chosen[place] = replace(found[place], box=container(100 * (half + 1) + turn), visit="conforms")
    able = [
        place for place, each in enumerate(found) if _fits(each, parse("2018-08-01"), parse("2018-08-31"))
    ]
    for turn, (place, (text, story)) in enumerate(zip(able, STORIES, strict=False)):
        at = parse(text)
        chosen[place] = replace(
            found[place], at=at, arrives=at - 4 * HOUR, box=container(400 + turn), visit=story
        )
    return _one_shared(chosen)


def _fits(planned: Planned, first: int, last: int) -> bool:
    declaration = planned.message.declaration
    carried = declaration.direction == IMPORT and declaration.transport_mode != "Y"
    plain = not (planned.story or planned.box or planned.returned_first)
    return carried and plain and first < planned.at < last and _statutory(planned)


def _in_the_morning(planned: Planned) -> bool:
    """Goods that are there and declared in the morning: the visit is done before the office closes."""
    return planned.arrives < planned.at and moment(planned.at).hour < 11


def _statutory(planned: Planned) -> bool:
    return any(item.ciq_code for item in planned.message.declaration.items)


def _one_shared(found: list[Planned]) -> list[Planned]:
    """Of the containers that three declarations share, one with statutory goods is selected whole."""
    boxes: dict[str, list[int]] = {}
    for place, each in enumerate(found):
        if each.box:
            boxes.setdefault(each.box, []).append(place)
    shared = [places for places in boxes.values() if len(places) == 3]
    best = max(shared, key=lambda places: sum(_statutory(found[each]) for each in places), default=[])
    at = max((found[each].at for each in best), default=0)
    for turn, place in enumerate(best):
        # Declared before they arrive, so that nothing is released before it is selected.
        found[place] = replace(found[place], at=at + 4 * turn * MINUTE, arrives=at + HOUR, visit="conforms")
    return found


class Visits:
    """What the office, the terminal and the inspectors do about orders; ``later`` is the office's diary."""

    def __init__(self, desk: Desk, later: Later, told: Told_, officers: office.Officers) -> None:
        self.desk = desk
        self.later = later
        self._told = told
        self._officers = officers
        cast = register.shipped().actors
        self._chief, self._terminal = cast["deng-fang"], cast["terminal"]
        self._ready: dict[str, set[str]] = {}
        """Order → declarations that are ready for it."""
        self.stories: dict[str, str] = {}
        """Declaration → what becomes of its visit."""

    def ready(self, number: str, control: str, minutes: float) -> None:
        """The control of a declaration may begin: it is ordered, or the order that it is on waits for it."""
        order = self._order_of(number, control)
        if order is None:
            return
        ready = self._ready.setdefault(order.order, set())
        ready.add(number)
        if ready >= set(order.open_numbers):
            self._send(order, minutes)

    def _order_of(self, number: str, control: str) -> Inspection | None:
        for card in self.desk.inspections.cards("ordered", "booked"):
            if number in card.facts["declarations"].split():
                found = self.desk.inspections.show(card.stream.partition("/")[2])
                if found is not None:
                    return found
        said = self.desk.inspections.order(self._chief, numbers=(number,))
        return None if isinstance(said, Refusal) else said

    def _send(self, order: Inspection, minutes: float) -> None:
        now, story = self.desk.clock.now(), self.stories.get(order.open_numbers[0], "")
        if story == "booked":
            self._book(order, parse("2018-09-03T08:00"))
            return
        at = self._book(order, now) if story and now > BOOKED_FROM else now
        if story == "missed":
            self.later(at + HOUR, lambda: self._missed(order.order, minutes))
            return
        self._visit(order.order, at, minutes, story)

    def _missed(self, name: str, minutes: float) -> None:
        """Nobody came; the next free time is kept."""
        order = self._act(name, Act(verb="miss", reason="车辆未到（示例）"), self._chief)
        self._visit(name, self._book(order, self.desk.clock.now()), minutes, "")

    def _visit(self, name: str, at: int, minutes: float, story: str) -> None:
        """Who is drawn must be on duty: out of hours that waits for the next ones."""
        opens = office.open_from(self.desk.clock.now())
        self.later(opens, lambda: self._sent(name, max(at, opens), minutes, story))

    def _sent(self, name: str, at: int, minutes: float, story: str) -> None:
        drawn = self._act(name, Act(verb="assign"), SYSTEM)
        officer = register.shipped().actors[drawn.officer]
        _, start, end = self._officers.take("inspector", at, minutes, officer.id)
        self.later(start, lambda: self._begin(name, officer))
        self.later(end, lambda: self._end(name, officer, story))

    def _book(self, order: Inspection, since: int) -> int:
        """The first free time from then on; now when none of the next week is."""
        days = [local_date(since) + timedelta(days=ahead) for ahead in range(7)]
        for _, slots in self.desk.inspections.calendar(order.office, days):
            for slot in slots:
                if (
                    slot.site.id == "shed-1"
                    and slot.at >= since
                    and slot.free
                    and office.is_workday(local_date(slot.at))
                ):
                    self._act(order.order, Act(verb="book", site=slot.site.id, at=slot.at), self._terminal)
                    return slot.at
        return self.desk.clock.now()

    def _begin(self, name: str, officer: Actor) -> None:
        self._act(name, Act(verb="start"), officer)

    def _end(self, name: str, officer: Actor, story: str) -> None:
        order = self.desk.inspections.show(name)
        if order is None or order.state != "started":
            return
        if story == "paused":
            pause = Act(verb="pause", reason="叉车故障（示例）", seal="SYN-SEAL-0815", waits_for="terminal")
            self._act(name, pause, officer)
            return
        for item in order.items:
            differs = story == "treatment" and item == "packing_wood"
            note = "木托盘发现活虫（示例）" if differs else ""
            self._act(
                name,
                Act(verb="check", item=item, outcome="differs" if differs else "conforms", note=note),
                officer,
            )
        if story == "condition":
            self._act(name, Act(verb="sample", laboratory="laboratory", text="取样一份（示例）"), officer)
        self._act(name, Act(verb="conclude", verdicts=self._verdicts(order, story)), officer)
        for number in order.open_numbers:
            self._told(number)

    def _verdicts(self, order: Inspection, story: str) -> tuple[Verdict, ...]:
        number, due = (
            order.open_numbers[0],
            (local_date(self.desk.clock.now()) + timedelta(days=5)).isoformat(),
        )
        if story == "treatment":
            reason = "木质包装检出活虫（示例）"
            return (
                Verdict(
                    number=number,
                    outcome="refuse",
                    reason=reason,
                    measure="treatment",
                    text="熏蒸（示例）",
                    due=due,
                ),
            )
        if story == "condition":
            return (Verdict(number=number, outcome="condition", reason="检测结果后补（示例）", due=due),)
        return ()

    def _act(self, name: str, act: Act, actor: Actor) -> Inspection:
        said = self.desk.inspections.act(name, act, actor)
        if not isinstance(said, Told):
            raise AssertionError(f"the demo's inspection was refused: {said}")
        return said.order
