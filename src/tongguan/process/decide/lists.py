"""Decisions about account books and verification lists: open, approve, bind, write off, delete."""

from collections.abc import Collection
from decimal import Decimal

import msgspec

from tongguan.facts import chain
from tongguan.facts.actor import Actor
from tongguan.facts.claim import Claim
from tongguan.facts.decision import Refusal
from tongguan.facts.kinds import Payload
from tongguan.facts.zone import (
    ADDS,
    BETWEEN,
    CHECKS,
    EFFECTS,
    IN,
    LINES,
    OUT,
    TAKES,
    WAREHOUSE,
    AccountBook,
    BookItem,
    ListLine,
    VerificationList,
)
from tongguan.process.decide import amounts, rights
from tongguan.process.decide.refusals import refuse
from tongguan.process.zone import ListState, Quantities


class Says(msgspec.Struct):
    """Facts of one stream with what they claim of others."""

    facts: list[Payload]
    claims: list[Claim] = []


def stock(book: str, record_line: str) -> str:
    """Stream of the stock of a book's line."""
    return f"stock/{book}/{record_line}"


def open_book(book: AccountBook, actor: Actor) -> Says | Refusal:
    """Open an account book; an officer does."""
    if actor.kind != "officer":
        return refuse("not_your_role", actor=actor.id, role="officer")
    if len(book.number) != 12 or book.number[:1] not in ("H", "T") or not book.number.isalnum():
        return refuse("bad_book_number", number=book.number)
    lines = [item.record_line for item in book.items]
    if not lines or len(set(lines)) < len(lines):
        return refuse("line_twice", document=book.number)
    for item in book.items:
        if not amounts.fits(item.opening):
            return refuse("bad_field", field="opening", value=item.opening, known=amounts.FORM)
    return Says([chain.BookOpened(book)])


def approve(
    number: str, wanted: VerificationList, book: AccountBook | None, other: ListState | None, actor: Actor
) -> Says | Refusal:
    """Approve a list: what it takes is reserved at once. ``other`` is the other side of a movement between books."""
    if actor.kind not in ("declarant", "service"):
        return refuse("not_your_role", actor=actor.id, role="declarant")
    if book is None:
        return refuse("unknown_book", book=wanted.book)
    refusal = _form(wanted, book) or _lines(wanted, book)
    if refusal is None and wanted.line == BETWEEN and wanted.direction == IN:
        refusal = _other_side(wanted, other)
    if refusal:
        return refusal
    return reserve(Says([chain.ListApproved(number, wanted)]), number, wanted)


def _form(wanted: VerificationList, book: AccountBook) -> Refusal | None:
    known = [
        (bool(wanted.client_number), "client_number", "", "1 …"),
        (wanted.direction in (IN, OUT), "direction", wanted.direction, "I, E"),
        (wanted.line in LINES, "line", wanted.line, ", ".join(LINES)),
        (wanted.effect in EFFECTS, "effect", wanted.effect, ", ".join(EFFECTS)),
        (wanted.customs in ("1", "2"), "customs", wanted.customs, "1, 2"),
        (wanted.effect not in _WAY or _WAY[wanted.effect] == wanted.direction, "effect", wanted.effect,
         "D (I), F E (E)"),
        (wanted.customs_type in (("1", "2") if wanted.customs == "1" else ("",)), "customs_type",
         wanted.customs_type, "1, 2; — (customs = 2)"),
        (wanted.holder == book.holder, "holder", wanted.holder, book.holder),
        (wanted.office == book.office, "office", wanted.office, book.office),
    ]  # fmt: skip
    for holds, field, value, allowed in known:
        if not holds:
            return refuse("bad_field", field=field, value=value, known=allowed)
    needed = {
        "corresponding_declarant": wanted.customs_type == "2",
        "related_consignee": wanted.customs_type == "1",
        "related_owner": wanted.customs_type == "1",
        "related_declarant": wanted.customs_type == "1",
    }
    for field, is_needed in needed.items():
        if is_needed and not getattr(wanted, field).customs_code:
            return refuse("party_missing", field=field, type=wanted.customs_type)
    return None


_WAY = {ADDS: IN, TAKES: OUT, WAREHOUSE: OUT}


def _lines(wanted: VerificationList, book: AccountBook) -> Refusal | None:
    items = {item.record_line: item for item in book.items}
    numbers = [line.line for line in wanted.lines]
    if not numbers or len(set(numbers)) < len(numbers):
        return refuse("line_twice", document=wanted.client_number)
    for line in wanted.lines:
        item = items.get(line.record_line)
        if item is None:
            return refuse("unknown_book_line", line=line.line, record_line=line.record_line, book=book.number)
        differs = _line_differs(line, item)
        if differs:
            field, listed, booked = differs
            return refuse("book_differs", line=line.line, field=field, listed=listed, booked=booked)
        refusal = _amounts(line)
        if refusal:
            return refusal
    return None


