"""What changed between two versions of a declaration, field by field. Pure."""

from collections.abc import Iterable
from itertools import zip_longest

import msgspec

from tongguan.facts import kinds
from tongguan.facts.declaration import Declaration
from tongguan.facts.event import Fact
from tongguan.facts.message import differences

MOST = 500
"""Letters that are shown of one value; a picture has a million."""


class Change(msgspec.Struct, frozen=True):
    """One field that is not what it was; an empty text where it was not there, or is not any more."""

    path: str
    """For example ``net_weight``, ``items[2].total`` or, for a line that came or went whole, ``items[3]``."""
    before: str
    after: str


def since_last_version(facts: Iterable[Fact]) -> tuple[Change, ...]:
    """From the version before to the one in force; nothing where there is only one."""
    versions = [
        fact.data.declaration
        for fact in facts
        if isinstance(fact.data, kinds.ApplicationReceived | kinds.DeclarationAmended)
    ]
    return changes(versions[-2], versions[-1]) if len(versions) > 1 else ()


def changes(old: Declaration, new: Declaration) -> tuple[Change, ...]:
    """Every difference, in the order of the declaration's fields."""
    left, right = msgspec.to_builtins(old), msgspec.to_builtins(new)
    found: list[Change] = []
    for path in differences(old, new):
        before, after = _at(left, path), _at(right, path)
        if _is_list(before) or _is_list(after):
            pairs = enumerate(zip_longest(_listed(before), _listed(after)), start=1)
            found += [Change(f"{path}[{place}]", _said(a), _said(b)) for place, (a, b) in pairs if a != b]
        else:
            found.append(Change(path, _said(before), _said(after)))
    return tuple(found)


def _is_list(value: object) -> bool:
    return isinstance(value, list | tuple)


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else []


def _at(value: object, path: str) -> object:
    for part in path.replace("[", ".[").split("."):
        if part.startswith("["):
            value = value[int(part[1:-1]) - 1] if isinstance(value, list | tuple) else None
        else:
            value = value.get(part) if isinstance(value, dict) else None
    return value


def _said(value: object) -> str:
    """A value in short; of a part that came or went whole, what stands in it."""
    if value is None:
        return ""
    if isinstance(value, dict):
        return " ".join(said for each in value.values() if (said := _said(each)))
    if isinstance(value, list | tuple):
        return " ".join(_said(each) for each in value)
    text = str(value)
    return text if len(text) <= MOST else f"{text[:MOST]}…"
