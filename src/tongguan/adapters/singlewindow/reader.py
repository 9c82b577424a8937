"""From a Single Window message to a Message: shape only; what the values mean is for the rules."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from lxml import etree

from tongguan.adapters.singlewindow import fields as f
from tongguan.adapters.singlewindow.envelopes import declaration_element, line_of, local
from tongguan.facts.declaration import Declaration, Item
from tongguan.facts.message import Message, Particulars, UseUnit
from tongguan.facts.parts import (
    Charge,
    Container,
    ElectronicDocument,
    EnterpriseQualification,
    Extra,
    ItemLicence,
    LicenceDocument,
    MarkPicture,
    OriginLine,
    OtherPackage,
    OverseasParty,
    Party,
    RequestedCertificate,
    Statement,
    TaxLine,
    TaxReport,
    TwoStageAccess,
    Vehicle,
)
from tongguan.facts.unreadable import Unreadable

Table = dict[str, tuple[str, str]]
LISTS: dict[str, tuple[str, str, Table, type]] = {
    "DecContainers": ("Container", "containers", f.CONTAINER, Container),
    "DecLicenseDocus": ("LicenseDocu", "licence_documents", f.LICENCE_DOCUMENT, LicenceDocument),
    "DecRequestCerts": (
        "DecRequestCert",
        "requested_certificates",
        f.REQUESTED_CERTIFICATE,
        RequestedCertificate,
    ),
    "DecOtherPacks": ("DecOtherPack", "other_packages", f.OTHER_PACKAGE, OtherPackage),
    "DecCopLimits": ("DecCopLimit", "qualifications", f.QUALIFICATION, EnterpriseQualification),
    "DecCopPromises": ("DecCopPromise", "statements", f.STATEMENT, Statement),
    "DecMarkLobs": ("DecMarkLob", "mark_pictures", f.MARK_PICTURE, MarkPicture),
}
"""Wrapper tag → (row tag, field of the declaration, table, struct)."""
REPEATED: dict[str, tuple[str, Table, type]] = {
    "EdocRealation": ("documents", f.ELECTRONIC_DOCUMENT, ElectronicDocument),
    "EcoRelation": ("origin_lines", f.ORIGIN_LINE, OriginLine),
}
SINGLE: dict[str, tuple[str, Table, type]] = {
    "DecTpAccess": ("two_stage_access", f.TWO_STAGE_ACCESS, TwoStageAccess),
}
PARTS: dict[str, type] = {
    "trader": Party,
    "owner": Party,
    "agent": Party,
    "entry_unit": Party,
    "overseas_consignor": OverseasParty,
    "overseas_consignee": OverseasParty,
    "freight": Charge,
    "insurance": Charge,
    "other_charges": Charge,
}
_JUNK = frozenset({"None", "none", "NULL", "null"})


def read(data: bytes) -> Message:
    """Read one message in any envelope; Unreadable with line and field when it cannot be read."""
    return from_element(declaration_element(data), data)


def from_element(root: etree._Element, raw: bytes = b"") -> Message:
    """The message of a ``DecMessage`` element."""
    reading = _Reading()
    version = next((v for k, v in root.attrib.items() if str(k).lower() == "version"), "")
    reading.put("format_version", str(version))
    for child in root:
        reading.section(child)
    return reading.message(raw)


class _Reading:
    """Collects values by the part they belong to while the elements go by in any order."""

    def __init__(self) -> None:
        self.head: dict[str, Any] = {}
        self.parts: dict[str, dict[str, Any]] = {}
        self.lists: dict[str, list[Any]] = {}
        self.extra: list[Extra] = []
        self.users: list[UseUnit] = []

    def put(self, path: str, value: Any) -> None:
        if not value and value != 0:
            return
        part, dot, name = path.partition(".")
        if dot:
            self.parts.setdefault(part, {})[name] = value
        else:
            self.head[path] = value

    def section(self, element: etree._Element) -> None:
        tag = local(element)
        if tag == "DecHead":
            self.flat(element, f.HEAD, tag)
        elif tag == "DecLists":
            self.items(element)
        elif tag == "DecFreeTxt":
            self.flat(element, f.FREE_TEXT, tag)
        elif tag == "DecSign":
            self.flat(element, f.SIGN, tag)
        elif tag in LISTS:
            self.rows(element, tag)
        elif tag in REPEATED:
            field, table, kind = REPEATED[tag]
            self.add(field, self.row(element, table, tag), kind)
        elif tag == "SddTax":
            self.tax_report(element)
        elif tag in SINGLE:
            field, table, kind = SINGLE[tag]
            row = self.row(element, table, tag)
            self.put(field, kind(**row) if row else None)
        elif tag == "DecUsers":
            for user in element:
                row = self.row(user, f.USER, "DecUser")
                self.users += [UseUnit(**row)] if row else []
        else:
            self.unknown(element, "")

    def tax_report(self, element: etree._Element) -> None:
        """The declarant's own assessment: its head, and rows of figures where it has them."""
        found = [child for child in element if local(child) == "SddTaxList"]
        rows = [self.row(child, f.TAX_LINE, "SddTaxList") for child in found]
        for child in found:
            element.remove(child)
        head = self.row(element, f.TAX_REPORT, "SddTax")
        lines = tuple(TaxLine(**row) for row in rows if row)
        self.put("tax_report", TaxReport(**head, lines=lines) if head or lines else None)

    def flat(self, element: etree._Element, table: Table, tag: str) -> None:
        for child, name, path, kind in self.known(element, table, tag):
            self.put(path, _value(child, name, kind))

    def known(
        self, element: etree._Element, table: Table, where: str
    ) -> Iterator[tuple[etree._Element, str, str, str]]:
        for child in element:
            name = local(child)
            found = table.get(name) or table.get(f.ALIASES.get(name, ""))
            if found is None:
                self.unknown(child, where)
            else:
                yield child, name, found[0], found[1]

    def row(self, element: etree._Element, table: Table, where: str) -> dict[str, Any]:
        values = {
            path: _value(child, name, kind) for child, name, path, kind in self.known(element, table, where)
        }
        return {path: value for path, value in values.items() if value or value == 0}

    def add(self, field: str, row: dict[str, Any], kind: type) -> None:
        if row:
            self.lists.setdefault(field, []).append(kind(**row))

    def rows(self, element: etree._Element, tag: str) -> None:
        row_tag, field, table, kind = LISTS[tag]
        for child in element:
            if local(child) == row_tag:
                self.add(field, self.row(child, table, f"{tag}/{row_tag}"), kind)
            else:
                self.unknown(child, tag)

    def items(self, element: etree._Element) -> None:
        for place, child in enumerate(element, start=1):
            if local(child) != "DecList":
                self.unknown(child, "DecLists")
                continue
            where = f"DecLists/DecList[{place}]"
            values: dict[str, Any] = {}
            licences: list[ItemLicence] = []
            for tag in child:
                name = local(tag)
                found = f.ITEM.get(name)
                if found is not None:
                    value = _value(tag, name, found[1])
                    if value or value == 0:
                        values[found[0]] = value
                elif name == "DecGoodsLimits":
                    licences += self.licences(tag, where)
                else:
                    self.unknown(tag, where)
            if values or licences:
                self.lists.setdefault("items", []).append(Item(**values, licences=tuple(licences)))

    def licences(self, element: etree._Element, where: str) -> Iterator[ItemLicence]:
        for child in element:
            vehicles = tuple(
                Vehicle(**row)
                for each in child
                if local(each) == "DecGoodsLimitVin" and (row := self.row(each, f.VEHICLE, where))
            )
            plain = [each for each in child if local(each) != "DecGoodsLimitVin"]
            row = {}
            for each in plain:
                name = local(each)
                if name in f.ITEM_LICENCE:
                    path, kind = f.ITEM_LICENCE[name]
                    value = _value(each, name, kind)
                    if value or value == 0:
                        row[path] = value
                else:
                    self.unknown(each, where)
            if row or vehicles:
                yield ItemLicence(**row, vehicles=vehicles)

    def unknown(self, element: etree._Element, parent: str) -> None:
        """Kept as it came, unless it says nothing."""
        if not local(element) or (not "".join(map(str, element.itertext())).strip() and not element.attrib):
            return
        text = etree.tostring(element, encoding="unicode", with_tail=False)
        self.extra.append(Extra(parent=parent, xml=text))

    def message(self, raw: bytes) -> Message:
        parts: dict[str, Any] = {
            name: kind(**self.parts[name]) for name, kind in PARTS.items() if name in self.parts
        }
        lists: dict[str, Any] = {field: tuple(rows) for field, rows in self.lists.items()}
        if self.head.get("ie_flag") == "E" and "items" in lists:
            lists["items"] = tuple(swapped(item) for item in lists["items"])
        declaration = Declaration(**self.head, **parts, **lists, extra=tuple(self.extra))
        particulars = Particulars(**self.parts.get("particulars", {}), use_units=tuple(self.users))
        rest = self.parts.get("message", {})
        return Message(
            declaration=declaration, particulars=particulars, raw=raw, **{"operation": "C", **rest}
        )


