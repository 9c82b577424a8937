"""A form that amends: what it says laid over the declaration that it amends. What the form does not show stays as it is."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import msgspec

from tongguan.adapters import entry_rows
from tongguan.adapters.entry_form import clean, parts_of, rows_of, texts_of
from tongguan.facts.declaration import Declaration


class Laid(NamedTuple):
    """The declaration as plain values with the form's rows, and the texts that differ from it, empty ones included."""

    content: dict[str, Any]
    changed: dict[str, str]


def laid(was: Declaration, texts: Mapping[str, str], fields: Iterable[str]) -> Laid:
    """``texts``: what the form says, its rows numbered from 1; ``fields``: all that it may show, without places.

    A row says by its own text which row of the declaration it was; one that says nothing is new.
    """
    before, content = texts_of(was, fields), entry_rows.flat(msgspec.to_builtins(was))
    stood = {path: text for path, text in before.items() if "[" not in path}
    for name in {parts_of(path)[0] for path in (*before, *texts) if "[" in path}:
        rows = list(content.get(name, ()))
        origins = [_origin(texts.get(f"{name}[{place}]", ""), len(rows)) for place in rows_of(texts, name)]
        content[name] = [dict(rows[origin - 1]) if origin else {} for origin in origins]
        for place, origin in enumerate(origins, start=1):
            stood |= _moved(before, f"{name}[{origin}].", f"{name}[{place}].")
    said = {path: text for path, text in texts.items() if parts_of(path)[2] or "[" not in path}
    changed = {path: text for path, text in said.items() if clean(stood.get(path, "")) != text}
    return Laid(
        content, {**changed, **{path: "" for path, text in stood.items() if text and path not in said}}
    )


def _moved(texts: Mapping[str, str], start: str, to: str) -> dict[str, str]:
    """The texts of one row under another place."""
    return {to + path.removeprefix(start): text for path, text in texts.items() if path.startswith(start)}


def _origin(text: str, most: int) -> int:
    """The place that a row had, 0 when it is new."""
    place = int(text) if text.isascii() and text.isdecimal() and len(text) < 3 else 0
    return place if place <= most else 0
