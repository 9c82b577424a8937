"""Selection and words: what follows from the declaration, what is drawn, what stays silent and never goes out."""

import pytest
from msgspec.structs import replace

from tests.rules.cases import BOOK, FIRST_DAY_OF_MERGED_FORM, exported, imported, inspected, line, lodged
from tongguan.facts.declaration import Declaration
from tongguan.facts.evidence import Evidence
from tongguan.facts.finding import SELECT
from tongguan.facts.parts import ItemLicence, LicenceDocument
from tongguan.rules.book import RuleBook, shipped_files

ALWAYS, NEVER = "1_000_000", "0"


def book(inspect: str, silent: bool = True) -> RuleBook:
    """Shipped rules that draw every import, or none, for inspection, and nothing else."""
    text = shipped_files()["selection.toml"]
    kept, _, rest = text.partition("draw = [")
    row = f'draw = [\n  {{word = "inspect", direction = "import", per_million = {inspect}}},\n]'
    text = kept + row + rest.partition("\n]")[2]
    return RuleBook.load({"selection.toml": text if silent else text.replace('silent_until = "arrival"', "")})


def words(declaration: Declaration, evidence: Evidence | None = None) -> set[str]:
    ruling = BOOK.judge(declaration, evidence or Evidence(arrived_at=1), FIRST_DAY_OF_MERGED_FORM)
    return set(ruling.words)


def test_a_general_import_is_dutiable_and_needs_nothing_else() -> None:
    assert words(imported()) == {"dutiable"}


@pytest.mark.parametrize(
    "spared",
    [
        imported(document_type="ML"),
        imported(supervision_mode="5015", levy_nature="503"),
        imported(items=(line(1, duty_mode="3"),)),
        imported(levy_nature="789", items=(line(1, duty_mode="5"),)),
        exported(),
    ],
    ids=["filing list", "bonded", "exempt", "exempt by its levy nature", "export"],
)
def test_what_is_bonded_exempt_or_exported_is_not_dutiable(spared: Declaration) -> None:
    assert "dutiable" not in words(spared)


def test_one_taxed_line_among_exempt_ones_makes_the_declaration_dutiable() -> None:
    assert "dutiable" in words(imported(items=(line(1, duty_mode="3"), line(2, duty_mode="1"))))


def test_goods_under_inspection_ask_for_quarantine_and_in_the_serial_process_come_first() -> None:
    assert {"quarantine", "inspection_first"} <= words(inspected())


def test_wooden_packing_is_looked_at_without_an_inspection_application() -> None:
    chosen = words(imported(package_type="93"))
    assert "quarantine" in chosen
    assert "inspection_first" not in chosen


@pytest.mark.parametrize(
    ("declaration", "wanted"),
    [
        (imported(licence_documents=(LicenceDocument(code="7", number="18-AA-000001"),)), True),
        (imported(licence_no="18-AA-000001"), True),
        (imported(items=(line(1, licences=(ItemLicence(licence_type="411", licence_no="SYN1"),)),)), True),
        (imported(licence_documents=(LicenceDocument(code="a", number="QD490718I000000001"),)), False),
        (imported(), False),
    ],
)
def test_licences_are_checked_where_one_is_quoted_and_lists_are_none(
    declaration: Declaration, wanted: bool
) -> None:
    assert ("licence" in words(declaration)) == wanted


def test_an_export_that_quotes_an_e_ledger_is_compared_with_it() -> None:
    quoted = (LicenceDocument(code="B", number="118000000000001"),)
    assert "e_ledger" in words(exported(licence_documents=quoted))
    assert "e_ledger" not in words(imported(licence_documents=quoted))


@pytest.mark.parametrize("mode", list("0123456789GHLTWXYZ"))
def test_an_export_leaves_either_by_gate_or_by_transport(mode: str) -> None:
    chosen = words(exported(transport_mode=mode)) & {"by_gate", "by_transport"}
    assert chosen == {"by_transport" if mode in "2356GL" else "by_gate"}


def test_nothing_is_drawn_without_a_draw() -> None:
    ruling = book(ALWAYS).judge(imported(), Evidence(credit="discredited"), FIRST_DAY_OF_MERGED_FORM)
    assert ruling.findings == ()
    assert ruling.silent_words == ()
    assert book(ALWAYS).check(imported(), FIRST_DAY_OF_MERGED_FORM).words == ()


def test_the_same_draw_selects_the_same() -> None:
    drawn = [BOOK.judge(imported(), lodged(draw=7), FIRST_DAY_OF_MERGED_FORM) for _ in range(2)]
    assert drawn[0] == drawn[1]


def test_shares_of_the_draw_are_kept_and_a_good_credit_is_drawn_less() -> None:
    def drawn(credit: str) -> int:
        rulings = (
            BOOK.judge(imported(), lodged(draw=draw, credit=credit), FIRST_DAY_OF_MERGED_FORM)
            for draw in range(0, 1_000_000, 250)
        )
        return sum("inspect" in ruling.words for ruling in rulings)

    assert 60 <= drawn("") <= 140
    assert 5 <= drawn("aeo") <= 38


def test_selection_of_goods_that_have_not_arrived_is_silent_and_the_twin_waits_for_the_same_moment() -> None:
    selected = book(ALWAYS).judge(imported(), lodged(arrived=False), FIRST_DAY_OF_MERGED_FORM)
    twin = book(NEVER).judge(imported(), lodged(arrived=False), FIRST_DAY_OF_MERGED_FORM)
    assert selected.silent_words == ("inspect",)
    assert twin.silent_words == ()
    assert selected.words == twin.words
    assert "undisclosed" in twin.words
    shown = [BOOK.catalogue.outward(each.findings) for each in (selected, twin)]
    assert shown == [(), ()]


def test_selection_of_goods_that_are_here_or_of_an_office_that_is_not_silent_is_served_at_once() -> None:
    here = book(ALWAYS).judge(imported(), lodged(), FIRST_DAY_OF_MERGED_FORM)
    open_house = book(ALWAYS, silent=False).judge(imported(), lodged(arrived=False), FIRST_DAY_OF_MERGED_FORM)
    for ruling in (here, open_house):
        assert "inspect" in ruling.words
        assert ruling.silent_words == ()
        assert "undisclosed" not in ruling.words


def test_what_is_returned_is_not_selected() -> None:
    returned = replace(imported(), office="")
    ruling = book(ALWAYS).judge(returned, lodged(credit="discredited"), FIRST_DAY_OF_MERGED_FORM)
    assert ruling.words == ()
    assert SELECT not in {finding.consequence for finding in ruling.findings}
