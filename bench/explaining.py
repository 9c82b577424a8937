"""B5: who was waited for, on every declaration of B4's log; the parts of each sum to its time, or the bench fails."""

import resource
import time
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from bench import bulk, load
from tongguan.desk.desk import Desk
from tongguan.desk.lives import Lives
from tongguan.facts.clock import HOUR
from tongguan.insight import tables, times
from tongguan.insight.life import Life, Spell

DEFINITION = "overall"
"""Arrival to release: the bench's declarations are released as they are accepted, and took no time from then."""


class Measured(NamedTuple):
    """Seconds of the causes of ``count`` declarations; seconds to read one life of the journal; megabytes at the most."""

    took: float
    count: int
    reading: float
    megabytes: float


def measure(url: str, count: int, many: int) -> Measured:
    """Lodge ``count``, read their lives, and tell the causes of ``many``: each copy an hour later than the one before."""
    with load.folder() as folder:
        desk = bulk._desk(url, count)
        bulk._lodge(desk, bulk._files(folder, count, "ndjson"))
    lives = Lives(desk)
    started = time.perf_counter()
    every = lives.every()
    reading = (time.perf_counter() - started) / len(every)
    worlds, told, took = lives.worlds(), 0, 0.0
    for copy in _copies(every, many // count):
        started = time.perf_counter()
        told += _told(desk, copy, worlds)
        took += time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Measured(took, told, reading, peak)


def _told(desk: Desk, lives: Sequence[Life], worlds: tables.Worlds) -> int:
    definition = times.definitions()[DEFINITION]
    counted = times.took(lives, definition)
    for each in counted:
        told = tables.told(desk.models, each, definition, worlds)
        if not each.micros == told.total == sum(told.causes.values()):
            raise SystemExit(f"bench: the causes of {each.row.number} do not sum to its time")
    return len(counted)


def _copies(lives: Sequence[Life], many: int) -> Iterator[list[Life]]:
    for place in range(many):
        yield [_later(life, place * HOUR) for life in lives]


def _later(life: Life, by: int) -> Life:
    moved = {
        name: at + by for name in Life.__struct_fields__ if name.endswith("_at") and (at := getattr(life, name)) is not None
    }  # fmt: skip
    controls = {name: tuple(_moved(each, by) for each in spells) for name, spells in life.controls.items()}
    return msgspec.structs.replace(life, controls=controls, **moved)


def _moved(spell: Spell, by: int) -> Spell:
    end = None if spell.end is None else spell.end + by
    return msgspec.structs.replace(spell, start=spell.start + by, end=end)
