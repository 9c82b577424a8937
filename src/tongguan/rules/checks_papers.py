"""Rules about inspection fields, licence documents, containers, packing and dangerous goods: V14 to V22."""

from collections.abc import Iterable
from operator import attrgetter

from tongguan.facts.declaration import EXPORT, IMPORT, Declaration, Item
from tongguan.rules.ground import Ground, Hit, hit

INSPECTION = "A"
"""Document code of inspection and quarantine."""
USED = "21"
"""Goods attribute of used goods."""
NO_NUMBER = ("r", "6", "8", "9")
"""Document codes that are marks and have no number: pre-classification, prohibitions."""
VEGETABLE = ("23", "33", "93", "98", "1", "5")
"""Package types of wood and other plant material; formerly 1 wooden case and 5 pallet."""


def quotes_inspection(d: Declaration) -> bool:
    """Is inspection and quarantine 涉检 quoted, by document A?"""
    return any(document.code == INSPECTION for document in d.licence_documents)


def involves_inspection(d: Declaration) -> bool:
    """Does the declaration say that inspection is involved: document A, or fields only it uses?"""
    return quotes_inspection(d) or bool(d.acceptance_authority) or any(item.ciq_use for item in d.items)


def vegetable_packing(d: Declaration) -> bool:
    """Wooden or other plant packing, which is looked at for pests."""
    return d.package_type in VEGETABLE or any(each.package_type in VEGETABLE for each in d.other_packages)


def inspection_fields(d: Declaration, ground: Ground) -> Iterable[Hit]:
    """V15: the sixteen items of imports under inspection; if one line needs them, every line does."""
    if d.direction != IMPORT or not involves_inspection(d):
        return
    code = "V15" if quotes_inspection(d) else "V15B"
    wanted = ground.settings.inspection
    for path in wanted.header:
        if not attrgetter(path)(d):
            yield ground.about(code, path)
    for place, item in enumerate(d.items, start=1):
        for path in wanted.item:
            if not getattr(item, path):
                yield ground.about(code, path, f"items[{place}].", item.line or place)
    for place, container in enumerate(d.containers, start=1):
        if not container.container_type:
            yield ground.about(code, "container_type", f"containers[{place}].")


def food(d: Declaration, item: Item, place: int, ground: Ground) -> Iterable[Hit]:
    """V16: food and cosmetics under general trade name brand, specification, and production date or batch."""
    edible = item.ciq_use in ground.settings.inspection.edible_uses
    if not (edible and d.direction == IMPORT and d.supervision_mode == "0110" and quotes_inspection(d)):
        return
    for path in ("brand", "ciq_specification"):
        if not getattr(item, path):
            yield ground.about("V16", path, f"items[{place}].", item.line or place)
    if not item.production_dates and not item.batch_numbers:
        yield hit("V16B", f"items[{place}].production_dates", item.line or place)


def prohibitions(d: Declaration, _: Ground) -> Iterable[Hit]:
    """V17: mark 9 stops imports, 8 exports, 6 used goods on import."""
    used = any(USED in item.goods_attributes.split(",") for item in d.items)
    stopped = {"9": d.direction == IMPORT, "8": d.direction == EXPORT, "6": d.direction == IMPORT and used}
    for place, document in enumerate(d.licence_documents, start=1):
        if stopped.get(document.code):
            yield hit("V17", f"licence_documents[{place}].code", value=document.code)


def documents(d: Declaration, ground: Ground) -> Iterable[Hit]:
    """V18: which licence documents go with which direction and mode."""
    codes = {document.code for document in d.licence_documents}
    if d.direction == EXPORT and "c" in codes:
        yield hit("V18", "licence_documents", value="c")
    if d.supervision_mode in ("0255", "0654") and "K" not in codes:
        yield hit("V18B", "licence_documents", value="K")
    taxed = any(item.duty_mode == "1" for item in d.items)
    logistics = d.record_no[:1] in ("H", "T") and d.record_no[5:6] == "W"
    from_china = d.direction == IMPORT and ground.country(d.partner_country) == "CHN"
    if from_china and taxed and not logistics and not codes & {"a", "c"}:
        yield hit("V18C", "licence_documents")
    for place, document in enumerate(d.licence_documents, start=1):
        if document.code and not document.number.strip() and document.code not in NO_NUMBER:
            yield hit("V19B", f"licence_documents[{place}].number", value=document.code)


def origin(d: Declaration, _: Ground) -> Iterable[Hit]:
    """V19: an origin certificate comes with its line mapping, the invoice and the transport document."""
    if all(document.code != "Y" for document in d.licence_documents):
        return
    if not d.origin_lines:
        yield hit("V19", "origin_lines")
    attached = {document.code for document in d.documents}
    for code in ("00000001", "00000003"):
        if code not in attached:
            yield hit("V19C", "documents", value=code)


def containers(d: Declaration, _: Ground) -> Iterable[Hit]:
    """V14: containers name lines that exist, each line is in one, each number is there once."""
    lines = {str(item.line or place) for place, item in enumerate(d.items, start=1)}
    named: set[str] = set()
    seen: set[str] = set()
    for place, container in enumerate(d.containers, start=1):
        own = {part.strip() for part in container.lines.replace("，", ",").split(",") if part.strip()}
        named |= own
        for unknown in sorted(own - lines):
            yield hit("V14", f"containers[{place}].lines", value=unknown)
        if container.container in seen:
            yield hit("V14C", f"containers[{place}].container", value=container.container)
        elif container.container and not check_digit_holds(container.container):
            yield hit("V14D", f"containers[{place}].container", value=container.container)
        seen.add(container.container)
    if d.containers and named and lines - named:
        yield hit("V14B", "containers", value=", ".join(sorted(lines - named)))


def check_digit_holds(number: str) -> bool:
    """Is the check digit right (ISO 6346)? Letters count from 10 on, without multiples of 11."""
    if len(number) != 11 or not (number[:4].isascii() and number[:4].isupper() and number[4:].isdecimal()):
        return False
    values = [
        (ord(sign) - 65) + 10 + (ord(sign) - 65 + 9) // 10 if sign.isalpha() else int(sign)
        for sign in number[:10]
    ]
    return sum(value << place for place, value in enumerate(values)) % 11 % 10 == int(number[10])


def dangerous(_: Declaration, item: Item, place: int, __: Ground) -> Iterable[Hit]:
    """V20: marks of dangerous goods are there exactly where the goods are not declared harmless."""
    marks = (item.un_number, item.dangerous_name, item.packing_class, item.packing_specification)
    if item.not_dangerous == "1" and any(marks):
        yield hit("V20", f"items[{place}].not_dangerous", item.line or place)
    elif item.not_dangerous == "0" and not all(marks):
        yield hit("V20B", f"items[{place}].un_number", item.line or place)


def correlation(d: Declaration, _: Ground) -> Iterable[Hit]:
    """V21: correlation number and reason come together."""
    if bool(d.correlation_no) != bool(d.correlation_reason):
        yield hit("V21", "correlation_no")


def other_packages(d: Declaration, _: Ground) -> Iterable[Hit]:
    """V22: the mark for no other package fits the list of packages."""
    if (d.no_other_package == "1" and d.other_packages) or (
        d.no_other_package == "0" and not d.other_packages
    ):
        yield hit("V22", "other_packages")