def swapped(item: Item) -> Item:
    """On export the format's OriginCountry holds the final destination and DestinationCountry the origin (V09)."""
    if item.origin_country == item.destination_country:
        return item
    values = {name: getattr(item, name) for name in item.__struct_fields__}
    values["origin_country"], values["destination_country"] = item.destination_country, item.origin_country
    return Item(**values)


def _value(element: etree._Element, name: str, kind: str) -> Any:
    """The cleaned value of an element: blanks, placeholders and the text None are empty."""
    text = element.text
    if text is None:
        return ""
    text = text.strip()
    if not text or text in _JUNK or (text[0] == "#" and not text.strip("#")):
        return ""
    if kind == "s":
        return text.replace(" ", "") if name in f.DATES else text
    return _number(element, name, kind, text)


def _number(element: etree._Element, name: str, kind: str, text: str) -> Decimal | int | None:
    digits = text[1:] if text[0] in "+-" else text
    whole = digits.isdigit() and digits.isascii()
    if kind == "i":
        if whole and len(digits) <= 12:
            return int(text)
    elif (whole or digits.replace(".", "", 1).isdigit()) and digits.isascii() and len(digits) <= 32:
        return Decimal(text)
    wanted = ("整数", "a whole number") if kind == "i" else ("数字", "a number")
    raise Unreadable(
        "mistyped",
        f"{name} 应为{wanted[0]}，而报文为“{text[:40]}”。",
        f"{name} must be {wanted[1]}; the message has “{text[:40]}”.",
        line=line_of(element),
        field=name,
        remedy_zh="请改正该值。",
        remedy_en="Mend the value.",
    )
