"""Selection at the desk: an amount is compared at the rate of the day, which the judgement keeps."""

from datetime import date
from decimal import Decimal

from msgspec.structs import replace

from tests.build import Office, declaration
from tongguan.facts import kinds
from tongguan.facts.event import open_event
from tongguan.facts.evidence import Evidence
from tongguan.rules.book import RuleBook

RULE = (
    'id = "rules"\n[[rule]]\nid = "SYN-DEAR"\nzh = "高值（合成）"\nen = "dear (synthetic)"\nword = "review"\n'
    'valid_from = 2018-01-01\namount = {{currency = "{currency}", from = {least}}}\n'
)
DOLLARS = sum((each.total for each in declaration().items if each.total), Decimal(0))
AUGUST_DAYS = date(2018, 8, 1), date(2018, 8, 31)


def judged(currency: str, least: int) -> tuple[Evidence, bool]:
    """What the judgement of our usual goods, in US dollars, rested on, and whether the rule selected them."""
    office = Office()
    book = RuleBook.load({"selection-rules.toml": RULE.format(currency=currency, least=least)})
    office.desk.office = replace(office.desk.office, rules=book)
    said = office.lodge()
    stream = office.desk.journal.read_many([said.number])[said.number]
    (data,) = (
        each
        for each in (open_event(event).data for event in stream)
        if isinstance(each, kinds.DeclarationJudged)
    )
    return data.evidence, any(each.values.get("rule") == "SYN-DEAR" for each in data.findings)


def test_a_declaration_in_another_currency_is_compared_at_the_rate_that_its_judgement_keeps() -> None:
    evidence, selected = judged("EUR", 1)
    assert selected
    assert set(evidence.rates) == {"EUR", "USD"}
    in_euro = DOLLARS * evidence.rates["USD"] / evidence.rates["EUR"]
    assert judged("EUR", int(in_euro))[1]
    assert not judged("EUR", int(in_euro) + 1)[1]


def test_a_judgement_keeps_no_rates_that_no_rule_needed() -> None:
    evidence, selected = judged("USD", int(DOLLARS))
    assert selected
    assert evidence.rates == {}


def test_a_rehearsal_compares_what_was_accepted_at_the_rates_of_its_own_day() -> None:
    office = Office()
    office.lodge()
    cheap, dear = int(6 * DOLLARS), int(8 * DOLLARS)
    fitting = {
        least: office.desk.selecting.rehearse(RULE.format(currency="CNY", least=least), *AUGUST_DAYS)
        .rules[0]
        .fitting
        for least in (cheap, dear)
    }
    assert fitting == {cheap: 1, dear: 0}
