"""The names of who was waited for, and whom holds and controls wait for: data (``causes.toml``)."""

import tomllib
from functools import cache
from importlib import resources

import msgspec

from tongguan.process.model import Name


class Causes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The table as read."""

    cause: dict[str, Name]
    """In the order of priority: it breaks exact ties between tracks."""
    hold: dict[str, str]
    role: dict[str, str]
    message: dict[str, str]


@cache
def causes() -> Causes:
    """The causes that come with the program."""
    text = (resources.files("tongguan.insight") / "causes.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), Causes)


@cache
def names() -> tuple[str, ...]:
    """Ids of the causes in the order of priority."""
    return tuple(causes().cause)
