"""The merged form as a page sends it: a text for each path, such as ``trader.name`` or ``items[2].total``.

What was typed is kept as it was typed; what cannot be read as its field's kind is named and left out, the rest is read
by the reader of our own JSON, like any other message.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, get_args, get_type_hints

import msgspec

from tongguan.adapters import document, entry_rows
from tongguan.facts.declaration import Declaration
from tongguan.facts.message import Message
from tongguan.rules.entry import EntryForm

MOST_ROWS = 99
"""Rows of one kind that a form holds; the rules allow fewer goods lines."""
MOST_LETTERS = 4000
"""Letters of one field; each has a smaller limit of its own, which the rules tell."""
NOTHING: Mapping[str, Any] = {}
_PATH = re.compile(r"([a-z_]+)(?:\[([1-9][0-9]?)\])?(?:\.([a-z_]+))?")
_NOT_WRITTEN = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")
_NUMBER = re.compile(r"-?[0-9]{1,24}(?:\.[0-9]{1,12})?")
_WHOLE = re.compile(r"[0-9]{1,15}")
_THOUSANDS = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")


class Reading(msgspec.Struct, frozen=True):
    """What a form says, and the paths whose texts are not of their field's kind."""

    message: Message
    mistyped: tuple[str, ...]
    astray: tuple[str, ...] = ()
    """Paths of numbers of goods lines that are not there; what stands under them is not in the message."""


def clean(text: str) -> str:
    """A text without signs that no message can hold; line breaks and tabs become blanks."""
    return _NOT_WRITTEN.sub(" ", text).strip()[:MOST_LETTERS]


def kept(given: Mapping[str, str], form: EntryForm) -> dict[str, str]:
    """What a draft keeps of the texts that were sent: those of the form's fields that say something, and its rows."""
    texts = {}
    for path, text in given.items():
        found = _PATH.fullmatch(path)
        plain = clean(text)
        is_row = found is not None and bool(found[2]) and not found[3]
        if found and (plain or is_row) and form.knows(path):
            texts[path] = plain
    for rows in form.plan.rows:
        texts = numbered(texts, rows.name)
    return texts


def rows_of(texts: Iterable[str], name: str) -> list[int]:
    """Places of the rows of one kind, in order. A row without a field stands there under its own name."""
    found = (_PATH.fullmatch(path) for path in texts)
    return sorted({int(each[2]) for each in found if each and each[1] == name and each[2]})


def numbered(texts: Mapping[str, str], name: str) -> dict[str, str]:
    """The texts with the rows of one kind numbered from 1 without gaps."""
    places = {old: new for new, old in enumerate(rows_of(texts, name), start=1)}
    found = {}
    for path, text in texts.items():
        each = _PATH.fullmatch(path)
        if each and each[1] == name and each[2]:
            path = f"{name}[{places[int(each[2])]}]" + (f".{each[3]}" if each[3] else "")
        found[path] = text
    return found


def read(
    texts: Mapping[str, str], client_number: str, beside: Mapping[str, Sequence[Mapping[str, str]]] = NOTHING,
    beneath: Mapping[str, Any] = NOTHING,
) -> Reading:  # fmt: skip
    """The message of a form. ``texts``: what ``kept`` gave; ``beside``: rows that come with it, added to those there are.

    ``beneath``: plain values that stand where no text says otherwise; an empty text takes a value away.
    """
    content: dict[str, Any] = dict(beneath)
    for name, rows in beside.items():
        content[name] = [*content.get(name, ()), *rows]
    mistyped = []
    for path, text in texts.items():
        if _PATH.fullmatch(path) is None:
            continue
        name, place, field = parts_of(path)
        value = _value(text, _kind(name, bool(place), field))
        if value is None and text:
            mistyped.append(path)
        _put(content, name, place, field, value)
    for line, item in enumerate(content.get("items", ()), start=1):
        item["line"] = line
    astray, units = entry_rows.nested(content), content.pop(entry_rows.USE_UNITS, None)
    whole = {"declaration": content, "client_number": client_number}
    if units:
        whole["particulars"] = {entry_rows.USE_UNITS: units}
    return Reading(document.read(msgspec.json.encode(whole)), tuple(mistyped), tuple(astray))


def parts_of(path: str) -> tuple[str, int, str]:
    """Name, place (0: not in rows) and field (may be empty) of a path of the form."""
    found = _PATH.fullmatch(path)
    return (found[1], int(found[2] or 0), found[3] or "") if found else ("", 0, "")


def _put(content: dict[str, Any], name: str, place: int, field: str, value: object) -> None:
    if place:
        rows = content.setdefault(name, [])
        rows += [{} for _ in range(place - len(rows))]
        if field:
            _set(rows[place - 1], field, value)
    elif field and (value is not None or content.get(name)):
        _set(content.setdefault(name, {}), field, value)
    elif field:
        return
    else:
        _set(content, name, value)


def _set(held: dict[str, Any], field: str, value: object) -> None:
    if value is None:
        held.pop(field, None)
    else:
        held[field] = value


def _value(text: str, kind: str) -> object:
    """The text as its field's kind; None when it is empty or not of that kind."""
    if not text or kind == "str":
        return text or None
    plain = unicodedata.normalize("NFKC", text).replace(" ", "")
    if _THOUSANDS.fullmatch(plain):
        plain = plain.replace(",", "")
    if kind == "int":
        return int(plain) if _WHOLE.fullmatch(plain) else None
    return plain if _NUMBER.fullmatch(plain) else None


@cache
def _kind(name: str, in_rows: bool, field: str) -> str:
    """str, int or Decimal: what a field holds."""
    held = entry_rows.KINDS.get(name) or get_type_hints(Declaration)[name]
    if in_rows and not field:
        return "str"
    if in_rows and name not in entry_rows.KINDS:
        held = get_args(held)[0]
    if field:
        held = get_type_hints(_only(held))[field]
    return _only(held).__name__


def _only(held: Any) -> type[Any]:
    """The type of a field that may be empty."""
    kinds = [each for each in (*get_args(held), held) if isinstance(each, type) and each is not type(None)]
    return kinds[0]


def texts_of(declaration: Declaration, fields: Iterable[str]) -> dict[str, str]:
    """The texts of a declaration for a form with these fields (paths without places); each row says its place."""
    wanted = set(fields)
    found: dict[str, str] = {}
    for name, value in entry_rows.flat(msgspec.to_builtins(declaration)).items():
        if isinstance(value, list | tuple):
            for place, row in enumerate(value, start=1):
                if any(path.startswith(f"{name}.") for path in wanted):
                    found[f"{name}[{place}]"] = str(place)
                    found |= _texts(f"{name}[{place}].", f"{name}.", row, wanted)
        elif isinstance(value, dict):
            found |= _texts(f"{name}.", f"{name}.", value, wanted)
        else:
            found |= _texts("", "", {name: value}, wanted)
    return found


def _texts(at: str, named: str, row: Mapping[str, Any], wanted: set[str]) -> dict[str, str]:
    return {
        f"{at}{field}": str(value)
        for field, value in row.items()
        if f"{named}{field}" in wanted and isinstance(value, str | int)
    }
