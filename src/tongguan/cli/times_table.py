"""The figures of ``times`` as a table that a person reads; hours, a dash where there are too few to say."""

import unicodedata
from collections.abc import Sequence
from typing import Any

from tongguan.insight.cohort import AGES
from tongguan.insight.times import FEW, Definition

_WORDS = {
    "all": ("全部", "all"), "group": ("分组", "group"), "count": ("票数", "count"), "mean": ("平均", "mean"),
    "median": ("中位数", "median"), "range": ("范围", "range"), "p90": ("P90", "p90"), "p95": ("P95", "p95"),
    "released": ("24h率(放行)", "24 h released"), "accepted": ("24h率(接受)", "24 h accepted"), "open": ("未放行", "open"),
    "under_24h": ("<24h", "<24 h"), "24_to_48h": ("24-48h", "24-48 h"), "48_to_72h": ("48-72h", "48-72 h"),
    "over_72h": (">72h", ">72 h"), "growth": ("票数同比", "growth"), "compression": ("压缩率", "compression"),
    "few": ("不足 20 票只列票数、中位数和范围。", "Under 20 declarations only count, median and range are given."),
    "hours": ("单位：小时，口径", "Hours, definition"),
    "cohort": ("接受与未放行按接受申报日期计，口径", "Accepted and open: by date of acceptance, definition"),
    "against": ("对比期", "compared with"), "nothing": ("该期间无此口径的数字。", "No figure by this definition in these dates."),
}  # fmt: skip


def table(definition: Definition, by: Sequence[str], records: Sequence[dict[str, Any]], lang: str) -> str:
    """The table of the groups, with the ids of its definitions and what cannot be compared below."""
    zh = lang == "zh"

    def word(key: str) -> str:
        return _WORDS[key][0 if zh else 1]

    told = f"{word('hours')} {definition.id}: {definition.zh if zh else definition.en}"
    if not records:
        return f"{told}\n{word('nothing')}"
    beside = any("accepted" in each for each in records)
    heads = [
        *(by or [word("group")]),
        *map(word, ("count", "mean", "median", "range", "p90", "p95", "released")),
    ]
    heads += [*map(word, ("accepted", "open")), *(word(name) for _, name in AGES)] if beside else []
    against = next((each["against"] for each in records if "against" in each), None)
    heads += [word("growth"), word("compression")] if against else []
    rows = []
    for each in records:
        row = [*(each["group"].values() or [word("all")]), *_figures(each)]
        row += _cohort(each) if beside else []
        row += [_share(each.get("growth"), sign=True), _compression(each)] if against else []
        rows.append(row)
    notes = [told]
    if beside:
        notes.append(f"{word('cohort')} accepted")
    if against:
        notes.append(f"{word('against')} {' – '.join(against)}")
    if any(each["count"] < FEW for each in records):
        notes.append(word("few"))
    notes += dict.fromkeys(each["not_comparable"] for each in records if "not_comparable" in each)
    return "\n".join([*_lines([heads, *rows], max(1, len(by))), *notes])


def _figures(each: dict[str, Any]) -> list[str]:
    if not each["count"]:
        return ["0", *["—"] * 6]
    spread = f"{_hours(each['low_s'])}-{_hours(each['high_s'])}"
    return [
        str(each["count"]), _hours(each["mean_s"]), _hours(each["median_s"]), spread, _hours(each["p90_s"]),
        _hours(each["p95_s"]), _share(each["within_24h"]),
    ]  # fmt: skip


def _cohort(each: dict[str, Any]) -> list[str]:
    if "accepted" not in each:
        return ["—"] * (2 + len(AGES))
    rate = each["cohort_within_24h"] if each["accepted"] >= FEW else None
    ages = [str(each["open_by_age"][name]) for _, name in AGES]
    return [f"{_share(rate)} ({each['accepted']})", str(each["open"]), *ages]


def _compression(each: dict[str, Any]) -> str:
    change = each.get("compression")
    if not change:
        return "—"
    return f"{_share(change['standardised'])} [{_share(change['low'])}, {_share(change['high'])}]"


def _hours(seconds: float | None) -> str:
    return "—" if seconds is None else f"{seconds / 3600:.2f}"


def _share(value: float | None, sign: bool = False) -> str:
    return "—" if value is None else f"{value:+.1%}" if sign else f"{value:.1%}"


def _lines(rows: Sequence[Sequence[str]], texts: int) -> list[str]:
    """Rows in columns: the first ``texts`` to the left, numbers to the right; a Chinese character is two wide."""
    widths = [max(map(_wide, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            f"{cell}{' ' * (width - _wide(cell))}" if place < texts else f"{' ' * (width - _wide(cell))}{cell}"
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]  # fmt: skip


def _wide(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)
