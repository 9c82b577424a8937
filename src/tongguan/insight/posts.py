"""Times of exemplary posts and of officers beside their office, corrected for the mix of goods.

Direct standardisation: declarations fall into strata (direction, channel, supervision mode, group of HS chapters of the
first item). What counts is what officers had in hand. The office's share of each stratum weighs the mean of the stratum at
the post and at the office alike, over the strata in which the post has at least ``LEAST`` declarations; how much of the
office's work those strata hold is said beside the figures. Under ``FEW`` declarations nothing is said.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Protocol

import msgspec

from tongguan.facts.clock import HOUR, local_date
from tongguan.facts.people import Post
from tongguan.insight.competence import sheet
from tongguan.insight.times import FEW, Timed, definitions, duration

LEAST = 5
"""Declarations of a stratum below which its mean says nothing; also what makes an officer one of several."""
DEFINITION = "customs_clearance"
Stratum = tuple[str, str, str, str]


class DoneBy(Protocol):
    """A control that an officer has done; ``at`` in microseconds UTC."""

    @property
    def control(self) -> str: ...
    @property
    def officer(self) -> str: ...
    @property
    def at(self) -> int: ...


class Handled(Timed, Protocol):
    """What is read of a declaration (a worklist row has it)."""

    @property
    def office(self) -> str: ...
    @property
    def mode(self) -> str: ...
    @property
    def chapter(self) -> str: ...
    @property
    def done(self) -> Sequence[DoneBy]: ...


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Hours a declaration of one group of officers beside the whole office's; None: too few to say."""

    since: date
    until: date
    count: int
    """Declarations released in the period on which the group did a control before the release."""
    office_count: int
    """The same of all officers of the office."""
    hours: float | None = None
    """Standardised mean of the group."""
    office_hours: float | None = None
    """The office's mean over the same strata with the same weights."""
    coverage: float | None = None
    """Share of what the office's officers handled that lies in those strata."""
    officers: int = 0
    """How many officers did controls on at least ``LEAST`` of the declarations."""

    @property
    def said(self) -> bool:
        """Are there enough declarations to say anything?"""
        return self.hours is not None

    @property
    def open(self) -> bool:
        """May everybody see it? Only what several officers did names none of them."""
        return self.officers > 1


def stratum(row: Handled) -> Stratum:
    """Direction, channel, supervision mode and chapter group of a declaration."""
    return (row.direction, row.channel, row.mode, chapter_group(row.chapter))


def chapter_group(chapter: str) -> str:
    """The group of a two-digit HS chapter; empty for what is none."""
    number = int(chapter) if chapter.isdigit() else 0
    return next(
        (name for name, each in sheet().chapter_group.items() if each.first <= number <= each.last), ""
    )


def period(post: Post, day: date) -> tuple[date, date]:
    """Local dates that a post is measured over: from January to today, or to its end in the year it ended."""
    until = min(post.until or day, day)
    return max(post.since, until.replace(month=1, day=1)), until


def of_post(rows: Iterable[Handled], post: Post, since: date, until: date) -> Standing:
    """The post's standing: controls that its officers did while they were at it, on releases between two local dates."""

    def counts(done: DoneBy) -> bool:
        day = local_date(done.at)
        return post.since <= day <= (post.until or day) and any(
            member.officer == done.officer and member.since <= day <= (member.until or day)
            for member in post.members
        )

    return _standing(rows, post.office, counts, since, until)


def of_officer(rows: Iterable[Handled], office: str, officer: str, since: date, until: date) -> Standing:
    """One officer's standing: for that officer and the head alone."""
    return _standing(rows, office, lambda done: done.officer == officer, since, until)


def _standing(
    rows: Iterable[Handled], office: str, counts: Callable[[DoneBy], bool], since: date, until: date
) -> Standing:
    whole: dict[Stratum, list[int]] = {}
    own: dict[Stratum, list[int]] = {}
    busy: dict[str, int] = {}
    for row, took in _released(rows, office, since, until):
        whole.setdefault(stratum(row), []).append(took)
        hands = {done.officer for done in row.done if done.at <= (row.released_at or 0) and counts(done)}
        if hands:
            own.setdefault(stratum(row), []).append(took)
        for officer in hands:
            busy[officer] = busy.get(officer, 0) + 1
    plain = Standing(
        since=since, until=until, count=sum(map(len, own.values())), office_count=sum(map(len, whole.values())),
        officers=sum(count >= LEAST for count in busy.values()),
    )  # fmt: skip
    shared = [each for each, took in own.items() if len(took) >= LEAST]
    if sum(len(own[each]) for each in shared) < FEW:
        return plain
    weight = sum(len(whole[each]) for each in shared)
    return msgspec.structs.replace(
        plain,
        hours=sum(_mean(own[each]) * len(whole[each]) for each in shared) / weight,
        office_hours=sum(_mean(whole[each]) * len(whole[each]) for each in shared) / weight,
        coverage=weight / plain.office_count,
    )


def _released(
    rows: Iterable[Handled], office: str, since: date, until: date
) -> Iterable[tuple[Handled, int]]:
    """Declarations of the office released in the period after an officer's control, with the microseconds they took."""
    definition = definitions()[DEFINITION]
    for row in rows:
        took = duration(row, definition)
        at = row.released_at
        if row.office != office or took is None or at is None or not since <= local_date(at) <= until:
            continue
        if any(done.at <= at for done in row.done):
            yield row, took


def _mean(took: Sequence[int]) -> float:
    """Hours."""
    return sum(took) / len(took) / HOUR
