"""Which documents a commodity needs: the longest prefix of the day counts, and nothing falls through unnoticed."""

from datetime import date
from typing import Any

import pytest

from tests.rules.cases import BOOK, exported, imported, inspected, line, lodged
from tongguan.facts.declaration import Declaration
from tongguan.facts.finding import HOLD, NOTE, REJECT, Finding
from tongguan.facts.parts import ItemLicence, LicenceDocument, RequestedCertificate
from tongguan.rules.book import RuleBook, shipped_files
from tongguan.rules.coverage import report
from tongguan.rules.errors import RuleError

ON = date(2018, 8, 20)
MAY = date(2018, 5, 31)
HEADER = "prefix,valid_from,valid_to,conditions,categories,zh,en,status,source\n"


def row(
    prefix: str, conditions: str, status: str = "confirmed", since: str = "2018-01-01", until: str = ""
) -> str:
    return f"{prefix},{since},{until},{conditions},M.P/N.Q,货物,goods,{status},official list (a test)\n"


def book(*rows: str, **files: str) -> RuleBook:
    named = {name.replace("__", "."): text for name, text in files.items()}
    return RuleBook.load({"conditions.csv": HEADER + "".join(rows), **named})


def quoting(*quoted: tuple[str, str]) -> dict[str, Any]:
    return {"licence_documents": tuple(LicenceDocument(code=code, number=number) for code, number in quoted)}


def found(rules: RuleBook, declaration: Declaration, on: date = ON) -> list[Finding]:
    return [each for each in rules.check(declaration, on).findings if each.code.startswith("C")]


def codes(rules: RuleBook, declaration: Declaration, on: date = ON) -> list[str]:
    return [each.code for each in found(rules, declaration, on)]


def test_all_that_is_missing_is_told_at_once_line_by_line() -> None:
    rules = book(row("8542", "7"), row("8708", "1P"))
    missing = found(rules, imported(items=(line(1), line(2, commodity="8708999990"))))
    assert [(each.code, each.line, each.values["value"], each.consequence) for each in missing] == [
        ("C01", 1, "7", REJECT), ("C01", 2, "1", REJECT), ("C01", 2, "P", REJECT),
    ]  # fmt: skip
    said, mend = rules.catalogue.wording(missing[0], "en", outward=True)
    assert "8542399000" in said
    assert "Automatic import licence" in said
    assert mend


def test_the_document_itself_another_that_serves_or_the_licence_number_meets_a_condition() -> None:
    rules = book(row("8542", "7"))
    assert codes(rules, imported(**quoting(("7", "18-AA-000001")))) == []
    assert codes(rules, imported(**quoting(("O", "18-AA-000001")))) == []
    assert codes(rules, imported(**quoting(("1", "18-AA-000001")))) == ["C01", "C01"]
    assert codes(book(row("8542", "1")), imported(licence_no="18-AA-000001")) == []


def test_a_condition_asks_in_its_own_direction_alone() -> None:
    rules = book(row("8542", "7B"))
    assert [
        each.values["value"]
        for each in found(rules, exported(items=(line(1, origin_country="CHN", destination_country="DEU"),)))
    ] == ["B"]
    assert {each.values["value"] for each in found(rules, imported())} == {"7"}


def test_the_longest_prefix_that_is_valid_on_the_day_counts() -> None:
    rules = book(
        row("85", "7"), row("85423990", "", until="2018-08-20"), row("85423990", "1", since="2018-08-21")
    )
    assert codes(rules, imported()) == []
    assert [each.values["value"] for each in found(rules, imported(), date(2018, 8, 21))] == ["1", "1"]
    other = imported(items=(line(1, commodity="8504401400"),))
    assert [each.values["value"] for each in found(rules, other)] == ["7"]


