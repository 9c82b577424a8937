"""A change rehearsed: what it counts is what would have come out differently, and nothing else."""

from decimal import Decimal

from tests.build import Office, declaration
from tests.cast import LIU, PENG, TERMINAL
from tongguan.facts.clock import local_date
from tongguan.insight import trial
from tongguan.insight.rehearsal import Case
from tongguan.rules.book import RuleBook, shipped_files
from tongguan.rules.duty import Duty
from tongguan.rules.figures import Figures, shipped_figures

EVERY_INSPECTION = """
[[rule]]
id = "ALL"
zh = "示例"
en = "an example"
word = "inspect"
valid_from = 2018-01-01
direction = "import"
per_million = 1_000_000
"""


def office() -> tuple[Office, list[Case]]:
    """Two accepted imports; one was inspected for an hour by hand."""
    made = Office()
    numbers = [made.lodge(declaration(transport_document=f"SYN0000000{n}"), f"T-{n}").number for n in (1, 2)]
    made.does(numbers[0], "arrive", actor=TERMINAL)
    made.does(numbers[0], "add", "document_review", actor=LIU, reason="an example")
    made.does(numbers[0], "done", "document_review", actor=PENG)
    today = local_date(made.clock.now())
    return made, list(made.desk.selecting.cases(today, today))


def test_the_same_rules_change_nothing() -> None:
    made, cases = office()
    found = trial.of_rules(made.desk.rules, RuleBook.shipped(), cases, made.desk.models)
    assert (found.declarations, found.changed, found.numbers, found.selected) == (2, 0, (), 0)


def test_a_selection_rule_for_everything_selects_every_import_more() -> None:
    made, cases = office()
    text = shipped_files()["selection-rules.toml"] + EVERY_INSPECTION
    found = trial.of_rules(
        made.desk.rules, RuleBook.load({"selection-rules.toml": text}), cases, made.desk.models
    )
    assert (found.changed, found.selected, found.returned) == (2, 2, 0)
    assert set(found.numbers) == {case.number for case in cases}
    back = trial.of_rules(
        RuleBook.load({"selection-rules.toml": text}), made.desk.rules, cases, made.desk.models
    )
    assert back.selected == -2


def test_a_code_table_that_loses_a_code_returns_what_quoted_it() -> None:
    made, cases = office()
    text = "\n".join(
        line for line in shipped_files()["tables/countries.csv"].splitlines() if not line.startswith("DEU")
    )
    found = trial.of_rules(
        made.desk.rules, RuleBook.load({"tables/countries.csv": text + "\n"}), cases, made.desk.models
    )
    assert (found.changed, found.returned) == (2, 2)


def test_a_rate_that_rises_tells_how_much_more_is_due() -> None:
    made, cases = office()
    files = shipped_figures()
    before = made.desk.duty
    rows = files["rates.csv"].replace("mfn,8708,,,6%,2018-07-01,", "mfn,8708,,,12%,2018-07-01,")
    assert rows != files["rates.csv"]
    after = Duty(
        Figures.load({**files, "rates.csv": rows}), made.desk.rules.tables, made.desk.rules.selection
    )
    by_hand = sum(
        (
            after.assess(case.declaration, case.on).taxes.all
            - before.assess(case.declaration, case.on).taxes.all
            for case in cases
        ),
        Decimal(0),
    )
    found = trial.of_figures(before, after, cases)
    assert (found.changed, found.due, found.missing) == (2, by_hand, 0)
    assert found.due > 0
    assert trial.of_figures(before, before, cases).changed == 0


def test_a_rate_that_ends_too_early_is_told_as_missing() -> None:
    made, cases = office()
    files = shipped_figures()
    rows = files["rates.csv"].replace("mfn,8708,,,6%,2018-07-01,,", "mfn,8708,,,6%,2018-07-01,2018-08-01,")
    assert rows != files["rates.csv"]
    after = Duty(
        Figures.load({**files, "rates.csv": rows}), made.desk.rules.tables, made.desk.rules.selection
    )
    assert trial.of_figures(made.desk.duty, after, cases).missing == 2
