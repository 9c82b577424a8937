"""A process that files lists on one account book, gates them and goes on until it is killed."""

import sys
from decimal import Decimal
from itertools import count
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.cast import BROKER, TERMINAL
from tests.zone_cast import line, lorry, sale
from tongguan.desk.zone import Given
from tongguan.wiring import desk_of

desk = desk_of(sys.argv[1])
for n in count():
    one = (line(1, quantity=Decimal(1), total=Decimal("3.13")),)
    filed = desk.zone.file_list(sale(f"K-{sys.argv[2]}-{n}", lines=one, customs="2", customs_type=""), BROKER)
    if not isinstance(filed, Given):
        break
    wanted = lorry(filed.number, client_number=f"K-{sys.argv[2]}-{n}", direction="E", kind="4")
    carried = desk.zone.apply_pass(wanted, BROKER)
    if isinstance(carried, Given):
        desk.zone.gate(carried.number, TERMINAL)
    if n == 0:
        print("at work", flush=True)