def _amounts(line: ListLine) -> Refusal | None:
    if not amounts.is_quantity(line.quantity):
        return refuse("bad_quantity", line=line.line, value=line.quantity, known=amounts.FORM)
    for field in ("total", "gross_weight", "net_weight"):
        value = getattr(line, field)
        if value is not None and not amounts.fits(value):
            return refuse("bad_field", field=field, value=value, known=amounts.FORM)
    return None


def _line_differs(line: ListLine, item: BookItem) -> tuple[str, str, str] | None:
    for field in ("commodity", "unit"):
        listed, booked = getattr(line, field), getattr(item, field)
        if listed != booked:
            return field, listed, booked
    return None


def _other_side(wanted: VerificationList, other: ListState | None) -> Refusal | None:
    """Goods that come from another book are those that its list sends, line by line."""
    if other is None or not other.alive or other.list.direction != OUT or other.list.line != BETWEEN:
        return refuse("other_side_unknown", list=wanted.related_list or "—")
    if other.list.related_book != wanted.book or wanted.related_book != other.list.book:
        return refuse("other_side_elsewhere", list=other.number, book=other.list.related_book or "—")
    sent = {line.line: line for line in other.list.lines}
    differences = [
        f"{line.line} {field}: {_said(sent.get(line.line), field)} ≠ {getattr(line, field)}"
        for line in wanted.lines
        for field in ("commodity", "quantity", "unit", "total", "currency")
        if line.line not in sent or getattr(sent[line.line], field) != getattr(line, field)
    ]
    if len(sent) != len(wanted.lines):
        differences.append(f"lines: {len(sent)} ≠ {len(wanted.lines)}")
    if differences:
        return refuse("other_side_differs", list=other.number, differences="; ".join(differences))
    return None


def _said(line: ListLine | None, field: str) -> str:
    return str(getattr(line, field)) if line else "—"


def reserve(says: Says, number: str, wanted: VerificationList) -> Says:
    """What the list takes of the book: at once for F and E; looked at and given back for NF."""
    for line in wanted.lines:
        signs = {TAKES: (1,), WAREHOUSE: (1,), CHECKS: (1, -1)}.get(wanted.effect, ())
        for sign in signs:
            _book(says, number, wanted.book, line, sign)
    return says


def _book(says: Says, number: str, book: str, line: ListLine, sign: int) -> None:
    stream, amount = stock(book, line.record_line), sign * line.quantity
    says.facts.append(chain.StockBooked(stream, amount))
    says.claims.append(Claim(stream, amount, f"list/{number}"))


def may_be_bound(was: ListState, parties: Collection[str], covered: Collection[str]) -> Refusal | None:
    """A living list, one of its enterprises among the parties (customs codes), and a goods line that it covers."""
    if not was.alive:
        return refuse("list_not_alive", list=was.number, state=was.state)
    known = was.list.quoted_by
    if not set(known) & set(parties):
        return refuse("list_of_others", list=was.number, known=", ".join(known))
    return None if covered else refuse("list_covers_nothing", list=was.number)


def bind(was: ListState, declaration: str, quantities: Quantities) -> Says | Refusal:
    """A declaration covers lines of the list, no more than is left."""
    if not was.alive:
        return refuse("list_not_alive", list=was.number, state=was.state)
    taken = was.taken(declaration)
    for line in was.list.lines:
        left = line.quantity - taken.get(str(line.line), Decimal(0))
        wanted = quantities.get(str(line.line), Decimal(0))
        if wanted > left:
            return refuse("list_exceeded", list=was.number, line=line.line, quantity=wanted, left=left)
    return Says([chain.ListBound(declaration, dict(quantities))])


def settle(was: ListState) -> Says:
    """Write the list off once it may be; what it brings becomes stock."""
    says = Says([])
    if was.to_be_written_off:
        says.facts.append(chain.ListWrittenOff())
        if was.list.effect == ADDS:
            for line in was.list.lines:
                _book(says, was.number, was.list.book, line, -1)
    return says


def delete(was: ListState, reason: str, actor: Actor) -> Says | Refusal:
    """Delete a list that nothing rests on; what it had reserved is given back."""
    refusal = rights.of_enterprise(actor, was.list.own_parties)
    if refusal:
        return refusal
    if not was.alive:
        return refuse("list_not_alive", list=was.number, state=was.state)
    if was.declarations or was.passes:
        return refuse("list_in_use", list=was.number, used=", ".join((*was.declarations, *was.passes)))
    if not reason:
        return refuse("reason_missing")
    says = Says([chain.ListDeleted(reason)])
    for stream, amount in was.booked.items():
        if amount:
            says.facts.append(chain.StockBooked(stream, -amount))
            says.claims.append(Claim(stream, -amount, f"list/{was.number}"))
    return says
