"""Causes of five declarations that were worked out on paper (``by_hand/causes.md``), played on a real desk."""

import re
from pathlib import Path

import msgspec
import pytest

from tests import cast
from tests.build import Office, declaration, export, message
from tongguan.desk import register
from tongguan.desk.verbs import Act
from tongguan.desk.views import Answer
from tongguan.facts.clock import HOUR, SECOND, parse
from tongguan.facts.event import open_event
from tongguan.facts.outage import OutageDeclared
from tongguan.insight import cause, causes, hours, life, steps, waiting
from tongguan.insight.life import Life
from tongguan.insight.tables import explained
from tongguan.insight.times import define, took
from tongguan.process.model import Model, shipped

PAGE = (Path(__file__).parent / "by_hand/causes.md").read_text("utf-8")
GOODS = {"import": declaration, "export": export}


class Paper(msgspec.Struct):
    """One declaration of the page: its tables, row by row."""

    name: str
    acts: list[list[str]]
    seconds: dict[str, int]
    slack: dict[str, int]


def tables(text: str) -> list[list[list[str]]]:
    """The tables of a page: rows of cells, the heading first, the rule left out."""
    blocks = re.findall(r"(?:^\|.*\n?)+", text, re.M)
    rows = [
        [[cell.strip() for cell in line.strip("|").split("|")] for line in each.splitlines()]
        for each in blocks
    ]
    return [[each[0], *each[2:]] for each in rows]


def papers() -> list[Paper]:
    found = []
    for part in re.split(r"^## ", PAGE, flags=re.M)[1:]:
        acts, seconds, *rest = tables(part)
        slack = {name: int(each) for name, each in rest[0][1:]} if rest else {}
        found.append(
            Paper(part.partition(".")[0], acts[1:], {row[0]: int(row[1]) for row in seconds[1:]}, slack)
        )
    return found


def time_of(text: str) -> int:
    return parse(f"2018-08-{text.replace(' ', 'T')}+08:00")


@pytest.fixture(scope="module")
def office() -> dict[str, tuple[Life, steps.World]]:
    """All five on one desk, their acts in the order of time."""
    made = Office(time_of("20 08:30:00"))
    numbers: dict[str, str] = {}
    every = [(time_of(act[0]), paper.name, act) for paper in papers() for act in paper.acts]
    for at, name, (_, verb, target, who) in sorted(every, key=lambda each: each[0]):
        made.clock.at = at
        if verb == "lodge":
            goods = GOODS[target](transport_document=f"SYN-{name}")
            lodged = made.desk.lodge(message(goods, name), cast.BROKER)
            assert isinstance(lodged, Answer), lodged
            numbers[name] = lodged.number
            continue
        actor = cast.BROKER if who == "broker" else register.shipped().actors[who]
        ref = f"T-{name}" if who == "bank" else target if verb == "hold" else ""
        said = made.desk.act(numbers[name], Act(verb=verb, target=target, reason="made up", ref=ref), actor)
        assert isinstance(said, Answer), (name, verb, said)
    out = OutageDeclared("4907", "system", "made up", time_of("21 08:30:00"), time_of("21 08:45:00"))
    assert isinstance(made.desk.outages.declare(out, cast.DENG), str)
    return _lives(made, numbers)


def _lives(made: Office, numbers: dict[str, str]) -> dict[str, tuple[Life, steps.World]]:
    desk, now = made.desk, made.clock.at
    lives = {}
    for name, number in numbers.items():
        facts = [open_event(event) for event in desk.journal.read(number)]
        found = life.read(desk.models[desk.journal.work(number).process], facts)  # type: ignore[union-attr]
        assert found is not None
        lives[name] = found
    world = steps.World(
        hours=hours.shipped(), now=now, outages=tuple(desk.outages.intervals("4907", now)),
        busy=steps.busy_officers(lives.values(), now), filled=steps.batches(lives.values()),
    )  # fmt: skip
    return {name: (each, world) for name, each in lives.items()}


@pytest.mark.parametrize("paper", papers(), ids=lambda paper: paper.name)
def test_every_second_is_as_on_paper(office: dict[str, tuple[Life, steps.World]], paper: Paper) -> None:
    found, world = office[paper.name]
    assert found.accepted_at is not None
    assert found.released_at is not None
    model = model_of(found)
    way = steps.phases(model, found, "released_at", found.accepted_at, found.released_at, world)
    told = causes.tell(way)
    assert {name: micros / SECOND for name, micros in told.causes.items()} == paper.seconds
    assert told.total == found.released_at - found.accepted_at
    spare = dict(told.slack)
    assert {name: spare[name] / SECOND for name in paper.slack} == paper.slack


def model_of(found: Life) -> Model:
    return shipped()[found.process]


def test_without_the_laboratory_the_review_would_have_held_e(
    office: dict[str, tuple[Life, steps.World]],
) -> None:
    found, world = office["E"]
    way = steps.phases(
        model_of(found), found, "released_at", found.accepted_at or 0, found.released_at or 0, world
    )
    assert causes.without(way, "laboratory") / SECOND == 16 * 3600 + 50 * 60, (
        "16:00 to 08:50, as the review took"
    )
    assert causes.without(way, "terminal") == causes.tell(way).total, "nobody waited for the terminal"


@pytest.mark.parametrize("code", [code for code, party in waiting.parties().items() if party == waiting.LAW])
def test_goods_that_the_law_stops_are_nobodys_contention(code: str) -> None:
    made = Office(time_of("20 08:30:00"))
    number = made.lodge().number
    made.does(number, "arrive", actor=cast.TERMINAL)
    made.does(number, "hold", f"h-{code}", actor=cast.DENG, ref=code, reason="made up")
    made.pays(number)
    made.clock.at += 100 * HOUR
    made.does(number, "lift", f"h-{code}", actor=cast.DENG, reason="over")
    found, world = _lives(made, {code: number})[code]
    way = steps.phases(
        model_of(found), found, "released_at", found.accepted_at or 0, found.released_at or 0, world
    )
    told = causes.tell(way).causes
    assert told[cause.causes().hold[code]] > 99 * HOUR
    assert not {"officer", "closed", "batch"} & told.keys()


def test_causes_of_office_hours_and_of_a_control_sum_to_their_times(
    office: dict[str, tuple[Life, steps.World]],
) -> None:
    seen = set()
    for name in ("customs_clearance.office", "wait.document_review", "work.document_review.office"):
        definition = define(name)
        assert definition is not None
        for found, world in office.values():
            for each in took([found], definition):
                told, way = explained(shipped(), each, definition, lambda _, world=world: world)
                assert told.total == each.micros == sum(told.causes.values())
                assert all(without <= told.total for without in causes.without_each(way, told).values())
                seen.update((name, cause) for cause in told.causes)
    assert not {name for name, cause in seen if cause == "closed"} & {
        "customs_clearance.office",
        "work.document_review.office",
    }
    assert ("work.document_review.office", "work") in seen
    assert {cause for name, cause in seen if name == "wait.document_review"} & {"officer", "closed", "idle"}
