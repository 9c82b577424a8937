"""The demo office at work: modelled officers drive the live desk by a virtual clock. Everything here is synthetic."""

import heapq
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from random import Random

from msgspec.structs import replace

from tongguan.demo import authorities, improving, office, selecting, traffic
from tongguan.demo.cases import Cases, in_the_evening
from tongguan.demo.chain import WAITING, Chain, before, container, parts
from tongguan.demo.money import Money
from tongguan.demo.permits import Permits, quoting
from tongguan.demo.reporting import Reporting
from tongguan.demo.traffic import Planned
from tongguan.demo.visits import Visits, selected
from tongguan.desk import register
from tongguan.desk.desk import Desk, amended
from tongguan.desk.verbs import Act
from tongguan.desk.views import Answer, ControlView
from tongguan.facts.actor import Actor
from tongguan.facts.clock import DAY, HOUR, OFFICE_ZONE, SECOND, micros
from tongguan.facts.decision import Refusal
from tongguan.facts.declaration import IMPORT

MINUTE = 60 * SECOND
SERVICE = {
    "document_review": 20.0,
    "quarantine_review": 13.0,
    "licence_check": 12.0,
    "e_ledger_check": 9.0,
    "joint_inspection": 60.0,
    "quarantine_inspection": 66.0,
    "clearance_form": 25.0,
    "customs_declaration": 90.0,
    "destination_inspection": 45.0,
}
"""Median minutes of work for each control (calibrated to the reported half year, as the tests say)."""
PERMIT_CHECKS = frozenset({"licence_check", "e_ledger_check"})
PAPER = "已核对纸质证件（示例）"
"""What an officer says who accepts a permit that the office has no data of."""
BROKER = Actor(id="broker", kind="declarant", roles=("declarant",), party=traffic.BROKER.customs_code)
STORIES = {
    "seizure": ("2018-06-12T10:20", "offence", "涉嫌侵权，立案调查（示例）"),
    "laboratory": ("2018-06-21T09:40", "laboratory", "送检待结果（示例）"),
    "laboratory2": ("2018-06-27T14:10", "laboratory", "送检待结果（示例）"),
    "price": ("2018-06-25T11:05", "price", "价格质疑，磋商中（示例）"),
}
"""Declarations still open on 30 June 2018."""


