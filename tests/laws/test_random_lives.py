"""Laws over random commands: whatever anybody tries, in any order, these hold."""

from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.build import Office, declaration, export, filing_list, inspected
from tests.cast import (
    AUGUST,
    BANK,
    BOTH,
    BROKER,
    DENG,
    LAST_YEAR,
    LIU,
    MAO,
    PENG,
    STRANGER,
    TAN,
    TERMINAL,
    XIAO,
    ZHOU,
)
from tongguan.desk.desk import amended
from tongguan.desk.verbs import Act
from tongguan.facts.event import open_event
from tongguan.process import progress
from tongguan.process.apply import apply, fold
from tongguan.process.clearance import Clearance

ACTORS = [LIU, PENG, TAN, ZHOU, XIAO, DENG, MAO, BOTH, TERMINAL, BANK, BROKER, STRANGER]
CONTROLS = ["document_review", "quarantine_review", "licence_check", "joint_inspection", "quarantine_inspection",
            "clearance_form", "customs_declaration", "destination_inspection", "e_ledger_check", "nonsense"]  # fmt: skip
act = st.builds(
    Act,
    verb=st.sampled_from(
        ["start", "pause", "done", "done", "done", "reopen", "add", "hold", "lift", "arrive", "gate-out", "depart", "pay",
         "pay", "occupy", "restore", "disclose", "verify-tax", "refund", "cancel", "decide-cancellation", "decide-amendment", "revoke", "recall", "end"]
    ),
    target=st.sampled_from([*CONTROLS, "h1", "h2", "G1", "seized"]),
    outcome=st.sampled_from(["accept", "accept", "accept", "refuse"]),
    amount=st.sampled_from([None, None, Decimal(10), Decimal(100), Decimal(-5)]),
    reason=st.sampled_from(["", "because"]),
    ref=st.sampled_from(["", "T-1"]),
    ground=st.sampled_from(["", "data_error"]),
    authority=st.sampled_from(["", "head"]),
)  # fmt: skip
step = st.tuples(act, st.sampled_from(ACTORS), st.integers(0, 3_600_000_000))
content = st.sampled_from([declaration(), inspected(), export(), filing_list()])


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(content=content, serial=st.booleans(), draw=st.integers(0, 999_999), steps=st.lists(step, max_size=25))
def test_no_release_with_an_open_control_or_hold_and_no_release_rewritten(
    content, serial, draw, steps
) -> None:  # type: ignore[no-untyped-def]
    office = Office(LAST_YEAR if serial else AUGUST, draw)
    office.desk.open_guarantee("G1", Decimal(1500), "4303960001", XIAO)
    number = office.lodge(content).number
    for wanted, actor, later in steps:
        office.clock.at += later
        office.desk.act(number, wanted, actor)
        if later % 7 == 0:
            changed = replace(content, contract_no=f"SYN-{later}")
            office.desk.act(
                number, amended(Act(verb="amend", ground="data_error", reason="x"), changed), BROKER
            )
    _laws_hold(office, number)


def _laws_hold(office: Office, number: str) -> None:
    facts = [open_event(event) for event in office.desk.journal.read(number)]
    assert fold(facts) == fold(facts), "replay is deterministic"
    state: Clearance | None = None
    first: int | None = None
    for fact in facts:
        before, state = state, apply(state, fact)
        if "release" in state.points and first is None:
            assert before is not None
            model = office.desk.models[before.process]
            assert progress.complete(model, before, model.point("release")), "released with something open"
            assert not [hold for hold in before.holds.values() if "release" in hold.points]
            first = state.points["release"]
        if first is not None:
            assert state.points["release"] == first, "the first release was rewritten"
        times = [fact.recorded_at for fact in facts]
        assert times == sorted(times)
    assert office.desk.rebuild()[2] == 0
    free = office.desk.journal.heads(["guarantee/G1"])["guarantee/G1"].free
    assert state is not None
    assert free == Decimal(1500) - sum(state.claims.values(), Decimal(0))
    assert free >= 0