def test_a_row_that_is_only_illustrative_is_a_note_and_an_office_may_hold_instead_of_reject() -> None:
    assert {each.consequence for each in found(book(row("8542", "7", "illustrative")), imported())} == {NOTE}
    held = shipped_files()["catalogue.toml"].replace(
        '[C01]\nconsequence = "reject"', '[C01]\nconsequence = "hold"'
    )
    assert {each.consequence for each in found(book(row("8542", "7"), catalogue__toml=held), imported())} == {
        HOLD
    }


@pytest.mark.parametrize(
    ("declaration", "condition", "stopped"),
    [
        (imported(items=(line(1),)), "9", True),
        (imported(items=(line(1),)), "8", False),
        (exported(), "8", True),
        (imported(items=(line(1),)), "6", False),
        (imported(items=(line(1, goods_attributes="12,21"),)), "6", True),
        (exported(items=(line(1, goods_attributes="21", origin_country="CHN", destination_country="DEU"),)), "6", False),
    ],
)  # fmt: skip
def test_prohibited_goods_are_stopped(declaration: Declaration, condition: str, stopped: bool) -> None:
    assert ("C02" in codes(book(row("8542", condition)), declaration)) is stopped


def test_who_does_not_see_that_his_goods_are_inspected_is_told_every_field_that_is_missing() -> None:
    rules = book(row("8542", "A"))
    fields = [each.field for each in found(rules, imported(marks="N/M")) if each.code == "C03"]
    assert "acceptance_authority" in fields
    assert "items[2].ciq_use" in fields
    assert "marks" not in fields
    assert len(fields) == len(set(fields))


def test_who_filled_the_inspection_fields_in_hears_nothing_of_it() -> None:
    assert codes(book(row("2106", "A")), inspected()) == []


def test_an_inspection_that_was_overlooked_and_only_holds_still_gets_its_quarantine() -> None:
    held = shipped_files()["catalogue.toml"].replace(
        '[C03]\nconsequence = "reject"', '[C03]\nconsequence = "hold"'
    )
    ruling = book(row("8542", "A"), catalogue__toml=held).judge(imported(), lodged(), ON)
    assert {"quarantine", "inspection_first"} <= set(ruling.words)


def test_until_may_2018_the_clearance_form_was_quoted_and_is_asked_for_then() -> None:
    rules = book(row("8542", "A"))
    assert {each.values["value"] for each in found(rules, imported(), MAY) if each.code == "C01"} == {"A"}
    assert "C01" not in codes(rules, imported(**quoting(("A", "430800117000001"))), MAY)
    assert "C01" not in codes(rules, imported(), date(2018, 6, 1))


def test_filing_lists_need_no_licence_and_are_inspected_all_the_same() -> None:
    listed = imported(document_type="ML", supervision_mode="5034", levy_nature="")
    assert "C01" not in codes(book(row("8542", "7")), listed)
    assert "C03" in codes(book(row("8542", "A")), listed)


def test_a_commodity_without_a_row_is_named_once() -> None:
    bare = imported(items=(line(1, commodity="0102290000"), line(2, commodity="0102290000"), line(3)))
    (note,) = found(book(row("8542", "")), bare)
    assert (note.code, note.consequence, note.values["value"]) == ("C04", NOTE, "0102290000")


@pytest.mark.parametrize(
    ("quoted", "on", "becomes"),
    [
        (quoting(("A", "430800117000001")), MAY, "acceptance_authority"),
        (quoting(("B", "430800217000001")), MAY, "licence_documents"),
        (quoting(("B", "430800217000001")), date(2018, 6, 1), None),
        (quoting(("D", "430800317000001")), MAY, None),
        ({"requested_certificates": (RequestedCertificate(code="97"),)}, ON, ""),
        ({"requested_certificates": (RequestedCertificate(code="94"),)}, ON, None),
    ],
)  # fmt: skip
def test_old_papers_are_read_and_mapped_to_what_the_merged_declaration_has(
    quoted: dict[str, Any], on: date, becomes: str | None
) -> None:
    declaration = imported(**quoted)
    mapped = [old.now for old, _, _ in BOOK.conditions.old_papers(declaration, on)]
    assert mapped == ([] if becomes is None else [becomes])
    assert ("C05" in codes(BOOK, declaration, on)) is (becomes is not None)


