"""Evidence 依据: everything outside the declaration that rules may read, recorded whole with the judgement."""

from decimal import Decimal

import msgspec


class Security(msgspec.Struct, frozen=True, omit_defaults=True):
    """A guarantee 担保 that may secure the duty: its stream and what is free on it, in yuan."""

    guarantee: str
    free: Decimal
    instrument: str = ""
    barred: str = ""
    """Why it cannot be used for this declaration on this day: a code of ``process/guarantee.py``; empty when it can."""


class Tally(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is here of the goods that the declaration quotes 理货."""

    complete: bool = False
    """Nothing more will come: all units are in, or the tally is closed."""
    counted: int = 0
    """Packages counted in; 0 when nobody counted."""
    gross_weight: Decimal | None = None
    """Weighed on arrival, kilograms; None when nobody weighed."""
    others: tuple[str, ...] = ()
    """Living declarations that quoted the same goods before."""


class Listed(msgspec.Struct, frozen=True, omit_defaults=True):
    """A verification list that the declaration quotes, as it stood: its own stream up to ``version`` says the rest."""

    number: str
    version: int = 0
    """0 when no such list is approved."""
    taken: dict[str, Decimal] = {}
    """Line → quantity that other declarations cover."""


class PairedItem(msgspec.Struct, frozen=True, omit_defaults=True):
    """A goods line of the other side."""

    commodity: str
    quantity: Decimal | None
    unit: str
    total: Decimal | None
    currency: str
    origin_country: str = ""


class Paired(msgspec.Struct, frozen=True, omit_defaults=True):
    """The declaration that this one names as its other side 关联报关单."""

    number: str
    items: tuple[PairedItem, ...] = ()
    """Empty when no living declaration has this number."""
    gross_weight: Decimal | None = None
    taken_by: str = ""
    """Another living declaration that is its other side already; empty when none is."""


AMBIGUOUS = "ambiguous"
"""State of a quoted number that is the short one of several e-ledgers."""


class Quoted(msgspec.Struct, frozen=True, omit_defaults=True):
    """A permit that the declaration quotes, as it stood: its own stream up to ``version`` says the rest."""

    kind: str
    """ledger or licence."""
    number: str
    permit: str = ""
    """Its stream; empty when the office does not know it."""
    version: int = 0
    state: str = ""
    """active or revoked; ambiguous: no permit is meant."""
    held: bool = False
    """This declaration holds something of it already."""
    free: dict[str, Decimal] = {}
    """Shared stream → what this declaration may take of it, what it holds already included."""
    registered: dict[str, str] = {}
    """Social credit code on the permit → customs code of its enterprise, where the office's register knows it."""
    letter: str = ""
    """The authority its holder gave the declaring unit: in_force, not_yet, ended; empty: the office knows of none."""
    asked_on: str = ""
    """Local date by which its term is judged where that is not the declaration's own: an amendment quotes it for the first time."""


class Evidence(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the registry knew when the declaration was judged."""

    arrived_at: int | None = None
    """Arrival 运抵 of the goods at the supervised place, microseconds UTC; None while they are not there."""
    entered_at: int | None = None
    """When the transport declared its entry 进境; None while nobody said so."""
    tally: Tally | None = None
    """The goods as the yard knows them; None where no manifest, arrival or other declaration is known."""
    lists: tuple[Listed, ...] = ()
    paired: Paired | None = None
    first_delivery_at: int | None = None
    """Batch movements: when the first goods went through the gate, before this central declaration."""
    delivered_at: int | None = None
    """When the last of them did; None while some are still to come."""
    security: Security | None = None
    credit: str = ""
    """Credit of the consignee: aeo, general_certified, general, discredited; empty when not registered."""
    permits: tuple[Quoted, ...] = ()
    rates: dict[str, Decimal] = {}
    """Currency → yuan for one unit, where a rule names an amount in another currency than the declaration's."""
    draw: int | None = None
    """The draw of double random selection 双随机, 0 to 999,999; None on a check or a draft: nothing is drawn."""
    drawn_on: str = ""
    """Local date whose secret it was drawn with; empty in journals from before secrets were sealed."""
