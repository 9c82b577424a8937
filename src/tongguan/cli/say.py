"""Saying things: JSON lines, words in two languages, and errors with their exit code."""

import sys
from datetime import date
from typing import Any

import msgspec

from tongguan.desk.views import Answer, TrackView
from tongguan.facts.actor import Actor
from tongguan.facts.clock import iso, parse
from tongguan.facts.finding import Finding
from tongguan.process.progress import Block
from tongguan.rules.catalogue import Catalogue

_encoder = msgspec.json.Encoder(decimal_format="string")


class Failed(Exception):
    """A command that ends with a message and an exit code."""

    def __init__(self, text: str, code: int = 2) -> None:
        super().__init__(" ".join(text.split()))
        self.code = code


def line(record: dict[str, Any]) -> None:
    """One JSON object on standard output."""
    sys.stdout.write(_encoder.encode(record).decode() + "\n")


def time_of(text: str, option: str) -> int:
    """Microseconds of an ISO time; Failed naming the option when it is none."""
    try:
        return parse(text)
    except ValueError:
        raise Failed(f"{option}: “{text}” is no time; write it as 2018-02-01T17:00:00+08:00") from None


def day_of(text: str, option: str) -> date:
    """A local date; Failed naming the option when it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Failed(f"{option}: “{text}” is no date; write it as 2018-08-01") from None


def finding(catalogue: Catalogue, each: Finding, lang: str) -> dict[str, Any]:
    """A finding as --json prints it."""
    message, remedy = catalogue.wording(each, lang)
    return {
        "code": each.code,
        "field": each.field,
        "line": each.line,
        "consequence": each.consequence,
        "message": message,
        "remedy": remedy,
    }


def block(each: Block, lang: str) -> str:
    """One reason why a declaration is not released."""
    name = each.zh if lang == "zh" else each.en
    owner = each.owner
    waits = ", ".join(each.after)
    if each.kind == "hold":
        return f"布控 {each.id}：{name}（{owner}）" if lang == "zh" else f"hold {each.id}: {name} ({owner})"
    if each.kind == "state":
        return name
    if waits:
        return (
            f"{name}：{each.state}，等待 {waits}" if lang == "zh" else f"{name}: {each.state}, after {waits}"
        )
    return f"{name}：{each.state}（{owner}）" if lang == "zh" else f"{name}: {each.state} ({owner})"


def track(each: TrackView) -> dict[str, Any]:
    """A track as --json prints it."""
    return {
        "track": each.track,
        "state": each.state,
        "controls": [
            {"control": c.id, "state": c.state, "role": c.role, "office": c.office} for c in each.controls
        ],
    }


def answer(catalogue: Catalogue, said: Answer, lang: str) -> dict[str, Any]:
    """The fields that ``lodge``, ``act`` and ``show`` share."""
    return {
        "number": said.number,
        "client_number": said.client_number,
        "entry_id": said.entry_id,
        "status": said.status,
        "repeat": said.repeat,
        "findings": [finding(catalogue, each, lang) for each in said.findings],
        "tracks": [track(each) for each in said.tracks],
        "blocked_by": [block(each, lang) for each in said.blocked_by],
    }


def name_of(actor: Actor, lang: str) -> str:
    """An actor's name in one language, else the id."""
    return (actor.zh if lang == "zh" else actor.en) or actor.id


def clock(at: int | None) -> str | None:
    """A time in the office's zone, or None."""
    return None if at is None else iso(at)