@pytest.mark.parametrize(
    ("quoted", "found"), [((), ["C06"]), (("411",), []), (("410",), []), (("325",), ["C06"])]
)
def test_goods_of_a_category_that_asks_for_a_product_licence_are_told_when_none_is_quoted(
    quoted: tuple[str, ...], found: list[str]
) -> None:
    civil = row("8542", "").replace("M.P/N.Q", "L.M/N")
    licences = tuple(ItemLicence(licence_type=each, licence_no="SYN-1") for each in quoted)
    goods = imported(items=(line(1, licences=licences),))
    assert codes(book(civil), goods) == found
    assert codes(book(civil), exported(items=(line(1),))) == [], (
        "on export the category after the slash counts"
    )


def test_coverage_counts_lines_and_lists_what_no_row_settles() -> None:
    rules = book(row("8542", "", "illustrative"), row("8708", ""))
    goods = (line(1), line(2, commodity="8708999990"), line(3, commodity="0102290000", name="牛"))
    again = (line(1, commodity="0102290000"), line(2, commodity="0102290000"))
    seen = report(rules.conditions, [(imported(items=goods), ON), (imported(items=again), ON)])
    assert (seen.lines, seen.covered, seen.illustrative) == (5, 2, 1)
    assert [(each.commodity, each.name, each.lines, each.declarations) for each in seen.uncovered] == [
        ("0102290000", "牛", 3, 2)
    ]


def test_letters_that_are_asked_of_nobody_are_counted_and_those_of_the_other_direction_are_not() -> None:
    rules = book(row("8542", "Ue9"), row("8708", "5"))
    seen = report(
        rules.conditions, [(imported(items=(line(1), line(2), line(3, commodity="8708999990"))), ON)]
    )
    assert (seen.covered, seen.unasked) == (3, {"U": 2, "e": 2})


def test_every_shipped_row_says_where_it_comes_from_and_what_it_is_worth() -> None:
    for commodity in ("0202300090", "8542399000", "0902109000"):
        shipped = BOOK.conditions.row(commodity, ON)
        assert shipped is not None
        assert shipped.source
        assert shipped.status == "illustrative"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (row("8x", ""), "line 2, column prefix"),
        (row("8542", "?"), "line 2, column conditions"),
        (row("8542", "", "probable"), "line 2, column status"),
        (row("8542", "", since="soon"), "line 2, column valid_from"),
        (row("8542", "").replace("official list (a test)", ""), "line 2, column source"),
        (row("8542", "7") + row("8542", "1", since="2018-06-01"), "line 3, column valid_from"),
        ("8542\n", "line 2"),
    ],
)
def test_a_sheet_that_cannot_be_used_is_refused_by_line_and_column(text: str, said: str) -> None:
    with pytest.raises(RuleError, match=said):
        book(text)


def test_a_line_says_its_categories_of_its_own_direction_and_every_document_that_it_needs() -> None:
    rules = book(row("8542", "7"), row("8708", ""))
    declared = imported(items=(line(1), line(2, commodity="8708999990"), line(3, commodity="0101210000")))
    lines = rules.conditions.by_line(declared, ON)
    assert [(each.line, [letter for letter, _ in each.categories]) for each in lines] == [
        (1, ["M", "P"]), (2, ["M", "P"]),
    ]  # fmt: skip
    assert [[need.condition for need in each.needs] for each in lines] == [["7"], []]
    sent = exported(items=(line(1),))
    assert [letter for each in rules.conditions.by_line(sent, ON) for letter, _ in each.categories] == [
        "N",
        "Q",
    ]
