"""Whom to send: qualification first, then load, then chance. Pure, so that anybody can recompute a draw."""

from collections.abc import Iterable, Mapping, Sequence

from tongguan.facts.inspection import Candidate

SLACK = 1
"""Officers whose load is at most this much above the least stand in the draw: load alone could be foreseen."""


def qualified(candidate: Candidate, services: Sequence[str], qualifies: Mapping[str, Sequence[str]]) -> bool:
    """Has the officer, for every service of the visit, one of the qualifications that entitle to it?"""
    held = set(candidate.qualifications)
    return all(held.intersection(qualifies.get(service, ())) for service in services)


def in_the_draw(
    candidates: Iterable[Candidate], services: Sequence[str], qualifies: Mapping[str, Sequence[str]]
) -> tuple[Candidate, ...]:
    """The qualified officers with little work, by id: one qualified for every service does a joint visit alone."""
    able = [each for each in candidates if qualified(each, services, qualifies)]
    least = min((each.load for each in able), default=0)
    return tuple(sorted((each for each in able if each.load <= least + SLACK), key=lambda each: each.id))


def choose(drawn: int, standing: Sequence[Candidate]) -> Candidate | None:
    """The officer on whom a drawn number (from 0 on) falls; None when nobody stands in the draw."""
    return standing[drawn % len(standing)] if standing else None
