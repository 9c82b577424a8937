"""The demo office's improvement register of 2018: three meetings and what they took up. Synthetic."""

from collections.abc import Callable

from tongguan.desk import register
from tongguan.desk.desk import Desk
from tongguan.desk.improvements import ImprovementDesk
from tongguan.facts.clock import parse
from tongguan.facts.decision import Refusal
from tongguan.facts.improvement import Measure, MeetingHeld

Later = Callable[[int, Callable[[], object]], None]
HALF_YEARS = {"base_since": "2017-01-01", "base_until": "2017-06-30", "since": "2018-01-01", "until": "2018-06-30"}  # fmt: skip
REGISTER: tuple[tuple[str, str, tuple[dict[str, object], ...]], ...] = (
    ("2017-12-28T15:00", "全流程时间逐段梳理，查验前置造成重复开箱（示例）", (
        {"what": "进口改为并联作业：接受申报在前，关检一次查验（示例）", "owner": "mao-qing", "definition": "overall",
         "scope": {"direction": "import"}, **HALF_YEARS, "expected": "0.33"},
    )),
    ("2018-03-30T16:00", "单证审核等待时间无明显下降，先试晨会（示例）", (
        {"what": "单证科每日晨会通报在审清单（示例）", "owner": "liu-min", "definition": "customs_clearance",
         "scope": {"direction": "import", "channel": "reviewed"}, "base_since": "2018-01-02", "base_until": "2018-03-31",
         "since": "2018-04-02", "until": "2018-06-29", "expected": "0.15"},
    )),
    ("2018-08-24T16:00", "送检样品等待时间长（示例）", (
        {"what": "与实验室约定周三、周五集中取样（示例）", "owner": "tan-yue", "definition": "customs_clearance",
         "scope": {"direction": "import", "channel": "inspected"}, "base_since": "2018-07-02", "base_until": "2018-08-24",
         "since": "2018-08-27", "until": "2018-10-26", "expected": "0.20"},
    )),
)  # fmt: skip
"""(when, what was decided, measures): the change of the process, one that brought nothing, one too young to tell."""


def begin(desk: Desk, later: Later) -> None:
    """Put the meetings into the office's diary."""
    for at, decided, measures in REGISTER:
        later(parse(at), lambda held=(at, decided, measures): _hold(desk, *held))  # type: ignore[misc]


def _hold(desk: Desk, at: str, decided: str, measures: tuple[dict[str, object], ...]) -> None:
    head, improvements = register.shipped().actors["mao-qing"], ImprovementDesk(desk.together)
    present = ("mao-qing", "deng-fang", "liu-min", "tan-yue", "zhou-wei")
    meeting = improvements.meet(MeetingHeld(head.office, at[:10], present, decided), head)
    if isinstance(meeting, Refusal):
        raise AssertionError(f"the demo's meeting was refused: {meeting}")
    for each in measures:
        taken = improvements.take(meeting.id, Measure(id="", **each), head)  # type: ignore[arg-type]
        if isinstance(taken, Refusal):
            raise AssertionError(f"the demo's measure was refused: {taken}")
