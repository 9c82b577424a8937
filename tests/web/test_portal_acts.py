"""What enterprises do on the portal, without a browser: pay, secure, book, ask; and who may do none of it."""

import io
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from tests.build import BROKER, TRADER, declaration, inspected, message
from tests.cast import AUGUST, LIU, TERMINAL, XIAO, ZHOU
from tests.cast import BROKER as AGENT
from tests.stories.test_twins import draw_for
from tests.web import inside
from tests.web.visitor import said
from tongguan.adapters import document
from tongguan.adapters.clock import FixedClock
from tongguan.desk.desk import Desk
from tongguan.desk.draws import Drawn
from tongguan.desk.questions import question_of
from tongguan.desk.verbs import Act
from tongguan.desk.views import Answer
from tongguan.facts.actor import Actor
from tongguan.facts.authority import AuthorityGranted
from tongguan.facts.clock import HOUR
from tongguan.facts.question import Question
from tongguan.facts.security import GuaranteeRegistered

CLIENT = Actor(id="trader", kind="declarant", roles=("declarant",), party=TRADER.customs_code)


class Somebody:
    """An account at the portal, through Django's own client."""

    def __init__(self, name: str, lang: str = "en") -> None:
        from django.contrib.auth.models import User
        from django.test import Client

        self._client = Client(SERVER_NAME="localhost", HTTP_ACCEPT_LANGUAGE=lang)
        self._client.force_login(User.objects.get(username=name))

    def get(self, path: str) -> tuple[int, str]:
        answer = self._client.get(path)
        return answer.status_code, answer.content.decode()

    def post(self, path: str, **form: Any) -> tuple[int, str]:
        answer = self._client.post(path, form)
        return answer.status_code, answer.content.decode()

    def acts(self, number: str, verb: str, **form: Any) -> str:
        """What the page answers to an act."""
        status, text = self.post(f"/portal/declarations/{number}/act", verb=verb, **form)
        assert status == 200
        return said(text)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return inside.office(f"sqlite:///{tmp_path_factory.mktemp('portal')}/office.db")


@pytest.fixture
def as_(office: Desk) -> Callable[[str], Somebody]:
    office.clock = FixedClock(AUGUST)
    return Somebody


def lodged(office: Desk, name: str, **changes: Any) -> str:
    """The number of a declaration that the broker lodged for the trader."""
    content = declaration(transport_document=f"P-{name}", **changes)
    answer = office.lodge(message(content, f"P-{name}"), AGENT)
    assert isinstance(answer, Answer)
    assert answer.status == "accepted", answer.findings
    return answer.number


def test_a_broker_confirms_the_amount_and_a_payment_request_goes_out(
    office: Desk, as_: Callable[[str], Somebody]
) -> None:
    number, broker = lodged(office, "PAY"), as_("broker")
    assert "more than" in broker.acts(number, "pay", amount="1.00"), "the page showed another amount"
    assert "more than" in broker.acts(number, "pay", amount="NaN")
    assert broker.acts(number, "pay", amount="960.20") == "Done."
    text = broker.get(f"/portal/declarations/{number}")[1]
    assert "payment asked for" in text
    assert [task.state for task in office.journal.work(number).tasks if task.control == "payment"] == [
        "asked"
    ]  # type: ignore[union-attr]


def test_a_broker_secures_the_duty_on_its_clients_guarantee(
    office: Desk, as_: Callable[[str], Somebody]
) -> None:
    terms = GuaranteeRegistered("bank_letter", TRADER.customs_code, Decimal(5000), "2018-01-01", "2018-12-31")
    office.guarantees.register("P-G1", terms, XIAO)
    number, broker = lodged(office, "SECURE"), as_("broker")
    assert "P-G1" not in broker.get(f"/portal/declarations/{number}")[1], "without a letter it is not shown"
    letter = AuthorityGranted(CLIENT.party, AGENT.party, "2018-08-01")
    assert office.authorities.grant(letter, CLIENT) is None
    assert "P-G1" in broker.get(f"/portal/declarations/{number}")[1]
    assert broker.acts(number, "occupy", guarantee="P-G1") == "Done."
    assert office.guarantees.uses("P-G1")[-1].number == number
    assert office.authorities.end(CLIENT.party, AGENT.party, "a test", CLIENT) is None
    for path in ("", "/act"):
        assert broker.get(f"/portal/declarations/{number}{path}")[0] in (404, 405)
    assert broker.post(f"/portal/declarations/{number}/act", verb="help", reason="x")[0] == 404
    assert number not in broker.get("/portal")[1]
    assert number not in broker.get("/portal/daily")[1]
    assert as_("trader").get(f"/portal/declarations/{number}")[0] == 200
    assert office.authorities.grant(letter, CLIENT) is None


def test_a_visit_is_booked_by_who_declared_and_by_nobody_else(
    office: Desk, as_: Callable[[str], Somebody]
) -> None:
    content = inspected(transport_document="P-VISIT", supervision_mode="0110")
    answer = office.lodge(message(content, "P-VISIT"), AGENT)
    assert isinstance(answer, Answer), answer
    number = answer.number
    office.act(number, Act(verb="arrive"), TERMINAL)
    added = office.act(number, Act(verb="add", target="joint_inspection", reason="a test"), LIU)
    assert isinstance(added, Answer), added
    order = office.inspections.order(ZHOU, numbers=[number])
    broker, trader = as_("broker"), as_("trader")
    text = broker.get(f"/portal/declarations/{number}")[1]
    slot = re.findall(r'<option value="(shed-1\|\d+)"', text)[0]
    name = order.order  # type: ignore[union-attr]
    assert "no inspection order" in trader.acts(number, "book", order=name, slot=slot)
    assert "no inspection order" in broker.acts(number, "book", order="4907201808200099", slot=slot)
    assert "no visit" in broker.acts(number, "book", order=name, slot="shed-1|5")
    assert broker.acts(number, "book", order=name, slot=slot) == "Done."
    assert office.inspections.show(name).state == "booked"  # type: ignore[union-attr]


