"""From the facts of a stream that is no declaration to its card: pure, so that replay can rebuild every card."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

import msgspec

from tongguan.desk import authority_cards, permit_cards, selection_cards
from tongguan.desk.cards import Card
from tongguan.facts.clock import local_date, parse
from tongguan.facts.event import Fact, canonical
from tongguan.facts.security import GuaranteeRegistered
from tongguan.process import (
    authority,
    case,
    consignment,
    container,
    guarantee,
    improvement,
    inspection,
    outage,
    payment,
    permit,
    report,
    team,
)
from tongguan.process.case import Case
from tongguan.process.consignment import Consignment
from tongguan.process.container import Container
from tongguan.process.guarantee import Guarantee
from tongguan.process.improvement import Meeting
from tongguan.process.inspection import Inspection
from tongguan.process.outage import Outage
from tongguan.process.payment import Day, Payment
from tongguan.process.report import Weekly
from tongguan.process.zone import BookState, ListState, PassState, fold_book, fold_list, fold_pass

EXPECTED, ARRIVING, UNDECLARED, STANDING, GONE = "expected", "arriving", "undeclared", "standing", "gone"
"""States of a consignment's card."""


def state_of(stream: str, facts: Iterable[Fact], was: Any = None) -> Any:
    """The state of a stream that is no declaration after its facts, or after more facts; None where nothing folds it."""
    kind, _, name = stream.partition("/")
    fold = _FOLDS.get(kind)
    return fold(name, facts, was) if fold else None


def card_of(stream: str, state: Any) -> Card | None:
    """The card of a stream from its state; None for streams that have none."""
    make = _MAKERS.get(stream.partition("/")[0])
    return make(stream, state) if make and state is not None else None


def _consignment(stream: str, goods: Consignment) -> Card:
    return Card(
        stream=stream,
        kind="consignment",
        version=goods.version,
        state=standing(goods),
        since=_since(goods),
        party=goods.manifest.party if goods.manifest else "",
        facts=_plain(
            document=goods.document,
            direction=goods.manifest.direction if goods.manifest else "",
            goods=goods.manifest.goods if goods.manifest else "",
            units=" ".join(name for name in goods.units if name),
            place=next((unit.place for unit in goods.units.values() if unit.place), ""),
            packages=_counted(goods),
            declarations=" ".join(goods.quotes),
            entered_at=str(goods.entered_at) if goods.entered_at is not None else "",
            first_at=str(goods.first_at) if goods.first_at is not None else "",
        ),
    )


def standing(goods: Consignment) -> str:
    """expected, arriving, undeclared, standing or gone."""
    if goods.first_at is None:
        return EXPECTED
    if goods.gone_at is not None:
        return GONE
    if not goods.quotes:
        return UNDECLARED
    whole = all(unit.arrived.whole_at is not None for unit in goods.units.values())
    return STANDING if whole or goods.tally_closed_at is not None else ARRIVING


def _since(goods: Consignment) -> int:
    if goods.gone_at is not None:
        return goods.gone_at
    return goods.last_at if goods.first_at is None else goods.first_at


def _counted(goods: Consignment) -> str:
    """Packages in, of those on the manifest, such as 5/12; empty when nobody counts."""
    counted = sum(unit.arrived.packages for unit in goods.units.values())
    listed = sum(unit.packages for unit in goods.units.values())
    return f"{counted}/{listed}" if counted or listed else ""


def _container(stream: str, box: Container) -> Card:
    here = box.arrived_at is not None and box.left_at is None
    return Card(
        stream=stream,
        kind="container",
        version=box.version,
        state=STANDING if here else GONE if box.left_at is not None else EXPECTED,
        since=(box.arrived_at if here else box.left_at) or box.last_at,
        facts=_plain(
            documents=" ".join(box.documents), place=box.place, vehicle=box.vehicle, seal=box.seal,
            openings=str(box.openings) if box.openings else "",
        ),
    )  # fmt: skip


def _book(stream: str, state: BookState) -> Card:
    book = state.book
    return Card(
        stream=stream, kind="book", version=state.version, state="open", since=state.opened_at, party=book.holder,
        facts=_plain(name=book.name, office=book.office, lines=str(len(book.items))),
    )  # fmt: skip


def _list(stream: str, state: ListState) -> Card:
    listed = state.list
    through = sum(1 for line in listed.lines if state.moved.get(str(line.line), 0) >= line.quantity)
    return Card(
        stream=stream,
        kind="list",
        version=state.version,
        state=state.state,
        since=state.written_off_at or state.deleted_at or state.approved_at,
        party=listed.holder,
        facts=_plain(
            book=listed.book, line=listed.line, direction=listed.direction, effect=listed.effect, mark=state.mark,
            declarations=" ".join(state.declarations), passes=" ".join(state.passes), lines=str(len(listed.lines)),
            through=str(through) if through else "", batch="1" if listed.batch else "",
        ),
    )  # fmt: skip


def _pass(stream: str, state: PassState) -> Card:
    wanted = state.gate_pass
    return Card(
        stream=stream,
        kind="pass",
        version=state.version,
        state=state.state,
        since=state.gated_at or state.voided_at or state.approved_at,
        party=wanted.holder,
        facts=_plain(
            vehicle=wanted.vehicle, container=wanted.container, kind=wanted.kind, direction=wanted.direction,
            documents=" ".join(wanted.documents), total_weight=str(wanted.total_weight),
            weighed=str(state.weighed) if state.weighed is not None else "",
        ),
    )  # fmt: skip


