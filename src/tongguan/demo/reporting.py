"""The demo office's weekly report of late June 2018, and what its coordination desk made of the late cases of that week.
Synthetic."""

from collections.abc import Callable

from tongguan.desk import register
from tongguan.desk.desk import Desk
from tongguan.desk.late import Late
from tongguan.desk.lives import Lives
from tongguan.desk.weekly import WeeklyDesk
from tongguan.facts.clock import DAY, parse
from tongguan.facts.decision import Refusal
from tongguan.insight.late import LATE
from tongguan.insight.waiting import BY_LAW
from tongguan.insight.week import week
from tongguan.process.case import Case
from tongguan.process.decide.cases import CaseAct

Later = Callable[[int, Callable[[], object]], None]
WEEK = "2018-W25"
ANSWERS = (
    ("2018-06-27T10:20", 1, "zhou-wei", "周五下午起试行预约加班（示例）"),
    ("2018-06-28T16:40", 2, "xiao-han", "银行承诺当日确认扣税（示例）"),
)
"""When a request was answered, which one, by whom; the third was not."""


class Reporting:
    """The report of one week, its answers, and the cases of the week after; ``later`` is the office's diary."""

    def __init__(self, desk: Desk, later: Later) -> None:
        self._desk, self._later = desk, later
        self._cast = register.shipped().actors
        self._weekly = WeeklyDesk(desk.together, desk.coordination, Lives(desk), desk.aims)
        self._asked = week(WEEK)

    def begin(self) -> None:
        """Put everything into the diary."""
        self._later(parse("2018-06-25T08:05"), self._issue)
        for at, place, officer, text in ANSWERS:
            self._later(parse(at), lambda said=(place, officer, text): self._answer(*said))  # type: ignore[misc]
        self._later(parse("2018-06-29T15:00"), self._take_up)

    def _issue(self) -> None:
        if self._asked:
            _done(self._weekly.issue(self._asked, self._cast["deng-fang"]))

    def _answer(self, place: int, officer: str, text: str) -> None:
        if self._asked:
            _done(self._weekly.answer(self._asked, f"{WEEK}-{place}", text, self._cast[officer]))

    def _take_up(self) -> None:
        """On Friday the coordinator takes every late case and names its cause; the head suspends what the law stops."""
        for each in self._desk.coordination.late():
            if each.state == LATE:
                self._one(each)

    def _one(self, each: Late) -> None:
        name = each.number
        self._act(name, "deng-fang", CaseAct(verb="take"))
        self._act(name, "deng-fang", CaseAct(verb="cause", cause=each.cause, section=each.section))
        if each.standing == BY_LAW:
            self._act(
                name, "mao-qing", CaseAct(verb="suspend", text="依法处理（示例）", review_on="2018-07-06")
            )
        else:
            action = each.next_action[0].removesuffix("（示例）")
            plan = CaseAct(verb="plan", text=f"{action}（示例）", until=parse("2018-07-03T12:00"))
            self._act(name, "deng-fang", plan)
        if each.section == "quarantine":
            self._later(
                parse("2018-07-02T09:10"), lambda: self._act(name, "tan-yue", CaseAct(verb="confirm"))
            )
        self._later(self._desk.clock.now() + 7 * DAY, lambda: self._close(name))

    def _act(self, name: str, actor: str, act: CaseAct) -> None:
        _done(self._desk.coordination.act(name, act, self._cast[actor]))

    def _close(self, name: str) -> None:
        """A case is closed once its declaration is released."""
        said = self._desk.coordination.act(
            name, CaseAct(verb="close", text="已放行，原因已核实（示例）"), self._cast["deng-fang"]
        )
        if not isinstance(said, Case):
            self._later(self._desk.clock.now() + 7 * DAY, lambda: self._close(name))


def _done(said: object) -> None:
    if isinstance(said, Refusal):
        raise AssertionError(f"the demo's report was refused: {said}")
