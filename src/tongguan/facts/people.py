"""Officers and what they may do: shifts, qualifications, courses, exemplary posts. Days are local dates, both inclusive."""

from datetime import date, time
from decimal import Decimal
from typing import Annotated

import msgspec

Id = Annotated[str, msgspec.Meta(pattern=r"\A[\w.-]{1,64}\Z")]
"""Letters, digits, dot, hyphen: it stands in addresses."""
Text = Annotated[str, msgspec.Meta(max_length=200, pattern=r"\A[^\x00]*\Z")]
Name = Annotated[str, msgspec.Meta(max_length=200, pattern=r"\A[^\x00]*[^\x00\s][^\x00]*\Z")]
"""A text that says something."""
Office = Annotated[str, msgspec.Meta(pattern=r"\A([0-9]{4})?\Z")]
"""Customs office 关别: four digits, or none."""


class Officer(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A person of an office; ``id`` is the name in the register of actors."""

    id: Id
    zh: Name
    en: Text = ""
    office: Office = ""
    section: Text = ""
    """Section 科室, as the office names it."""
    roles: tuple[Id, ...] = ()


class Shift(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Hours of work by local time; an ``end`` not after ``start`` is on the next day."""

    id: Id
    zh: Name
    start: time
    end: time
    en: Text = ""
    days: str = "daily"
    """workdays, days_off or daily, by the calendar of the office."""


class Duty(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who works a shift, from when to when; open without an end."""

    officer: Id
    shift: Id
    since: date
    until: date | None = None


class Absence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Days on which an officer does no shift."""

    officer: Id
    since: date
    until: date
    reason: Text = ""


class Qualification(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """That an officer may do the work of a subject."""

    officer: Id
    subject: Id
    since: date
    until: date | None = None
    """Last day; None: until it is withdrawn."""
    ground: Text = ""
    """The paper or course it rests on."""


class Lecture(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One meeting of a course."""

    day: date
    zh: Name
    en: Text = ""
    hours: Decimal = Decimal(1)
    teacher: Text = ""
    present: tuple[Id, ...] = ()
    """Ids of the officers who attended."""


class Course(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Lectures on one subject and the test that ends them."""

    id: Id
    subject: Id
    zh: Name
    en: Text = ""
    pass_mark: Decimal = Decimal(60)
    least_lectures: int = 0
    """How many lectures must be attended to pass."""
    valid_months: int = 0
    """How long a pass qualifies for the subject, from the last lecture on; 0: it does not."""
    lectures: tuple[Lecture, ...] = ()
    marks: dict[Id, Decimal] = {}
    """Officer → mark from 0 to 100."""


class Member(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An officer at a post, from when to when; open without an end."""

    officer: Id
    since: date
    until: date | None = None


class Post(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An exemplary post 示范岗: a service point that an office names, and who serves there."""

    id: Id
    kind: Id
    """pioneer_party, excellent_member or named (any other)."""
    zh: Name
    office: Office
    since: date
    en: Text = ""
    place: Text = ""
    until: date | None = None
    members: tuple[Member, ...] = ()


class Staff(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that an office keeps about its people; also the plain file that it is read from."""

    officer: tuple[Officer, ...] = ()
    shift: tuple[Shift, ...] = ()
    duty: tuple[Duty, ...] = ()
    absence: tuple[Absence, ...] = ()
    qualification: tuple[Qualification, ...] = ()
    course: tuple[Course, ...] = ()
    post: tuple[Post, ...] = ()
