"""How often the steering test sees visits that somebody moved after the draw, and how often it cries for nothing.

Traders are of uneven size (the k-th has 1/k of the first one's visits) and the one who is favoured is any that has enough
visits. One visit in twenty is moved honestly, to any other officer. Steered visits go from whoever was drawn to one
officer (``towards``), or to anybody but him (``away``).
"""

from collections.abc import Iterator
from math import sqrt
from random import Random
from typing import NamedTuple

from tongguan.insight.steering import Visit, examine

VISITS = 20_000
HONEST = 0.05
EXCHANGES = 99
"""Enough for exactly 5 % false alarms."""
TOWARDS, AWAY = "towards", "away"


class Setting(NamedTuple):
    """One line of the study."""

    officers: int
    traders: int
    share: float
    """Share of all visits that are steered; 0: nobody steers, and an alarm is a false one."""
    way: str = TOWARDS
    runs: int = 60


MAIN = Setting(20, 200, 0.01, runs=200)
HONEST_OFFICE = Setting(20, 200, 0.0, runs=300)
STUDY = (
    HONEST_OFFICE,
    Setting(20, 200, 0.0005),
    Setting(20, 200, 0.005),
    MAIN,
    Setting(20, 200, 0.01, AWAY),
    Setting(20, 200, 0.02),
    Setting(20, 200, 0.05),
    Setting(5, 200, 0.01),
    Setting(60, 200, 0.01),
    Setting(20, 30, 0.01),
    Setting(20, 800, 0.005),
)


class Power(NamedTuple):
    """Share of alarms with its 95 % interval (Wilson)."""

    setting: Setting
    runs: int
    alarms: float
    low: float
    high: float


def measure(quick: bool = False) -> Iterator[Power]:
    """The study; ``quick`` runs its two main lines in short."""
    for setting in (HONEST_OFFICE, MAIN) if quick else STUDY:
        runs = 30 if quick else setting.runs
        alarms = sum(_alarm(setting, seed) for seed in range(runs))
        yield Power(setting, runs, alarms / runs, *_wilson(alarms, runs))


def _alarm(setting: Setting, seed: int) -> bool:
    random = Random(f"{seed} {setting}")
    return examine(visits(setting, random), random, exchanges=EXCHANGES).alarm


def visits(setting: Setting, random: Random, count: int = VISITS) -> list[Visit]:
    """A synthetic year: drawn evenly, some moved honestly, some steered."""
    officers = range(setting.officers)
    weights = [1 / rank for rank in range(1, setting.traders + 1)]
    traders = random.choices(range(setting.traders), weights, k=count)
    drawn = random.choices(officers, k=count)
    final = [_other(officers, each, random) if random.random() < HONEST else each for each in drawn]
    for place in _steered(setting, traders, drawn, random):
        final[place] = (
            setting.officers - 1 if setting.way == TOWARDS else _other(officers, drawn[place], random)
        )
    return [
        Visit(
            visit=str(place), drawn=f"o{drawn[place]}", final=f"o{final[place]}", trader=f"t{traders[place]}"
        )
        for place in range(count)
    ]


def _steered(setting: Setting, traders: list[int], drawn: list[int], random: Random) -> list[int]:
    """Places of the visits that are steered: of one trader who has enough that can be."""
    wanted, officer = round(setting.share * len(traders)), setting.officers - 1
    if not wanted:
        return []
    places: dict[int, list[int]] = {}
    for place, (trader, who) in enumerate(zip(traders, drawn, strict=True)):
        if setting.way == AWAY or who != officer:
            places.setdefault(trader, []).append(place)
    able = [trader for trader, own in places.items() if len(own) >= wanted]
    trader = random.choice(able) if able else max(places, key=lambda each: len(places[each]))
    return random.sample(places[trader], min(wanted, len(places[trader])))


def _other(officers: range, one: int, random: Random) -> int:
    """Any officer but one."""
    step = random.randrange(1, len(officers))
    return (one + step) % len(officers)


def _wilson(hits: int, runs: int, z: float = 1.96) -> tuple[float, float]:
    share = hits / runs
    middle = (share + z * z / (2 * runs)) / (1 + z * z / runs)
    half = z * sqrt(share * (1 - share) / runs + z * z / (4 * runs * runs)) / (1 + z * z / runs)
    return max(0.0, middle - half), min(1.0, middle + half)
