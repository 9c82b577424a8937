"""Reading Single Window messages: every envelope, every oddity of real files, no danger."""

import base64
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.build import declaration, export, filing_list, inspected, message
from tongguan.adapters.intake import read_file
from tongguan.adapters.singlewindow import read, write
from tongguan.facts.message import Message, UseUnit
from tongguan.facts.parts import Container, Extra, ItemLicence, Vehicle
from tongguan.facts.unreadable import Unreadable

PLAIN = write(message())
BODY = PLAIN.split(b"?>", 1)[1].strip()


def same(one: Message, other: Message) -> bool:
    return (one.declaration, one.particulars, one.client_number) == (
        other.declaration,
        other.particulars,
        other.client_number,
    )


def test_the_real_draft_of_february_2018_is_read_whole(shared: Path) -> None:
    real = read((shared / "data/singlewindow/export-2018-02-before-merge.xml").read_bytes())
    assert real.operation == "G"
    assert real.client_number == "201802011651490001"
    assert len(real.declaration.items) == 4
    assert sum(item.total or 0 for item in real.declaration.items) == Decimal("11359.98")
    assert real.declaration.direction == "export"
    assert same(read(write(real)), real)


def test_the_empty_message_of_the_merged_form_holds_nothing_unknown(shared: Path) -> None:
    empty = read((shared / "data/singlewindow/empty-after-merge.xml").read_bytes())
    assert empty.declaration.extra == ()
    assert empty.declaration.items == ()


@pytest.mark.parametrize(
    "content",
    [declaration(), export(), filing_list(), inspected()],
    ids=["import", "export", "list", "inspected"],
)
def test_reading_writing_and_reading_again_gives_the_same(content) -> None:  # type: ignore[no-untyped-def]
    assert same(read(write(message(content))), message(content))


def test_nested_parts_and_persons_come_back_too() -> None:
    licence = ItemLicence(
        line=1, licence_type="411", licence_no="A1", vehicles=(Vehicle(vin="V", licence_no="A1"),)
    )
    item = replace(declaration().items[0], licences=(licence,))
    full = declaration(
        items=(item,), containers=(Container(container="TGHU1234567", lines="1", weight=Decimal("2200.5")),)
    )
    sent = message(full)
    sent = replace(
        sent, particulars=replace(sent.particulars, use_units=(UseUnit(contact="某", telephone="1"),))
    )
    assert same(read(write(sent)), sent)


@pytest.mark.parametrize(
    "wrap",
    [
        lambda body: b"<ImportMessage><SWImpData>" + body + b"</SWImpData></ImportMessage>",
        lambda body: b"<DxpMsg><Data>" + base64.b64encode(body) + b"</Data></DxpMsg>",
        lambda body: b"<a><b>" + body + b"</b></a>",
        lambda body: b"\xef\xbb\xbf" + body,
        lambda body: body.replace(b' xmlns="http://www.chinaport.gov.cn/dec"', b""),
        lambda body: (
            body.replace(b"xmlns=", b"xmlns:q=")
            .replace(b"</", b"</q:")
            .replace(b"<", b"<q:")
            .replace(b"<q:/q:", b"</q:")
        ),
        lambda body: (
            b'<?xml version="1.0" encoding="utf-16"?>'.decode().encode("utf-16")
            + body.decode().encode("utf-16-le")
        ),
    ],
    ids=["ImportMessage", "DxpMsg", "anything", "BOM", "no namespace", "prefix", "utf-16"],
)
def test_the_first_declaration_inside_any_envelope_is_read(wrap) -> None:  # type: ignore[no-untyped-def]
    assert same(read(wrap(BODY)), message())


def test_declared_gb2312_with_rarer_letters_is_read_as_gb18030() -> None:
    party = replace(declaration().trader, name="湘潭䶮镕示例有限公司")
    sent = message(declaration(trader=party))
    text = write(sent).decode().split("?>", 1)[1]
    data = b'<?xml version="1.0" encoding="GB2312"?>' + text.encode("gb18030")
    assert read(data).declaration.trader.name == "湘潭䶮镕示例有限公司"


def test_the_order_of_elements_does_not_matter() -> None:
    head, rest = BODY.split(b"<DecLists>")
    lists, tail = rest.split(b"</DecLists>")
    start, header = head.split(b"<DecHead>")
    turned = start + b"<DecLists>" + lists + b"</DecLists><DecHead>" + header + tail
    assert same(read(turned), message())


@pytest.mark.parametrize("junk", ["######", "None", "   ", "null"])
def test_junk_that_real_files_carry_is_empty(junk: str) -> None:
    assert read(BODY.replace(b"SYN-1", junk.encode())).declaration.contract_no == ""


def test_blanks_in_dates_are_dropped() -> None:
    data = write(message(declaration(crossing_date="20180801"))).replace(b"20180801", b"2018 08 01")
    assert read(data).declaration.crossing_date == "20180801"


def test_an_unknown_element_is_kept_and_written_back() -> None:
    data = BODY.replace(b"<DecHead>", b'<DecHead><Novelty kind="x">7</Novelty>')
    found = read(data)
    assert isinstance(found.declaration.extra[0], Extra)
    assert "Novelty" in found.declaration.extra[0].xml
    assert same(read(write(found)), found)


@pytest.mark.parametrize(
    ("data", "kind", "said"),
    [
        (BODY.replace(b"</DecHead>", b""), "not_well_formed", "line"),
        (BODY.replace(b"<GrossWet>220", b"<GrossWet>heavy"), "mistyped", "GrossWet"),
        (BODY.replace(b"<PackNo>12", b"<PackNo>1.5"), "mistyped", "PackNo"),
        (
            b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><DecMessage>&b;</DecMessage>',
            "not_well_formed",
            "DOCTYPE",
        ),
        (
            b'<!DOCTYPE l [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><DecMessage>&b;</DecMessage>',
            "not_well_formed",
            "DOCTYPE",
        ),
        (b"<Other/>", "unsupported", "DecMessage"),
        (b"<DxpMsg><Data>!!</Data></DxpMsg>", "not_well_formed", "base64"),
        (b"", "not_well_formed", "line 1"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(data: bytes, kind: str, said: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(data)
    assert refused.value.kind == kind
    assert said in refused.value.text("en")
    assert refused.value.text("zh")


def test_a_body_of_two_hundred_megabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "big.xml"
    with path.open("wb") as out:
        out.write(b"<DecMessage>")
        out.truncate(200_000_000)
    (found,) = read_file(path)
    assert isinstance(found.message, Unreadable)
    assert found.message.kind == "too_large"


words = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"]), max_size=20
).map(str.strip)
kept = words.filter(
    lambda text: (text not in {"None", "none", "NULL", "null"} and text.strip("#") != "") or text == ""
)


@settings(max_examples=60, deadline=None)
@given(
    name=kept, remarks=kept, goods=kept,
    total=st.decimals(0, 10**9, places=4, allow_nan=False), quantity=st.decimals(0, 10**9, places=5, allow_nan=False),
)  # fmt: skip
def test_any_words_and_amounts_survive_the_round_trip(
    name: str, remarks: str, goods: str, total: Decimal, quantity: Decimal
) -> None:
    item = replace(declaration().items[0], name=goods, total=total, quantity=quantity)
    sent = message(
        declaration(remarks=remarks, trader=replace(declaration().trader, name=name), items=(item,))
    )
    assert same(read(write(sent)), sent)
