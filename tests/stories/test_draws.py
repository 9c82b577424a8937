"""Double random: a day's secret is sealed the evening before, told the day after, and every draw is recomputed."""

from datetime import date

from msgspec.structs import replace

from tests.build import BROKER as AGENT
from tests.build import TRADER, declaration, message
from tests.cast import AUGUST, BROKER, DENG, MAO, TERMINAL
from tongguan.adapters.clock import FixedClock
from tongguan.adapters.memory import MemoryJournal
from tongguan.adapters.verify import verify
from tongguan.desk.desk import Desk, amended
from tongguan.desk.draws import Drawn
from tongguan.desk.verbs import Act
from tongguan.desk.views import Answer
from tongguan.facts.clock import DAY
from tongguan.facts.decision import Refusal
from tongguan.facts.event import open_event
from tongguan.facts.kinds import DeclarationJudged
from tongguan.facts.selection import EnterpriseRated
from tongguan.rules.book import RuleBook
from tongguan.rules.draws import draw, draw_officer
from tongguan.wiring import desk_on

TODAY, TOMORROW = "2018-08-20", "2018-08-21"


def office(kind: str = "demo") -> tuple[Desk, FixedClock]:
    clock = FixedClock(AUGUST)
    return desk_on(MemoryJournal(kind), clock), clock


def lodged(desk: Desk, client_number: str = "SYN0001", **changes: object) -> str:
    content = declaration(transport_document=f"B-{client_number}", **changes)
    said = desk.lodge(message(content, client_number), BROKER)
    assert isinstance(said, Answer), said
    return said.number


def judged(desk: Desk, number: str) -> list[DeclarationJudged]:
    facts = [open_event(event).data for event in desk.journal.read(number)]
    return [data for data in facts if isinstance(data, DeclarationJudged)]


def amends(desk: Desk, number: str) -> None:
    sheet = desk.show(number)
    assert sheet is not None
    wanted = amended(Act(verb="amend", ground="data_error", reason="typing"), replace(sheet.declaration, contract_no="SYN-2"))  # fmt: skip
    assert isinstance(desk.act(number, wanted, BROKER), Answer)
    assert isinstance(desk.act(number, Act(verb="decide-amendment", reason="true"), DENG), Answer)


def code_of(said: object) -> str:
    assert isinstance(said, Refusal), said
    return said.code


def test_a_day_lives_from_its_seal_to_its_audit() -> None:
    desk, clock = office()
    assert desk.draws.seal() == TOMORROW
    sealed = desk.draws.day(TOMORROW)
    assert sealed is not None
    assert (sealed.state, sealed.late, sealed.secret) == ("sealed", False, "")
    clock.at += DAY
    numbers = [lodged(desk, f"SYN{n}") for n in range(5)]
    assert code_of(desk.draws.publish(TOMORROW)) == "draw_not_over"
    assert desk.selecting.audit().waiting == 5
    clock.at += DAY
    assert desk.draws.publish_over() == [TOMORROW]
    told = desk.draws.day(TOMORROW)
    assert told is not None
    assert told.kept
    for number in numbers:
        evidence = judged(desk, number)[0].evidence
        assert (evidence.draw, evidence.drawn_on) == (draw(bytes.fromhex(told.secret), number), TOMORROW)
    found = desk.selecting.audit()
    assert (found.ok, found.draws, found.selections, found.late) == (True, 5, 5, ())
    assert verify(desk.journal).ok  # type: ignore[arg-type]
    assert desk.rebuild()[2] == 0


def test_a_day_is_sealed_and_published_once_and_never_afterwards() -> None:
    desk, clock = office()
    desk.draws.seal()
    assert code_of(desk.draws.seal()) == "draw_sealed"
    assert code_of(desk.draws.seal("2018-08-19")) == "draw_over"
    assert code_of(desk.draws.publish("2018-08-25")) == "draw_unknown"
    clock.at += 2 * DAY
    assert desk.draws.publish(TOMORROW) is None
    assert code_of(desk.draws.publish(TOMORROW)) == "draw_published"


def test_a_day_that_nobody_sealed_is_sealed_at_its_first_draw_and_the_audit_says_late() -> None:
    desk, clock = office()
    lodged(desk)
    clock.at += DAY
    desk.draws.publish_over()
    found = desk.selecting.audit()
    assert found.ok
    assert found.late == (TODAY,)


def test_nothing_of_the_secret_stands_in_the_journal_before_it_is_published() -> None:
    desk, _ = office("live")
    desk.draws.seal(TODAY)
    lodged(desk)
    secret = desk.draws.secret(TODAY)
    assert len(secret) == 32
    assert not any(secret.hex() in event.payload for event in desk.journal.events())


def test_two_live_offices_draw_differently_and_two_demos_alike() -> None:
    live = {office("live")[0].draws.secret(TODAY) for _ in range(2)}
    demo = {office()[0].draws.secret(TODAY) for _ in range(2)}
    assert (len(live), len(demo)) == (2, 1)


def test_an_officer_is_drawn_with_the_same_days_secret() -> None:
    desk, clock = office()
    who, day = desk.draws.officer("order-1", ["zhou-wei", "he-lan"], clock.at)
    assert (who, day) == (draw_officer(desk.draws.secret(TODAY), "order-1", ["he-lan", "zhou-wei"]), TODAY)


def test_an_amendment_keeps_the_first_draw_though_another_day_has_another_secret() -> None:
    desk, clock = office()
    number = lodged(desk)
    desk.act(number, Act(verb="arrive"), TERMINAL)
    clock.at += DAY
    amends(desk, number)
    first, second = judged(desk, number)
    assert (second.evidence.draw, second.evidence.drawn_on) == (first.evidence.draw, TODAY)
    desk.draws.publish_over()
    assert (desk.selecting.audit().ok, desk.selecting.audit().draws) == (True, 2)


