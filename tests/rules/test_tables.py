"""Code tables: what is loaded, what is refused, and what is said of fields without a table."""

import csv
from datetime import date
from pathlib import Path

import pytest

from tests.rules.cases import BOOK, FIRST_DAY_OF_MERGED_FORM, imported
from tongguan.rules.book import RuleBook, shipped_files
from tongguan.rules.errors import RuleError
from tongguan.rules.tables import parse

HEAD = "code,zh,en\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("code,name\n1,x\n", "line 1"),
        (HEAD, "no code"),
        (HEAD + "1,一,one\n1,二,two\n", "line 3: code 1 is there twice"),
        (HEAD + "1,一\n", "line 2"),
        (HEAD + "1,一,one,more\n", "line 2"),
        (HEAD + "1,,one\n", "line 2"),
        (HEAD + "1,=HYPERLINK(),one\n", "formula"),
        ("code,zh,en,kg\n035,千克,kilogram,much\n", "kilograms"),
    ],
)
def test_a_table_that_cannot_be_used_says_where_and_why(text: str, said: str) -> None:
    with pytest.raises(RuleError, match=said):
        parse("units", text)


def test_a_table_knows_both_generations_of_a_code() -> None:
    countries = BOOK.tables["countries"]
    assert countries.canonical("142") == countries.canonical("CHN") == "CHN"
    assert countries.canonical("???") == "???"
    assert BOOK.tables["currencies"].canonical("502") == "USD"
    assert "142" in countries.older
    assert "CHN" not in countries.older


def test_an_office_loads_its_own_whole_table() -> None:
    about = 'zh = "关区"\nen = "customs offices"\nsource = "official list"\nvalid_from = 2018-01-01\n'
    book = RuleBook.load(
        {
            "tables/customs_offices.csv": HEAD + "4907,韶山海关,Shaoshan Customs\n",
            "tables/office.toml": "[customs_offices]\n" + about,
        }
    )
    unknown = imported(port="4901")
    assert BOOK.check(unknown, FIRST_DAY_OF_MERGED_FORM).findings == ()
    findings = book.check(unknown, FIRST_DAY_OF_MERGED_FORM).findings
    assert [(each.code, each.field) for each in findings] == [("F04", "port")]


def test_a_table_and_its_description_come_together() -> None:
    with pytest.raises(RuleError, match="moons"):
        RuleBook.load({"tables/moons.csv": HEAD + "1,月,moon\n"})


def test_a_code_that_a_partial_table_lacks_is_checked_for_shape_and_that_is_said() -> None:
    findings = BOOK.check(imported(port="9999"), FIRST_DAY_OF_MERGED_FORM).findings
    assert [(each.code, each.field, each.consequence) for each in findings] == [("F09", "port", "note")]
    wrong = BOOK.check(imported(port="99X9"), FIRST_DAY_OF_MERGED_FORM).findings
    assert [(each.code, each.field, each.consequence) for each in wrong] == [("F03", "port", "reject")]


def test_a_field_whose_table_is_not_loaded_is_listed_and_checked_for_shape() -> None:
    files = {name: text for name, text in shipped_files().items() if name != "tables/units.csv"}
    manifest = files["tables/manifest.toml"]
    at = manifest.index("[units]")
    files["tables/manifest.toml"] = manifest[:at]
    book = RuleBook(files)
    bare = {row.field for row in book.coverage() if not row.loaded and row.form == "form-2018"}
    assert {"items.unit", "items.first_unit", "items.second_unit"} == bare
    codes = {each.code for each in book.check(imported(), FIRST_DAY_OF_MERGED_FORM).findings}
    assert codes == {"F09"}


def test_coverage_says_of_each_coded_field_how_far_it_is_checked() -> None:
    rows = {row.field: row for row in BOOK.coverage() if row.form == "form-2018"}
    assert rows["supervision_mode"].loaded
    assert rows["supervision_mode"].whole
    assert rows["office"].loaded
    assert not rows["office"].whole
    assert "containers.container_type" in rows


def test_an_edition_is_known_by_its_digest_and_the_form_by_its_day() -> None:
    old = BOOK.check(imported(), date(2018, 7, 31)).editions
    new = BOOK.check(imported(), FIRST_DAY_OF_MERGED_FORM).editions
    assert old["rules"] == new["rules"] == BOOK.digest
    assert (old["form"], new["form"]) == ("form-2017", "form-2018")


MADE_OWN = [
    "transport_modes", "supervision_modes", "levy_nature", "duty_modes", "transaction_terms", "units", "countries",
    "currencies", "package_types", "container_types", "licence_documents", "goods_attributes", "ciq_use_codes",
    "entry_types", "edoc_types", "requested_certificates", "correlation_reasons", "receipt_channels",
]  # fmt: skip


@pytest.mark.parametrize("name", MADE_OWN)
def test_a_table_the_project_made_its_own_has_every_code_of_the_handbook(name: str, shared: Path) -> None:
    with (shared / "domain" / "codes" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    column = next(each for each in ("code", "alpha3", "alpha_3", "alpha") if each in rows[0])
    wanted = {row[column] for row in rows if row[column]}
    assert wanted - set(BOOK.tables[name].codes) == set()
