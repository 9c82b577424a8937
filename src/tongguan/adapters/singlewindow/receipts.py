"""Receipts in the Single Window form: the technical answer and the business receipt."""

from lxml import etree

from tongguan.adapters.singlewindow.writer import NAMESPACE, NSMAP
from tongguan.facts.clock import moment


def import_response(client_number: str, number: str = "", error: str = "") -> bytes:
    """``DecImportResponse``: code 0 with the unified number, or 1 with the reason."""
    root = etree.Element(f"{{{NAMESPACE}}}DecImportResponse", nsmap=NSMAP)
    rows = (
        ("ResponseCode", "1" if error else "0"),
        ("ErrorMessage", error),
        ("ClientSeqNo", client_number),
        ("SeqNo", number),
        ("TrnPreId", ""),
    )
    for tag, text in rows:
        etree.SubElement(root, f"{{{NAMESPACE}}}{tag}").text = "".join(
            letter if letter.isprintable() else " " for letter in text
        )
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def result(number: str, entry_id: str, channel: str, at: int, note: str, office: str) -> str:
    """``DEC_RESULT``: one change of state by its channel code, at the office's local time."""
    root = etree.Element("DEC_RESULT")
    local = moment(at)
    rows = (
        ("CUS_CIQ_NO", number),
        ("ENTRY_ID", entry_id),
        ("NOTICE_DATE", local.strftime("%Y-%m-%dT%H:%M:%S")),
        ("CHANNEL", channel),
        ("NOTE", note),
        ("CUSTOM_MASTER", office),
        ("I_E_DATE", ""),
        ("D_DATE", local.strftime("%Y-%m-%d")),
    )
    for tag, text in rows:
        etree.SubElement(root, tag).text = text
    return str(etree.tostring(root, encoding="unicode"))
