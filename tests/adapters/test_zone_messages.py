"""Messages of the zone: what is written is read again, JSON and XML say the same, and every fault is told with its place."""

from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.cast import BROKER, TERMINAL
from tests.zone_cast import Zone, line, listing, lorry, sale
from tongguan.adapters import records
from tongguan.adapters.singlewindow.envelopes import parse
from tongguan.adapters.zone import (
    answer_list,
    answer_pass,
    read_list,
    read_list_message,
    read_pass,
    unread,
    write_list,
    write_pass,
)
from tongguan.facts.unreadable import Unreadable
from tongguan.facts.zone import GatePass, ListDeletion, PassLine, VerificationList

amounts = st.decimals(min_value="0.001", max_value="9999999", places=3)
words = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=20).map(str.strip)


@given(amounts, amounts, words, st.sampled_from(["I", "E"]), st.booleans())
def test_a_list_that_is_written_is_read_the_same(
    quantity: Decimal, total: Decimal, name: str, direction: str, batch: bool
) -> None:
    lines = (
        line(1, quantity=quantity, total=total, name=name),
        line(2, declaration_line=7, gross_weight=total),
    )
    for plain in (listing(), sale()):
        wanted = replace(plain, direction=direction, batch=batch, lines=lines)
        assert read_list(write_list(wanted)) == wanted


@given(amounts, st.lists(amounts, max_size=3))
def test_a_pass_that_is_written_is_read_the_same(weight: Decimal, quantities: list[Decimal]) -> None:
    documents = ("QD490718I000000001", "QD490718I000000002")
    lines = tuple(
        PassLine(document=documents[n % 2], line=n + 1, quantity=q) for n, q in enumerate(quantities)
    )
    wanted = lorry(
        *documents, vehicle_weight=weight, total_weight=weight + 220, lines=lines, container="SYNU1000001"
    )
    assert read_pass(write_pass(wanted)) == wanted


def test_json_and_xml_say_the_same(tmp_path: Path) -> None:
    for record, write in ((listing(), write_list), (lorry("QD490718I000000001"), write_pass)):
        as_xml, as_json = tmp_path / "r.xml", tmp_path / "r.json"
        as_xml.write_bytes(write(record))  # type: ignore[operator]
        as_json.write_bytes(msgspec.json.encode(record))
        kind = type(record)
        assert (
            list(records.read_file(as_xml, kind)) == list(records.read_file(as_json, kind)) == [(1, record)]
        )


def test_a_message_that_does_not_say_its_line_is_understood_by_its_transport() -> None:
    without = (
        write_list(listing())
        .replace(b"<Param1>first</Param1>", b"")
        .replace(b"<VrfdedModecd>D</VrfdedModecd>", b"")
    )
    assert (read_list(without).line, read_list(without).effect) == ("first", "D")
    without = (
        write_list(sale())
        .replace(b"<Param1>second</Param1>", b"")
        .replace(b"<VrfdedModecd>F</VrfdedModecd>", b"")
    )
    assert (read_list(without).line, read_list(without).effect) == ("second", "F")


def test_letters_of_any_case_and_a_chinese_encoding_are_read() -> None:
    text = write_list(listing()).decode().replace("BizopEtpsno", "bizopetpsNO")
    guobiao = text.replace("UTF-8", "gb2312").encode("gb18030")
    assert read_list(guobiao) == listing()


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        (b"<PutrecNo>T4907W000001</PutrecNo>", b"", "PutrecNo"),
        (b"<DclQty>100</DclQty>", b"<DclQty>many</DclQty>", "quantity"),
        (b"<DclQty>100</DclQty>", b"<DclQty>NaN</DclQty>", "quantity"),
        (b"<GdsSeqno>1</GdsSeqno>", b"<GdsSeqno>-1</GdsSeqno>", "line"),
        (b"InvtHeadType", b"SomethingElse", "InvtHeadType"),
    ],
)
def test_a_fault_is_told_with_its_element_and_line(old: bytes, new: bytes, field: str) -> None:
    with pytest.raises(Unreadable) as told:
        read_list(write_list(listing()).replace(old, new))
    assert told.value.field == field
    assert told.value.line


KIND = b"<EtpsInnerInvtNo>"


def declares(kind: bytes, more: bytes = b"") -> bytes:
    return write_list(listing()).replace(KIND, b"<DclTypecd>" + kind + b"</DclTypecd>" + more + KIND)


