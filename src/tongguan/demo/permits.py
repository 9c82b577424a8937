"""E-ledgers and licences of the demo office: issued before the goods are declared, used in parts, objected to. Synthetic."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import ROUND_CEILING, Decimal

from msgspec.structs import replace

from tongguan.demo import traffic
from tongguan.demo.traffic import Planned
from tongguan.desk import register
from tongguan.desk.desk import Desk
from tongguan.desk.permits import Told, View
from tongguan.facts.actor import Actor
from tongguan.facts.clock import DAY, OFFICE_ZONE, local_date, parse
from tongguan.facts.declaration import EXPORT, IMPORT, Declaration
from tongguan.facts.message import Message
from tongguan.facts.parts import LicenceDocument
from tongguan.facts.permit import LEDGER, LICENCE, Permit, PermitLine, PermitMessage

Later = Callable[[int, Callable[[], object]], None]
SINCE = date(2018, 6, 1)
"""From this day the office has e-ledgers as data; before, officers compare the paper."""
SHARED_SINCE = date(2018, 8, 2)
"""From this day two declarations use one e-ledger."""
AHEAD = 3 * DAY
"""So long before the declaration the authority issues."""
_LEDGER, _LICENCE = "118", "18-SYN-"
_GENEROUS = (Decimal(1), Decimal("1.5"), Decimal("2.2"))
"""What is issued of what is declared: all used at once, a rest left, enough for two."""


def quoting(found: list[Planned]) -> list[Planned]:
    """Every second plain export quotes an e-ledger, some of them the one of the export before; some imports a licence."""
    exports, imports = 0, 0
    before: Planned | None = None
    quoted = []
    for place, planned in enumerate(found):
        declaration = planned.message.declaration
        plain = _day(planned) >= SINCE and not (declaration.licence_documents or planned.story or planned.box)
        if plain and declaration.direction == EXPORT:
            exports += 1
            if exports % 2:
                shares = exports % 6 == 5 and before is not None and _day(before) >= SHARED_SINCE
                planned = (
                    _again(before, planned)
                    if shares and before
                    else _quote(planned, "B", f"{_LEDGER}{place:012}000")
                )
                before = None if shares else planned
        elif plain and declaration.direction == IMPORT and declaration.supervision_mode == "0110":
            imports += 1
            planned = _quote(planned, "7", f"{_LICENCE}{place:06}") if imports % 8 == 1 else planned
        quoted.append(planned)
    return quoted


def _day(planned: Planned) -> date:
    return datetime.fromtimestamp(planned.at / 1e6, OFFICE_ZONE).date()


def _quote(planned: Planned, code: str, number: str) -> Planned:
    return _declares(
        planned,
        replace(planned.message.declaration, licence_documents=(LicenceDocument(code=code, number=number),)),
    )


def _again(before: Planned, planned: Planned) -> Planned:
    """The same goods of the same trader once more."""
    own = planned.message.declaration
    same = replace(
        before.message.declaration, transport_document=own.transport_document, contract_no=own.contract_no
    )
    return _declares(planned, same)


def _declares(planned: Planned, declaration: Declaration) -> Planned:
    return replace(planned, message=replace(planned.message, declaration=declaration))


def _most(declared: Decimal | None, more: Decimal) -> Decimal:
    """What is issued: a whole number, never less than what will be declared."""
    return ((declared or Decimal(1)) * more).to_integral_value(ROUND_CEILING)


class Permits:
    """What the authorities and the enterprises do about permits; ``later`` is the office's diary."""

    def __init__(self, desk: Desk, later: Later, broker: Actor) -> None:
        self._desk = desk
        self._later = later
        self._broker = broker
        cast = register.shipped().actors
        self._authorities = {LEDGER: cast["inspection-service"], LICENCE: cast["licensing-authority"]}
        self._officer = cast["liu-min"]

    def begin(self, found: Iterable[Planned]) -> None:
        """Issue what the declarations will quote, and let a few things go wrong in the last days."""
        issued: dict[str, int] = {}
        for planned in found:
            for document in planned.message.declaration.licence_documents:
                if document.number.startswith((_LEDGER, _LICENCE)):
                    issued[document.number] = issued.get(document.number, 0) + 1
                    if issued[document.number] == 1:
                        at = planned.at - AHEAD
                        self._later(at, lambda each=planned, at=at: self._issue(each, at))  # type: ignore[misc]
        for when, what in (
            ("2018-08-27T15:10", self._too_much), ("2018-08-28T09:20", lambda: self._object(True)),
            ("2018-08-30T16:40", lambda: self._object(False)), ("2018-08-29T11:00", self._revoke),
        ):  # fmt: skip
            self._later(parse(when), what)

    def _issue(self, planned: Planned, at: int) -> None:
        declaration = planned.message.declaration
        (document,) = declaration.licence_documents
        kind = LEDGER if document.code == "B" else LICENCE
        more = (
            _GENEROUS[planned.at // DAY % 2]
            if _day(planned) < SHARED_SINCE or kind == LICENCE
            else _GENEROUS[2]
        )
        lines = tuple(
            PermitLine(
                line=place, commodity=item.commodity, name=item.name, quantity=_most(item.quantity, more),
                unit=item.unit, value=_most(item.total, more), currency=item.currency,
                destination=item.destination_country if kind == LEDGER else "",
                goods_kind="plants" if item.commodity.startswith("09") else "",
                valid_to="" if kind == LEDGER else "2018-12-31",
            )
            for place, item in enumerate(declaration.items, start=1)
        )  # fmt: skip
        permit = Permit(
            kind=kind, number=document.number, code=document.code, holder=declaration.trader.customs_code,
            brokers=(traffic.BROKER.customs_code,), issued_on=local_date(at).isoformat(), lines=lines,
            authority="示例机构", times=6 if kind == LICENCE else None,
        )  # fmt: skip
        self._tell(PermitMessage(permit=permit), kind)

    def _tell(self, said: PermitMessage, kind: str) -> None:
        told = self._desk.permits.tell(said, self._authorities[kind])
        if not isinstance(told, Told):
            raise AssertionError(f"the demo's permit was refused: {told}")

    def _used(self) -> list[View]:
        """E-ledgers in force of which something is used and something left."""
        return [
            view for view in self._desk.permits.all(LEDGER) if view.state == "active" and 0 < view.share < 100
        ]

    def _too_much(self) -> None:
        """A declaration asks for more than its e-ledger has left, and is returned."""
        view = self._used()[-1]
        number = self._desk.permits.uses(view.stream)[0].number
        sheet = self._desk.show(number)
        if sheet is None:
            return
        first, *rest = sheet.declaration.items
        much = replace(first, quantity=(first.quantity or Decimal(1)) * 9, first_quantity=(first.first_quantity or Decimal(1)) * 9,
                       total=(first.total or Decimal(1)) * 9)  # fmt: skip
        wrong = replace(sheet.declaration, items=(much, *rest), transport_document="SYN-TOO-MUCH")
        self._desk.lodge(Message(declaration=wrong, client_number="SYN-TOO-MUCH"), self._broker)

    def _object(self, settled: bool) -> None:
        """An enterprise does not know a use of its e-ledger; the officer looks into it, or has yet to."""
        view = self._used()[0 if settled else -1]
        use = self._desk.permits.uses(view.stream)[0]
        enterprise = Actor(
            id="enterprise", kind="declarant", roles=("declarant",), party=view.held.permit.holder
        )
        self._desk.permits.object_to(view.stream, use.number, "本企业未委托此票申报（示例）", enterprise)
        if settled:
            case = (self._desk.permits.view(view.stream) or view).held.open_objections[0]
            reason = "已核对委托书，属实委托（示例）"
            self._desk.permits.settle(view.stream, case.id, "dismissed", reason, self._officer)

    def _revoke(self) -> None:
        view = self._used()[1]
        number = view.held.permit.number
        self._tell(PermitMessage(operation="revoke", number=number, reason="复检不合格（示例）"), LEDGER)
