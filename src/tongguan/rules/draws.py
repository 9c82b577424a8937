"""Draws 双随机: which declarations and which officer, by an HMAC of the day's secret. Pure, so that all can recompute."""

import hmac
from collections.abc import Collection
from hashlib import sha256

MILLION = 1_000_000


def draw(secret: bytes, number: str) -> int:
    """The draw of a declaration, 0 to 999,999: even over all secrets, fixed by the day's secret and the number."""
    return int.from_bytes(_mac(secret, f"declaration|{number}")[:8], "big") % MILLION


def draw_officer(secret: bytes, number: str, candidates: Collection[str]) -> str:
    """The officer drawn for a number (of a declaration or an order) among the ids of those who may do it.

    Each candidate gets a ticket of his own and the highest wins: order and repeats do not matter, each has the same
    chance, and somebody who falls away changes the draw of those alone who had drawn him. ValueError without candidates.
    """
    if not candidates:
        raise ValueError("nobody to draw from")
    return max(set(candidates), key=lambda each: (_mac(secret, f"officer|{number}|{each}"), each))


def visit(order: str, attempt: int) -> str:
    """The number by which the officer of an inspection order is drawn: each draw of an order has its own."""
    return f"{order}|{attempt}"


def roll(draw: int, name: str) -> int:
    """A number from 0 to 999,999 for each name (a word, a rule), fixed by a declaration's draw."""
    return int.from_bytes(sha256(f"{draw}|{name}".encode()).digest()[:6], "big") % MILLION


def _mac(secret: bytes, said: str) -> bytes:
    return hmac.new(secret, said.encode(), sha256).digest()