def test_amendment_and_cancellation_are_asked_for_and_wait_for_an_officer(
    office: Desk, as_: Callable[[str], Somebody]
) -> None:
    broker = as_("broker")
    number = lodged(office, "AMEND")
    changed = replace(declaration(transport_document="P-AMEND"), contract_no="SYN-2")
    file = io.BytesIO(document.write(message(changed, "P-AMEND")))
    file.name = "new.json"
    broken = io.BytesIO(b"{")
    broken.name = "new.json"
    asked = {"ground": "data_error", "reason": "a slip"}
    assert "file" in broker.acts(number, "amend", **asked)
    assert "file" in broker.acts(number, "amend", file=broken, **asked)
    assert "Ground none" in broker.acts(number, "amend", file=file, ground="none", reason="x")
    file.seek(0)
    assert broker.acts(number, "amend", file=file, **asked) == "Done."
    text = broker.get(f"/portal/declarations/{number}")[1]
    assert "a request waits" in text
    other = lodged(office, "CANCEL")
    assert broker.acts(other, "cancel", **asked) == "Done."
    assert office.show(other).request == "cancel"  # type: ignore[union-attr]
    assert "file" not in as_("trader").acts(other, "cancel", **asked)


def test_an_enterprise_asks_for_help_and_is_promised_an_answer(
    office: Desk, as_: Callable[[str], Somebody]
) -> None:
    number, trader = lodged(office, "HELP"), as_("trader")
    assert "reason" in trader.acts(number, "help", reason="").lower()
    assert trader.acts(number, "help", reason="our plant stands still (synthetic)") == "Done."
    case = office.coordination.case(number)
    assert case is not None
    assert (case.ground, case.opened_by) == ("help", "trader")
    assert office.coordination.answered_by(case) == AUGUST + 2 * HOUR, "the office is open until then"
    text = trader.get(f"/portal/declarations/{number}")[1]
    assert "2018-08-20 12:00" in text
    assert "no such" not in trader.acts(number, "nothing")


@pytest.mark.parametrize("verb", ["pay", "occupy", "cancel", "amend", "book", "help"])
def test_a_stranger_does_nothing_and_does_not_learn_that_it_is_there(
    office: Desk, as_: Callable[[str], Somebody], verb: str
) -> None:
    other = replace(TRADER, customs_code="4303969998", social_code="91430300MASYNT9998")
    agent = replace(BROKER, customs_code="4303989998", social_code="91430300MASYNBRK98")
    content = declaration(transport_document=f"S-{verb}", trader=other, owner=other, agent=agent)
    answer = office.lodge(
        message(content, f"S-{verb}"), Actor(id="other", kind="declarant", party="4303989998")
    )
    assert isinstance(answer, Answer)
    for name in ("broker", "trader"):
        somebody = as_(name)
        status, text = somebody.post(f"/portal/declarations/{answer.number}/act", verb=verb, reason="x")
        assert status == 404
        assert other.name not in text
        assert somebody.get(f"/portal/declarations/{answer.number}")[0] == 404


def test_a_silent_selection_shows_on_no_page_before_the_goods_arrive(
    office: Desk, as_: Callable[[str], Somebody]
) -> None:
    broker, lodging = as_("broker"), office.office
    seen: dict[str, list[str]] = {}
    for name, draw in (("A", draw_for(True)), ("B", draw_for(False))):
        office.office = replace(lodging, draw=lambda number, at, draw=draw: Drawn(draw))
        number = lodged(office, f"TWIN-{name}")
        for arrived in (False, True):
            if arrived:
                office.act(number, Act(verb="arrive"), TERMINAL)
            pages = [broker.get(f"/portal/declarations/{number}")[1], broker.get(f"/portal?q={number}")[1]]
            seen[f"{name}{arrived}"] = [
                re.sub(rf'{number}|TWIN-{name}|4907\d{{14}}|value="\w{{64}}"', "", page) for page in pages
            ]
    office.office = lodging
    assert seen["AFalse"] == seen["BFalse"]
    assert seen["ATrue"] != seen["BTrue"], "at arrival it is made known"
    assert "joint inspection" in seen["ATrue"][0]


def test_a_question_waits_in_the_inbox_until_its_declarant_answers(
    office: Desk, as_: Callable[[str], Somebody]
) -> None:
    number, broker = lodged(office, "ASKED"), as_("broker")
    added = office.act(number, Act(verb="add", target="document_review", reason="a test"), LIU)
    assert isinstance(added, Answer), added
    question = question_of(office.clock.now(), "origin", "", "2")
    assert isinstance(question, Question)
    asked = office.act(number, Act(verb="ask", target="document_review", question=question), LIU)
    assert isinstance(asked, Answer), asked
    (path,) = re.findall(rf"/portal/questions/{number}-\d+", broker.get("/portal/inbox")[1])
    assert path in broker.get(f"/portal/declarations/{number}")[1]
    assert path not in as_("trader").get("/portal/inbox")[1], "the declarant answers"
    assert broker.post(path, text="made in Bremen", code=["", "", ""], number=["", "", ""])[0] == 200
    assert path not in broker.get("/portal/inbox")[1]
    assert path in broker.get(f"/portal/declarations/{number}")[1], "the answer stays where it was asked"
