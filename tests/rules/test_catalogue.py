"""The catalogue speaks both languages, and keeps to itself what must stay in the office."""

import re

import pytest

from tests.rules.cases import BOOK, FIRST_DAY_OF_MERGED_FORM, imported, line, lodged
from tongguan.facts.finding import HOLD, NOTE, REJECT, SELECT, Finding
from tongguan.rules.book import RuleBook, shipped_files
from tongguan.rules.catalogue import Entry
from tongguan.rules.errors import RuleError

ENTRIES = BOOK.catalogue.entries
HOLES = re.compile(r"\{(\w+)\}")
LANGS = ("zh", "en")
DISCREDITED = lodged(credit="discredited")


@pytest.mark.parametrize(("code", "entry"), ENTRIES.items(), ids=list(ENTRIES))
def test_every_finding_is_worded_in_both_languages_with_the_same_values(code: str, entry: Entry) -> None:
    assert re.search(r"[\u4e00-\u9fff]", entry.zh)
    assert re.search(r"[a-z]", entry.en)
    named_after_language = {"zh", "en", "shape_zh", "shape_en", "word_zh", "word_en", "why_zh", "why_en"}
    holes = [set(HOLES.findall(said)) - named_after_language for said in (entry.zh, entry.en)]
    assert holes[0] == holes[1]


@pytest.mark.parametrize(("code", "entry"), ENTRIES.items(), ids=list(ENTRIES))
def test_what_a_declarant_hears_comes_with_a_remedy(code: str, entry: Entry) -> None:
    assert entry.inward or (entry.mend_zh and entry.mend_en)


def test_selection_and_nothing_else_stays_in_the_office() -> None:
    assert {code for code, entry in ENTRIES.items() if entry.inward} == {"S01", "S02", "S03", "S04", "S05"}
    assert {entry.consequence for entry in ENTRIES.values()} == {REJECT, HOLD, SELECT, NOTE}


def test_an_office_reads_why_a_declaration_was_selected_and_a_declarant_reads_nothing() -> None:
    ruling = BOOK.judge(
        imported(items=(line(1, commodity="9306900000"),)), DISCREDITED, FIRST_DAY_OF_MERGED_FORM
    )
    reasons = [finding for finding in ruling.findings if finding.consequence == SELECT]
    assert {finding.code for finding in reasons} >= {"S02", "S03"}
    for reason in reasons:
        assert all(BOOK.catalogue.wording(reason, lang)[0] for lang in LANGS)
        assert all(BOOK.catalogue.wording(reason, lang, outward=True) == ("", "") for lang in LANGS)
    assert BOOK.catalogue.outward(tuple(reasons)) == ()


def test_twins_of_which_one_is_selected_say_the_same_outward() -> None:
    odd = imported(package_type="2")
    selected = BOOK.judge(odd, DISCREDITED, FIRST_DAY_OF_MERGED_FORM).findings
    spared = BOOK.judge(odd, lodged(draw=0), FIRST_DAY_OF_MERGED_FORM).findings
    assert selected != spared
    assert BOOK.catalogue.outward(selected) == BOOK.catalogue.outward(spared) != ()


def test_a_selection_with_a_code_that_the_catalogue_does_not_know_stays_inside_too() -> None:
    stranger = Finding("Z99", SELECT, word="inspect")
    assert BOOK.catalogue.outward((stranger,)) == ()
    assert BOOK.catalogue.wording(stranger, "zh", outward=True) == ("", "")


def test_a_sent_value_cannot_reach_into_the_wording() -> None:
    sly = Finding("F04", REJECT, "office", None, {"zh": "关区", "en": "office", "value": "{en.__class__}"})
    assert "{en.__class__}" in BOOK.catalogue.wording(sly, "en")[0]


def test_a_finding_of_a_code_that_is_gone_still_says_its_code() -> None:
    assert BOOK.catalogue.wording(Finding("Z99", NOTE), "en") == ("Z99", "")


def test_an_office_may_reword_and_may_not_lose_a_finding() -> None:
    text = shipped_files()["catalogue.toml"]
    louder = RuleBook.load(
        {"catalogue.toml": text.replace("There is no goods line.", "No goods line at all.")}
    )
    assert louder.catalogue.wording(Finding("F05", REJECT), "en")[0] == "No goods line at all."
    assert louder.digest != BOOK.digest
    with pytest.raises(RuleError, match="V01"):
        RuleBook.load({"catalogue.toml": re.sub(r"\[V01\][^\[]*", "", text)})


def test_an_unknown_consequence_is_refused() -> None:
    text = shipped_files()["catalogue.toml"].replace('consequence = "hold"', 'consequence = "shout"')
    with pytest.raises(RuleError, match="shout"):
        RuleBook.load({"catalogue.toml": text})


def test_a_declarant_still_hears_what_he_has_to_mend() -> None:
    sensitive = imported(items=(line(1, commodity="9301100000", total=line(1).total * 2),))
    ruling = BOOK.judge(sensitive, DISCREDITED, FIRST_DAY_OF_MERGED_FORM)
    assert {"S02", "S03", "S04", "V23"} <= {finding.code for finding in ruling.findings}
    assert {finding.code for finding in BOOK.catalogue.outward(ruling.findings)} == {"V23", "C04"}


@pytest.mark.parametrize("lang", LANGS)
def test_an_office_may_give_a_finding_other_words_outward(lang: str) -> None:
    text = shipped_files()["catalogue.toml"]
    own = text.replace("[V23]\n", '[V23]\nout_zh = "请核对总价。"\nout_en = "Check the total."\n', 1)
    catalogue = RuleBook.load({"catalogue.toml": own}).catalogue
    finding = Finding("V23", HOLD, values={"total": "2", "product": "1"})
    assert catalogue.wording(finding, lang)[0] != catalogue.wording(finding, lang, outward=True)[0]
    assert catalogue.outward((finding,)) == (finding,)


@pytest.mark.parametrize("lang", LANGS)
def test_a_sentence_names_the_field_and_the_value_it_is_about(lang: str) -> None:
    (finding,) = BOOK.check(imported(supervision_mode="9999"), FIRST_DAY_OF_MERGED_FORM).findings
    message, _ = BOOK.catalogue.wording(finding, lang)
    assert {"zh": "监管方式", "en": "Supervision mode"}[lang] in message
    assert "9999" in message
