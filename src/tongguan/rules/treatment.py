"""Treatment 税率适用: which rates a goods line has, by commodity, origin, proof of origin and date.

Order of preference: Import and Export Duty Regulation Arts. 10 to 14 and, from its first day, Customs Tariff Law
Arts. 12 to 14. Where two rates may apply the lower duty is taken; the assessment compares amounts, so that specific and
ad valorem rates compare too.
"""

from datetime import date

import msgspec

from tongguan.rules.figures import GENERAL, Figures, RateFigure


class Treatment(msgspec.Struct, frozen=True, kw_only=True):
    """The rates of one goods line; ``missing`` names figures that are needed and not there."""

    duty: tuple[RateFigure, ...] = ()
    """Rates of duty that may apply; of several the one with the lowest duty."""
    additional: RateFigure | None = None
    anti_dumping: RateFigure | None = None
    countervailing: RateFigure | None = None
    undisproved: tuple[RateFigure, RateFigure] | None = None
    """Tariff Law: of goods whose origin is not shown, the MFN rate and the highest measure; due if above the general rate."""
    consumption: RateFigure | None = None
    vat: RateFigure | None = None
    missing: tuple[str, ...] = ()


def of_import(
    figures: Figures, commodity: str, origin: str, agreement: str, quota: bool, special_case: bool, on: date
) -> Treatment:
    """The treatment of an imported line. ``agreement``: the one whose proof of origin the line quotes."""
    key = (commodity, origin, agreement, quota, special_case, on)
    found = figures.known.get(key)
    if found is None:
        found = figures.known[key] = _of_import(figures, *key)
    return found  # type: ignore[return-value]


def _of_import(
    figures: Figures, commodity: str, origin: str, agreement: str, quota: bool, special_case: bool, on: date
) -> Treatment:
    missing: list[str] = []
    if special_case:
        duty = _needed(figures, "special_case", commodity, on, missing)
    elif quota:
        duty = _quota(figures, commodity, on, missing)
    else:
        duty = _by_origin(figures, commodity, origin, agreement, on, missing)
    measures = {
        kind: figures.find(kind, commodity, on, origin) for kind in ("anti_dumping", "countervailing")
    }
    undisproved: tuple[RateFigure, RateFigure] | None = None
    if figures.treatment_of(origin, on) == GENERAL and on >= figures.policy.tariff_law_from:
        highest = _highest(figures, commodity, on)
        if highest:
            undisproved = (*_needed(figures, "mfn", commodity, on, missing), highest)[:2]  # type: ignore[assignment]
    vat = _needed(figures, "vat", commodity, on, missing)
    return Treatment(
        duty=duty,
        additional=figures.find("additional", commodity, on, origin),
        **measures,
        undisproved=undisproved,
        consumption=figures.find("consumption", commodity, on),
        vat=vat[0] if vat else None,
        missing=tuple(missing),
    )


def _needed(
    figures: Figures, kind: str, commodity: str, on: date, missing: list[str]
) -> tuple[RateFigure, ...]:
    found = figures.find(kind, commodity, on)
    if found is None:
        missing.append(f"{kind} {commodity} {on}")
    return (found,) if found else ()


def _quota(figures: Figures, commodity: str, on: date, missing: list[str]) -> tuple[RateFigure, ...]:
    """Within a tariff quota its rate; under the Tariff Law a provisional one goes before it."""
    if on >= figures.policy.tariff_law_from:
        provisional = figures.find("quota_provisional", commodity, on)
        if provisional:
            return (provisional,)
    return _needed(figures, "quota", commodity, on, missing)


def _by_origin(
    figures: Figures, commodity: str, origin: str, agreement: str, on: date, missing: list[str]
) -> tuple[RateFigure, ...]:
    treated = figures.treatment_of(origin, on)
    if treated is None:
        missing.append(f"origin {origin or '—'} {on}")
        return ()
    if treated == GENERAL:
        return _needed(figures, "general", commodity, on, missing)
    provisional = figures.find("provisional", commodity, on)
    agreed = _agreed(figures, commodity, origin, agreement, on)
    if agreed is None:
        # Without a provisional rate the MFN rate; a commodity without any is not in the tariff that was loaded.
        return (provisional,) if provisional else _needed(figures, "mfn", commodity, on, missing)
    if provisional:
        return (agreed, provisional)
    if on >= figures.policy.tariff_law_from and agreed.kind == "conventional":
        return (agreed, *_needed(figures, "mfn", commodity, on, missing))
    return (agreed,)


def _agreed(figures: Figures, commodity: str, origin: str, agreement: str, on: date) -> RateFigure | None:
    """The conventional or special rate that a proof of origin opens, when its agreement covers the origin."""
    known = figures.agreements.get(agreement)
    if known is None or not known.holds(on) or origin not in known.members:
        return None
    return figures.find(known.kind, commodity, on, agreement=agreement)


def _highest(figures: Figures, commodity: str, on: date) -> RateFigure | None:
    """The highest anti-dumping or countervailing rate for the commodity, whatever origin."""
    measures = [
        each
        for kind in ("anti_dumping", "countervailing")
        for each in figures.any_origin(kind, commodity, on)
        if each.rate.plain is not None
    ]
    return max(measures, key=lambda each: each.rate.bands[0].rate.share, default=None)  # type: ignore[union-attr]


def of_export(figures: Figures, commodity: str, on: date) -> RateFigure | None:
    """The export rate of a commodity, a provisional one first; None where exports are free of duty."""
    return figures.find("export_provisional", commodity, on) or figures.find("export", commodity, on)
