"""An officer asks the declarant: the wait goes to him, and comes back with his answer."""

import pytest

from tests.build import Office
from tests.cast import BROKER, DAPENG, DENG, LIU, MINUTE, OFFICE, PENG, STRANGER
from tongguan.desk import outward
from tongguan.desk.questions import lines_of, papers_of, question_of, templates
from tongguan.desk.worklist import DECLARANT, QUESTION, QueueFilter
from tongguan.facts.actor import Actor
from tongguan.facts.clock import HOUR
from tongguan.facts.decision import Refusal
from tongguan.facts.event import open_event
from tongguan.facts.question import PaperQuoted, Question
from tongguan.insight import life
from tongguan.insight.waiting import waits
from tongguan.process.apply import fold

REVIEW = "document_review"


class Asking(Office):
    """An office with one declaration under review."""

    def __init__(self) -> None:
        super().__init__()
        self.number = self.lodge().number
        self.does(self.number, "add", REVIEW, actor=DENG, reason="origin")

    def question(
        self, template: str = "origin", text: str = "", lines: str = "2", hours: str = ""
    ) -> Question:
        asked = question_of(self.clock.now(), template, text, lines, hours)
        assert isinstance(asked, Question), asked
        return asked

    def asks(self, reason: str = "", **more: str) -> None:
        self.does(self.number, "ask", REVIEW, actor=LIU, question=self.question(**more), reason=reason)

    def answers(self, text: str = "made in Bremen", papers: tuple[PaperQuoted, ...] = ()) -> None:
        self.does(self.number, "answer", REVIEW, actor=BROKER, reason=text, papers=papers)

    def party(self) -> str:
        """Whom the review waits for."""
        clearance = fold([open_event(each) for each in self.desk.journal.read(self.number)])
        assert clearance is not None
        found = waits(self.desk.models[clearance.process], clearance)
        return next(each.party for each in found if each.code == REVIEW)


@pytest.fixture
def office() -> Asking:
    return Asking()


def test_liu_asks_about_line_two_and_the_wait_is_the_declarants_until_he_answers(office: Asking) -> None:
    assert office.party() == "office"
    office.asks()
    assert office.party() == "declarant"
    office.answers()
    assert office.party() == "office"


def test_the_time_between_question_and_answer_is_the_declarants_and_no_more(office: Asking) -> None:
    office.asks()
    asked_at = office.clock.now()
    office.clock.at += 5 * HOUR
    office.answers()
    answered_at = office.clock.now()
    office.does(office.number, "done", REVIEW, actor=LIU)
    facts = [open_event(each) for each in office.desk.journal.read(office.number)]
    told = life.read(office.desk.models["import_parallel"], facts)
    assert told is not None
    paused = [each for each in told.controls[REVIEW] if each.state == "paused"]
    assert [each.whom for each in paused] == ["declarant", ""]
    assert (paused[0].start, paused[0].end) == (asked_at, answered_at)


def test_an_answer_and_its_papers_come_back_on_the_same_declaration(office: Asking) -> None:
    office.asks(text="line 2 only")
    office.answers("made in Bremen", (PaperQuoted(code="00000009", number="SYN-CO-1"),))
    sheet = office.desk.show(office.number)
    assert sheet is not None
    (question,) = sheet.questions
    assert question.state == "answered"
    assert question.lines == (2,)
    assert question.zh.endswith("line 2 only")
    assert question.en.endswith("line 2 only")
    assert (question.text, question.papers[0].number) == ("made in Bremen", "SYN-CO-1")


def test_a_question_is_overdue_after_its_limit_and_may_still_be_answered(office: Asking) -> None:
    office.asks(hours="2")
    office.clock.at += 2 * HOUR
    states = [
        office.desk.show(office.number, as_of=office.clock.now() - HOUR),
        office.desk.show(office.number),
    ]
    assert [each.questions[0].state for each in states if each] == ["open", "overdue"]
    office.answers()
    sheet = office.desk.show(office.number)
    assert sheet is not None
    assert sheet.questions[0].state == "answered"


def test_a_question_is_a_task_of_its_declarant_until_it_is_answered(office: Asking) -> None:
    mine = QueueFilter(roles=(DECLARANT,), states=(QUESTION,), officer=BROKER.party)
    theirs = QueueFilter(roles=(DECLARANT,), states=(QUESTION,), officer=STRANGER.party)
    office.asks()
    tasks, count = office.desk.queue(mine)
    assert ([task.number for task in tasks], count) == ([office.number], 1)
    assert office.desk.queue(theirs)[1] == 0
    row = office.desk.journal.work(office.number)
    assert row is not None
    typed_at = row.questions[0].asked_at - MINUTE
    assert row.questions[0].until == typed_at + templates()["origin"].hours * HOUR
    office.answers()
    assert office.desk.queue(mine)[1] == 0
    assert office.desk.rebuild()[2] == 0


