"""Every code of the catalogue: what brings it about, at which field, and what follows."""

from decimal import Decimal

import pytest

from tests.rules.cases import (
    BOOK,
    FIRST_DAY_OF_MERGED_FORM,
    LAST_DAY_OF_OLD_FORM,
    before_merger,
    codes,
    exported,
    food,
    found,
    imported,
    inspected,
    line,
    lodged,
)
from tongguan.facts.declaration import Declaration, Item
from tongguan.facts.finding import SELECT
from tongguan.facts.parts import (
    Charge,
    Container,
    LicenceDocument,
    OtherPackage,
    Party,
)

D = Decimal


def one(**changes: object) -> tuple[Item, ...]:
    return (line(1, **changes),)


def papers(*quoted: tuple[str, str]) -> tuple[LicenceDocument, ...]:
    return tuple(LicenceDocument(code=code, number=number) for code, number in quoted)


BOX = Container(container="CSQU3054383", container_type="11", lines="1,2")
DANGEROUS = {
    "un_number": "1263",
    "dangerous_name": "涂料",
    "packing_class": "2",
    "packing_specification": "4G",
}

CASES: list[tuple[str, str, str, Declaration]] = [
    ("F01", "reject", "office", imported(office="")),
    ("F01", "reject", "items[1].name", imported(items=one(name=""))),
    ("F01", "reject", "goods_place", imported(goods_place="")),
    ("F03", "reject", "items[1].commodity", imported(items=one(commodity="85423990"))),
    ("F03", "reject", "gross_weight", imported(gross_weight=D("52.5000001"))),
    ("F03", "reject", "departure_date", imported(departure_date="20181301")),
    ("F03", "reject", "departure_date", imported(departure_date="20180230")),
    ("F03", "reject", "ie_flag", imported(ie_flag="X")),
    ("F04", "reject", "transport_mode", imported(transport_mode="Q")),
    ("F04", "reject", "items[1].currency", imported(items=one(currency="XXX"))),
    ("F05", "reject", "items", imported(items=())),
    ("F06", "reject", "items", imported(items=(line(1), line(3)))),
    ("F07", "reject", "items", imported(items=tuple(line(n) for n in range(1, 52)))),
    ("F10", "reject", "net_weight", imported(net_weight=D("NaN"))),
    ("F10", "reject", "items[1].price", imported(items=one(price=D("1E+999999")))),
    ("F08", "note", "package_type", imported(package_type="2")),
    ("F09", "note", "office", imported(office="9999")),
    ("F10", "reject", "gross_weight", imported(gross_weight=D("NaN"))),
    ("V01", "reject", "net_weight", imported(net_weight=D(53))),
    ("V01B", "reject", "net_weight", imported(net_weight=D("0.5"))),
    ("V02", "reject", "packages", imported(packages=0)),
    ("V02", "reject", "packages", imported(package_type="00", packages=2)),
    ("V03", "note", "net_weight", imported(items=one(unit="035", first_unit="035"))),
    ("V04", "reject", "insurance.amount", imported(transaction_term="2")),
    ("V04B", "reject", "freight.amount", imported(freight=Charge(mark="3", amount=D(80), currency="USD"))),
    (
        "V05",
        "reject",
        "insurance.amount",
        imported(transaction_term="2", insurance=Charge(mark="1", amount=D("0.3"), currency="USD")),
    ),
    (
        "V05",
        "reject",
        "insurance.amount",
        imported(transaction_term="2", insurance=Charge(mark="2", amount=D(3), currency="USD")),
    ),
    ("V05", "reject", "other_charges.amount", imported(other_charges=Charge(mark="3", amount=D(9)))),
    ("V05", "reject", "other_charges.amount", imported(other_charges=Charge(mark="1", amount=D(100)))),
    ("V05B", "reject", "other_charges.amount", imported(other_charges=Charge(mark="3"))),
    (
        "V06",
        "note",
        "insurance.amount",
        imported(transaction_term="2", insurance=Charge(mark="1", amount=D(3))),
    ),
    ("V07", "reject", "voyage", imported(transport_mode="2")),
    ("V08", "reject", "remarks", exported(supervision_mode="0214", remarks="")),
    ("V10", "reject", "items[1].destination_country", imported(items=one(destination_country="DEU"))),
    ("V10", "reject", "partner_country", exported(supervision_mode="0654")),
    ("V11", "reject", "items[1].record_line", imported(items=one(record_line="1"))),
    ("V11", "reject", "items[2].record_line", imported(record_no="H4907A000001")),
    ("V12", "reject", "record_no", imported(supervision_mode="0615", record_no="B49070000001")),
    ("V13", "note", "levy_nature", imported(supervision_mode="0615", levy_nature="101")),
    ("V13", "note", "levy_nature", exported(levy_nature="299")),
    (
        "V14",
        "reject",
        "containers[1].lines",
        imported(containers=(Container(container=BOX.container, lines="1,2,3"),)),
    ),
    ("V14B", "note", "containers", imported(containers=(Container(container=BOX.container, lines="1"),))),
    ("V14C", "reject", "containers[2].container", imported(containers=(BOX, BOX))),
    (
        "V14D",
        "note",
        "containers[1].container",
        imported(containers=(Container(container="CSQU3054384", lines="1,2"),)),
    ),
    ("V15", "reject", "departure_date", inspected(departure_date="")),
    ("V15", "reject", "items[1].goods_attributes", inspected(items=(food(1, goods_attributes=""),))),
    ("V15B", "note", "certificate_authority", inspected(licence_documents=(), certificate_authority="")),
    ("V16", "reject", "items[1].brand", inspected(items=(food(1, brand=""),))),
    ("V16B", "reject", "items[1].production_dates", inspected(items=(food(1, production_dates=""),))),
    ("V17", "reject", "licence_documents[1].code", imported(licence_documents=papers(("9", "")))),
    ("V17", "reject", "licence_documents[1].code", exported(licence_documents=papers(("8", "")))),
    (
        "V17",
        "reject",
        "licence_documents[1].code",
        imported(licence_documents=papers(("6", "")), items=one(goods_attributes="21")),
    ),
    ("V18", "reject", "licence_documents", exported(licence_documents=papers(("c", "SYN1")))),
    ("V18B", "reject", "licence_documents", imported(supervision_mode="0654")),
    ("V18C", "reject", "licence_documents", imported(partner_country="CHN")),
    ("V19", "reject", "origin_lines", imported(licence_documents=papers(("Y", "<03>SYN1")))),
    ("V19B", "reject", "licence_documents[1].number", imported(licence_documents=papers(("7", "")))),
    ("V19C", "reject", "documents", imported(licence_documents=papers(("Y", "<03>SYN1")))),
    ("V20", "note", "items[1].not_dangerous", imported(items=one(not_dangerous="1", **DANGEROUS))),
    ("V20B", "note", "items[1].un_number", imported(items=one(not_dangerous="0"))),
    ("V21", "note", "correlation_no", imported(correlation_no="SYN1")),
    ("V22", "note", "other_packages", imported(no_other_package="0")),
    (
        "V22",
        "note",
        "other_packages",
        imported(no_other_package="1", other_packages=(OtherPackage(package_type="22"),)),
    ),
    ("V23", "hold", "items[1].total", imported(items=one(total=D(1300)))),
    ("V23B", "reject", "items[1].total", imported(items=one(total=D(0)))),
    ("V23B", "reject", "items[1].quantity", imported(items=one(quantity=D(-1)))),
    ("V23C", "note", "items[1].total", imported(items=one(total=D(1252)))),
    ("V24", "note", "items[1].second_quantity", imported(items=one(second_quantity=D(5)))),
    ("V24B", "note", "items[1].quantity", imported(items=one(first_quantity=D(99)))),
    ("V25", "reject", "record_no", imported(supervision_mode="5335")),
    ("V26", "reject", "price_statements", imported(price_statements="010")),
    ("V26B", "note", "price_statements", exported(price_statements="000")),
    ("V27", "reject", "related_declaration", imported(document_type="ML", filing_list_kind="4")),
]


