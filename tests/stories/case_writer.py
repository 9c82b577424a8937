"""Writes notes on the one late case there is, and asks outsiders, until it is killed."""

from collections.abc import Callable
from itertools import count

from tests.cast import DENG
from tongguan.process.decide.cases import CaseAct
from tongguan.wiring import desk_of


def work(url: str, name: str, begun: Callable[[], None]) -> None:
    desk = desk_of(url)
    number = desk.coordination.late()[0].number
    for n in count():
        verb = "ask" if n % 3 == 2 else "note"
        desk.coordination.act(number, CaseAct(verb=verb, text=f"{name}-{n}", whom="terminal"), DENG)
        if n == 0:
            begun()
