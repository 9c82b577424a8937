"""Figures come as files of an office: what cannot be used is refused by file, line and column; what is not there is named."""

from datetime import date

import pytest

from tests.answers.duty_cases import assessed, cases, steps
from tongguan.rules.book import RuleBook
from tongguan.rules.errors import RuleError
from tongguan.rules.figures import COLUMNS, Figures, shipped_figures
from tongguan.rules.rate import parse
from tongguan.rules.treatment import of_import

FIGURES = Figures.shipped()
AUGUST = date(2018, 8, 20)
RATES = ",".join(COLUMNS["rates.csv"]) + "\n"
TARIFF_LAW = date(2024, 12, 2)


def rates(*rows: str) -> Figures:
    """Figures with these rows of rates in the place of the shipped ones."""
    return Figures.load({"rates.csv": RATES + "\n".join(rows) + "\n"})


def row(kind: str, commodity: str, rate: str, first: str = "2018-01-01", last: str = "", **more: str) -> str:
    return (
        f"{kind},{commodity},{more.get('origin', '')},{more.get('agreement', '')},{rate},{first},{last},"
        "illustrative,test"
    )


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([row("mfn", "8708", "8%", last="2018-06-30"), row("mfn", "8708", "6%", "2018-06-30")], "overlaps"),
        ([row("mfn", "8708", "8%", last="2018-06-30"), row("mfn", "8708", "6%", "2018-08-01")], "a gap from 2018-07-01"),
        ([row("mfn", "8708", "8%"), row("mfn", "8708", "6%", "2019-01-01")], "end it on 2018-12-31"),
        ([row("mfn", "8708", "=8%")], "line 2, column rate: “=8%” is a formula"),
        ([row("mfn", "8708", "eight")], "line 2, column rate: .*“eight” is not understood"),
        ([row("mfn", "87.08", "8%")], "line 2, column commodity"),
        ([row("tax", "8708", "8%")], "line 2, column kind: “tax” is not one of mfn"),
        ([row("mfn", "8708", "8%", "soon")], "line 2, column valid_from: “soon” is no date"),
        ([row("anti_dumping", "8708", "8%")], "anti_dumping needs origins"),
        ([row("mfn", "8708", "8%", origin="DEU")], "mfn has no origins"),
        ([row("conventional", "8708", "8%")], "conventional needs an agreement"),
        ([row("conventional", "8708", "8%", agreement="77")], "agreements.csv has no agreement 77"),
        (["mfn,8708,8%"], "line 2: the row does not have 9 cells"),
    ],
)  # fmt: skip
def test_rates_that_cannot_be_used_are_refused_with_their_place(rows: list[str], said: str) -> None:
    with pytest.raises(RuleError, match=said):
        rates(*rows)


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("rates.csv", "kind,commodity", "kind,code", "rates.csv line 1: the columns are kind, commodity"),
        ("exchange.csv", "USD,2018-08,6.6914,2018-07-18", "USD,2018-08,6.6914,2018-07-25", "not the day of the rule, 2018-07-18"),
        ("exchange.csv", "USD,2018-08,6.6914", "USD,2018-08,-6.6914", "column rate: “-6.6914” is a formula"),
        ("exchange.csv", "USD,2018-08,6.6914", "USD,2018-08,0", "no number above zero"),
        ("exchange.csv", "USD,2018-08,", "USD,2019-08,", "USD has a gap between 2018-07 and 2018-09"),
        ("duty.toml", "value_scale = 2", "value_scale = 1", "value_scale is one of 0, 2, not 1"),
        ("duty.toml", '"multiply"', '"guess"', "insurance_formula is one of multiply, divide"),
        ("duty.toml", "payment_term = 15", "payment_term = 'soon'", r"duty\.toml"),
        ("origins.csv", "DEU,mfn", "DEU,best", "column treatment: “best” is not one of mfn, general"),
    ],
)  # fmt: skip
def test_other_figures_are_checked_when_they_are_loaded(name: str, old: str, new: str, said: str) -> None:
    text = shipped_figures()[name]
    assert old in text
    with pytest.raises(RuleError, match=said):
        Figures.load({name: text.replace(old, new, 1)})


def test_a_seasonal_rate_may_pause_but_the_ordinary_one_may_not() -> None:
    paused = [
        row("provisional", "8708", "3%", last="2018-03-31"),
        row("provisional", "8708", "3%", "2018-10-01"),
    ]
    found = rates(*paused, row("mfn", "8708", "6%"), row("vat", "", "16%"))
    assert found.find("provisional", "8708999990", AUGUST) is None


def test_the_longest_beginning_of_the_code_holds() -> None:
    found = rates(row("mfn", "87", "9%"), row("mfn", "870899", "6%"), row("vat", "", "16%"))
    assert [found.find("mfn", code, AUGUST).rate.text for code in ("8708999990", "8703000000")] == [
        "6%",
        "9%",
    ]  # type: ignore[union-attr]
    assert found.find("mfn", "8412000000", AUGUST) is None