class LiveOffice:
    """A virtual office around one desk; ``clock`` is the desk's own."""

    def __init__(self, desk: Desk, clock: "VirtualClock", seed: int) -> None:
        self.desk = desk
        self.clock = clock
        self.random = Random(seed)
        self.officers = office.Officers()
        self._heap: list[tuple[int, int, Callable[[], object]]] = []
        self._count = 0
        self._begun: set[tuple[str, str]] = set()
        self._cast = register.shipped()
        self.chain = Chain(desk, seed)
        self.money = Money(desk, self.later, self._tell, BROKER, seed)
        self.visits = Visits(desk, self.later, self._tell, self.officers)
        self._passes: dict[str, str] = {}
        """Declaration → the verification list whose passes take its goods through the gate."""

    def later(self, at: int, what: Callable[[], object]) -> None:
        self._count += 1
        heapq.heappush(self._heap, (at, self._count, what))

    def run(self, until: int) -> None:
        """Let everything happen that is due by ``until``."""
        while self._heap and self._heap[0][0] <= until:
            at, _, what = heapq.heappop(self._heap)
            self.clock.at = max(self.clock.at, at)
            what()
        self.clock.at = max(self.clock.at, until)

    # -- declarations ----------------------------------------------------------------------------------------

    def expect(self, planned: Planned) -> None:
        """The goods arrive and the declaration is lodged when it is planned."""
        declaration = planned.message.declaration
        if declaration.direction == IMPORT and declaration.transport_mode != "Y":
            self._carried(planned)
        elif planned.arrives < planned.at:
            self.later(planned.arrives, lambda: self._arrived(declaration.transport_document))
        if planned.story == "batch":
            self.later(planned.at - 6 * DAY, lambda: self._deliver(planned))
        else:
            self.later(planned.at, lambda: self._lodge(planned))

    def _carried(self, planned: Planned) -> None:
        """Manifest, entry and arrival, sometimes in parts; what a declaration is waiting for comes by itself."""
        declaration, random = planned.message.declaration, self.chain.random
        document, packages = declaration.transport_document, declaration.packages or 1
        boxes = (planned.box,) if planned.box else ()
        coming = [(planned.arrives, 0)]
        if packages > 4 and not boxes and random.random() < 0.12:
            coming = parts(random, packages, planned.arrives)
        entered = before(coming[0][0], random)
        self.later(entered - HOUR, lambda: self.chain.manifest(declaration, boxes))
        self.later(entered, lambda: self.chain.moves("entered", document=document))
        for at, count in coming:
            self.later(at, lambda count=count: self._comes(document, count))  # type: ignore[misc]

    def _comes(self, document: str, packages: int = 0) -> None:
        self.chain.moves("arrived", document=document, packages=packages, place="综保区一号仓")
        for number in self.desk.yard.consignment(document).quotes:
            said = self.desk.state(number)
            if said is not None:
                self._go_on(said)

    def _arrived(self, document: str) -> None:
        self.desk.yard.arrived(document, self._actor("terminal"), self.clock.now(), "综保区")

    def _deliver(self, planned: Planned) -> None:
        """Goods go through the gate in batches on the days before they are declared together."""
        listed = self.chain.listed(planned.message, batch=True)
        number = listed.declaration.list_no
        for day, gate_pass in enumerate(self.chain.deliveries(number, 3) if number else []):
            self.later(
                planned.at - (5 - 2 * day) * DAY,
                lambda name=gate_pass: self._at_the_gate(name),  # type: ignore[misc]
            )
        self.later(planned.at, lambda: self._lodge(replace(planned, message=listed, story="")))

    def _lodge(self, planned: Planned) -> None:
        if not planned.message.declaration.list_no:
            planned = replace(planned, message=self.chain.listed(planned.message))
            asked = self.money.asked(planned.message.declaration)
            planned = replace(planned, message=replace(planned.message, declaration=asked))
        message = planned.message
        if planned.returned_first:
            wrong = replace(
                message.declaration, net_weight=(message.declaration.gross_weight or Decimal(1)) * 2
            )
            self.desk.lodge(replace(message, declaration=wrong), BROKER)
            again = replace(planned, returned_first=False)
            self.later(self.clock.now() + self._minutes(35), lambda: self._lodge(again))
            return
        said = self.desk.lodge(message, BROKER)
        if isinstance(said, Refusal) or said.status == "returned":
            raise AssertionError(f"the demo's declaration was not taken: {said}")
        if message.declaration.list_no:
            self._passes[said.number] = message.declaration.list_no
        mode = message.declaration.transport_mode
        carried = message.declaration.direction == IMPORT and mode != "Y"
        if planned.arrives >= planned.at and not carried:
            self.later(
                planned.arrives, lambda: self._do(said.number, Act(verb="arrive"), self._actor("terminal"))
            )
        if planned.visit:
            self.visits.stories[said.number] = planned.visit
            chosen = Act(verb="add", target="joint_inspection", reason="口岸抽查（示例）")
            self._do(said.number, chosen, self._actor("deng-fang"))
        if planned.story:
            self._trouble(said.number, planned.story)
        elif message.declaration.direction == IMPORT and self.random.random() < 0.012:
            self._brief_hold(said.number)
        self._go_on(said)

    def _go_on(self, said: Answer) -> None:
        """Whatever became ready is picked up by whoever does it."""
        if said.status in ("released", "closed"):
            self._leave(said)
        for track in said.tracks:
            for control in track.controls:
                if control.state == "ready" and (said.number, control.id) not in self._begun:
                    self._begin(said, control)

    def _tell(self, number: str) -> None:
        """Something happened to a declaration that no act of this office brought about."""
        said = self.desk.state(number)
        if said is not None:
            self._go_on(said)

    def _begin(self, said: Answer, control: ControlView) -> None:
        if control.by_message:
            self._begun.add((said.number, control.id))
            if control.id == "settlement":
                self.money.settle(said.number, self._minutes)
            elif control.id == "surcharge":
                self.money.surcharge(said.number, self._minutes)
            return
        self._begun.add((said.number, control.id))
        work = office.minutes(self.random, SERVICE[control.id])
        if control.role == "inspector":
            self.visits.ready(said.number, control.id, work)
            return
        if control.role == "declarant":
            done = self.clock.now() + round(work) * MINUTE
            self.later(done, lambda: self._do(said.number, Act(verb="done", target=control.id), BROKER))
            return
        actor, start, end = self.officers.take(control.role, self.clock.now(), work)
        self.later(start, lambda: self._do(said.number, Act(verb="start", target=control.id), actor))
        paper = PAPER if control.id in PERMIT_CHECKS else ""
        self.later(
            end, lambda: self._do(said.number, Act(verb="done", target=control.id, reason=paper), actor)
        )

    def _leave(self, said: Answer) -> None:
        if (said.number, "leave") in self._begun:
            return
        self._begun.add((said.number, "leave"))
        self.money.released(said)
        verbs = {c.id: c.state for t in said.tracks for c in t.controls}
        if said.number in self._passes and "deliveries" not in verbs:
            self._by_lorry(said.number, self.clock.now() + self._minutes(150))
            return
        verb = "depart" if "departure" in verbs else "gate-out"
        self.later(
            self.clock.now() + self._minutes(150),
            lambda: self._do(said.number, Act(verb=verb), self._actor("terminal")),
        )
        if self.random.random() < 0.006:
            self.later(self.clock.now() + 5 * HOUR, lambda: self._amend(said.number))

    def _at_the_gate(self, gate_pass: str) -> None:
        """A lorry that finds a red light comes again."""
        if not self.chain.gate(gate_pass):
            self.later(self.clock.now() + 5 * HOUR, lambda: self._at_the_gate(gate_pass))

    def _by_lorry(self, number: str, at: int) -> None:
        """Goods of a verification list leave on gate passes, one lorry after the other."""

        def leave() -> None:
            gate_passes = self.chain.lorries(self._passes[number])
            if self.clock.now() > local(LAST_LORRIES):
                return
            for place, gate_pass in enumerate(gate_passes):
                self.later(
                    at + place * 25 * MINUTE,
                    lambda name=gate_pass: self._at_the_gate(name),  # type: ignore[misc]
                )

        self.later(at - 20 * MINUTE, leave)

    def _amend(self, number: str) -> None:
        sheet = self.desk.show(number)
        if sheet is None:
            return
        changed = replace(sheet.declaration, contract_no=sheet.declaration.contract_no + "-A")
        wanted = amended(Act(verb="amend", ground="data_error", reason="合同号录入错误（示例）"), changed)
        self._do(number, wanted, BROKER)
        decide = Act(verb="decide-amendment", reason="属实（示例）")
        self.later(
            office.open_from(self.clock.now() + HOUR),
            lambda: self._do(number, decide, self._actor("deng-fang")),
        )

    # -- trouble ---------------------------------------------------------------------------------------------

    def _brief_hold(self, number: str) -> None:
        hold = Act(verb="hold", target="manifest", reason="舱单数据核对（示例）")
        said = self._do(number, hold, self._actor("deng-fang"))
        if said:
            lift = Act(verb="lift", target="manifest", reason="已核对（示例）")
            self.later(
                office.open_from(self.clock.now() + self._minutes(50)),
                lambda: self._do(number, lift, self._actor("deng-fang")),
            )

    def _trouble(self, number: str, story: str) -> None:
        _, code, reason = STORIES[story]
        chief = self._actor("mao-qing")
        self._do(number, Act(verb="hold", target=code, ref=code, reason=reason), self._actor("deng-fang"))
        end = {"seizure": "2018-07-20T15:00", "laboratory": "2018-07-09T10:00", "laboratory2": "2018-07-04T11:00",
               "price": "2018-07-12T16:00"}[story]  # fmt: skip
        act = Act(verb="lift", target=code, reason="已了结（示例）")
        if story == "seizure":
            act = Act(
                verb="end", target="seized", ground="海关行政处罚实施条例（示例）", authority="SYN-2018-07"
            )
        self.later(
            local(end),
            lambda: self._do(number, act, chief if story == "seizure" else self._actor("deng-fang")),
        )

    # -- acting ----------------------------------------------------------------------------------------------

    def _do(self, number: str, act: Act, actor: Actor) -> Answer | None:
        """One act; what the process refuses (goods already gone, already released) simply does not happen."""
        said = self.desk.act(number, act, actor)
        if isinstance(said, Refusal):
            return None
        self._go_on(said)
        return said

    def _actor(self, name: str) -> Actor:
        return self._cast.actors[name]

    def _minutes(self, median: float) -> int:
        return round(office.minutes(self.random, median) * 60) * SECOND


