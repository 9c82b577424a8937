"""Selection in the demo office: secrets sealed every evening, enterprises' credit, a centre's instructions. Synthetic."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import partial

from tongguan.demo import traffic
from tongguan.desk import register
from tongguan.desk.desk import Desk
from tongguan.facts.clock import parse
from tongguan.facts.decision import Refusal
from tongguan.facts.reported import CentreInstruction
from tongguan.facts.selection import EnterpriseRated

Later = Callable[[int, Callable[[], object]], None]
SEALED, PUBLISHED = "16:30", "00:10"
"""Local times: of the evening before a day, and of the day after it."""
CREDITS = (
    (0, "aeo", "2017-01-01"),
    (4, "aeo", "2017-01-01"),
    (8, "aeo", "2018-05-01"),
    (1, "general_certified", "2017-01-01"),
    (2, "general", "2017-01-01"),
    (5, "general", "2017-01-01"),
    (7, "discredited", "2018-07-01"),
)
"""Trader (its place in the cast), credit, and the local date from which it counts."""
INSTRUCTED = (date(2018, 8, 27), date(2018, 8, 29), date(2018, 8, 31))
"""Days on which the centre picks a declaration that waits."""


def begin(desk: Desk, later: Later, periods: Iterable[tuple[date, date]]) -> None:
    """Note the credits; put the evenings of the periods (local dates) and the centre's messages into the diary."""
    clerk = register.shipped().actors["mao-qing"]
    for place, credit, since in CREDITS:
        trader = traffic.TRADERS[place]
        rated = EnterpriseRated(credit, since, f"SYN-CREDIT-{place + 1}", trader.name)
        refusal = desk.enterprises.rate(trader.customs_code, rated, clerk)
        if refusal is not None:
            raise AssertionError(f"the demo's register was refused: {refusal}")
    for first, last in periods:
        for ahead in range((last - first).days + 2):
            day = first + timedelta(days=ahead)
            evening, after = day - timedelta(days=1), day + timedelta(days=1)
            later(parse(f"{evening}T{SEALED}"), partial(desk.draws.seal, day.isoformat()))
            later(parse(f"{after}T{PUBLISHED}"), partial(desk.draws.publish, day.isoformat()))
    for day in INSTRUCTED:
        later(parse(f"{day}T16:20"), partial(_instruct, desk, day))


def _instruct(desk: Desk, day: date) -> None:
    """The centre picks the youngest import that is accepted and not released; where none waits it says nothing."""
    waiting = [row for row in desk.work() if row.accepted_at and not row.released_at and not row.ended_at]
    centre = register.shipped().actors["centre"]
    for row in sorted(waiting, key=lambda row: row.accepted_at or 0, reverse=True):
        if row.direction != "import":
            continue
        message = CentreInstruction(
            id=f"SYN-{day:%m%d}", number=row.number, word="inspect", reason="风险参数命中（合成示例）"
        )
        said = desk.instructions.receive(message, centre)
        if not isinstance(said, Refusal):
            return
