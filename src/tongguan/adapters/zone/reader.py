"""From XML to a verification list or a gate pass; Unreadable with element and line when it is none."""

from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec
from lxml import etree

from tongguan.adapters.singlewindow.envelopes import line_of, local, parse
from tongguan.adapters.zone.fields import (
    DECLARE_KIND,
    LIST_HEAD,
    LIST_LINE,
    LIST_NUMBER,
    PASS_DOCUMENT,
    PASS_HEAD,
    PASS_LINE,
    REMARK,
    Field,
)
from tongguan.facts.unreadable import Unreadable
from tongguan.facts.zone import (
    ADDS,
    BETWEEN,
    FIRST,
    IN,
    SECOND,
    TAKES,
    GatePass,
    ListDeletion,
    ListLine,
    PassLine,
    RelatedParty,
    VerificationList,
)

_BY_CARRIER = ("2", "3", "4", "5", "6")
"""Modes of transport that cross the border: first line."""


RECORD, CHANGE, DELETE = "1", "2", "3"
"""What a message declares: a record, its change, its deletion."""
_READ: dict[str, tuple[Field, ...]] = {
    "invtheadtype": (*LIST_HEAD, DECLARE_KIND, LIST_NUMBER, REMARK),
    "invtlisttype": LIST_LINE,
    "passporthead": (*PASS_HEAD, DECLARE_KIND),
    "passportlist": PASS_LINE,
    "passportacmp": (PASS_DOCUMENT, Field("RtlBillTypecd", "—", "关联单证类型")),
}


def unread(data: bytes) -> tuple[str, ...]:
    """Filled elements of a list or a pass that this program leaves unread, each once."""
    found: dict[str, None] = {}
    for element in parse(data).iter():
        table = _READ.get(local(element).lower())
        if table is not None:
            known = {field.tag.lower() for field in table}
            found |= {
                local(child): None
                for child in element
                if local(child).lower() not in known and (child.text or "").strip()
            }
    return tuple(found)


def read_list_message(data: bytes) -> VerificationList | ListDeletion:
    """Read INV101: a list, or the deletion of one."""
    root = parse(data)
    head = _one(root, "InvtHeadType")
    kind = _text(head, DECLARE_KIND)
    if kind == DELETE:
        return _deletion(head)
    if kind not in ("", RECORD):
        raise _other_kind(
            head,
            kind,
            "请删除原清单（DclTypecd 3）后重新申报。",
            "Delete the list (DclTypecd 3) and file it anew.",
        )
    return _list(root, head)


def read_list(data: bytes) -> VerificationList:
    """Read INV101 that files a list; Unreadable when it deletes one."""
    found = read_list_message(data)
    if isinstance(found, VerificationList):
        return found
    raise Unreadable("unsupported", "报文为删除清单。", "The message deletes a list.", field=DECLARE_KIND.tag)


def _deletion(head: etree._Element) -> ListDeletion:
    needed = {field.attribute: field for field in LIST_HEAD if field.attribute in ("client_number", "holder")}
    return ListDeletion(
        **_values(head, tuple(needed.values())),
        number=_text(head, LIST_NUMBER),
        reason=_text(head, REMARK) or "企业申报删除",
    )


def _other_kind(head: etree._Element, kind: str, remedy_zh: str, remedy_en: str) -> Unreadable:
    return Unreadable(
        "unsupported", f"暂不接收申报类型“{kind}”的报文。", f"A message with declare kind {kind} is not taken yet.",
        line=line_of(head), field=DECLARE_KIND.tag, remedy_zh=remedy_zh, remedy_en=remedy_en,
    )  # fmt: skip


def _list(root: etree._Element, head: etree._Element) -> VerificationList:
    values = _values(head, LIST_HEAD)
    parties: dict[str, dict[str, str]] = {}
    plain: dict[str, Any] = {}
    for name, value in values.items():
        owner, dot, part = name.partition(".")
        if dot:
            parties.setdefault(owner, {})[part] = value
        else:
            plain[name] = value
    plain["batch"] = plain.get("batch", "") == "1"
    plain.setdefault("line", _line_of(plain))
    plain.setdefault("effect", ADDS if plain["direction"] == IN else TAKES)
    lines = tuple(_record(each, LIST_LINE, ListLine) for each in _all(root, "InvtListType"))
    named: dict[str, Any] = {name: RelatedParty(**parts) for name, parts in parties.items()}
    return VerificationList(**plain, **named, lines=lines)


