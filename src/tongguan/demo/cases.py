"""Late declarations of the demo office and what its coordination desk makes of them. Synthetic."""

from collections.abc import Callable

from msgspec.structs import replace

from tongguan.demo.traffic import Planned
from tongguan.desk import register
from tongguan.desk.desk import Desk
from tongguan.desk.verbs import Act
from tongguan.facts.clock import HOUR, parse
from tongguan.facts.decision import Refusal
from tongguan.facts.team import DutyRostered
from tongguan.insight import late
from tongguan.process.decide.cases import CaseAct

Later = Callable[[int, Callable[[], object]], None]
HOLDS = (
    ("2018-07-17T11:20", "manifest", 1, 47),
    ("2018-08-28T09:00", "laboratory", 1, 0),
    ("2018-08-29T13:30", "offence", 1, 0),
    ("2018-08-28T13:30", "manifest", 2, 0),
    ("2018-08-30T08:40", "price", 1, 0),
    ("2018-08-30T17:10", "origin", 1, 0),
)
"""When an officer stops declarations that are open then: code, how many, hours until the hold is lifted (0: not yet)."""
REASONS = {
    "manifest": "舱单与申报不符（示例）", "laboratory": "取样送检待结果（示例）", "offence": "涉嫌侵权，立案调查（示例）",
    "price": "价格质疑，磋商中（示例）", "origin": "原产地证存疑（示例）",
}  # fmt: skip


def in_the_evening(found: list[Planned]) -> list[Planned]:
    """The goods of one declaration of 30 August come after office hours."""
    end = parse("2018-08-30T16:30")
    for place, planned in reversed(list(enumerate(found))):
        declaration = planned.message.declaration
        road = declaration.direction == "import" and declaration.transport_mode in ("3", "4")
        plain = not (planned.story or planned.box or planned.returned_first)
        if road and plain and planned.at < end:
            return [*found[:place], replace(planned, arrives=parse("2018-08-30T19:10")), *found[place + 1 :]]
    return found


class Cases:
    """Holds that make declarations late, and the life of their cases; ``later`` is the office's diary."""

    def __init__(self, desk: Desk, later: Later) -> None:
        self.desk = desk
        self._later = later
        self._cast = register.shipped().actors
        self._held: dict[int, list[str]] = {}
        """Place in ``HOLDS`` → the declarations that it stopped."""

    def begin(self) -> None:
        """Put everything into the diary."""
        for place, (at, _, _, _) in enumerate(HOLDS):
            self._at(at, lambda place=place: self._hold(place))  # type: ignore[misc]
        self._at("2018-08-31T09:05", self._duty)

    def _at(self, text: str, what: Callable[[], object]) -> None:
        self._later(parse(text), what)

    def _hold(self, place: int) -> None:
        """Stop the youngest imports that nothing else stops; a day later the case begins to live.

        Their clock runs; that of the doubtful origin begins in the evening, so that the demo ends with a warning.
        """
        _, code, count, hours = HOLDS[place]
        now = self.desk.clock.now()
        arriving = self.desk.coordination.arriving
        running = [
            row for row in self.desk.journal.open_rows()
            if row.direction == "import" and not row.holds
            and (late.began(row, row.process, arriving) is None) == (code == "origin")
        ]  # fmt: skip
        running.sort(key=lambda row: (row.accepted_at or 0, row.number), reverse=True)
        hold = Act(verb="hold", target=f"case-{code}", ref=code, reason=REASONS[code])
        held = self._held.setdefault(place, [])
        for row in running[: count - len(held)]:
            said = self.desk.act(row.number, hold, self._cast["deng-fang"])
            if isinstance(said, Refusal):
                raise AssertionError(f"the demo's hold was refused: {said}")
            held.append(row.number)
        if len(held) < count:
            self._later(now + HOUR // 12, lambda: self._hold(place))
            return
        life = {0: self._july, 1: self._laboratory, 2: self._law, 3: self._ship}.get(place)
        if life is not None:
            self._later(now + 25 * HOUR, life)
        if hours:
            self._later(now + hours * HOUR, lambda: self._lift(place))

    def _lift(self, place: int) -> None:
        lift = Act(verb="lift", target=f"case-{HOLDS[place][1]}", reason="已核对（示例）")
        for number in self._held.get(place, []):
            self.desk.act(number, lift, self._cast["deng-fang"])
        self._later(
            self.desk.clock.now() + 7 * HOUR,
            lambda: self._case(place, "deng-fang", "close", "舱单更改后核对相符（示例）"),
        )

    def _case(self, place: int, actor: str, verb: str, text: str = "", **more: str | int) -> None:
        """One act on the case of a hold; a hold that found nothing to stop has none."""
        for number in self._held.get(place, [])[:1]:
            act = CaseAct(verb=verb, text=text, **more)  # type: ignore[arg-type]
            said = self.desk.coordination.act(number, act, self._cast[actor])
            if isinstance(said, Refusal):
                raise AssertionError(f"the demo's case was refused: {said}")

    def _july(self) -> None:
        self._case(0, "deng-fang", "take")
        self._case(0, "deng-fang", "cause", cause="manifest", section="coordination")
        self._case(0, "deng-fang", "plan", "催场站更正舱单（示例）", until=self.desk.clock.now() + 20 * HOUR)

    def _laboratory(self) -> None:
        self._case(1, "tan-yue", "take")
        self._case(1, "deng-fang", "cause", cause="laboratory", section="quarantine")
        self._case(1, "tan-yue", "confirm")
        self._case(1, "tan-yue", "plan", "实验室复检后出具结果（示例）", until=parse("2018-09-03T15:00"))
        self._case(
            1,
            "tan-yue",
            "ask",
            "样品 SYN-7 何时出结果？（示例）",
            whom="laboratory",
            until=parse("2018-09-03T12:00"),
        )

    def _law(self) -> None:
        self._case(2, "mao-qing", "suspend", "知识产权扣留，海关法第九十一条（示例）", review_on="2018-09-10")

    def _ship(self) -> None:
        """Two declarations of one manifest are one case; the terminal was asked and has not answered."""
        opened = self.desk.coordination.open(
            self._held[3], "同一舱单件数不符（示例）", self._cast["deng-fang"]
        )
        if isinstance(opened, Refusal):
            raise AssertionError(f"the demo's case was refused: {opened}")
        self._case(3, "deng-fang", "take")
        self._case(3, "deng-fang", "cause", cause="manifest", section="coordination")
        self._case(3, "deng-fang", "plan", "场站重新理货（示例）", until=self.desk.clock.now() + 4 * HOUR)
        self._case(
            3,
            "deng-fang",
            "ask",
            "该舱单实到件数是多少？（示例）",
            whom="terminal",
            until=self.desk.clock.now() + 48 * HOUR,
        )

    def _duty(self) -> None:
        rostered = DutyRostered("duty", "2018-08-31", "2018-09-02", ("deng-fang",))
        refusal = self.desk.coordination.change_team(rostered, self._cast["mao-qing"])
        if refusal:
            raise AssertionError(f"the demo's roster was refused: {refusal}")