def test_a_draw_that_somebody_chose_himself_is_found() -> None:
    desk, clock = office()
    number = lodged(desk)
    honest = desk.office.draw
    desk.office = replace(desk.office, draw=lambda n, at: replace(honest(n, at), value=7))
    other = lodged(desk, "CHOSEN")
    clock.at += DAY
    desk.draws.publish_over()
    found = desk.selecting.audit()
    assert not found.ok
    assert [(each.number, each.what, each.recorded) for each in found.differences] == [(other, "draw", "7")]
    assert number not in {each.number for each in found.differences}


def differing(desk: Desk) -> list[tuple[str, str, str]]:
    return [(each.number, each.what, each.recomputed) for each in desk.selecting.audit().differences]


def test_a_draw_without_a_day_is_from_before_the_first_seal_or_a_difference() -> None:
    desk, clock = office()
    honest = desk.office.draw
    undated = replace(desk.office, draw=lambda n, at: Drawn(7))
    desk.office = undated
    old = lodged(desk)
    desk.act(old, Act(verb="arrive"), TERMINAL)
    clock.at += 1
    desk.office = replace(desk.office, draw=honest)
    lodged(desk, "SEALS")
    clock.at += 1
    amends(desk, old)
    assert (desk.selecting.audit().unsealed, differing(desk)) == (2, []), "an amendment keeps the first draw"
    desk.office = undated
    chosen = lodged(desk, "CHOSEN")
    assert differing(desk) == [(chosen, "undated", TODAY)]


def test_a_draw_with_the_secret_of_another_day_is_a_difference_though_it_recomputes() -> None:
    desk, clock = office()
    desk.draws.seal()
    honest = desk.office.draw
    desk.office = replace(desk.office, draw=lambda n, at: honest(n, at + DAY))
    number = lodged(desk)
    clock.at += 2 * DAY
    desk.draws.publish_over()
    assert differing(desk) == [(number, "other_day", TODAY)]


def test_a_secret_is_awaited_for_a_day_and_then_missed() -> None:
    desk, clock = office()
    lodged(desk)
    clock.at += DAY
    found = desk.selecting.audit()
    assert (found.ok, found.waiting, found.unpublished, found.overdue) == (True, 1, 0, ())
    clock.at += DAY
    found = desk.selecting.audit()
    assert (found.ok, found.waiting, found.unpublished, found.overdue) == (False, 0, 1, (TODAY,))
    desk.draws.publish_over()
    assert desk.selecting.audit().ok


def test_selections_by_rules_no_longer_at_hand_are_counted_as_unread() -> None:
    desk, clock = office()
    other = RuleBook.load({"selection-rules.toml": 'id = "gone"'})
    desk.office = replace(desk.office, rules=other)
    lodged(desk)
    clock.at += DAY
    desk.draws.publish_over()
    found = desk.selecting.audit()
    assert (found.draws, found.selections, found.unread) == (1, 0, 1)


def test_a_day_is_audited_alone() -> None:
    desk, clock = office()
    lodged(desk)
    clock.at += DAY
    lodged(desk, "NEXT")
    clock.at += DAY
    desk.draws.publish_over()
    tomorrow = date.fromisoformat(TOMORROW)
    assert desk.selecting.audit().draws == 2
    assert desk.selecting.audit(tomorrow, tomorrow).draws == 1


# -- credit ---------------------------------------------------------------------------------------------------


def test_the_credit_of_the_consignee_is_evidence_from_its_day_on() -> None:
    desk, clock = office()
    rated = EnterpriseRated("discredited", TOMORROW, "SYN-DOC-1")
    assert desk.enterprises.rate(TRADER.customs_code, rated, MAO) is None
    before = lodged(desk)
    clock.at += DAY
    after = lodged(desk, "NEXT")
    assert judged(desk, before)[0].evidence.credit == ""
    assert judged(desk, after)[0].evidence.credit == "discredited"
    assert {f.word for f in judged(desk, after)[0].findings if f.code == "S02"} == {"review", "inspect"}
    assert judged(desk, after)[0].silent_words == ("inspect",)


def test_a_better_credit_follows_a_worse_one_and_both_stay_on_record() -> None:
    desk, clock = office()
    for credit in ("discredited", "aeo"):
        assert (
            desk.enterprises.rate(TRADER.customs_code, EnterpriseRated(credit, "", f"SYN-{credit}"), MAO)
            is None
        )
        clock.at += DAY
    found = desk.enterprises.one(TRADER.customs_code)
    assert found is not None
    assert [each.credit for each in found.ratings] == ["discredited", "aeo"]
    assert [card.state for card in desk.enterprises.every()] == ["aeo"]
    assert judged(desk, lodged(desk))[0].evidence.credit == "aeo"


def test_a_credit_needs_its_document_an_officer_and_a_name_that_is_known() -> None:
    desk, _ = office()
    rate = desk.enterprises.rate
    assert code_of(rate(AGENT.customs_code, EnterpriseRated("splendid", "", "X"), MAO)) == "unknown_credit"
    assert code_of(rate(AGENT.customs_code, EnterpriseRated("aeo", "", ""), MAO)) == "ref_missing"
    assert code_of(rate(AGENT.customs_code, EnterpriseRated("aeo", "soon", "X"), MAO)) == "bad_field"
    assert code_of(rate(AGENT.customs_code, EnterpriseRated("aeo", "", "X"), BROKER)) == "not_your_role"
    assert desk.enterprises.every() == []
