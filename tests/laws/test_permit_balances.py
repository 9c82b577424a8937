"""Laws of e-ledgers over random histories: never overdrawn, and used is exactly what the declarations hold."""

from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.build import Office
from tests.cast import BROKER, DENG, LIU, MINUTE, TERMINAL
from tests.permit_cast import INSPECTION, NUMBER, issue, ledger, line, shipment
from tongguan.adapters.verify import verify
from tongguan.desk.desk import amended
from tongguan.desk.verbs import Act
from tongguan.facts.permit import PermitMessage

STREAM = f"ledger/{NUMBER}"
step = st.tuples(
    st.sampled_from(["lodge", "lodge", "lodge", "amend", "cancel", "leave", "change", "revoke", "seize"]),
    st.integers(0, 4),
    st.sampled_from(["1", "40", "90", "130"]),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.lists(step, max_size=20))
def test_an_e_ledger_is_never_overdrawn_and_used_is_what_declarations_hold(
    steps: list[tuple[str, int, str]],
) -> None:
    office = Office()
    issue(office.desk, ledger())
    numbers: list[str] = []
    for turn, (what, which, kilograms) in enumerate(steps):
        office.clock.at += MINUTE
        _does(office, what, numbers[which % len(numbers)] if numbers else "", kilograms, turn, numbers)
        _holds(office, numbers)
    found = verify(office.desk.journal)  # type: ignore[arg-type]
    assert found.ok, found.first_difference
    assert office.desk.rebuild()[2] == 0


def _does(office: Office, what: str, number: str, kilograms: str, turn: int, numbers: list[str]) -> None:
    desk = office.desk
    match what:
        case "lodge":
            numbers.append(office.lodge(shipment(kilograms, f"OUT-{turn}"), f"C-{turn}").number)
        case "amend":
            wanted = amended(
                Act(verb="amend", ground="data_error", reason="x"), shipment(kilograms, f"OUT-{turn}")
            )
            desk.act(number, wanted, BROKER)
            desk.act(number, Act(verb="decide-amendment"), DENG)
        case "cancel":
            desk.act(number, Act(verb="cancel", ground="data_error", reason="x"), BROKER)
            desk.act(number, Act(verb="decide-cancellation"), DENG)
        case "leave":
            desk.act(number, Act(verb="arrive"), TERMINAL)
            desk.act(number, Act(verb="gate-out"), TERMINAL)
        case "seize":
            desk.act(number, Act(verb="end", target="seized", ground="law", authority="A-1"), LIU)
        case "change":
            permit = ledger(line(quantity=Decimal(kilograms) * 2, weight=Decimal(kilograms) * 2))
            desk.permits.tell(PermitMessage(operation="amend", permit=permit), INSPECTION)
        case "revoke":
            if kilograms == "1":
                desk.permits.tell(PermitMessage(operation="revoke", number=NUMBER, reason="x"), INSPECTION)


def _holds(office: Office, numbers: list[str]) -> None:
    """Nothing is negative; in force, used is the sum of what the declarations hold."""
    view = office.desk.permits.view(STREAM)
    assert view is not None
    held: dict[str, Decimal] = {}
    for number in numbers:
        clearance = office.desk.together.joint().clearance(number)
        assert clearance is not None
        for bound in clearance.bound.values():
            for name, amount in bound.taken.items():
                held[name] = held.get(name, Decimal(0)) + amount
    for balance in view.balances:
        assert balance.free >= 0
        if view.held.state == "active":
            assert balance.used == held.get(f"balance/{STREAM}/{balance.line}/{balance.measure}", Decimal(0))
