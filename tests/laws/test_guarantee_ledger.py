"""Laws of guarantees and assessments over random histories: never overdrawn, sums to nothing, to the fen."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.build import Office, declaration, item
from tests.cast import BANK, BROKER, DENG, TERMINAL, XIAO
from tests.stories.test_duty import priced
from tests.stories.test_guarantees import registered
from tongguan.adapters.verify import verify
from tongguan.desk.desk import amended
from tongguan.desk.verbs import Act
from tongguan.rules.book import RuleBook
from tongguan.rules.duty import Duty
from tongguan.rules.figures import Figures

PRICES = ("40.00", "312.50", "400.00", "900.00", "2500.00")
step = st.tuples(
    st.sampled_from(["lodge", "lodge", "occupy", "pay", "pay", "amend", "cancel", "raise", "reduce", "freeze", "unfreeze",
                     "arrive", "restore", "later"]),
    st.integers(0, 5), st.sampled_from(PRICES),
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.lists(step, max_size=30))
def test_a_guarantee_is_never_overdrawn_and_its_ledger_sums_to_nothing(
    steps: list[tuple[str, int, str]],
) -> None:
    office = Office()
    registered(office, limit=Decimal("4000.00"))
    numbers: list[str] = []
    for turn, (what, which, price) in enumerate(steps):
        office.clock.at += 60_000_000
        number = numbers[which % len(numbers)] if numbers else ""
        _does(office, what, number, price, turn, numbers)
        _holds(office, numbers)
    found = verify(office.desk.journal)  # type: ignore[arg-type]
    assert found.ok, found.first_difference
    assert office.desk.rebuild()[2] == 0


def _does(office: Office, what: str, number: str, price: str, turn: int, numbers: list[str]) -> None:
    desk, act = office.desk, office.desk.act
    lines = tuple(item(n, total=Decimal(price), price=Decimal(price) / 100) for n in (1, 2))
    content = declaration(transport_document=f"B-{turn}", guarantee_release="1", items=lines)
    match what:
        case "lodge":
            numbers.append(office.lodge(content, f"C-{turn}").number)
        case "occupy":
            act(number, Act(verb="occupy", target="G1"), XIAO)
        case "pay":
            act(number, Act(verb="pay", ref=f"T-{turn}"), BANK)
        case "amend":
            changed = priced(price, transport_document=f"B-{turn}", guarantee_release="1")
            act(number, amended(Act(verb="amend", ground="data_error", reason="x"), changed), BROKER)
            act(number, Act(verb="decide-amendment"), DENG)
        case "cancel":
            act(number, Act(verb="cancel", ground="data_error", reason="x"), BROKER)
            act(number, Act(verb="decide-cancellation"), DENG)
        case "raise" | "reduce":
            amount = Decimal(500) if what == "raise" else Decimal(-500)
            desk.guarantees.change_limit("G1", amount, "asked for", XIAO)
        case "freeze":
            desk.guarantees.freeze("G1", "arrears", XIAO)
        case "unfreeze":
            desk.guarantees.unfreeze("G1", "paid", XIAO)
        case "arrive":
            act(number, Act(verb="arrive"), TERMINAL)
        case "restore":
            act(number, Act(verb="restore", target="G1", reason="settled"), XIAO)
        case "later":
            office.clock.at += 36 * 3_600_000_000


def _holds(office: Office, numbers: list[str]) -> None:
    view = office.desk.guarantees.view("G1")
    assert view is not None
    assert view.free >= 0
    assert 0 <= view.occupied <= view.guarantee.limit
    held = Decimal(0)
    for number in numbers:
        sheet = office.desk.show(number)
        assert sheet is not None
        held += sum((Decimal(each) for each in sheet.claims.values()), Decimal(0))
        if sheet.released_at and sheet.status == "released" and sheet.assessment:
            assert not sheet.assessment.missing
    assert held == view.occupied, "what declarations hold is what is occupied"


amounts = st.decimals(Decimal("0.01"), Decimal("99999.99"), places=2)
line = st.tuples(
    amounts, st.sampled_from(["8708999990", "2204210000", "0202300090", "8542399000", "3907400000"]),
    st.sampled_from(["DEU", "USA", "KOR", "AUS", "ZZZ"]), st.sampled_from(["1", "1", "1", "2", "3"]),
)  # fmt: skip
charge = st.one_of(st.none(), amounts)
DUTY = Duty(Figures.shipped(), RuleBook.shipped().tables, RuleBook.shipped().selection)


@settings(max_examples=150, deadline=None)
@given(
    lines=st.lists(line, min_size=1, max_size=6), term=st.sampled_from(["1", "2", "3", "4", "7"]), freight=amounts,
    insurance=charge, other=charge, days=st.integers(0, 600),
)  # fmt: skip
def test_items_sum_to_the_declaration_and_the_same_facts_give_the_same_duty(
    lines: list[tuple[Decimal, str, str, str]], term: str, freight: Decimal, insurance: Decimal | None,
    other: Decimal | None, days: int,
) -> None:  # fmt: skip
    from tongguan.facts.parts import Charge

    def given_charge(amount: Decimal | None) -> Charge:
        return Charge() if amount is None else Charge(mark="3", amount=amount, currency="USD")

    content = declaration(
        transaction_term=term, freight=given_charge(freight), insurance=given_charge(insurance),
        other_charges=given_charge(other),
        items=tuple(
            item(place, total=total, commodity=commodity, origin_country=origin, duty_mode=mode,
                 second_quantity=Decimal(7), second_unit="095")
            for place, (total, commodity, origin, mode) in enumerate(lines, start=1)
        ),
    )  # fmt: skip
    on = date(2017, 1, 1) + timedelta(days=days)
    found = DUTY.assess(content, on)
    assert found == DUTY.assess(content, on)
    if found.missing:
        assert (found.items, found.total) == ((), 0)
        return
    kinds = {
        name: sum((getattr(each, name) for each in found.items), Decimal(0)) for name in found.taxes.kinds()
    }
    assert kinds == found.taxes.kinds()
    assert sum(kinds.values()) == found.total
    assert all(amount == amount.quantize(Decimal("0.01")) >= 0 for amount in (*kinds.values(), found.total))
