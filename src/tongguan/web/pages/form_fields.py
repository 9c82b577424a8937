"""The merged form as people read it: named header fields that carry something."""

from datetime import date

from tongguan.facts.declaration import Declaration
from tongguan.facts.parts import ElectronicDocument, Party
from tongguan.rules.book import RuleBook
from tongguan.web.templatetags.words import word

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


def field_name(path: str, lang: str) -> str:
    """The name of a changed field, with the line it is in; the path itself where the form names no such field."""
    head, _, rest = path.partition("[")
    place, _, inner = rest.partition("]")
    form = RuleBook.shipped().form(_LATEST)
    if place and head == "items" and inner:
        names = {field.path: field for field in form.item}
        found = names.get(inner.lstrip("."))
    else:
        found = {field.path: field for field in form.header}.get(path)
    name = (found.zh if lang == "zh" else found.en) if found else word(f"field_{head}", lang)
    if name.startswith("field_"):
        name = path
    return f"{name} · {place}" if place else name


def documents(declaration: Declaration) -> list[tuple[str, list[ElectronicDocument]]]:
    """The electronic documents by type, in the order in which the types first come."""
    found: dict[str, list[ElectronicDocument]] = {}
    for each in declaration.documents:
        found.setdefault(each.code, []).append(each)
    return list(found.items())


def parties(declaration: Declaration) -> list[tuple[str, Party]]:
    """(word, party) of the four parties at home."""
    return [
        ("trader", declaration.trader),
        ("owner", declaration.owner),
        ("agent", declaration.agent),
        ("entry_unit", declaration.entry_unit),
    ]
