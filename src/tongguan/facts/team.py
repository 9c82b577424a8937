"""Events of the coordination team 协调小组: sections with their members, who is on duty, outsiders who must answer."""

from typing import ClassVar

from tongguan.facts.kinds import Payload


class SectionSet(Payload, frozen=True, omit_defaults=True):
    """A section of the office as it is from now on."""

    KIND: ClassVar[str] = "team.section_set"
    section: str
    zh: str
    en: str
    lead: str
    """Who answers for the section, by id."""
    deputy: str
    members: tuple[str, ...]
    roles: tuple[str, ...] = ()
    """Roles whose work is the section's."""


class DutyRostered(Payload, frozen=True, omit_defaults=True):
    """Who of a section is on duty 值班 from one local date to another, both inclusive."""

    KIND: ClassVar[str] = "team.duty_rostered"
    section: str
    since: str
    until: str
    members: tuple[str, ...]


class OutsiderSet(Payload, frozen=True, omit_defaults=True):
    """A bank, terminal, laboratory or authority that may be asked by a link."""

    KIND: ClassVar[str] = "team.outsider_set"
    outsider: str
    kind: str
    zh: str
    en: str
    address: str = ""
    """Where questions are mailed to; empty: the link is given by hand."""
