"""The merged form as people read it: named header fields that carry something."""

from datetime import date

from tongguan.facts.declaration import Declaration
from tongguan.facts.parts import Party
from tongguan.rules.book import RuleBook

_LATEST = date.max


def header(declaration: Declaration, lang: str) -> list[tuple[str, str]]:
    """(name, value) of every filled header field, in the order of the form."""
    found = []
    for field in RuleBook.shipped().form(_LATEST).header:
        if field.path.startswith(("trader", "owner", "agent", "entry_unit")):
            continue
        value: object = declaration
        for part in field.path.split("."):
            value = getattr(value, part)
        if value not in (None, ""):
            found.append((field.zh if lang == "zh" else field.en, str(value)))
    return found


def parties(declaration: Declaration) -> list[tuple[str, Party]]:
    """(word, party) of the four parties at home."""
    return [
        ("trader", declaration.trader),
        ("owner", declaration.owner),
        ("agent", declaration.agent),
        ("entry_unit", declaration.entry_unit),
    ]
