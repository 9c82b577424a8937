"""The catalogue speaks both languages, and what must stay in the office has no outward words."""

import string

import pytest

from tests.rules.cases import BOOK, FIRST_DAY_OF_MERGED_FORM, imported, line, lodged
from tongguan.facts.finding import CONSEQUENCES, SELECT, Finding
from tongguan.rules.book import RuleBook, shipped_files

ENTRIES = sorted(BOOK.catalogue.entries)
LANGS = ("zh", "en")


def blanks(text: str) -> set[str]:
    """The values that a wording asks for, without the field's own names and words in one language."""
    asked = {name for _, name, _, _ in string.Formatter().parse(text) if name}
    return {name.removesuffix("_zh").removesuffix("_en") for name in asked} - {"zh", "en", "tag"}


@pytest.mark.parametrize("code", ENTRIES)
def test_an_entry_is_whole_in_both_languages(code: str) -> None:
    entry = BOOK.catalogue.entries[code]
    assert entry.consequence in CONSEQUENCES
    assert entry.zh
    assert entry.en
    assert entry.zh != entry.en
    assert blanks(entry.zh) == blanks(entry.en)
    assert bool(entry.mend_zh) == bool(entry.mend_en) == (entry.consequence != SELECT)


@pytest.mark.parametrize(
    "code", [code for code in ENTRIES if BOOK.catalogue.entries[code].consequence == SELECT]
)
@pytest.mark.parametrize("lang", LANGS)
def test_a_reason_of_selection_has_no_outward_words(code: str, lang: str) -> None:
    finding = Finding(code, SELECT, values={"chapter": "93", "codes": "V23"}, word="review")
    assert BOOK.catalogue.wording(finding, lang)[0]
    assert BOOK.catalogue.wording(finding, lang, outward=True) == ("", "")
    assert BOOK.catalogue.outward((finding,)) == ()


def test_a_selection_that_an_office_forgot_in_the_catalogue_still_stays_inside() -> None:
    assert BOOK.catalogue.wording(Finding("X99", SELECT), "en", outward=True) == ("", "")
    assert BOOK.catalogue.wording(Finding("X99", "note"), "en") == ("X99", "")


def test_outward_keeps_every_finding_that_the_declarant_has_to_mend() -> None:
    sensitive = imported(items=(line(1, commodity="9301100000", total=line(1).total * 2),))
    ruling = BOOK.judge(sensitive, lodged(credit="discredited"), FIRST_DAY_OF_MERGED_FORM)
    inside = {finding.code for finding in ruling.findings}
    outside = {finding.code for finding in BOOK.catalogue.outward(ruling.findings)}
    assert {"S02", "S03", "S04", "V23"} <= inside
    assert outside == {"V23"}


@pytest.mark.parametrize("lang", LANGS)
def test_an_entry_may_have_other_words_outward(lang: str) -> None:
    text = shipped_files()["catalogue.toml"]
    own = text.replace(
        "[V23]\n", '[V23]\nout_zh = "请核对第 {line} 项。"\nout_en = "Check line {line}."\n', 1
    )
    catalogue = RuleBook.load({"catalogue.toml": own}).catalogue
    finding = Finding("V23", "hold", values={"total": "2", "product": "1", "line": "1"})
    inward, outward = (catalogue.wording(finding, lang, outward=each)[0] for each in (False, True))
    assert inward != outward
    assert "1" in outward
    assert catalogue.outward((finding,)) == (finding,)


@pytest.mark.parametrize("lang", LANGS)
def test_a_sentence_names_the_field_and_the_value_it_is_about(lang: str) -> None:
    (finding,) = BOOK.check(imported(supervision_mode="9999"), FIRST_DAY_OF_MERGED_FORM).findings
    message, remedy = BOOK.catalogue.wording(finding, lang)
    assert {"zh": "监管方式", "en": "Supervision mode"}[lang] in message
    assert "9999" in message
    assert remedy
