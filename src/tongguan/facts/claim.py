"""Claims: what a declaration takes of a shared stream (a guarantee, an e-ledger, a licence)."""

from decimal import Decimal

import msgspec


class Claim(msgspec.Struct, frozen=True):
    """A part of a shared stream that an append takes (positive) or gives back (negative)."""

    stream: str
    amount: Decimal
    by: str
    """Number of the declaration that claims."""
    actor: str = ""
    """Who brought it about; empty: whoever wrote last."""
