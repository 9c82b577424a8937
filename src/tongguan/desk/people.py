"""The office's people: who may be given work, who may see what of whom, and the plain file they are read from."""

import tomllib
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, Protocol

import msgspec

from tongguan.facts import toml
from tongguan.facts.actor import Actor
from tongguan.facts.clock import local_date
from tongguan.facts.decision import Refusal
from tongguan.facts.people import Absence, Post, Staff
from tongguan.facts.unreadable import Unreadable
from tongguan.insight.competence import (
    Candidate,
    IsWorkday,
    barred,
    best,
    candidates,
    missing,
    on_duty,
    qualified,
    sheet,
)
from tongguan.insight.posts import Standing
from tongguan.insight.staff_checks import problems
from tongguan.process.decide.refusals import refuse

HEAD, ADMINISTRATOR = "head", "administrator"


class People(Protocol):
    """Who may be given a piece of work."""

    def candidates(self, office: str, work: str, at: int) -> list[Candidate]:
        """Officers of an office qualified for a kind of work and on duty at a moment (microseconds UTC).

        The cross-qualified come first. ``work`` is named like the control; KeyError where nobody knows it.
        """
        ...

    def holds(self, officer: str, at: int) -> frozenset[str]:
        """Subjects in which an officer is qualified on the local date of a moment, on duty or not."""
        ...

    def on_duty(self, officer: str, at: int) -> bool:
        """Is the officer on a shift at a moment, and not absent?"""
        ...

    def barred(self, actor: Actor, work: str, at: int) -> tuple[str, ...]:
        """Subjects for want of which an officer may not do a kind of work on the local date of a moment.

        Empty where nothing bars him, the work asks for nothing, or his office keeps no people here.
        """
        ...

    def ended(self, officer: str, subject: str, at: int) -> date | None:
        """Last day of what the officer held in a subject and holds no more at a moment; None: never held, or held still."""
        ...

    def absences(self) -> tuple[Absence, ...]:
        """Days on which officers do no shift."""
        ...


class Roster:
    """People from wherever the office keeps them, read anew at each question."""

    def __init__(self, staff: Callable[[], Staff], is_workday: IsWorkday) -> None:
        self._staff, self._is_workday = staff, is_workday

    def candidates(self, office: str, work: str, at: int) -> list[Candidate]:
        return candidates(self._staff(), office, work, at, self._is_workday)

    def holds(self, officer: str, at: int) -> frozenset[str]:
        staff, day = self._staff(), local_date(at)
        return frozenset(name for name in sheet().subject if qualified(staff, officer, name, day))

    def on_duty(self, officer: str, at: int) -> bool:
        return on_duty(self._staff(), officer, at, self._is_workday)

    def barred(self, actor: Actor, work: str, at: int) -> tuple[str, ...]:
        staff, wanted = self._staff(), sheet().work.get(work)
        if wanted is None or not any(each.office == actor.office for each in staff.officer):
            return ()
        found = missing(staff, actor.id, wanted, local_date(at))
        return found if barred(wanted, found) else ()

    def ended(self, officer: str, subject: str, at: int) -> date | None:
        day, found = local_date(at), best(self._staff(), officer, subject, local_date(at))
        return found.until if found and found.until and found.until < day else None

    def absences(self) -> tuple[Absence, ...]:
        return self._staff().absence


def not_qualified(
    people: People, officer: str, subjects: Iterable[str], at: int, zh: str, en: str, known: Iterable[str]
) -> Refusal:
    """That what ``zh`` and ``en`` name is for the qualified in these subjects: each by name, with its last day if it ended.

    ``known``: officers who could do it.
    """
    ends = {name: people.ended(officer, name, at) for name in subjects}
    words = sheet().subject
    return refuse(
        "not_qualified_for", zh=zh, en=en, known=", ".join(known) or "—",
        subjects_zh="、".join(words[name].zh + (f"（{day} 已到期）" if day else "") for name, day in ends.items()),
        subjects_en=", ".join(words[name].en + (f" (ended {day})" if day else "") for name, day in ends.items()),
    )  # fmt: skip


def manages(actor: Actor, office: str | None = None) -> bool:
    """May the actor record qualifications, courses, marks and posts, of an office where one is named?

    The administrator may of every office, a head of the own one.
    """
    if actor.kind != "officer":
        return False
    head = HEAD in actor.roles and office in (None, actor.office)
    return head or ADMINISTRATOR in actor.roles


def sees(actor: Actor, officer: str, office: str) -> bool:
    """May the actor see figures and marks of one officer? That officer may, and the head of the office."""
    return actor.kind == "officer" and (
        actor.id == officer or (HEAD in actor.roles and actor.office == office)
    )


def sees_standing(actor: Actor, standing: Standing, post: Post) -> bool:
    """May the actor see the figures of a post? What several officers did is everybody's; else as of one officer."""
    return standing.open or all(sees(actor, member.officer, post.office) for member in post.members)


def parse(text: str) -> Staff:
    """Read the plain file (TOML); Unreadable names the place and what would mend it."""
    try:
        raw = toml.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Unreadable(
            "not_well_formed", f"不是 TOML：{error}。", f"This is no TOML: {error}.",
            remedy_zh="请更正该处后重试。", remedy_en="Mend that place and try again.",
        ) from None  # fmt: skip
    return read(raw)


def read(raw: dict[str, Any]) -> Staff:
    """The people that a table or a form names, each value by its type; Unreadable where one does not fit."""
    try:
        return msgspec.convert(raw, Staff, strict=False)
    except msgspec.ValidationError as error:
        said, _, place = str(error).partition(" - at ")
        raise Unreadable(
            "mistyped", f"无法读取：{said}。", f"It cannot be read: {said}.", field=place.strip("`").removeprefix("$."),
            remedy_zh="请按人员文件的格式填写。", remedy_en="Write it as the form of the file of people asks.",
        ) from None  # fmt: skip


def checked(new: Staff, kept: Staff) -> Staff:
    """What is new, if it fits together with what the office keeps; Unreadable names the first thing that does not."""
    for place, value, known in problems(new, kept):
        raise Unreadable(
            "mistyped", f"“{value}”不可用。", f"“{value}” cannot be used here.", field=place,
            remedy_zh=f"可用：{known}。", remedy_en=f"Use: {known}.",
        )  # fmt: skip
    return new
