"""Selection rules select what fits all they name, in their share and their days, and say why inside only."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.rules.cases import BOOK, exported, imported, line, lodged
from tongguan.facts.declaration import Declaration
from tongguan.facts.parts import OverseasParty, Party
from tongguan.rules.book import RuleBook
from tongguan.rules.errors import RuleError
from tongguan.rules.figures import Exchange
from tongguan.rules.selection_rules import SelectionRules, parse

ON = date(2018, 8, 20)
HEAD = 'id = "rules"\n[[rule]]\nid = "R"\nzh = "因为"\nen = "because"\nword = "inspect"\nvalid_from = 2018-01-01\n'


def rules(more: str = "") -> SelectionRules:
    return parse(HEAD + more, BOOK.tables)


def selects(more: str, declaration: Declaration, on: date = ON, **evidence: Any) -> bool:
    return bool(rules(more).findings(declaration, lodged(**evidence), on))


BEEF = imported(items=(line(1), line(2, commodity="0202300090", origin_country="AUS", name="Frozen BEEF")))


@pytest.mark.parametrize(
    ("rule", "fitting", "other"),
    [
        ('direction = "export"', exported(), imported()),
        ('modes = ["0110"]', imported(), imported(supervision_mode="0615")),
        ('commodity = ["0202", "0203"]', BEEF, imported()),
        ('origin = ["AUS"]', BEEF, imported()),
        ('commodity = ["0202"]\norigin = ["AUS"]', BEEF, imported(items=(line(1, commodity="0202300090"), line(2, origin_country="AUS")))),
        ('route = {departure_port = ["HKG"]}', imported(departure_port="HKG003"), imported(departure_port="SGP001")),
        ('route = {partner_country = ["DEU"]}', imported(partner_country="304"), imported(partner_country="JPN")),
        ('party = ["4403180000"]', imported(owner=Party(customs_code="4403180000")), imported()),
        ('party = ["Odd Goods Ltd"]', imported(overseas_consignor=OverseasParty(name_en="ODD GOODS LTD, Port Moresby")), imported()),
        ('text = ["beef"]', BEEF, imported()),
        ('text = ["样品"]', imported(remarks="展览样品"), imported()),
    ],
)  # fmt: skip
def test_a_rule_selects_what_fits_everything_it_names(
    rule: str, fitting: Declaration, other: Declaration
) -> None:
    assert selects(rule, fitting)
    assert not selects(rule, other)


@pytest.mark.parametrize(
    ("total", "currency", "fits"),
    [("999.99", "USD", False), ("1000", "USD", True), ("1000", "502", True), ("2000.01", "USD", False)],
)  # fmt: skip
def test_an_amount_is_the_sum_of_the_lines_ends_included(total: str, currency: str, fits: bool) -> None:
    half = Decimal(total) / 2
    dear = imported(items=(line(1, total=half, currency=currency), line(2, total=half, currency=currency)))
    assert selects('amount = {currency = "USD", from = 1000, to = 2000}', dear) is fits


@pytest.mark.parametrize(
    ("euro", "fits"), [("624.99", False), ("625", True), ("1250", True), ("1250.01", False)]
)
def test_another_currency_is_taken_at_the_rate_of_the_day(euro: str, fits: bool) -> None:
    rates = {"EUR": Decimal(8), "USD": Decimal(5)}
    dear = imported(items=(line(1, total=Decimal(euro), currency="EUR"),))
    assert selects('amount = {currency = "USD", from = 1000, to = 2000}', dear, rates=rates) is fits


def test_lines_of_two_currencies_are_added_up() -> None:
    mixed = imported(
        items=(
            line(1, total=Decimal(600), currency="USD"),
            line(2, total=Decimal(250), currency="EUR"),
        )
    )
    rates = {"EUR": Decimal(8), "USD": Decimal(5)}
    assert selects('amount = {currency = "USD", from = 1000, to = 1000}', mixed, rates=rates)
    assert not selects('amount = {currency = "USD", from = 1001}', mixed, rates=rates)


def test_an_amount_that_cannot_be_compared_for_want_of_a_rate_does_not_slip_through() -> None:
    cheap = imported(items=(line(1, total=Decimal(1), currency="EUR"),))
    assert selects('amount = {currency = "USD", from = 1000}', cheap)
    assert selects('amount = {currency = "USD", from = 1000}', cheap, rates={"USD": Decimal(5)})


def test_rates_are_asked_for_only_where_a_rule_needs_them() -> None:
    asked: list[str] = []

    def exchange(currency: str, on: date) -> Exchange | None:
        asked.append(currency)
        return Exchange(currency, f"{on:%Y-%m}", Decimal(8), "", "") if currency == "EUR" else None

    wanting = rules('commodity = ["8479"]\namount = {currency = "USD", from = 1000}\n')
    other = imported(items=(line(1, commodity="0202300090", total=Decimal(1), currency="EUR"),))
    same = imported(items=(line(1, commodity="8479899990", total=Decimal(1), currency="USD"),))
    euro = imported(items=(line(1, commodity="8479899990", total=Decimal(1), currency="EUR"),))
    assert wanting.rates(other, lodged(), ON, exchange) == {}
    assert wanting.rates(same, lodged(), ON, exchange) == {}
    assert asked == []
    assert wanting.rates(euro, lodged(), ON, exchange) == {"EUR": Decimal(8)}
    assert asked == ["EUR", "USD"]


def test_credit_comes_from_the_evidence() -> None:
    assert selects('credit = ["discredited"]', imported(), credit="discredited")
    assert not selects('credit = ["discredited"]', imported())


def test_a_rule_holds_in_its_days_both_ends_included() -> None:
    days = {day: selects("valid_to = 2018-08-31", imported(), date.fromisoformat(day)) for day in
            ("2017-12-31", "2018-01-01", "2018-08-31", "2018-09-01")}  # fmt: skip
    assert list(days.values()) == [False, True, True, False]


def test_a_share_takes_as_many_as_it_says_and_the_same_ones_again() -> None:
    taken = {draw for draw in range(10_000) if selects("per_million = 200_000", imported(), draw=draw)}
    assert 1800 < len(taken) < 2200, "five standard deviations"
    assert taken == {
        draw for draw in range(10_000) if selects("per_million = 200_000", imported(), draw=draw)
    }


def test_a_check_and_a_draft_meet_no_rule() -> None:
    assert not selects("", imported(), draw=None)


def test_the_reason_is_read_inside_and_nowhere_else() -> None:
    book = RuleBook.load({"selection-rules.toml": HEAD})
    finding = next(each for each in book.judge(imported(), lodged(), ON).findings if each.code == "S05")
    assert "because" in book.catalogue.wording(finding, "en")[0]
    assert "因为" in book.catalogue.wording(finding, "zh")[0]
    assert book.catalogue.wording(finding, "en", outward=True) == ("", "")
    assert book.catalogue.outward((finding,)) == ()


def test_a_silent_rule_keeps_its_word_back_and_makes_every_import_wait_for_arrival() -> None:
    book = RuleBook.load(
        {"selection-rules.toml": HEAD.replace('"inspect"', '"review"') + 'text = ["样品"]\nsilent_until = "arrival"'}
    )  # fmt: skip
    selected = book.judge(imported(remarks="样品"), lodged(arrived=False), ON)
    other = book.judge(imported(), lodged(arrived=False), ON)
    assert (selected.silent_words, other.silent_words) == (("review",), ())
    assert set(selected.words) == set(other.words) > {"undisclosed"}
    assert "review" in book.judge(imported(remarks="样品"), lodged(), ON).words


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("per_million = 1_000_001", "rule R: per_million"),
        ('direction = "sideways"', "rule R: direction"),
        ('silent_until = "spring"', "rule R: silent_until"),
        ('credit = ["splendid"]', "splendid"),
        ('route = {moon = ["x"]}', "moon"),
        ("valid_to = 2017-01-01", "ends before"),
        ('colour = "red"', "colour"),
        ('[[rule]]\nid = "R"\nzh = "又"\nen = "again"\nword = "inspect"\nvalid_from = 2018-01-01', "R is there twice"),
        ("= = =", "selection-rules.toml"),
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_used_is_refused_by_name(text: str, said: str) -> None:
    with pytest.raises(RuleError, match=said):
        rules(text)


def test_a_rule_for_work_that_nobody_does_is_refused() -> None:
    with pytest.raises(RuleError, match="somewhere"):
        parse(HEAD.replace("inspect", "somewhere"), BOOK.tables)
