"""All permits that a declaration quotes, and what comes of comparing each: findings, controls done, amounts bound."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import msgspec

from tongguan.facts.declaration import Declaration
from tongguan.facts.evidence import Evidence
from tongguan.facts.permit import LEDGER, LICENCE, Permit
from tongguan.rules import ledger, licence
from tongguan.rules.permits import Comparison, Hit, PermitSettings, Quote, letter_of
from tongguan.rules.selection import Selection
from tongguan.rules.tables import Table


class Outcome(msgspec.Struct, frozen=True):
    """What comparing came to."""

    hits: tuple[Hit, ...] = ()
    agreed: tuple[str, ...] = ()
    """Words whose permits are all known and in order."""
    binds: dict[str, dict[str, Decimal]] = {}
    """Permit (its stream) → shared stream → what the declaration takes."""


def quotes(d: Declaration, selection: Selection) -> tuple[Quote, ...]:
    """The e-ledgers and licences that a declaration quotes."""
    return (*ledger.quotes(d), *licence.quotes(d, selection.no_licence))


def compare(
    d: Declaration, evidence: Evidence, issued: Mapping[str, Permit], on: date, settings: PermitSettings,
    selection: Selection, tables: Mapping[str, Table],
) -> Outcome:  # fmt: skip
    """Compare with every permit that was looked up; one that the office does not know is told (01), for an officer."""
    looked = {(quoted.kind, quoted.number): quoted for quoted in evidence.permits}
    hits: list[Hit] = []
    binds: dict[str, dict[str, Decimal]] = {}
    good = {LEDGER: bool(looked), LICENCE: bool(looked) and licence.all_numbered(d)}
    for quote in quotes(d, selection):
        quoted = looked.get((quote.kind, quote.number))
        permit = issued.get(quoted.permit) if quoted else None
        letter = letter_of(quote.kind)
        if quoted is None or permit is None:
            good[quote.kind] = False
            if quoted is not None:
                hits.append((f"{letter}01", quote.field, None, {"number": quote.number}))
            continue
        found = Comparison(letter, quote, quoted, permit, d, on, tables, settings.compare[quote.kind]).run()
        hits += found.hits
        good[quote.kind] &= not found.hits
        if found.taken:
            binds[quoted.permit] = found.taken
    words = {LEDGER: ledger.WORD, LICENCE: licence.WORD}
    return Outcome(tuple(hits), tuple(words[kind] for kind in words if good[kind]), binds)