@pytest.mark.parametrize(
    ("code", "consequence", "field", "declaration"), CASES, ids=[f"{c[0]}-{c[2]}" for c in CASES]
)
def test_a_spoilt_field_is_found(code: str, consequence: str, field: str, declaration: Declaration) -> None:
    hits = [finding for finding in found(declaration) if (finding.code, finding.field) == (code, field)]
    assert {hit.consequence for hit in hits} == {consequence}, found(declaration)
    for lang in ("zh", "en"):
        message, remedy = BOOK.catalogue.wording(hits[0], lang)
        assert message
        assert remedy
        assert "—" not in message.replace("“—”", "").replace("（—）", "").replace("(—)", ""), message


def test_a_field_the_old_form_leaves_open_is_only_noted() -> None:
    unsaid = before_merger(entry_unit=Party(name="湘潭示例报关有限公司"))
    notes = [finding for finding in found(unsaid, LAST_DAY_OF_OLD_FORM) if finding.code == "F02"]
    assert [(note.field, note.consequence) for note in notes] == [("entry_unit.customs_code", "note")]


def drawn_for(word: str) -> int:
    """The first draw that selects an arrived import of the base case for a word."""
    return next(draw for draw in range(1000) if word in _drawn(draw))


def _drawn(draw: int) -> tuple[str, ...]:
    return BOOK.judge(imported(), lodged(draw=draw), FIRST_DAY_OF_MERGED_FORM).words


@pytest.mark.parametrize(
    ("code", "word", "declaration", "credit"),
    [
        ("S01", "review", imported(), ""),
        ("S02", "inspect", imported(), "discredited"),
        ("S03", "review", imported(items=one(commodity="9306900000")), ""),
        ("S04", "review", imported(items=one(total=D(1300))), ""),
        ("S05", "inspect", imported(items=one(name="旧机床")), ""),
    ],
)
def test_a_declaration_is_selected_for_a_reason(
    code: str, word: str, declaration: Declaration, credit: str
) -> None:
    draw = drawn_for("review") if code == "S01" else 0
    ruling = BOOK.judge(declaration, lodged(draw=draw, credit=credit), FIRST_DAY_OF_MERGED_FORM)
    reasons = [finding for finding in ruling.findings if finding.code == code and finding.word == word]
    assert [reason.consequence for reason in reasons] == [SELECT]
    assert word in ruling.words
    assert all("—" not in BOOK.catalogue.wording(reasons[0], lang)[0] for lang in ("zh", "en"))


def test_every_code_of_the_catalogue_is_brought_about_by_a_test() -> None:
    tried = (
        {case[0] for case in CASES}
        | {"F02", "F11", "S05", "C05", "C06"}
        | {f"{letter}0{n}" for letter in "SGCD" for n in range(1, 5)}
        | {f"{letter}0{n}" for letter in "ZEL" for n in range(1, 6)}
        | {f"{letter}0{n}" for letter in "EL" for n in range(6, 10)}
    )
    assert tried == set(BOOK.catalogue.entries)


def test_all_findings_come_at_once() -> None:
    spoilt = imported(
        office="", net_weight=D(53), transport_mode="2", items=(line(1, total=D(0)), line(3, name=""))
    )
    assert {"F01", "F06", "V01", "V07", "V23B"} <= codes(spoilt)
