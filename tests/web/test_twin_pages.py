"""Twins as their broker sees them: of two offices one selected the goods silently, and every page and call looks the same."""

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.build import declaration, message
from tests.cast import BROKER, TERMINAL
from tests.stories.test_twins import draw_for
from tests.web.caller import Caller, token
from tests.web.day import INVOICE, Day
from tests.web.test_watching import Server
from tests.web.visitor import Visitor
from tongguan.desk.draws import Drawn
from tongguan.desk.views import Answer

OWN = re.compile(
    rb"4907[0-9A-Z]{14}|127\.0\.0\.1:\d+|name=\"csrfmiddlewaretoken\" value=\"\w+\"|nonce=\"[^\"]+\"|\"X-CSRFToken\": ?\"\w+\"|\d\d:\d\d(:\d\d)?"
)
"""What differs between any two offices: numbers, ports, tokens of forms, and times of day, for both clocks run."""


class Twin:
    """An office with one declaration, lodged with a draw, and how it looks from outside once it is served."""

    def __init__(self, folder: Path, inspected: bool, arrived: bool) -> None:
        day = Day(folder)
        draw = draw_for(inspected)
        day.desk.office = replace(day.desk.office, draw=lambda number, at: Drawn(draw))
        said = day.desk.lodge(message(declaration(documents=(INVOICE,)), client_number="TWIN-1"), BROKER)
        assert isinstance(said, Answer), said
        self.number = said.number
        if arrived:
            day.does(self.number, "arrive", actor=TERMINAL)
        self.expected = day.desk.coordination.outlook.expected(self.number, outward=True)
        self.server: Server = day.serve()
        self.broker = Visitor(self.server.address, "broker")
        self.call = Caller(self.server.address, token(f"sqlite:///{folder}/day.db", "broker"))

    def looks(self) -> dict[str, bytes]:
        """Every page that the portal's links lead to and every call that reads, by its address."""
        seen: dict[str, str] = {}
        open_pages = ["/portal"]
        while open_pages:
            path = open_pages.pop()
            seen[path] = "\n".join(map(str, self.broker.get(path)))
            links = re.findall(r'href="(/portal[^"#]*)', seen[path])
            open_pages += sorted({html.unescape(each) for each in links} - {*seen, *open_pages})
        for path, verbs in json.loads(self.call("openapi.json")[1])["paths"].items():
            asked = path.replace("{number}", self.number).removeprefix("/").removeprefix("api/v1/")
            if "get" in verbs and "{" not in asked:
                seen[asked] = "\n".join(map(str, self.call(asked)))
        return {path.replace(self.number, "N"): OWN.sub(b"OWN", text.encode()) for path, text in seen.items()}


@pytest.fixture
def twins(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[tuple[Twin, Twin]]:
    arrived = request.param
    made = []
    for name, inspected in (("selected", True), ("other", False)):
        (folder := tmp_path / name).mkdir()
        made.append(Twin(folder, inspected, arrived))
    yield made[0], made[1]
    for each in made:
        each.server.end()


@pytest.mark.parametrize("twins", [False], indirect=True)
def test_no_page_and_no_call_tells_the_broker_of_a_silent_selection(twins: tuple[Twin, Twin]) -> None:
    selected, other = (twin.looks() for twin in twins)
    assert {"/portal", "/portal/declarations/N", "/portal/inbox", "/portal/daily", "declarations/N", "receipts", "events"} <= set(selected)  # fmt: skip
    assert {path for path in selected if selected[path] != other[path]} == set()
    assert twins[0].expected == twins[1].expected is not None, "when it may be released tells nothing either"


@pytest.mark.parametrize("twins", [True], indirect=True)
def test_at_arrival_the_pages_tell_it_so_that_the_comparison_above_can_fail(twins: tuple[Twin, Twin]) -> None:
    selected, other = (twin.looks() for twin in twins)
    assert {"/portal/declarations/N", "declarations/N", "receipts"} <= {path for path in selected if selected[path] != other[path]}  # fmt: skip
