"""Files lists on one account book, gates them and goes on until it is killed."""

from collections.abc import Callable
from decimal import Decimal
from itertools import count

from tests.cast import BROKER, TERMINAL
from tests.zone_cast import line, lorry, sale
from tongguan.desk.zone import Given
from tongguan.wiring import desk_of


def work(url: str, name: str, begun: Callable[[], None]) -> None:
    """Once the book is used up, refusals are all that is left to be killed in."""
    desk = desk_of(url)
    for n in count():
        own = f"K-{name}-{n}"
        one = (line(1, quantity=Decimal(1), total=Decimal("3.13")),)
        filed = desk.zone.file_list(sale(own, lines=one, customs="2", customs_type=""), BROKER)
        if isinstance(filed, Given):
            wanted = lorry(filed.number, client_number=own, direction="E", kind="4")
            carried = desk.zone.apply_pass(wanted, BROKER)
            if isinstance(carried, Given):
                desk.zone.gate(carried.number, TERMINAL)
        if n == 0:
            begun()
