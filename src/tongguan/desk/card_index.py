"""From the facts of a stream that is no declaration to its card: pure, so that replay can rebuild every card."""

from collections.abc import Callable, Sequence

from tongguan.desk.cards import Card
from tongguan.facts.event import Fact
from tongguan.process import consignment, container, outage
from tongguan.process.zone import fold_book, fold_list, fold_pass

EXPECTED, ARRIVING, UNDECLARED, STANDING, GONE = "expected", "arriving", "undeclared", "standing", "gone"
"""States of a consignment's card."""


def card_of(stream: str, facts: Sequence[Fact]) -> Card | None:
    """The card of a stream; None for streams that have none."""
    kind, _, name = stream.partition("/")
    make = _MAKERS.get(kind)
    return make(stream, name, facts) if make and facts else None


def _consignment(stream: str, name: str, facts: Sequence[Fact]) -> Card:
    goods = consignment.fold(name, facts)
    return Card(
        stream=stream,
        kind="consignment",
        version=goods.version,
        state=state_of(goods),
        since=_since(goods),
        party=goods.manifest.party if goods.manifest else "",
        facts=_plain(
            document=name,
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


def state_of(goods: consignment.Consignment) -> str:
    """expected, arriving, undeclared, standing or gone."""
    if goods.first_at is None:
        return EXPECTED
    if goods.gone_at is not None:
        return GONE
    if not goods.quotes:
        return UNDECLARED
    whole = all(unit.arrived.whole_at is not None for unit in goods.units.values())
    return STANDING if whole or goods.tally_closed_at is not None else ARRIVING


def _since(goods: consignment.Consignment) -> int:
    if goods.gone_at is not None:
        return goods.gone_at
    return goods.last_at if goods.first_at is None else goods.first_at


def _counted(goods: consignment.Consignment) -> str:
    """Packages in, of those on the manifest, such as 5/12; empty when nobody counts."""
    counted = sum(unit.arrived.packages for unit in goods.units.values())
    listed = sum(unit.packages for unit in goods.units.values())
    return f"{counted}/{listed}" if counted or listed else ""


def _container(stream: str, name: str, facts: Sequence[Fact]) -> Card:
    box = container.fold(name, facts)
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


def _book(stream: str, name: str, facts: Sequence[Fact]) -> Card | None:
    book = fold_book(facts)
    if book is None:
        return None
    return Card(
        stream=stream, kind="book", version=len(facts), state="open", since=facts[0].happened_at, party=book.holder,
        facts=_plain(name=book.name, office=book.office, lines=str(len(book.items))),
    )  # fmt: skip


def _list(stream: str, name: str, facts: Sequence[Fact]) -> Card | None:
    state = fold_list(facts)
    if state is None:
        return None
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


def _pass(stream: str, name: str, facts: Sequence[Fact]) -> Card | None:
    state = fold_pass(facts)
    if state is None:
        return None
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


def _outage(stream: str, name: str, facts: Sequence[Fact]) -> Card | None:
    state = outage.fold(name, facts)
    if state is None:
        return None
    return Card(
        stream=stream, kind="outage", version=state.version, state="open" if state.until is None else "ended",
        since=state.since, facts=_plain(
            scope=state.scope, what=state.what, reason=state.reason,
            until=str(state.until) if state.until is not None else "",
        ),
    )  # fmt: skip


def _plain(**values: str) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}


_MAKERS: dict[str, Callable[[str, str, Sequence[Fact]], Card | None]] = {
    "consignment": _consignment,
    "container": _container,
    "book": _book,
    "list": _list,
    "pass": _pass,
    "outage": _outage,
}

KINDS = tuple(_MAKERS)
"""Kinds of streams that have cards; also the first part of their names."""