def test_a_question_that_the_officer_no_longer_waits_for_is_withdrawn(office: Asking) -> None:
    office.asks()
    office.does(office.number, "start", REVIEW, actor=LIU)
    sheet = office.desk.show(office.number)
    assert sheet is not None
    assert sheet.questions[0].state == "withdrawn"
    assert office.refuses(office.number, "answer", REVIEW, actor=BROKER, reason="late") == "wrong_state"


def test_after_the_answer_liu_may_ask_again(office: Asking) -> None:
    office.asks()
    assert office.refuses(office.number, "ask", REVIEW, question=office.question()) == "wrong_state"
    office.answers()
    office.asks(template="price")
    sheet = office.desk.show(office.number)
    assert sheet is not None
    assert [each.state for each in sheet.questions] == ["open", "answered"]


def test_the_declarant_reads_the_question_and_never_the_officer_or_his_reason(office: Asking) -> None:
    office.asks(reason="smells of undervaluation")
    sheet = office.desk.show(office.number)
    assert sheet is not None
    said = outward.declared(office.desk.rules.catalogue, sheet, "en")
    assert said.questions[0].text == templates()["origin"].en
    assert said.questions[0].id in sheet.receipts[-1].en
    assert "undervaluation" not in repr(said)
    assert LIU.id not in repr(said)


@pytest.mark.parametrize(
    ("who", "verb", "code"),
    [
        (DAPENG, "ask", "not_your_office"),
        (BROKER, "ask", "not_your_role"),
        (STRANGER, "answer", "not_declarant"),
        (PENG, "answer", "not_declarant"),
    ],
)
def test_only_the_officer_asks_and_only_the_declarant_answers(
    office: Asking, who: Actor, verb: str, code: str
) -> None:
    if verb == "answer":
        office.asks()
    asked = office.question() if verb == "ask" else None
    assert office.refuses(office.number, verb, REVIEW, actor=who, question=asked, reason="x") == code


def test_a_colleague_asks_nothing_on_a_control_that_liu_is_doing(office: Asking) -> None:
    office.does(office.number, "start", REVIEW, actor=LIU)
    refused = office.refuses(office.number, "ask", REVIEW, actor=PENG, question=office.question())
    assert refused == "not_your_control"


def test_an_empty_question_an_unknown_line_and_a_limit_that_is_over_are_refused(office: Asking) -> None:
    cases = {
        "question_missing": {"template": "", "lines": ""},
        "unknown_line": {"lines": "2,7"},
    }
    for code, more in cases.items():
        assert office.refuses(office.number, "ask", REVIEW, question=office.question(**more)) == code
    late = office.question(hours="1")
    office.clock.at += 2 * HOUR
    assert office.refuses(office.number, "ask", REVIEW, question=late) == "limit_past"
    office.asks()
    assert office.refuses(office.number, "answer", REVIEW, actor=BROKER) == "answer_missing"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({"template": "weather"}, "unknown_template"),
        ({"text": "x", "lines": "1,zwei"}, "bad_lines"),
        ({"text": "x", "hours": "0"}, "bad_limit"),
        ({"text": "x", "hours": "1.5"}, "bad_limit"),
        ({"text": "x", "hours": "10000000000"}, "bad_limit"),
    ],
)
def test_what_is_mistyped_is_told_in_both_languages(typed: dict[str, str], code: str) -> None:
    refused = question_of(0, **typed)
    assert isinstance(refused, Refusal)
    assert refused.code == code
    assert refused.zh != refused.en


def test_goods_lines_are_read_as_people_type_them() -> None:
    assert [lines_of(text) for text in ("3，1", " 1 2 ", "1、1", "")] == [(1, 3), (1, 2), (1,), ()]
    assert papers_of([("00000001", "I-1"), ("", " ")]) == (PaperQuoted(code="00000001", number="I-1"),)
    half = papers_of([("00000001", "")])
    assert isinstance(half, Refusal)
    assert half.code == "paper_unfinished"


def test_every_wording_asks_in_both_languages_with_a_limit() -> None:
    for each in templates().values():
        assert each.zh != each.en
        assert 1 <= each.hours <= 720


def test_the_office_of_the_task_is_the_declaring_one(office: Asking) -> None:
    office.asks()
    row = office.desk.journal.work(office.number)
    assert row is not None
    assert [task.office for task in row.tasks if task.state == QUESTION] == [OFFICE]
