"""Lodges declarations on one guarantee and pays every other one, until it is killed."""

from collections.abc import Callable
from itertools import count

from tests.build import declaration, message
from tests.cast import BANK, BROKER
from tongguan.desk.verbs import Act
from tongguan.desk.views import Answer
from tongguan.wiring import desk_of


def work(url: str, name: str, begun: Callable[[], None]) -> None:
    desk = desk_of(url)
    for n in count():
        own = f"K-{name}-{n}"
        content = declaration(transport_document=own, guarantee_no="G1")
        said = desk.lodge(message(content, own), BROKER)
        if n == 0:
            begun()
        if isinstance(said, Answer) and n % 2:
            desk.act(said.number, Act(verb="pay", ref=own), BANK)
