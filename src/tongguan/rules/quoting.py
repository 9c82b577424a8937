"""All permits that a declaration quotes, and what comes of comparing each: findings, controls done, amounts bound."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

import msgspec
from msgspec.structs import replace

from tongguan.facts.declaration import Declaration
from tongguan.facts.evidence import AMBIGUOUS, Evidence, Quoted
from tongguan.facts.permit import LEDGER, LICENCE, Permit
from tongguan.rules import ledger, licence
from tongguan.rules.conditions import Beside, Conditions, Need
from tongguan.rules.permits import Compared, Comparison, Hit, PermitSettings, Quote, barring, letter_of
from tongguan.rules.selection import Selection
from tongguan.rules.sharing import pair
from tongguan.rules.tables import Table

_WORDS = {LEDGER: ledger.WORD, LICENCE: licence.WORD}
_Key = tuple[str, str]
"""Kind and number with which a permit is quoted."""
_Covered = dict[_Key, tuple[str, frozenset[int]]]
"""A permit as it is quoted that the office knows → its document code, the goods lines it is for."""


class Outcome(msgspec.Struct, frozen=True):
    """What comparing came to."""

    hits: tuple[Hit, ...] = ()
    agreed: tuple[str, ...] = ()
    """Words whose permits are all known and in order, and are for every goods line that needs one."""
    binds: dict[str, dict[str, Decimal]] = {}
    """Permit (its stream) → shared stream → what the declaration takes."""
    waits: dict[str, dict[str, Decimal]] = {}
    """The same of permits that are bound only once an officer has found who quotes them."""
    beside: tuple[Beside, ...] = ()
    """Goods lines that need a document and are on none of the permits quoted for it."""


def quotes(d: Declaration, selection: Selection) -> tuple[Quote, ...]:
    """The e-ledgers and licences that a declaration quotes."""
    return (*ledger.quotes(d), *licence.quotes(d, selection.no_licence))


def compare(
    d: Declaration, evidence: Evidence, issued: Mapping[str, Permit], on: date, settings: PermitSettings,
    selection: Selection, conditions: Conditions, tables: Mapping[str, Table],
) -> Outcome:  # fmt: skip
    """Compare with every permit that was looked up; one that the office does not know is told (01), for an officer."""
    looked = {(quoted.kind, quoted.number): quoted for quoted in evidence.permits}
    quoting = quotes(d, selection)
    streams = {key: quoted.permit for key, quoted in looked.items() if quoted.permit in issued}
    opened = {
        stream: Comparison(
            letter_of(quote.kind), quote, quoted, issued[stream], d, on, tables, settings.compare[quote.kind]
        )
        for stream, (quote, quoted) in _known(quoting, looked, streams).items()
    }
    unread = [quote for quote in quoting if (quote.kind, quote.number) not in streams]
    results = _results(unread, opened, d)
    covered: _Covered = {}
    hits: list[Hit] = []
    binds: dict[str, dict[str, Decimal]] = {}
    waits: dict[str, dict[str, Decimal]] = {}
    good = {LEDGER: bool(looked), LICENCE: bool(looked) and licence.all_numbered(d)}
    for quote in quoting:
        key = quote.kind, quote.number
        stream = streams.get(key)
        if stream is None:
            good[quote.kind] = False
            if key in looked:
                hits.append(_unknown(quote, looked[key]))
            continue
        found = results[stream]
        if found.covers is not None:
            covered[key] = issued[stream].code, found.covers
        if opened[stream].quote.number == quote.number:
            hits += found.hits
            good[quote.kind] &= found.agrees
            if found.taken:
                (waits if found.waits else binds)[stream] = found.taken
    needs = conditions.needs(d, on) if covered else []
    beside = tuple(_beside(quoting, covered, needs, conditions))
    good |= dict.fromkeys((LEDGER if each.letter == letter_of(LEDGER) else LICENCE for each in beside), False)
    agreed = tuple(_WORDS[kind] for kind in _WORDS if good[kind])
    return Outcome(tuple(hits), agreed, binds, waits, beside)


def _unknown(quote: Quote, quoted: Quoted) -> Hit:
    """A permit that the office does not know, or a short number that several have."""
    letter = letter_of(quote.kind)
    if quoted.state == AMBIGUOUS:
        return barring(letter, quote, AMBIGUOUS)
    return f"{letter}01", quote.field, None, {"number": quote.number}


def _known(
    quoting: tuple[Quote, ...], looked: Mapping[_Key, Quoted], streams: Mapping[_Key, str]
) -> dict[str, tuple[Quote, Quoted]]:
    """Permit (its stream) → how it is quoted; one that is quoted by its short and its full number is one."""
    found: dict[str, tuple[Quote, Quoted]] = {}
    for quote in quoting:
        key = quote.kind, quote.number
        if key in streams:
            first, quoted = found.get(streams[key], (quote, looked[key]))
            lines, rows = {**quote.lines, **first.lines}, {**quote.rows, **first.rows}
            found[streams[key]] = replace(first, lines=lines, rows=rows), quoted
    return found


def _results(
    unread: Sequence[Quote], opened: Mapping[str, Comparison], d: Declaration
) -> dict[str, Compared]:
    """Permit → what came of it: those of one document code are paired with the goods lines together."""
    results = {stream: barred for stream, each in opened.items() if (barred := each.barred())}
    closed = [*unread, *(opened[stream].quote for stream in results)]
    groups: dict[tuple[str, str], list[str]] = {}
    for stream, each in opened.items():
        if stream not in results:
            groups.setdefault((each.quote.kind, each.permit.code), []).append(stream)
    for (kind, code), streams in groups.items():
        alone = not any(quote.kind == kind and quote.code in ("", code) for quote in closed)
        pairs = pair([opened[stream] for stream in streams], d.items, headings=alone)
        results |= {stream: opened[stream].run(own) for stream, own in zip(streams, pairs, strict=True)}
    return results


def _beside(
    quoting: tuple[Quote, ...], covered: _Covered, needs: list[Need], conditions: Conditions
) -> Iterator[Beside]:
    """Each need for which only permits that the office knows are quoted, none of them for its goods line.

    The head's licence number names no code: there the code of the licence itself says what it answers.
    """
    for need in needs:
        wanted = conditions.answering(need.condition)
        heads = conditions.by_licence_no(need.condition)
        answers = []
        for quote in quoting:
            own, lines = covered.get((quote.kind, quote.number), ("", None))
            if (quote.code or own) in wanted or (heads and not quote.code):
                answers.append((quote, lines if lines is None or own in wanted else frozenset[int]()))
        if answers and all(lines is not None and need.line not in lines for _, lines in answers):
            numbers = ", ".join(quote.number for quote, _ in answers)
            yield Beside(letter=letter_of(answers[0][0].kind), numbers=numbers, need=need)
