"""Shapes of fields in words a person reads, Chinese and English."""

import re
from collections.abc import Iterable

_CLASSES = {
    "[0-9]": ("位数字", "digit"),
    "[A-Z]": ("位大写字母", "capital letter"),
    "[0-9A-Z]": ("位数字或大写字母", "digit or capital letter"),
}
_PIECE = re.compile(r"(\[[^\]]+\]|\([^)]+\)\?|[A-Za-z0-9]+)(?:\{(\d+)(?:,(\d+))?\})?")


def said(shape: str, size: int, scale: int, pattern: str) -> tuple[str, str]:
    """What a field looks like: its pattern where it has one, else its length."""
    if pattern:
        ways = [_way(way) for way in pattern.split("|")]
        return " 或 ".join(zh for zh, _ in ways), " or ".join(en for _, en in ways)
    if shape == "date":
        return "yyyyMMdd", "yyyyMMdd"
    if shape == "decimal":
        return (
            f"数字，至多 {size} 位，小数至多 {scale} 位",
            f"a number of at most {size} digits, {scale} of them decimals",
        )
    if shape == "number":
        return f"整数，至多 {size} 位", f"a whole number of at most {size} digits"
    return f"至多 {size} 个字符", f"at most {size} characters"


def _way(way: str) -> tuple[str, str]:
    pieces = [_piece(*match.groups()) for match in _PIECE.finditer(way)]
    return " + ".join(zh for zh, _ in pieces), " + ".join(en for _, en in pieces)


def _piece(what: str, least: str | None, most: str | None) -> tuple[str, str]:
    count = f"{least}–{most}" if most else least or "1"
    if what in _CLASSES:
        zh, en = _CLASSES[what]
        return f"{count} {zh}", f"{count} × {en}"
    if what.startswith("["):
        signs = list(_signs(what[1:-1]))
        return f"{count} 位（{'、'.join(signs)}）", f"{count} × one of {', '.join(signs)}"
    if what.startswith("("):
        return f"可选 {what[1:-2]}", f"optional {what[1:-2]}"
    return what, what


def _signs(inside: str) -> Iterable[str]:
    """The characters of a class such as ``0-4x``, a range as it stands; a blank is not named."""
    return re.findall(r"\w-\w|\w", inside)