def _outage(stream: str, state: Outage) -> Card:
    return Card(
        stream=stream, kind="outage", version=state.version, state="open" if state.until is None else "ended",
        since=state.since, facts=_plain(
            scope=state.scope, what=state.what, reason=state.reason,
            until=str(state.until) if state.until is not None else "",
        ),
    )  # fmt: skip


def _plain(**values: str) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}


def _guarantee(stream: str, state: Guarantee) -> Card:
    """Its terms and limit; what is free stands in the head row, which every use moves."""
    terms = state.terms
    return Card(
        stream=stream, kind="guarantee", version=state.version, state=state.state, party=state.holder,
        since=_end_of(terms.valid_to) if terms else state.since,
        facts=_plain(
            limit=str(state.limit), aside=str(state.aside) if state.aside else "",
            terms=canonical(terms).decode() if terms else "", called=str(len(state.called) or ""),
        ),
    )  # fmt: skip


def guarantee_of(card: Card) -> Guarantee:
    """The guarantee that a card shows."""
    terms, facts = card.facts.get("terms"), card.facts
    return Guarantee(
        name=card.stream.partition("/")[2], version=card.version, holder=card.party, limit=Decimal(facts["limit"]),
        state=card.state, aside=Decimal(facts.get("aside", "0")), since=card.since,
        terms=msgspec.json.decode(terms, type=GuaranteeRegistered) if terms else None,
    )  # fmt: skip


def _end_of(day: str) -> int:
    """The last moment of a local date: guarantees are listed by when they end."""
    return parse(f"{day}T23:59:59")


def _payment(stream: str, state: Payment) -> Card:
    return Card(
        stream=stream, kind="payment", version=state.version, state=state.state, since=state.paid_at,
        party=state.bank,
        facts=_plain(
            ref=state.ref, number=state.number, amount=str(state.amount), booked=str(state.booked),
            suspended=str(state.suspended), reason=state.reason, day=local_date(state.paid_at).isoformat(),
        ),
    )  # fmt: skip


def _day(stream: str, state: Day) -> Card:
    return Card(
        stream=stream, kind="day", version=state.version, state="signed", since=state.signed_at, party=state.bank,
        facts=_plain(day=state.day, ours=str(state.ours), theirs=str(state.theirs), differences=str(len(state.differences)),
                     officer=state.officer, reason=state.reason),
    )  # fmt: skip


def _case(stream: str, state: Case) -> Card:
    return Card(
        stream=stream, kind="case", version=state.version, state=state.state, since=state.opened_at,
        facts=_plain(declarations=" ".join(state.declarations), owner=state.owner, cause=state.cause),
    )  # fmt: skip


def _report(stream: str, state: Weekly) -> Card:
    return Card(
        stream=stream, kind="report", version=state.version, state="restated" if state.number else "issued",
        since=state.issued_at, facts=_plain(by=state.issued_by, number=str(state.number or ""), digest=state.digests[-1]),
    )  # fmt: skip


def _improvement(stream: str, state: Meeting) -> Card:
    return Card(
        stream=stream, kind="improvement", version=state.version, state="held", since=state.recorded_at,
        facts=_plain(day=state.day, measures=" ".join(each.id for each in state.measures)),
    )  # fmt: skip


def _inspection(stream: str, state: Inspection) -> Card:
    numbers = [each.number for each in state.concerned]
    return Card(
        stream=stream, kind="inspection", version=state.version, state=state.state, since=state.since,
        facts=_plain(
            office=state.office, units=" ".join(state.units), declarations=" ".join(numbers),
            beside=" ".join(state.beside), services=" ".join(state.services), officer=state.officer, slot=state.slot,
            site=state.site, booked_for=str(state.booked_for or ""), opened=" ".join(state.opened),
            started_at=str(state.started_at or ""), worked=str(state.worked or ""), reason=state.reason,
            seal=state.seal, concluded=str(len(state.conclusions) or ""), missed=str(state.missed or ""),
            samples=str(len(state.open_samples) or ""), follow_ups=str(len(state.open_follow_ups) or ""),
        ),
    )  # fmt: skip


_MAKERS: dict[str, Callable[[str, Any], Card]] = {
    "consignment": _consignment,
    "container": _container,
    "book": _book,
    "list": _list,
    "pass": _pass,
    "outage": _outage,
    "guarantee": _guarantee,
    "payment": _payment,
    "day": _day,
    "case": _case,
    "report": _report,
    "improvement": _improvement,
    **selection_cards.MAKERS,
    "ledger": permit_cards.card_of,
    "licence": permit_cards.card_of,
    "inspection": _inspection,
    "authority": authority_cards.card_of,
}
_FOLDS: dict[str, Callable[[str, Iterable[Fact], Any], Any]] = {
    "consignment": consignment.fold,
    "container": container.fold,
    "book": lambda _, facts, was: fold_book(facts, was),
    "list": lambda _, facts, was: fold_list(facts, was),
    "pass": lambda _, facts, was: fold_pass(facts, was),
    "outage": outage.fold,
    "guarantee": guarantee.fold,
    "payment": payment.fold,
    "day": payment.fold_day,
    "case": case.fold,
    "report": report.fold,
    "improvement": improvement.fold,
    "team": lambda _, facts, was: team.fold(facts, was),
    **selection_cards.FOLDS,
    "ledger": permit.fold,
    "licence": permit.fold,
    "inspection": inspection.fold,
    "authority": lambda _, facts, was: authority.fold(facts, was),
}

KINDS = tuple(_MAKERS)
"""Kinds of streams that have cards; also the first part of their names."""
