"""From a Message to a Single Window message of the merged form, in the order of the format."""

from decimal import Decimal
from typing import Any

from lxml import etree

from tongguan.adapters.singlewindow import fields as f
from tongguan.adapters.singlewindow.envelopes import parse
from tongguan.adapters.singlewindow.reader import LISTS, REPEATED, SINGLE, swapped
from tongguan.facts.declaration import Item
from tongguan.facts.message import Message

NAMESPACE = "http://www.chinaport.gov.cn/dec"
NSMAP: dict[Any, str] = {None: NAMESPACE}


def write(message: Message) -> bytes:
    """The message as UTF-8 XML; reading it again gives the same declaration, particulars and numbers."""
    declaration = message.declaration
    root = etree.Element(f"{{{NAMESPACE}}}DecMessage", nsmap=NSMAP)
    if declaration.format_version:
        root.set("Version", declaration.format_version)
    places: dict[str, etree._Element] = {"": root}
    _section(root, "DecHead", f.HEAD, message, places)
    _items(root, message, places)
    for wrapper in (
        "DecContainers",
        "DecLicenseDocus",
        "DecRequestCerts",
        "DecOtherPacks",
        "DecCopLimits",
        "DecCopPromises",
    ):
        _rows(root, wrapper, message, places)
    if message.particulars.use_units:
        users = _sub(root, "DecUsers")
        for unit in message.particulars.use_units:
            _fill(_sub(users, "DecUser"), f.USER, unit)
    _rows(root, "DecMarkLobs", message, places)
    _section(root, "DecFreeTxt", f.FREE_TEXT, message, places)
    _section(root, "DecSign", f.SIGN, message, places)
    for tag, (field, table, _) in REPEATED.items():
        for row in getattr(declaration, field):
            places[tag] = _fill(_sub(root, tag), table, row)
    if declaration.tax_report is not None:
        report = places["SddTax"] = _fill(_sub(root, "SddTax"), f.TAX_REPORT, declaration.tax_report)
        for line in declaration.tax_report.lines:
            places["SddTaxList"] = _fill(_sub(report, "SddTaxList"), f.TAX_LINE, line)
    for tag, (field, table, _) in SINGLE.items():
        if (row := getattr(declaration, field)) is not None:
            places[tag] = _fill(_sub(root, tag), table, row)
    for extra in declaration.extra:
        places.get(extra.parent, root).append(parse(extra.xml.encode()))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _sub(parent: etree._Element, tag: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}")


def _section(
    root: etree._Element,
    tag: str,
    table: dict[str, tuple[str, str]],
    message: Message,
    places: dict[str, Any],
) -> None:
    section = places[tag] = _sub(root, tag)
    for name, (path, _) in table.items():
        _put(section, name, _get(message, path))


def _get(message: Message, path: str) -> Any:
    part, dot, name = path.partition(".")
    if not dot:
        return getattr(message.declaration, path)
    if part == "message":
        return getattr(message, name)
    owner = message.particulars if part == "particulars" else getattr(message.declaration, part)
    return getattr(owner, name)


def _put(parent: etree._Element, tag: str, value: Any) -> None:
    if value is None or value == "":
        return
    _sub(parent, tag).text = format(value, "f") if isinstance(value, Decimal) else str(value)


def _fill(element: etree._Element, table: dict[str, tuple[str, str]], row: Any) -> etree._Element:
    for tag, (field, _) in table.items():
        _put(element, tag, getattr(row, field))
    return element


def _rows(root: etree._Element, wrapper: str, message: Message, places: dict[str, Any]) -> None:
    row_tag, field, table, _ = LISTS[wrapper]
    rows = getattr(message.declaration, field)
    if rows:
        box = places[wrapper] = _sub(root, wrapper)
        for row in rows:
            places[f"{wrapper}/{row_tag}"] = _fill(_sub(box, row_tag), table, row)


def _items(root: etree._Element, message: Message, places: dict[str, Any]) -> None:
    box = places["DecLists"] = _sub(root, "DecLists")
    export = message.declaration.ie_flag == "E"
    for place, item in enumerate(message.declaration.items, start=1):
        element = places[f"DecLists/DecList[{place}]"] = _sub(box, "DecList")
        _fill(element, f.ITEM, swapped(item) if export else item)
        _licences(element, item)


def _licences(element: etree._Element, item: Item) -> None:
    if not item.licences:
        return
    box = _sub(element, "DecGoodsLimits")
    for licence in item.licences:
        row = _fill(_sub(box, "DecGoodsLimit"), f.ITEM_LICENCE, licence)
        for vehicle in licence.vehicles:
            _fill(_sub(row, "DecGoodsLimitVin"), f.VEHICLE, vehicle)
