"""From bytes to the ``DecMessage`` element: encodings, envelopes, limits. Nothing outside the bytes is ever read."""

import base64
import binascii
import re
from typing import Any

from lxml import etree

from tongguan.facts.unreadable import Unreadable

MAX_BYTES = 20 * 1024 * 1024
"""Largest message that is read (a declaration has at most 50 lines; pictures of marks are at most 1 MB each)."""
_DEPTH = 4
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9_.:-]+)["']""")
_GUOBIAO = ("gb2312", "gbk", "gb_2312-80", "cp936", "gb18030")


def declaration_element(data: bytes, depth: int = 0) -> etree._Element:
    """The first ``DecMessage`` inside, whatever it is wrapped in; Unreadable when there is none."""
    root = parse(data)
    for element in root.iter():
        if local(element) == "DecMessage":
            return element
    for element in root.iter():
        if local(element) == "Data" and depth < _DEPTH:
            inner = _unpacked(element)
            if inner:
                return declaration_element(inner, depth + 1)
    raise Unreadable(
        "unsupported",
        f"报文中没有 DecMessage（根元素为 {local(root)}）。",
        f"There is no DecMessage in this document (its root is {local(root)}).",
        line=line_of(root),
        remedy_zh="请发送报关单报文。",
        remedy_en="Send a declaration message.",
    )


def parse(data: bytes) -> etree._Element:
    """Parse XML safely: no document type, no entities, no network, a limit on size."""
    if len(data) > MAX_BYTES:
        raise too_large(len(data))
    text = _utf8(data)
    if b"<!DOCTYPE" in text[:65536] or b"<!ENTITY" in text:
        raise _document_type()
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(text, parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        raise Unreadable(
            "not_well_formed", f"XML 格式错误：{error.msg}", f"The XML is not well-formed: {error.msg}.",
            line=line, remedy_zh="请检查该行的标签。", remedy_en="Check the tags at that line.",
        ) from None  # fmt: skip
    if root is None:
        raise Unreadable("not_well_formed", "报文为空。", "The document is empty.", line=1)
    info: Any = root.getroottree().docinfo
    if info.doctype:
        raise _document_type()
    return root


def _document_type() -> Unreadable:
    return Unreadable(
        "not_well_formed", "报文含有文档类型定义，不予接收。", "A document type is not accepted.",
        field="DOCTYPE", remedy_zh="请删除 DOCTYPE。", remedy_en="Remove the DOCTYPE.",
    )  # fmt: skip


def too_large(size: int | None = None) -> Unreadable:
    """The refusal of a body above the limit."""
    had = f" ({size} bytes)" if size else ""
    return Unreadable(
        "too_large",
        f"报文超过 {MAX_BYTES} 字节的上限{had}。",
        f"The message is larger than the limit of {MAX_BYTES} bytes{had}.",
        remedy_zh="请分票发送或减小附件。",
        remedy_en="Send declarations one by one, or smaller attachments.",
    )


def local(element: etree._Element) -> str:
    """Tag without namespace; empty for comments and the like."""
    tag = element.tag
    known = _LOCAL.get(tag)
    if known is None:
        known = tag.rpartition("}")[2] if isinstance(tag, str) else ""
        if len(_LOCAL) < _REMEMBERED:
            _LOCAL[tag] = known
    return known


_LOCAL: dict[object, str] = {}
_REMEMBERED = 5000


def line_of(element: etree._Element) -> int | None:
    """Line of an element in its document."""
    line: Any = element.sourceline
    return int(line) if line else None


def _utf8(data: bytes) -> bytes:
    """UTF-8 without byte order mark; a declared GB code is read as GB18030, which contains the others."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _reencoded(data, "utf-16")
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    declared = _DECLARED.match(data)
    if declared and declared[1].decode().lower() in _GUOBIAO:
        return _reencoded(data, "gb18030")
    return data


def _reencoded(data: bytes, encoding: str) -> bytes:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Unreadable(
            "not_well_formed", f"第 {error.start} 字节不是 {encoding} 编码。", f"Byte {error.start} is not {encoding}.",
            line=line, remedy_zh="请核对报文编码声明。", remedy_en="Check the declared encoding.",
        ) from None  # fmt: skip
    return re.sub(r"^\ufeff?\s*<\?xml[^>]*\?>", "", text).encode("utf-8")


def _unpacked(element: etree._Element) -> bytes:
    """The base64 content of a ``Data`` element; empty when it holds none."""
    text = "".join((element.text or "").split())
    if not text:
        return b""
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise Unreadable(
            "not_well_formed", "Data 元素不是有效的 base64。", "The Data element is not valid base64.",
            line=line_of(element), field="Data",
        ) from None  # fmt: skip
