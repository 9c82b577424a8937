"""What an audit of draws finds wrong."""

import msgspec


class Difference(msgspec.Struct, frozen=True):
    """A draw that is not what the secret makes of the number, or something that does not follow from what is on record."""

    number: str
    """Of the declaration, or of the inspection order."""
    version: int
    day: str
    what: str
    """draw, selection or officer: not what is recomputed; not_sealed: its day has no sealed secret; undated: it names no
    day although secrets were sealed by then; other_day: it was drawn with the secret of another day than its own;
    attempt: its number is not the order's next; standing: others stand in the draw than follow from those considered;
    load: somebody's recorded work is not what the orders say.
    """
    recorded: str
    recomputed: str