class VirtualClock:
    """The office's clock while the simulator runs."""

    def __init__(self, at: int) -> None:
        self.at = at

    def now(self) -> int:
        return self.at


def local(text: str) -> int:
    """Microseconds of a local time of the office."""
    return micros(datetime.fromisoformat(text).replace(tzinfo=OFFICE_ZONE))


PERIODS = (
    (date(2017, 1, 3), date(2017, 6, 28), 343),
    (date(2018, 1, 2), date(2018, 6, 29), 1015),
    (date(2018, 7, 2), date(2018, 8, 31), 372),
)
"""Local dates and how many declarations are lodged and accepted: the first two as reported, the last one invented."""
END = "2018-08-31T17:00"
LAST_LORRIES = "2018-08-30T12:00"
"""From then on lorries have their passes and stand in the lane when the demo ends."""


def everything(random: Random) -> list[Planned]:
    """Every declaration to come, in order; troubled ones take the place of ordinary ones."""
    found: list[Planned] = []
    for first, last, count in PERIODS:
        troubled = [story for story in STORIES if first <= date.fromisoformat(STORIES[story][0][:10]) <= last]
        found += [traffic.plan(random, at, len(found) + place) for place, at in enumerate(
            traffic.moments(random, first, last, count - len(troubled)), start=1)]  # fmt: skip
        for story in troubled:
            found.append(_troubled(random, story, len(found) + 1))
    busy = range(local("2018-08-31T15:40"), local("2018-08-31T16:58"), 2 * MINUTE)
    found += [
        traffic.plan(random, at, len(found) + place, busy=True) for place, at in enumerate(busy, start=1)
    ]
    found = selected(quoting(in_the_evening(_late(_shared(_batched(found))))))
    end = local(END)
    return [
        planned if planned.at < end else replace(planned, at=end - 3 * HOUR, arrives=end - 5 * HOUR)
        for planned in found
    ]