def _line_of(values: dict[str, Any]) -> str:
    """The line of a message that does not say it: between books, across the border, else the second line."""
    if values.get("related_book"):
        return BETWEEN
    return FIRST if values.get("transport_mode") in _BY_CARRIER else SECOND


def read_pass(data: bytes) -> GatePass:
    """Read SAS121."""
    root = parse(data)
    head = _one(root, "PassportHead")
    kind = _text(head, DECLARE_KIND)
    if kind not in ("", RECORD):
        raise _other_kind(
            head, kind, "作废核放单请用 zone void。", "Void a pass with zone void, and apply anew."
        )
    values = _typed(_values(head, PASS_HEAD), GatePass, head)
    documents = tuple(
        _text(each, PASS_DOCUMENT) for each in _all(root, "PassportAcmp") if _text(each, PASS_DOCUMENT)
    )
    lines = []
    for each in _all(root, "PassportList"):
        found = _values(each, PASS_LINE)
        if "document" not in found:
            if len(documents) != 1:
                raise _missing(each, "RltNo")
            found["document"] = documents[0]
        lines.append(PassLine(**_typed(found, PassLine, each)))
    return GatePass(**values, documents=documents, lines=tuple(lines))


def _record(element: etree._Element, table: tuple[Field, ...], kind: type[Any]) -> Any:
    return kind(**_typed(_values(element, table), kind, element))


def _values(element: etree._Element, table: tuple[Field, ...]) -> dict[str, Any]:
    """Attribute → text of the elements that are filled; Unreadable naming the first that is needed and empty."""
    found: dict[str, Any] = {}
    for field in table:
        text = _text(element, field)
        if text:
            found[field.attribute] = text
        elif field.needed:
            raise _missing(element, field.tag)
    return found


def _typed(values: dict[str, Any], kind: type[Any], element: etree._Element) -> dict[str, Any]:
    """Texts turned into the numbers that the record wants."""
    wanted = {field.name: field.type for field in msgspec.structs.fields(kind)}
    for name, text in values.items():
        meant = wanted[name]
        if meant is int or (meant is not str and "int" in str(meant)):
            if not str(text).isdecimal():
                raise _mistyped(element, name, text)
            values[name] = int(text)
        elif "Decimal" in str(meant):
            values[name] = _number(element, name, text)
    return values


def _number(element: etree._Element, name: str, text: str) -> Decimal:
    try:
        found = Decimal(text)
    except InvalidOperation:
        raise _mistyped(element, name, text) from None
    if not found.is_finite() or len(text) > 32:
        raise _mistyped(element, name, text)
    return found


def _text(element: etree._Element, field: Field) -> str:
    """Text of a child, whatever the case of its letters."""
    wanted = field.tag.lower()
    for child in element:
        if local(child).lower() == wanted:
            return (child.text or "").strip()
    return ""


def _all(root: etree._Element, tag: str) -> list[etree._Element]:
    wanted = tag.lower()
    return [element for element in root.iter() if local(element).lower() == wanted]


def _one(root: etree._Element, tag: str) -> etree._Element:
    found = _all(root, tag)
    if len(found) == 1:
        return found[0]
    raise Unreadable(
        "unsupported", f"报文须有且仅有一个 {tag}。", f"The message must have one {tag}; it has {len(found)}.",
        line=line_of(root), field=tag, remedy_zh="请发送核注清单或核放单报文。", remedy_en="Send a list or a pass.",
    )  # fmt: skip


def _missing(element: etree._Element, tag: str) -> Unreadable:
    return Unreadable(
        "mistyped", f"缺少 {tag}。", f"{tag} is missing.", line=line_of(element), field=tag,
        remedy_zh="请填写。", remedy_en="Fill it in.",
    )  # fmt: skip


def _mistyped(element: etree._Element, name: str, text: str) -> Unreadable:
    return Unreadable(
        "mistyped", f"“{text}”不是数字。", f"“{text}” is no number.", line=line_of(element), field=name,
        remedy_zh="请改正该值。", remedy_en="Mend the value.",
    )  # fmt: skip
