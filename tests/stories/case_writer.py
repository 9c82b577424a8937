"""A process that writes notes on the one late case there is, and asks outsiders, until it is killed."""

import sys
from itertools import count
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.cast import DENG
from tongguan.process.decide.cases import CaseAct
from tongguan.wiring import desk_of

desk = desk_of(sys.argv[1])
number = desk.coordination.late()[0].number
for n in count():
    verb = "ask" if n % 3 == 2 else "note"
    desk.coordination.act(number, CaseAct(verb=verb, text=f"{sys.argv[2]}-{n}", whom="terminal"), DENG)
    if n == 0:
        print("at work", flush=True)
