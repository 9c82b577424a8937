"""The coordination team of an office, folded from its events."""

import re
from collections.abc import Iterable
from datetime import date

import msgspec
from msgspec.structs import replace

from tongguan.facts import team as t
from tongguan.facts.actor import Actor
from tongguan.facts.decision import Refusal
from tongguan.facts.event import Fact
from tongguan.facts.kinds import Payload
from tongguan.facts.people import Absence
from tongguan.process.decide.cases import MANAGERS
from tongguan.process.decide.refusals import refuse

_ADDRESS = re.compile(r"[^@\s,;:<>\"()\\]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
"""One address of mail, and nothing that could end a header or begin another recipient."""
OUTSIDERS = ("bank", "terminal", "laboratory", "authority", "declarant")
"""Kinds of outsiders."""


class Team(msgspec.Struct, frozen=True, kw_only=True):
    """Sections by id, the roster in the order in which it was made, outsiders by id."""

    version: int = 0
    sections: dict[str, t.SectionSet] = {}
    roster: tuple[t.DutyRostered, ...] = ()
    outsiders: dict[str, t.OutsiderSet] = {}
    absences: tuple[Absence, ...] = ()
    """Who is away when, as the office's people say; not of the team's own events."""

    def on_duty(self, section: str, day: date) -> tuple[str, ...]:
        """Members of a section on duty on a local date: as last rostered, else all; never who is absent."""
        here = self._rostered(section, day)
        away = {each.officer for each in self.absences if each.since <= day <= each.until}
        return tuple(name for name in here if name and name not in away)

    def _rostered(self, section: str, day: date) -> tuple[str, ...]:
        for each in reversed(self.roster):
            if each.section == section and each.since <= day.isoformat() <= each.until:
                return each.members
        known = self.sections.get(section)
        return tuple(dict.fromkeys((known.lead, known.deputy, *known.members))) if known else ()

    def answers(self, section: str, day: date) -> str:
        """Who answers for a section on a day: its lead, else the deputy, else whoever is on duty; empty when nobody does."""
        here = self.on_duty(section, day)
        known = self.sections.get(section)
        first = (known.lead, known.deputy) if known else ()
        return next((name for name in (*first, *here) if name in here), "")

    def section_for(self, role: str) -> str:
        """The section whose work is that of a role; empty when there is none."""
        return next((name for name, each in self.sections.items() if role in each.roles), "")

    def sections_of(self, officer: str) -> tuple[str, ...]:
        """Sections that an officer belongs to, leads or stands in for."""
        return tuple(
            name for name, each in self.sections.items() if officer in (each.lead, each.deputy, *each.members)
        )


def fold(facts: Iterable[Fact], was: Team | None = None) -> Team:
    """The team after its facts, or after more facts."""
    state = was or Team()
    for fact in facts:
        match fact.data:
            case t.SectionSet() as said:
                state = replace(state, sections={**state.sections, said.section: said})
            case t.DutyRostered() as said:
                state = replace(state, roster=(*state.roster, said))
            case t.OutsiderSet() as said:
                state = replace(state, outsiders={**state.outsiders, said.outsider: said})
        state = replace(state, version=state.version + 1)
    return state


def change(was: Team, wanted: Payload, actor: Actor) -> list[Payload] | Refusal:
    """Set a section, a roster or an outsider; a coordinator or a head does."""
    if not set(actor.roles) & set(MANAGERS):
        return refuse("not_your_role", actor=actor.id, role="coordinator")
    match wanted:
        case t.SectionSet(section="") | t.OutsiderSet(outsider=""):
            return refuse("text_missing")
        case t.OutsiderSet(kind=kind) if kind not in OUTSIDERS:
            return refuse("bad_field", field="kind", value=kind, known=", ".join(OUTSIDERS))
        case t.OutsiderSet(address=address) if address and not _ADDRESS.fullmatch(address):
            return refuse("bad_field", field="address", value=address, known="name@example.org")
        case t.SectionSet(zh="") | t.OutsiderSet(zh=""):
            return refuse("bad_field", field="zh", value="", known="单证科")
        case t.SectionSet(lead="", members=members):
            return refuse("bad_field", field="lead", value="", known=", ".join(members) or "—")
        case t.DutyRostered() as duty:
            return _rostered(was, duty)
    return [wanted]


def _rostered(was: Team, duty: t.DutyRostered) -> list[Payload] | Refusal:
    known = was.sections.get(duty.section)
    if known is None:
        return refuse("bad_field", field="section", value=duty.section, known=", ".join(was.sections))
    stranger = next(
        (name for name in duty.members if name not in (known.lead, known.deputy, *known.members)), None
    )
    if stranger is not None or not duty.members:
        listed = ", ".join(dict.fromkeys((known.lead, known.deputy, *known.members)))
        return refuse("bad_field", field="members", value=stranger or "", known=listed)
    for field, value in (("since", duty.since), ("until", duty.until)):
        try:
            date.fromisoformat(value)
        except ValueError:
            return refuse("bad_field", field=field, value=value, known="2018-09-01")
    if duty.until < duty.since:
        return refuse("outage_backwards")
    return [duty]
