"""A rule book is loaded from an edition's files, refuses those it cannot use, and changes form with the date."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.rules.cases import BOOK, FIRST_DAY_OF_MERGED_FORM, LAST_DAY_OF_OLD_FORM, codes, imported
from tongguan.adapters.singlewindow import read
from tongguan.facts.declaration import Declaration
from tongguan.facts.evidence import Evidence
from tongguan.facts.finding import NOTE, REJECT
from tongguan.rules.book import RuleBook, shipped_files
from tongguan.rules.errors import RuleError

HEAD = "code,zh,en\n"
OWN_OFFICES = HEAD + "4907,韶山海关,Shaoshan\n"
WHOLE_OFFICES = (
    '[customs_offices]\nzh = "关区"\nen = "offices"\nsource = "official"\nvalid_from = 2018-08-01\n'
)


def swapped(name: str, old: str, new: str) -> Callable[[], dict[str, str]]:
    """One shipped file with one thing replaced."""

    def files() -> dict[str, str]:
        text = shipped_files()[name]
        assert old in text
        return {name: text.replace(old, new)}

    return files


def own(**files: str) -> Callable[[], dict[str, str]]:
    return lambda: {f"tables/{name}.csv": text for name, text in files.items()}


@pytest.mark.parametrize(
    ("files", "says"),
    [
        (own(units="a,b\n"), "units.csv line 1"),
        (own(units=HEAD + "=1+1,台,set\n"), "units.csv line 2: a cell is a formula"),
        (own(units=HEAD + "001,台,set\n001,座,seat\n"), "units.csv line 3: code 001 is there twice"),
        (own(units=HEAD + "001,台\n"), "units.csv line 2: the row does not have 3 cells"),
        (own(units=HEAD + "001,,set\n"), "units.csv line 2: the code or one of its names is missing"),
        (
            own(units="code,zh,en,kg\n035,千克,kilogram,one\n"),
            "units.csv line 2: one is no number of kilograms",
        ),
        (own(units=HEAD), "units.csv: there is no code in it"),
        (own(novelties=HEAD + "1,甲,a\n"), "do not agree on novelties"),
        (swapped("catalogue.toml", "[V27]", "[V99]"), "V27 is missing"),
        (swapped("catalogue.toml", '"select"', '"shout"'), "unknown consequence shout"),
        (swapped("rules.toml", 'V16 = "off"', 'V16 = "of"'), "unknown consequence of"),
        (swapped("rules.toml", 'V16 = "off"', 'V98 = "off"'), "the catalogue has no V98"),
        (swapped("rules.toml", 'price_share = "0.01"', 'price_share = "little"'), "rules.toml"),
        (swapped("selection.toml", '"destination"', '"destiny"'), "destiny is no word"),
        (swapped("selection.toml", "60_000", "2_000_000"), "2000000 times in a million"),
        (swapped("shapes.toml", "'[IE]'", "'[IE'"), "ie_flag has a bad pattern"),
        (swapped("form-2018.toml", 'path = "office"', 'path = "ofice"'), "there is no field ofice"),
        (swapped("form-2018.toml", 'shape = "date"', 'shape = "dat"'), "form-2018.toml"),
    ],
)
def test_an_edition_that_cannot_be_used_is_refused_with_file_and_place(
    files: Callable[[], dict[str, str]], says: str
) -> None:
    with pytest.raises(RuleError) as refused:
        RuleBook.load(files())
    assert says in str(refused.value)


def test_an_office_makes_a_partial_table_whole_with_its_own_list() -> None:
    elsewhere = imported(office="0101")
    assert [(f.code, f.consequence) for f in BOOK.check(elsewhere, FIRST_DAY_OF_MERGED_FORM).findings] == [
        ("F09", NOTE)
    ]
    book = RuleBook.load({"tables/customs_offices.csv": OWN_OFFICES, "tables/own.toml": WHOLE_OFFICES})
    assert [(f.code, f.consequence) for f in book.check(elsewhere, FIRST_DAY_OF_MERGED_FORM).findings] == [
        ("F04", REJECT)
    ]
    assert book.digest != BOOK.digest


def test_coverage_names_the_fields_whose_codes_are_checked_for_shape_only() -> None:
    partly = {each.field for each in BOOK.coverage() if each.form == "form-2018" and not each.whole}
    assert {"office", "port", "entry_port", "departure_port", "items.district", "documents.code"} <= partly
    assert not partly & {"supervision_mode", "items.origin_country", "items.currency", "items.unit"}


def test_a_form_takes_another_consequence_from_its_settings() -> None:
    sea = imported(transport_mode="2", transport_means="", voyage="0123E")
    assert codes(sea) == {"V07"}
    files = shipped_files()["rules.toml"] + '\n[consequence.form-2018]\nV07 = "off"\n'
    assert RuleBook.load({"rules.toml": files}).check(sea, FIRST_DAY_OF_MERGED_FORM).findings == ()


@pytest.mark.parametrize("figure", ["NaN", "sNaN", "Infinity", "1E+999999", "1E-999999"])
def test_what_is_no_figure_is_said_and_not_reckoned_with(figure: str) -> None:
    declaration = imported(net_weight=Decimal(figure))
    found = BOOK.check(declaration, FIRST_DAY_OF_MERGED_FORM).findings
    assert [(f.code, f.field, f.consequence) for f in found] == [("F10", "net_weight", REJECT)]


def real(shared: Path, name: str) -> Declaration:
    return read((shared / "data" / "singlewindow" / name).read_bytes()).declaration


EXPORT = "export-2018-02-before-merge.xml"


@pytest.mark.parametrize("on", [date(2017, 1, 3), date(2018, 2, 1), LAST_DAY_OF_OLD_FORM])
def test_the_real_message_is_not_rejected_under_the_form_of_its_time(shared: Path, on: date) -> None:
    ruling = BOOK.judge(real(shared, EXPORT), Evidence(draw=0), on)
    assert {finding.consequence for finding in ruling.findings} <= {NOTE}
    assert "by_gate" in ruling.words
    assert ruling.editions["form"] == "form-2017"


def test_the_real_message_is_returned_under_the_merged_form_which_names_what_it_asks_for(
    shared: Path,
) -> None:
    ruling = BOOK.judge(real(shared, EXPORT), Evidence(draw=0), FIRST_DAY_OF_MERGED_FORM)
    missing = {finding.field for finding in ruling.findings if finding.consequence == REJECT}
    assert missing == {
        "entry_port",
        "entry_unit.customs_code",
        *(f"items[{n}].district" for n in (1, 2, 3, 4)),
    }
    assert ruling.words == ()


def test_the_real_message_mended_is_not_rejected_under_the_merged_form(shared: Path) -> None:
    was = real(shared, EXPORT)
    mended = replace(
        was,
        entry_port="440001",
        entry_unit=replace(was.entry_unit, customs_code="000000001"),
        items=tuple(replace(item, district=was.district) for item in was.items),
    )
    ruling = BOOK.judge(mended, Evidence(draw=0), FIRST_DAY_OF_MERGED_FORM)
    assert REJECT not in {finding.consequence for finding in ruling.findings}


def test_the_empty_message_is_told_every_demanded_field_at_once(shared: Path) -> None:
    found = BOOK.check(real(shared, "empty-after-merge.xml"), FIRST_DAY_OF_MERGED_FORM).findings
    sheet = BOOK.form(FIRST_DAY_OF_MERGED_FORM)
    always = {field.path for field in sheet.header if field.demand == "always"}
    assert always | {"items"} == {finding.field for finding in found}