def _batched(found: list[Planned]) -> list[Planned]:
    """Some sales of the last summer were delivered in batches before they were declared."""
    since, left = local("2018-07-20T00:00"), 16
    batched = []
    for planned in found:
        declaration = planned.message.declaration
        sale = declaration.transport_mode == "Y" and declaration.direction == IMPORT
        if (
            left
            and sale
            and planned.at > since
            and not planned.returned_first
            and len(declaration.items) == 1
        ):
            planned, left = replace(planned, story="batch"), left - 1
        batched.append(planned)
    return batched


def _shared(found: list[Planned]) -> list[Planned]:
    """In the last summer some containers carry goods of three declarations, which then arrive together."""
    since, waiting, boxes = local("2018-07-05T00:00"), list[int](), 0
    shared = list(found)
    for place, planned in enumerate(found):
        declaration = planned.message.declaration
        road = declaration.transport_mode in ("3", "4") and declaration.direction == IMPORT
        if boxes < 8 and road and planned.at > since and not planned.story and planned.arrives < planned.at:
            waiting.append(place)
        if len(waiting) == 3:
            boxes += 1
            arrives = min(found[each].arrives for each in waiting)
            for each in waiting:
                shared[each] = replace(found[each], arrives=arrives, box=container(boxes))
            waiting = []
    return shared


def _late(found: list[Planned]) -> list[Planned]:
    """Some goods came weeks before anybody declared them: a surcharge is due."""
    since, left = local("2018-07-03T00:00"), 4
    late = []
    for planned in found:
        declaration = planned.message.declaration
        road = declaration.transport_mode in ("3", "4") and declaration.direction == IMPORT
        plain = not (planned.story or planned.box or planned.returned_first)
        if left and road and plain and declaration.supervision_mode == "0110" and planned.at > since:
            planned, left = replace(planned, arrives=planned.at - (17 + 3 * left) * DAY), left - 1
            since = planned.at + 11 * DAY
        late.append(planned)
    return late


def _troubled(random: Random, story: str, serial: int) -> Planned:
    at = local(STORIES[story][0])
    while True:
        planned = traffic.plan(random, at, serial)
        if planned.message.declaration.direction == IMPORT:
            return replace(planned, arrives=at + HOUR, returned_first=False, story=story)


def play(desk: Desk, clock: VirtualClock, seed: int) -> None:
    """Play the demo office on a desk, from January 2017 to the end of August 2018."""
    live = LiveOffice(desk, clock, seed)
    live.money.begin()
    authorities.begin(desk, live.later)
    Cases(desk, live.later).begin()
    Reporting(desk, live.later).begin()
    improving.begin(desk, live.later)
    selecting.begin(desk, live.later, [(first, last) for first, last, _ in PERIODS])
    live.chain.open_books(register.shipped().actors["mao-qing"])
    for place, days in enumerate(WAITING, start=1):
        live.later(local(END) - days * DAY - place * HOUR, lambda place=place: live.chain.waiting(place))  # type: ignore[misc]
    found = everything(Random(seed))
    Permits(desk, live.later, BROKER).begin(found)
    for planned in found:
        live.expect(planned)
    live.later(local(END) - MINUTE, live.chain.last_lorries)
    live.run(local(END))