def test_a_message_declares_a_record_or_its_deletion_and_a_change_is_told_how_to_be_made() -> None:
    assert read_list_message(declares(b"1")) == listing()
    deletion = ListDeletion(holder="4303960001", client_number="L-1", reason="企业申报删除")
    assert read_list_message(declares(b"3")) == deletion
    more = b"<BondInvtNo>QD490718I000000001</BondInvtNo><Rmk>wrong</Rmk>"
    named = replace(deletion, number="QD490718I000000001", reason="wrong")
    assert read_list_message(declares(b"3", more)) == named
    for kind in (b"2", b"9"):
        with pytest.raises(Unreadable) as told:
            read_list_message(declares(kind))
        assert (told.value.field, "DclTypecd 3" in told.value.text("en")) == ("DclTypecd", True)
    with pytest.raises(Unreadable):
        read_list(declares(b"3"))
    head = b"<EtpsPreentNo>"
    for kind in (b"2", b"3"):
        with pytest.raises(Unreadable) as told:
            read_pass(write_pass(lorry("X")).replace(head, b"<DclTypecd>" + kind + b"</DclTypecd>" + head))
        assert "zone void" in told.value.text("en")


def test_elements_that_are_left_unread_are_listed() -> None:
    for message in (write_list(listing()), write_pass(lorry("QD490718I000000001"))):
        assert unread(message) == ()
    assert unread(declares(b"1", b"<IcCardNo>7</IcCardNo><Empty/><IcCardNo>8</IcCardNo>")) == ("IcCardNo",)


def test_entities_and_broken_tags_are_refused() -> None:
    with pytest.raises(Unreadable):
        read_list(b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>")
    with pytest.raises(Unreadable):
        read_pass(b"<Package>")


def test_a_line_without_its_document_needs_exactly_one() -> None:
    lines = (PassLine(document="QD490718I000000001", line=1, quantity=Decimal(1)),)
    one = write_pass(lorry("QD490718I000000001", lines=lines)).replace(
        b"<RltNo>QD490718I000000001</RltNo>", b""
    )
    assert read_pass(one).lines == lines
    two = write_pass(lorry("QD490718I000000001", "QD490718I000000002", lines=lines))
    with pytest.raises(Unreadable):
        read_pass(two.replace(b"<RltNo>QD490718I000000001</RltNo>", b""))


def texts(message: bytes) -> dict[str, str]:
    return {str(element.tag): element.text or "" for element in parse(message).iter()}


def test_the_office_answers_with_number_state_and_quantities() -> None:
    zone = Zone()
    number = zone.files(listing(customs="2", customs_type=""))
    state = zone.desk.zone.list(number)
    assert state is not None
    said = texts(answer_list(state))
    assert (said["message_type"], said["invtStucd"], said["vrfdedMarkcd"], said["bondInvtNo"]) == (
        "INV201",
        "0",
        "0",
        number,
    )
    gate_pass = zone.applies(lorry(number, kind="4"))
    carried = zone.desk.zone.gate_pass(gate_pass)
    assert carried is not None
    assert (texts(answer_pass(carried))["message_type"], texts(answer_pass(carried))["stucd"]) == (
        "SAS221",
        "1",
    )
    zone.desk.zone.gate(gate_pass, TERMINAL, Decimal(9230))
    carried, state = zone.desk.zone.gate_pass(gate_pass), zone.desk.zone.list(number)
    assert carried is not None
    assert state is not None
    said = texts(answer_pass(carried))
    assert (said["message_type"], said["stucd"], said["passCollectWt"]) == ("SAS223", "2", "9230")
    said = texts(answer_list(state))
    assert (said["message_type"], said["vrfdedMarkcd"], said["actlPassQty"]) == ("INV211", "2", "100")


def test_a_file_of_the_other_kind_is_told(tmp_path: Path) -> None:
    path = tmp_path / "pass.xml"
    path.write_bytes(write_pass(lorry("QD490718I000000001")))
    ((_, told),) = list(records.read_file(path, VerificationList))
    assert isinstance(told, Unreadable)
    assert isinstance(next(iter(records.read_file(path, GatePass)))[1], GatePass)


def test_what_is_read_from_xml_is_filed() -> None:
    zone = Zone()
    said = zone.desk.zone.file_list(read_list(write_list(listing())), BROKER)
    assert getattr(said, "number", "") == "QD490718I000000001"
