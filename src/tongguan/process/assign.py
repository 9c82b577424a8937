"""Whom to send: qualification first, then load; chance decides among those who stand. Pure, so that anybody can check."""

from collections.abc import Collection, Mapping, Sequence

from tongguan.facts.inspection import Candidate

SLACK = 1
"""Officers whose load is at most this much above the least stand in the draw: load alone could be foreseen."""


def in_the_draw(
    candidates: Collection[Candidate], services: Sequence[str], subjects: Mapping[str, str]
) -> tuple[Candidate, ...]:
    """Those who stand in the draw, by id: of the qualified who lack least of what the visit asks, those with little work.

    ``subjects`` names the qualification that each service asks for. Whoever holds one of them is qualified; a joint
    visit is given to the cross-qualified where there is one.
    """
    asked = {subjects[service] for service in services}
    lacking = {each.id: len(asked.difference(each.qualifications)) for each in candidates}
    least = min(lacking.values(), default=0)
    able = [each for each in candidates if lacking[each.id] == least < len(asked)]
    load = min((each.load for each in able), default=0)
    return tuple(sorted((each for each in able if each.load <= load + SLACK), key=lambda each: each.id))