def test_the_month_uses_the_third_wednesday_before_it_and_the_fourth_where_that_is_a_holiday() -> None:
    assert FIGURES.calendar.rate_day(date(2018, 8, 1)) == date(2018, 7, 18)
    assert FIGURES.calendar.rate_day(date(2018, 3, 1)) == date(2018, 2, 28), "21 February 2018 was a holiday"
    assert FIGURES.calendar.rate_day(date(2020, 1, 1)) is None, "beyond the calendar nobody can say"


def test_what_is_missing_is_named_with_code_and_day() -> None:
    found = of_import(FIGURES, "0101210010", "DEU", "", False, False, AUGUST)
    assert found.missing == ("mfn 0101210010 2018-08-20",)
    assert of_import(FIGURES, "8708999990", "ATA", "", False, False, AUGUST).missing == (
        "origin ATA 2018-08-20",
    )


def kinds(origin: str, agreement: str, on: date, *rows: str, quota: bool = False) -> list[str]:
    """Kinds of rates that may apply, in order."""
    found = rates(*rows, row("vat", "", "13%"))
    return [each.kind for each in of_import(found, "8708999990", origin, agreement, quota, False, on).duty]


MFN, GENERAL = row("mfn", "8708", "6%"), row("general", "8708", "100%")
PROVISIONAL = row("provisional", "8708", "3%")
AGREED = row("conventional", "8708", "8%", agreement="91")
QUOTA, QUOTA_PROVISIONAL = row("quota", "8708", "1%"), row("quota_provisional", "8708", "0%")


def test_the_order_of_preference_of_the_regulation() -> None:
    every = (MFN, GENERAL, PROVISIONAL, AGREED, QUOTA, QUOTA_PROVISIONAL)
    assert kinds("DEU", "", AUGUST, MFN, GENERAL) == ["mfn"]
    assert kinds("DEU", "", AUGUST, *every) == ["provisional"]
    assert kinds("VNM", "91", AUGUST, *every) == ["conventional", "provisional"], "the lower of the two"
    assert kinds("VNM", "", AUGUST, MFN, AGREED) == ["mfn"], "no proof, no agreement"
    assert kinds("DEU", "91", AUGUST, MFN, AGREED) == ["mfn"], "the agreement does not cover Germany"
    assert kinds("VNM", "91", AUGUST, MFN, AGREED) == ["conventional"], (
        "before the law even where it is higher"
    )
    assert kinds("ZZZ", "", AUGUST, *every) == ["general"], "a provisional rate never helps an unknown origin"
    assert kinds("DEU", "", AUGUST, *every, quota=True) == ["quota"]


def test_the_order_of_preference_of_the_tariff_law() -> None:
    every = (MFN, GENERAL, PROVISIONAL, AGREED, QUOTA, QUOTA_PROVISIONAL)
    assert kinds("VNM", "91", TARIFF_LAW, MFN, AGREED) == ["conventional", "mfn"], "MFN where it is lower"
    assert kinds("DEU", "", TARIFF_LAW, *every, quota=True) == ["quota_provisional"]
    measured = rates(MFN, GENERAL, row("vat", "", "13%"), row("anti_dumping", "8708", "90%", origin="KOR"),
                     row("countervailing", "8708", "95%", origin="USA"))  # fmt: skip
    found = of_import(measured, "8708999990", "ZZZ", "", False, False, TARIFF_LAW)
    assert found.undisproved is not None
    assert [each.kind for each in found.undisproved] == ["mfn", "countervailing"]


@pytest.mark.parametrize(
    "text", ["8%", "1.30/035", "3% + 1500/006", "lower of 20% and 1.5/035", "220/070 below 370 USD/070; 250/070",
             "36% + 0.6/015 below composite 70 CNY/015; 56% + 0.6/015",
             "sliding 9.337 2.77% cap 40% below 15 CNY/035; 0.570/035"],
)  # fmt: skip
def test_every_form_of_rate_is_read_as_it_is_written(text: str) -> None:
    assert parse(text).text == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("8% below 3 CNY/035", "the last part must hold for every price"),
        ("8%; 9%", "the bounds must rise"),
        ("8% below 5 CNY/035; 9% below 3 CNY/035; 10%", "the bounds must rise"),
        ("8% below 3 CNY/035; 9% below 5 USD/035; 10%", "prices of one unit in one currency"),
        ("sliding 9.337 2.77% cap 40%", "needs “below PRICE CNY/unit”"),
        ("-8%", "not understood"),
    ],
)
def test_a_rate_that_cannot_be_understood_says_what_would_do(text: str, said: str) -> None:
    with pytest.raises(RuleError, match=said):
        parse(text)


def test_series_that_end_soon_are_told() -> None:
    assert {each.last for each in FIGURES.ending(date(2018, 11, 20))} == {date(2018, 12, 31)}
    assert FIGURES.ending(date(2018, 2, 1)) == []


def test_every_step_that_is_taken_has_a_title_a_law_and_both_languages() -> None:
    book = RuleBook.shipped().steps
    taken = {
        step.name
        for name in ("by_hand.toml", "vectors.toml")
        for case in cases(name)
        for step in steps(assessed(case))
    }
    assert len(taken) > 25
    for name in taken:
        title = book.title(name)
        assert title.zh != title.en
        assert title.law
    with pytest.raises(RuleError, match="no step guesswork"):
        book.title("guesswork")
