"""The desk's side of inspection orders: order, book, draw, visit, record, conclude and follow up, all in one append each."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

import msgspec

from tongguan.desk import gathering, recording, visiting
from tongguan.desk.at_hand import at_hand
from tongguan.desk.cards import Card, CardFilter
from tongguan.desk.draws import DrawDesk
from tongguan.desk.joint import Joint
from tongguan.desk.lodging import Conceal
from tongguan.desk.people import People
from tongguan.desk.ports import Secret
from tongguan.desk.together import Together
from tongguan.desk.visiting import Act, Tools
from tongguan.desk.worklist import QueueFilter, Task
from tongguan.facts import inspection as i
from tongguan.facts.actor import Actor
from tongguan.facts.clock import local_date
from tongguan.facts.decision import Refusal
from tongguan.insight import openings
from tongguan.insight.competence import Candidate as Qualified
from tongguan.process.decide import rights
from tongguan.process.decide.ordering import INSPECTOR
from tongguan.process.decide.refusals import refuse
from tongguan.process.inspection import BOOKED, LIVING, ORDERED, FollowUp, Inspection
from tongguan.rules.inspection import Settings, Site

MOST = 5000
ACTS = {**visiting.ACTS, **recording.ACTS}
"""Every act on an order."""


class Told(msgspec.Struct, frozen=True):
    """An order after an act; ``repeat`` when the same had been said under its key before."""

    order: Inspection
    repeat: bool = False


class Slot(msgspec.Struct, frozen=True):
    """One time at a site."""

    site: Site
    at: int
    free: int
    orders: tuple[Card, ...] = ()


class InspectionDesk:
    """Inspection orders of one office."""

    def __init__(
        self, together: Together, settings: Settings, conceal: Conceal, people: People, draws: DrawDesk
    ) -> None:
        self._together = together
        self.journal = together.journal
        self.settings = settings
        self._people = people
        self._draws = draws
        self._conceal = conceal

    def _tools(self) -> Tools:
        return Tools(
            settings=self.settings, able=self.able, candidates=self._candidates, people=self._people,
            draw=self._draws.officer, conceal=self._conceal, sample=self._serial,
        )  # fmt: skip

    def able(self, order: Inspection, at: int) -> dict[str, Actor]:
        """By id, who could be sent to a visit at a moment: qualified for one of its controls, and on duty."""
        found = [each.officer for each in self._qualified(order, at)]
        return {
            each.id: Actor(id=each.id, roles=each.roles, office=each.office, zh=each.zh, en=each.en)
            for each in found
        }

    def _qualified(self, order: Inspection, at: int) -> list[Qualified]:
        """People for any control of the order whom what they hold entitles to one of its services."""
        asked = {self.settings.qualifies[service] for service in order.services}
        works = dict.fromkeys(each.control for each in order.concerned)
        found = [each for work in works for each in self._people.candidates(order.office, work, at)]
        return [each for each in found if asked.intersection(each.holds)]

    def _candidates(self, order: Inspection, at: int) -> list[i.Candidate]:
        """Who could be sent, with what each has been given and has not finished."""
        loads: dict[str, int] = {}
        for card in self.cards(*LIVING):
            officer = card.facts.get("officer", "")
            loads[officer] = loads.get(officer, 0) + 1
        held: dict[str, tuple[str, ...]] = {}
        for each in self._qualified(order, at):
            held[each.officer.id] = tuple(dict.fromkeys((*held.get(each.officer.id, ()), *each.holds)))
        return [i.Candidate(name, holds, loads.get(name, 0)) for name, holds in held.items()]

    def _serial(self, series: str) -> int:
        return self.journal.serials(series, 1)

    # -- acts -------------------------------------------------------------------------------------------------

    def order(
        self, actor: Actor, units: Sequence[str] = (), numbers: Sequence[str] = (), whole: bool = False,
        services: Sequence[str] = (),
    ) -> Inspection | Refusal:  # fmt: skip
        """Order a visit to units, or to the goods of declarations; one that has not begun takes them in.

        Refused while one is under way at the same units: its officer widens it.

        ``whole``: the goods cannot be parted; ``services`` look besides those that the work asks for.
        """
        wanted = self._name(actor)
        made: list[str] = []

        def attempt(joint: Joint) -> Refusal | None:
            made.clear()
            found = gathering.gather(joint, self.settings, units, numbers, services)
            if isinstance(found, Refusal):
                return found
            refusal = rights.officer(actor) if actor.kind != "system" else None
            if actor.kind == "officer" and actor.office != found.office:
                refusal = refuse("not_your_office", office=found.office, actor=actor.id)
            if refusal:
                return refusal
            standing = self._standing(joint, found)
            if standing is not None and standing.state not in (ORDERED, BOOKED):
                return refuse("visit_begun", order=standing.order, officer=standing.officer)
            made.append(standing.order if standing else wanted)
            return visiting.order(joint, found, made[0], standing is not None, whole, actor)

        done = self._together(attempt)
        if isinstance(done, Refusal):
            return done
        state: Inspection = done.state(f"inspection/{made[0]}")
        return state

    def _name(self, actor: Actor) -> str:
        """A number of ours: office, local date, serial of the day."""
        day = f"{actor.office or '0000'}{local_date(self._together.now()):%Y%m%d}"
        return f"{day}{self._serial(f'inspection/{day}'):04}"

    def _standing(self, joint: Joint, found: gathering.Gathered) -> Inspection | None:
        """The order over the same units and for the same control that is not over: a unit has one visit at a time.

        Whoever orders at the same moment either meets it here, or writes what this one writes too and decides again.
        """
        controls = {each.control for each in found.concerned}
        for card in self.cards(*LIVING):
            if set(card.facts["units"].split()) & set(found.units):
                was: Inspection = joint.state(card.stream)
                if was.state in LIVING and controls & {each.control for each in was.concerned}:
                    return was
        return None

    def act(self, order: str, act: Act, actor: Actor) -> Told | Refusal:
        """Do something to an order (``ACTS``); a repeat under the same key is answered once."""
        handler = ACTS.get(act.verb)
        if handler is None:
            return refuse("unknown_visit_act", verb=act.verb, known=", ".join(ACTS))
        before: list[int] = []

        def attempt(joint: Joint) -> Refusal | None:
            was: Inspection | None = joint.state(f"inspection/{order}")
            if was is None:
                return refuse("unknown_order", order=order)
            before[:] = [was.version]
            return handler(joint, self._tools(), was, act, actor)

        done = self._together(attempt)
        if isinstance(done, Refusal):
            return done
        after: Inspection = done.state(f"inspection/{order}")
        return Told(after, after.version == before[0])

    def report(self, sample: str, outcome: str, ref: str, finding: str, actor: Actor) -> Told | Refusal:
        """A laboratory's result; the same again is a repeat, another one is refused."""
        order, _, _ = sample.rpartition("-S")
        act = Act(verb="report", item=sample, outcome=outcome, ref=ref, note=finding)
        said = self.act(order, act, actor)
        unknown = isinstance(said, Refusal) and said.code == "unknown_order"
        return refuse("unknown_sample", sample=sample) if unknown else said

    # -- looking ----------------------------------------------------------------------------------------------

    def show(self, order: str) -> Inspection | None:
        """One order; None when there is none."""
        state: Inspection | None = self._together.joint().state(f"inspection/{order}")
        return state

    def photograph(self, order: str, place: int) -> Secret | None:
        """A picture as the vault holds it; None when there is none or it was erased."""
        return self.journal.secret(f"inspection/{order}", "photo", place)

    def cards(self, *states: str) -> list[Card]:
        """Cards of orders in these states, or of all, oldest state first."""
        return self.journal.cards(CardFilter("inspection", states, limit=MOST))

    def openings(self) -> list[openings.Openings]:
        """By local year: how often units that one or both services had to look at were opened."""
        return openings.count(
            openings.Opened(
                unit, tuple(f"{facts['declarations']} {facts.get('beside', '')}".split()),
                tuple(facts["services"].split()), int(facts["started_at"]),
            )
            for facts in (card.facts for card in self.cards() if card.facts.get("opened"))
            for unit in facts["opened"].split()
        )  # fmt: skip

    def at_hand(self, terminal: str) -> list[tuple[Card, tuple[str, ...]]]:
        """Orders whose visit may still be booked, with those of their units that stand in a terminal's yard."""
        return at_hand(self.journal, self.cards(ORDERED, BOOKED), terminal)

    def waiting(self, office: str) -> list[Task]:
        """Inspectors' controls that could begin and are on no order, oldest first."""
        ordered = {number for card in self.cards(*LIVING) for number in card.facts["declarations"].split()}
        want = QueueFilter(roles=(INSPECTOR,), office=office, states=("ready",), limit=MOST)
        return [task for task in self.journal.tasks(want) if task.number not in ordered]

    def held(self) -> dict[str, list[Card]]:
        """What each officer holds: drawn and not begun, open, paused under seal."""
        found: dict[str, list[Card]] = {}
        for card in self.cards(*LIVING):
            if card.facts.get("officer"):
                found.setdefault(card.facts["officer"], []).append(card)
        return dict(sorted(found.items()))

    def follow_ups(self) -> list[tuple[Inspection, FollowUp]]:
        """Every follow-up that is open, oldest first."""
        streams = [card.stream for card in self.cards() if card.facts.get("follow_ups")]
        joint = self._together.joint()
        joint.fetch(streams)
        orders: list[Inspection] = [joint.state(stream) for stream in streams]
        open_ = [(order, each) for order in orders for each in order.open_follow_ups]
        return sorted(open_, key=lambda pair: (pair[1].at, pair[0].order))

    def calendar(self, office: str, days: Iterable[date]) -> list[tuple[date, list[Slot]]]:
        """The times of an office's sites on local dates, with what is free and who comes."""
        booked: dict[str, list[Card]] = {}
        for card in self.cards():
            if card.facts.get("slot"):
                booked.setdefault(card.facts["slot"], []).append(card)
        wanted = [(day, site, at) for day in days for site in self.settings.sites(office, day)
                  for at in site.begin_of(day)]  # fmt: skip
        heads = self.journal.heads([visiting.slot_of(site.id, at) for _, site, at in wanted])
        found: dict[date, list[Slot]] = {}
        for day, site, at in wanted:
            name = visiting.slot_of(site.id, at)
            free = heads[name].free if name in heads else Decimal(site.capacity)
            slot = Slot(site, at, int(free or 0), tuple(booked.get(name, ())))
            found.setdefault(day, []).append(slot)
        return [
            (day, sorted(slots, key=lambda slot: (slot.site.id, slot.at))) for day, slots in found.items()
        ]
