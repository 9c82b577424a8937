"""Which controls a declaration needs: by what it says, by the draw, and what stays silent until arrival."""

from decimal import Decimal

import pytest

from tests.rules.cases import (
    BOOK,
    FIRST_DAY_OF_MERGED_FORM,
    before_merger,
    exported,
    imported,
    inspected,
    line,
    lodged,
)
from tongguan.facts.declaration import Declaration
from tongguan.facts.evidence import Evidence
from tongguan.facts.finding import SELECT
from tongguan.facts.parts import LicenceDocument, OtherPackage
from tongguan.facts.words import WORDS
from tongguan.rules.book import RuleBook, Ruling, shipped_files
from tongguan.rules.errors import RuleError


def judged(declaration: Declaration, evidence: Evidence | None = None) -> Ruling:
    return BOOK.judge(declaration, evidence or lodged(draw=0), FIRST_DAY_OF_MERGED_FORM)


def quoting(code: str) -> tuple[LicenceDocument, ...]:
    return (LicenceDocument(code=code, number="SYN1"),)


@pytest.mark.parametrize(
    ("declaration", "word", "needed"),
    [
        (imported(), "dutiable", True),
        (imported(document_type="ML"), "dutiable", False),
        (imported(items=(line(1, duty_mode="3"),)), "dutiable", False),
        (imported(items=(line(1, duty_mode="3"), line(2))), "dutiable", True),
        (imported(supervision_mode="5034", levy_nature=""), "dutiable", False),
        (exported(), "dutiable", False),
        (inspected(), "quarantine", True),
        (inspected(), "inspection_first", True),
        (imported(), "quarantine", False),
        (imported(package_type="93"), "quarantine", True),
        (imported(other_packages=(OtherPackage(package_type="93"),)), "quarantine", True),
        (imported(package_type="93"), "inspection_first", False),
        (imported(licence_documents=quoting("7")), "licence", True),
        (imported(licence_no="18-AA-000001"), "licence", True),
        (inspected(), "licence", False),
        (exported(licence_documents=quoting("B")), "e_ledger", True),
        (exported(licence_documents=quoting("B")), "licence", False),
        (exported(), "by_transport", True),
        (exported(), "by_gate", False),
        (exported(transport_mode="Y"), "by_gate", True),
        (exported(transport_mode="Y"), "by_transport", False),
        (imported(), "by_transport", False),
    ],
)
def test_a_declaration_brings_words_of_its_own(declaration: Declaration, word: str, needed: bool) -> None:
    ruling = judged(declaration)
    assert word in WORDS
    assert (word in ruling.words) is needed, ruling


def test_every_export_leaves_in_exactly_one_way() -> None:
    for mode in BOOK.tables["transport_modes"].codes:
        words = judged(exported(transport_mode=mode)).words
        assert len({"by_gate", "by_transport"} & set(words)) == 1, mode


def test_a_check_and_a_draft_draw_nothing() -> None:
    suspect = imported(items=(line(1, commodity="9306900000"),))
    unasked = judged(suspect, Evidence(arrived_at=1, credit="discredited"))
    assert all(finding.consequence != SELECT for finding in unasked.findings)
    assert {"review", "inspect", "destination"}.isdisjoint(unasked.words)
    assert BOOK.check(suspect, FIRST_DAY_OF_MERGED_FORM).words == ()


def test_a_rejected_declaration_is_not_selected() -> None:
    ruling = judged(imported(office=""), lodged(credit="discredited"))
    assert ruling.words == ruling.silent_words == ()
    assert all(finding.consequence != SELECT for finding in ruling.findings)


def test_the_same_draw_selects_the_same() -> None:
    assert judged(imported(), lodged(draw=4321)) == judged(imported(), lodged(draw=4321))


def share(word: str, credit: str = "") -> float:
    hits = sum(word in judged(imported(), lodged(draw=draw, credit=credit)).words for draw in range(4000))
    return hits / 4000


def test_about_as_many_are_drawn_as_the_settings_say_and_fewer_of_certified_enterprises() -> None:
    assert 0.045 < share("review") < 0.075
    assert 0.017 < share("inspect") < 0.033
    assert share("inspect", credit="aeo") < 0.01


def test_before_arrival_an_inspection_is_decided_and_not_made_known() -> None:
    selected = judged(imported(), lodged(arrived=False, credit="discredited"))
    spared = judged(imported(), lodged(arrived=False, draw=0))
    assert "inspect" not in selected.words
    assert selected.silent_words == ("inspect",)
    assert spared.silent_words == ()
    assert "undisclosed" in selected.words
    assert "undisclosed" in spared.words


def test_after_arrival_and_on_export_nothing_is_kept_back() -> None:
    arrived = judged(imported(), lodged(credit="discredited"))
    assert "inspect" in arrived.words
    leaving = judged(exported(), lodged(arrived=False, credit="discredited"))
    assert "inspect" in leaving.words
    for ruling in (arrived, leaving):
        assert ruling.silent_words == ()
        assert "undisclosed" not in ruling.words


def test_a_doubtful_total_is_reviewed_and_not_returned() -> None:
    ruling = judged(imported(items=(line(1, total=Decimal(1300)),)))
    assert "review" in ruling.words


def test_the_old_form_is_selected_from_as_well() -> None:
    ruling = BOOK.judge(
        before_merger(), lodged(credit="discredited"), FIRST_DAY_OF_MERGED_FORM.replace(month=7)
    )
    assert {"review", "inspect", "dutiable"} <= set(ruling.words)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("per_million = 60_000", "per_million = 1_000_001", "million"),
        ('word = "destination"', 'word = "somewhere"', "somewhere"),
        ('silent_until = "arrival"', 'silent_until = "spring"', "spring"),
        ('id = "selection"', 'name = "selection"', "selection.toml"),
    ],
)
def test_settings_of_selection_that_cannot_be_used_are_refused(before: str, after: str, said: str) -> None:
    text = shipped_files()["selection.toml"]
    assert before in text
    with pytest.raises(RuleError, match=said):
        RuleBook.load({"selection.toml": text.replace(before, after)})


def test_an_office_that_keeps_nothing_back_serves_its_selection_at_once() -> None:
    text = shipped_files()["selection.toml"].replace('silent_until = "arrival"', 'silent_until = ""')
    evidence = lodged(arrived=False, credit="discredited")
    open_book = RuleBook.load({"selection.toml": text, "selection-rules.toml": 'id = "none"'})
    ruling = open_book.judge(imported(), evidence, FIRST_DAY_OF_MERGED_FORM)
    assert "inspect" in ruling.words
    assert ruling.silent_words == ()
    assert "undisclosed" not in ruling.words
