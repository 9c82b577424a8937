"""The office's people: who may be given work, who may see what of whom, and the plain file they are read from."""

import tomllib
from collections.abc import Callable
from typing import Any, Protocol

import msgspec

from tongguan.facts import toml
from tongguan.facts.actor import Actor
from tongguan.facts.clock import local_date
from tongguan.facts.people import Post, Staff
from tongguan.facts.unreadable import Unreadable
from tongguan.insight.competence import Candidate, IsWorkday, candidates, qualified, sheet
from tongguan.insight.posts import Standing
from tongguan.insight.staff_checks import problems

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


class Roster:
    """People from wherever the office keeps them, read anew at each question."""

    def __init__(self, staff: Callable[[], Staff], is_workday: IsWorkday) -> None:
        self._staff, self._is_workday = staff, is_workday

    def candidates(self, office: str, work: str, at: int) -> list[Candidate]:
        return candidates(self._staff(), office, work, at, self._is_workday)

    def holds(self, officer: str, at: int) -> frozenset[str]:
        staff, day = self._staff(), local_date(at)
        return frozenset(name for name in sheet().subject if qualified(staff, officer, name, day))


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
