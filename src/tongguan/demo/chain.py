"""The demo's zone and yard: books, lists, passes, manifests and arrivals in parts. Everything here is synthetic.

Its chances are drawn apart from those of the officers' work, so that the figures of the half years stay as they are.
"""

from decimal import Decimal
from random import Random

from msgspec.structs import replace

from tongguan.demo import traffic
from tongguan.desk import reports
from tongguan.desk.cards import CardFilter
from tongguan.desk.desk import Desk
from tongguan.desk.zone import Given
from tongguan.facts.actor import Actor
from tongguan.facts.clock import HOUR, SECOND
from tongguan.facts.decision import Refusal
from tongguan.facts.declaration import FILING_LIST, IMPORT, Declaration
from tongguan.facts.message import Message
from tongguan.facts.movement import ManifestUnit
from tongguan.facts.reported import Manifest, Movement
from tongguan.facts.zone import (
    AccountBook,
    BookItem,
    GatePass,
    ListLine,
    PassLine,
    RelatedParty,
    VerificationList,
)
from tongguan.process.decide.lists import stock
from tongguan.rules.checks_papers import check_digit_holds

BROKER = Actor(id="broker", kind="declarant", roles=("declarant",), party=traffic.BROKER.customs_code)
TERMINAL = Actor(id="terminal", kind="terminal", roles=("terminal",))
LORRY = Decimal(9000)
"""Weight of an empty lorry, kilograms."""
WAITING = (97, 33, 19, 12, 9, 4, 1)
"""Days before the end at which goods arrived that nobody has declared."""


def books() -> list[AccountBook]:
    """An account book for each trader, a line for each kind of goods."""
    items = tuple(
        BookItem(record_line=str(place), commodity=goods.commodity, name=goods.name, unit=goods.unit)
        for place, goods in enumerate(traffic.IMPORTS, start=1)
    )
    return [
        AccountBook(number=traffic.book_of(trader), holder=trader.customs_code, name=trader.name,
                    office=traffic.OFFICE, items=items)
        for trader in traffic.TRADERS
    ]  # fmt: skip


