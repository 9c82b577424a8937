"""A process that lodges declarations on one guarantee and pays every other one, until it is killed."""

import sys
from itertools import count
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.build import declaration, message
from tests.cast import BANK, BROKER
from tongguan.desk.verbs import Act
from tongguan.desk.views import Answer
from tongguan.wiring import desk_of

desk = desk_of(sys.argv[1])
for n in count():
    name = f"K-{sys.argv[2]}-{n}"
    content = declaration(transport_document=name, guarantee_no="G1")
    said = desk.lodge(message(content, name), BROKER)
    if n == 0:
        print("at work", flush=True)
    if isinstance(said, Answer) and n % 2:
        desk.act(said.number, Act(verb="pay", ref=name), BANK)
