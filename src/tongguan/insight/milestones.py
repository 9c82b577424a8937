"""Milestones 时间节点 of a declaration as dated definitions with ids: the first time that something happened."""

import tomllib
from collections.abc import Iterable
from datetime import date
from functools import cache
from importlib import resources

import msgspec

from tongguan.insight.log import ASSIGN, COMPLETE, SCHEDULE, START

TRANSITIONS = {
    "waiting": SCHEDULE, "ready": ASSIGN, "started": START, "paused": "suspend", "done": COMPLETE, "refused": COMPLETE,
}  # fmt: skip
"""From the state of a control to the transition of the life cycle that tells of it."""


class Milestone(msgspec.Struct, frozen=True, kw_only=True):
    """One milestone: where it is kept, or which activity reaches it."""

    id: str
    zh: str
    en: str
    valid_from: date
    """First local date on which it is in use."""
    field: str = ""
    activity: tuple[str, ...] = ()
    transition: str = COMPLETE
    status: str = ""
    """The status that the declaration ended with; empty: any."""

    @property
    def place(self) -> str:
        """What a definition of time names it by."""
        return self.field or self.id


@cache
def milestones() -> dict[str, Milestone]:
    """All of them, by id."""
    text = (resources.files("tongguan.insight") / "milestones.toml").read_text("utf-8")
    return {
        name: msgspec.convert({"id": name, **row}, Milestone) for name, row in tomllib.loads(text).items()
    }


@cache
def _by_activity() -> dict[tuple[str, str], list[Milestone]]:
    found: dict[tuple[str, str], list[Milestone]] = {}
    for each in milestones().values():
        for activity in each.activity:
            found.setdefault((activity, each.transition), []).append(each)
    return found


def marks(told: Iterable[tuple[str, str, int]], status: str) -> dict[str, int]:
    """The milestones that activities reach: id → the first time. ``told``: activity, transition, microseconds UTC."""
    known = _by_activity()
    found: dict[str, int] = {}
    for activity, transition, at in told:
        # A control that is ready at once was never told as waiting.
        for each in known.get((activity, SCHEDULE if transition == ASSIGN else transition or COMPLETE), ()):
            if each.status in ("", status):
                found[each.id] = min(at, found.get(each.id, at))
    return found
