"""What the form has in rows of its own though a message holds it elsewhere; and what goes along with a row that goes.

Licences stand in the goods lines of a message; contacts of who uses the goods are particulars of persons, beside it.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from tongguan.facts.message import UseUnit
from tongguan.facts.parts import ItemLicence
from tongguan.rules.entry import ITEMS

LICENCES, USE_UNITS = "licences", "use_units"
KINDS: dict[str, type[msgspec.Struct]] = {LICENCES: ItemLicence, USE_UNITS: UseUnit}
"""Rows that are none of a declaration's own, and what each holds."""
Values = dict[str, Any]


def flat(declaration: Values) -> Values:
    """A declaration's plain values with the licences of all lines as rows that say their line."""
    items = [dict(item) for item in declaration.get(ITEMS, ())]
    rows = [
        {**each, "line": place}
        for place, item in enumerate(items, start=1)
        for each in item.pop(LICENCES, ())
    ]
    return {**declaration, **({ITEMS: items} if items else {}), **({LICENCES: rows} if rows else {})}


def nested(content: Values) -> list[str]:
    """Put the rows of licences into their lines; paths of the lines' numbers that are none of the declaration."""
    items, astray = content.get(ITEMS, []), []
    for place, row in enumerate(content.pop(LICENCES, ()), start=1):
        line = row.get("line")
        if isinstance(line, int) and 1 <= line <= len(items):
            items[line - 1].setdefault(LICENCES, []).append(row)
        else:
            astray.append(f"{LICENCES}[{place}].line")
    return astray


def without(texts: Mapping[str, str], row: str) -> dict[str, str]:
    """The texts without a row such as ``items[2]``; of a goods line also what belongs to it, the others told their new numbers."""
    left = {path: text for path, text in texts.items() if not _is_of(path, row)}
    name, _, place = row.rstrip("]").partition("[")
    if name != ITEMS or not place.isdecimal():
        return left
    gone = int(place)
    for path, text in list(left.items()):
        name, _, field = path.partition("].")
        if field == "line" and text == place and not path.startswith(ITEMS):
            left = {other: said for other, said in left.items() if not _is_of(other, f"{name}]")}
        elif field in ("line", "lines") and not path.startswith(ITEMS):
            left[path] = ",".join(_renumbered(text, gone))
    return left


def _is_of(path: str, row: str) -> bool:
    return path == row or path.startswith(f"{row}.")


def _renumbered(text: str, gone: int) -> list[str]:
    """Line numbers such as 1,3 once a line has gone; what is no number stays."""
    numbers = [each.strip() for each in text.replace("，", ",").split(",")]
    return [
        str(int(each) - 1) if each.isascii() and each.isdecimal() and int(each) > gone else each
        for each in numbers if each != str(gone)
    ]  # fmt: skip
