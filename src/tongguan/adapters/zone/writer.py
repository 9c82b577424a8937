"""Messages of the zone as XML: lists and passes as they are sent, and the office's answers."""

from decimal import Decimal
from typing import Any

from lxml import etree

from tongguan.adapters.zone.fields import LIST_HEAD, LIST_LINE, PASS_HEAD, PASS_LINE, Field
from tongguan.facts.clock import iso
from tongguan.facts.zone import GatePass, VerificationList
from tongguan.process.zone import ListState, PassState

_LIST_STATES = {"approved": "0", "written_off": "0", "deleted": "3"}
_PASS_STATES = {"approved": "1", "passed": "2", "void": "6"}


def write_list(wanted: VerificationList) -> bytes:
    """INV101; reading it gives the same list."""
    root, message = _envelope("INV101", "InvtMessage")
    _fill(etree.SubElement(message, "InvtHeadType"), LIST_HEAD, wanted)
    for line in wanted.lines:
        _fill(etree.SubElement(message, "InvtListType"), LIST_LINE, line)
    return _bytes(root)


def write_pass(wanted: GatePass) -> bytes:
    """SAS121; reading it gives the same pass."""
    root, message = _envelope("SAS121", "PassPortMessage")
    _fill(etree.SubElement(message, "PassportHead"), PASS_HEAD, wanted)
    for line in wanted.lines:
        _fill(etree.SubElement(message, "PassportList"), PASS_LINE, line)
    for document in wanted.documents:
        part = etree.SubElement(message, "PassportAcmp")
        etree.SubElement(part, "RtlBillTypecd").text = "1"
        etree.SubElement(part, "RtlBillNo").text = document
    return _bytes(root)


def answer_list(state: ListState) -> bytes:
    """INV201 when the list is approved or deleted, INV211 when it is written off."""
    kind = "INV211" if state.state == "written_off" else "INV201"
    at = state.written_off_at or state.deleted_at or state.approved_at
    root, message = _envelope(kind, kind)
    _result(message, state.list.client_number, state.number, "3" if state.state == "deleted" else "1", at)
    head = etree.SubElement(message, "BondInvtBsc")
    _texts(
        head, bondInvtNo=state.number, etpsInnerInvtNo=state.list.client_number, putrecNo=state.list.book,
        invtStucd=_LIST_STATES[state.state], vrfdedMarkcd=state.mark, vrfdedModecd=state.list.effect,
        entryStucd="1" if state.all_released else "0", entryNo=" ".join(state.declarations),
    )  # fmt: skip
    for line in state.list.lines:
        key = str(line.line)
        _texts(
            etree.SubElement(message, "BondInvtDtl"), gdsSeqno=key, dclQty=_said(line.quantity),
            passportUsedQty=_said(state.passed.get(key, Decimal(0))), actlPassQty=_said(state.moved.get(key, Decimal(0))),
        )  # fmt: skip
    return _bytes(root)


def answer_pass(state: PassState) -> bytes:
    """SAS221 when the pass is approved or void, SAS223 when the vehicle passed the gate."""
    kind = "SAS223" if state.state == "passed" else "SAS221"
    wanted = state.gate_pass
    at = state.gated_at or state.voided_at or state.approved_at
    root, message = _envelope(kind, kind)
    _result(message, wanted.client_number, state.number, "3" if state.state == "void" else "1", at)
    _texts(
        etree.SubElement(message, "SasPassportBsc"), passportNo=state.number, passportTypecd=wanted.kind,
        ioTypecd=wanted.direction, bindTypecd=wanted.binding, vehicleNo=wanted.vehicle, containerNo=wanted.container,
        totalWt=_said(wanted.total_weight), passCollectWt=_said(state.weighed) if state.weighed is not None else "",
        passTime=iso(state.gated_at) if state.gated_at is not None else "", stucd=_PASS_STATES[state.state],
    )  # fmt: skip
    return _bytes(root)


def _envelope(kind: str, message: str) -> tuple[etree._Element, etree._Element]:
    """Package, envelope and the element that holds the message; spellings are those that clients use."""
    root = etree.Element("Package")
    envelope = etree.SubElement(root, "EnvelopInfo")
    _texts(envelope, version="1.0", message_type=kind)
    business = etree.SubElement(etree.SubElement(root, "DataInfo"), "BussinessData")
    if kind.endswith("101") or kind.endswith("121"):
        etree.SubElement(business, "DelcareFlag").text = "1"
    return root, etree.SubElement(business, message)


def _result(message: etree._Element, client: str, number: str, kind: str, at: int) -> None:
    _texts(
        etree.SubElement(message, "HdeApprResult"), etpsPreentNo=client, businessId=number, tmsCnt="0", typecd=kind,
        manageResult="1", manageDate=iso(at),
    )  # fmt: skip


def _fill(element: etree._Element, table: tuple[Field, ...], record: Any) -> None:
    for field in table:
        value = record
        for part in field.attribute.split("."):
            value = getattr(value, part)
        text = _said(value)
        if text:
            etree.SubElement(element, field.tag).text = text


def _said(value: Any) -> str:
    if value is None or value is False:
        return ""
    if value is True:
        return "1"
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _texts(element: etree._Element, **values: str) -> None:
    for tag, text in values.items():
        etree.SubElement(element, tag).text = text or None


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
