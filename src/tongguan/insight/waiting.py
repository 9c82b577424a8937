"""What an open declaration waits for: party, section and cause, proposed from what blocks its release. Pure."""

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources

import msgspec

from tongguan.process.clearance import Clearance
from tongguan.process.model import Model, Name
from tongguan.process.progress import REFUSED, WAITING, Block, blocked_by

OFFICE, LAW = "office", "law"
OUTSIDE = ("declarant", "bank", "terminal", "laboratory", "authority", "system")
BY_LAW, OTHERS, ACTING, NOBODY = "law", "others", "acting", "nobody"
"""How a late declaration stands: stopped by law, waiting for others, at work, nobody acting."""
DEFAULT_CAUSE = "document"


class Cause(Name, frozen=True):
    """A cause code with its names and the section that deals with it."""

    section: str


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    cause: dict[str, Cause]
    control: dict[str, str]
    hold: dict[str, str]
    party: dict[str, str]


class Wait(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a declaration waits for."""

    what: Block
    code: str
    """Control, or code of the hold."""
    party: str
    """office, law, or who is waited for outside."""
    cause: str
    since: int | None
    """When it came into this state, microseconds UTC; None where nothing says."""


@cache
def _table() -> _Table:
    text = (resources.files("tongguan.insight") / "case_causes.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), _Table)


def causes() -> dict[str, Cause]:
    """Cause codes of cases by id."""
    return _table().cause


def lawful(hold: str) -> bool:
    """Does the law stop the goods by a hold of this code?"""
    return _table().party.get(hold) == LAW


def parties() -> dict[str, str]:
    """Who is waited for outside the office's own hands (or the law), by the code of a hold or by a control."""
    return _table().party


def waits(model: Model, clearance: Clearance) -> tuple[Wait, ...]:
    """What keeps a declaration from its release, what holds it first; what only waits its turn is left out."""
    blocks = blocked_by(model, clearance, "release")
    found = [_wait(clearance, block) for block in blocks if block.kind != "control" or not block.after]
    return tuple(sorted(found, key=_rank))


def _wait(clearance: Clearance, block: Block) -> Wait:
    table = _table()
    if block.kind == "hold":
        hold = clearance.holds[block.id]
        cause = table.hold.get(hold.code, DEFAULT_CAUSE)
        outside = hold.owner if hold.owner in OUTSIDE else OFFICE
        return Wait(
            what=block,
            code=hold.code,
            party=parties().get(hold.code, outside),
            cause=cause,
            since=hold.since,
        )
    state = clearance.control(block.id)
    party = parties().get(block.id, OFFICE)
    if block.id == "settlement" and clearance.asked_at is not None:
        party = "bank"
    if state.waits_for in OUTSIDE:
        party = state.waits_for
    cause = table.control.get(block.id, DEFAULT_CAUSE)
    return Wait(what=block, code=block.id, party=party, cause=cause, since=state.since or None)


def _rank(wait: Wait) -> tuple[int, str]:
    """Law first, then holds, the office's own controls, those of others, then those that wait for a point before."""
    if wait.party == LAW:
        return (0, wait.what.id)
    if wait.what.kind == "hold":
        return (1, wait.what.id)
    if wait.what.state in (WAITING, REFUSED):
        return (4, wait.what.id)
    return (2 if wait.party == OFFICE else 3, wait.what.id)


def standing(found: Sequence[Wait], suspended: bool, kept_promise: bool) -> str:
    """law, others, acting or nobody. ``kept_promise``: an owner has promised a time that is still to come."""
    if suspended or any(wait.party == LAW for wait in found):
        return BY_LAW
    if any(wait.party == OFFICE and wait.what.state == "started" for wait in found):
        return ACTING
    if found and all(wait.party in OUTSIDE for wait in found if wait.what.state != WAITING):
        return OTHERS
    return ACTING if kept_promise else NOBODY