class Chain:
    """What the zone's enterprises, carriers and the terminal do around the declarations."""

    def __init__(self, desk: Desk, seed: int) -> None:
        self.desk = desk
        self.random = Random(seed * 31 + 7)
        self._serial = 0
        self._lists: dict[str, VerificationList] = {}

    def open_books(self, officer: Actor) -> None:
        for book in books():
            _must(self.desk.zone.open_book(book, officer))

    # -- lists ------------------------------------------------------------------------------------------------

    def listed(self, message: Message, batch: bool = False) -> Message:
        """The message with the number of the list that was filed for its goods, where they are the zone's."""
        declaration = message.declaration
        wanted = self._first_line(declaration) or self._second_line(declaration, batch)
        if wanted is None:
            return message
        number = _given(self.desk.zone.file_list(wanted, BROKER))
        self._lists[number] = wanted
        return replace(message, declaration=replace(declaration, list_no=number))

    def _first_line(self, declaration: Declaration) -> VerificationList | None:
        if declaration.kind != FILING_LIST or declaration.direction != IMPORT:
            return None
        return self._list(
            declaration, declaration.record_no, "I", "first", "D", declaration.trader.customs_code
        )

    def _second_line(self, declaration: Declaration, batch: bool) -> VerificationList | None:
        """A sale out of whatever book holds all of it; None when none does."""
        if declaration.transport_mode != "Y" or declaration.direction != IMPORT:
            return None
        for trader in traffic.TRADERS:
            book = traffic.book_of(trader)
            wanted = self._list(declaration, book, "E", "second", "F", trader.customs_code)
            heads = self.desk.journal.heads([stock(book, line.record_line) for line in wanted.lines])
            if all(
                (heads[stock(book, line.record_line)].free or 0) >= line.quantity for line in wanted.lines
            ):
                return replace(wanted, batch=batch)
        return None

    def _list(
        self, declaration: Declaration, book: str, direction: str, line: str, effect: str, holder: str
    ) -> VerificationList:
        self._serial += 1
        related = RelatedParty(customs_code=declaration.trader.customs_code, name=declaration.trader.name)
        corresponding = RelatedParty(customs_code=traffic.BROKER.customs_code)
        return VerificationList(
            client_number=f"SYN-L-{self._serial:06}", book=book, direction=direction, line=line, office=traffic.OFFICE,
            holder=holder, effect=effect, customs="1", customs_type="2" if direction == "I" else "1",
            supervision_mode="5034" if direction == "I" else "5000", transport_mode=declaration.transport_mode,
            partner_country=self._numeric("countries", declaration.partner_country),
            corresponding_declarant=corresponding if direction == "I" else RelatedParty(),
            related_consignee=related if direction == "E" else RelatedParty(),
            related_owner=related if direction == "E" else RelatedParty(),
            related_declarant=corresponding if direction == "E" else RelatedParty(),
            lines=tuple(self._line(declaration, place) for place in range(1, len(declaration.items) + 1)),
        )  # fmt: skip

    def _line(self, declaration: Declaration, place: int) -> ListLine:
        item = declaration.items[place - 1]
        return ListLine(
            line=place, record_line=traffic.record_line(item.commodity), commodity=item.commodity, name=item.name,
            quantity=item.quantity or Decimal(0), unit=item.unit, total=item.total or Decimal(0),
            currency=self._numeric("currencies", item.currency), origin=self._numeric("countries", item.origin_country),
            destination="142", declaration_line=place,
        )  # fmt: skip

    def _numeric(self, table: str, code: str) -> str:
        """Lists give countries and currencies in numbers."""
        if code.isdigit():
            return code
        known = self.desk.rules.tables[table].codes
        return next((old for old, each in known.items() if each.code == code and old.isdigit()), code)

    # -- passes -----------------------------------------------------------------------------------------------

    def lorries(self, number: str) -> list[str]:
        """Gate passes for all goods of a list: one lorry, or for several lines sometimes two."""
        wanted = self._lists[number]
        lines = [PassLine(document=number, line=line.line, quantity=line.quantity) for line in wanted.lines]
        if len(lines) > 1 and self.random.random() < 0.5:
            return [self._pass(wanted, number, (line,)) for line in lines]
        return [self._pass(wanted, number, tuple(lines))]

    def deliveries(self, number: str, parts: int) -> list[str]:
        """Gate passes of a batch movement: each carries its part of every line."""
        wanted = self._lists[number]
        found = []
        for part in range(1, parts + 1):
            lines = []
            for line in wanted.lines:
                each = line.quantity // parts
                quantity = line.quantity - each * (parts - 1) if part == parts else each
                if quantity > 0:
                    lines.append(PassLine(document=number, line=line.line, quantity=quantity))
            if lines:
                found.append(self._pass(wanted, number, tuple(lines)))
        return found

    def last_lorries(self) -> None:
        """Passes for what is still to leave: lorries that stand in the lane when the day ends."""
        for card in self.desk.cards(CardFilter("list", ("approved",)))[0]:
            if not card.facts.get("passes"):
                self.lorries(card.stream.partition("/")[2])

    def _pass(self, wanted: VerificationList, number: str, lines: tuple[PassLine, ...]) -> str:
        self._serial += 1
        cargo = Decimal(self.random.randrange(400, 18000))
        kind = "1" if wanted.batch else "2" if wanted.line == "first" else "3"
        applied = GatePass(
            client_number=f"SYN-P-{self._serial:06}", office=traffic.OFFICE, direction=wanted.direction, kind=kind,
            binding="3", holder=wanted.holder, vehicle=f"湘C{self._serial % 100000:05}", vehicle_weight=LORRY,
            cargo_weight=cargo, total_weight=LORRY + cargo, documents=(number,), lines=lines,
        )  # fmt: skip
        return _given(self.desk.zone.apply_pass(applied, BROKER))

    def gate(self, gate_pass: str) -> bool:
        """The lorry is weighed and passes; False at a red light."""
        state = self.desk.zone.gate_pass(gate_pass)
        if state is None or state.state != "approved":
            return True
        weighed = state.gate_pass.total_weight + self.random.randrange(-90, 90)
        said = self.desk.zone.gate(gate_pass, TERMINAL, weighed, "二线卡口")
        return not isinstance(said, Refusal)

    # -- the yard ---------------------------------------------------------------------------------------------

    def manifest(self, declaration: Declaration, containers: tuple[str, ...] = ()) -> None:
        """The carrier's manifest line, a container or a lot."""
        packages = declaration.packages or 1
        unit = containers[0] if containers else f"{declaration.transport_document}-1"
        filed = Manifest(
            document=declaration.transport_document, direction="import", means="示例车次",
            party=declaration.trader.customs_code, goods=declaration.items[0].name,
            units=(ManifestUnit(unit, packages, None, bool(containers)),),
        )  # fmt: skip
        reports.file_manifest(self.desk.yard, filed, TERMINAL)

    def moves(self, milestone: str, **what: object) -> bool:
        """A report of the terminal; what the yard refuses does not happen."""
        said = Movement(milestone=milestone, **what)  # type: ignore[arg-type]
        now = self.desk.clock.now()
        return not isinstance(reports.move(self.desk.yard, self.desk.zone, said, TERMINAL, now), Refusal)

    def waiting(self, place: int) -> None:
        """Goods that came and that nobody declares."""
        document, box = f"SYN-W-{place:03}", container(9000 + place)
        goods = traffic.IMPORTS[place % len(traffic.IMPORTS)].name
        filed = Manifest(
            document=document, direction="import", means="示例车次", goods=goods,
            party=traffic.TRADERS[place % len(traffic.TRADERS)].customs_code, units=(ManifestUnit(box, 40, None, True),),
        )  # fmt: skip
        reports.file_manifest(self.desk.yard, filed, TERMINAL)
        self.moves("entered", document=document)
        if place % 3 == 0:
            self.moves("arrived", unit=box, packages=25, place="综保区二号场")
        else:
            self.moves("arrived", unit=box, place="综保区二号场")


def container(serial: int) -> str:
    """A made-up container number with a right check digit."""
    begin = f"SYNU{serial:06}"
    return next(f"{begin}{digit}" for digit in range(10) if check_digit_holds(f"{begin}{digit}"))


def parts(random: Random, packages: int, arrives: int) -> list[tuple[int, int]]:
    """(time, packages) of an arrival in two or three parts, the last when the goods are expected."""
    count = 3 if packages > 20 and random.random() < 0.3 else 2
    first = packages // count
    times = [arrives - random.randrange(2, 30) * HOUR for _ in range(count - 1)]
    return [*((at, first) for at in sorted(times)), (arrives, packages - first * (count - 1))]


def before(at: int, random: Random) -> int:
    """When the transport entered: some hours before its goods were at the supervised place."""
    return at - random.randrange(2, 9) * HOUR - random.randrange(3600) * SECOND


def _given(said: Given | Refusal) -> str:
    if isinstance(said, Refusal):
        raise AssertionError(f"the demo's zone was refused: {said}")
    return said.number


def _must(refusal: Refusal | None) -> None:
    if refusal is not None:
        raise AssertionError(f"the demo's zone was refused: {refusal}")
