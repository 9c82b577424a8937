"""Guarantees that declarations ask for: looked up for a whole batch, and kept count of while it is decided."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from tongguan.desk import card_index
from tongguan.desk.cards import Card, CardFilter
from tongguan.desk.ports import Journal
from tongguan.desk.worklist import OWED, PAYER, QueueFilter
from tongguan.facts.assessment import Assessment
from tongguan.facts.declaration import Declaration
from tongguan.facts.evidence import Security
from tongguan.facts.message import Message
from tongguan.process.guarantee import Guarantee, Use, bar

CONSOLIDATED, TAX_TERM = "CL", "TT"
"""Beginnings of a document type 单据类型: consolidated payment 汇总征税, tax-deadline guarantee 纳税期限担保."""


def stream_of(name: str) -> str:
    """Stream of a guarantee given by its number or its stream."""
    return name if name.startswith("guarantee/") else f"guarantee/{name}"


def asks(d: Declaration) -> bool:
    """Does the declarant want the duty secured?"""
    return (
        bool(d.guarantee_no) or d.guarantee_release == "1" or d.document_type[:2] in (CONSOLIDATED, TAX_TERM)
    )


def holders(d: Declaration) -> tuple[str, ...]:
    """Codes of the taxpayer: the domestic consignee or consignor."""
    return tuple(code for code in (d.trader.customs_code, d.trader.social_code) if code)


def scope(d: Declaration, settle: str = "") -> str:
    """What a guarantee must be for."""
    if d.document_type[:2] == CONSOLIDATED:
        return "consolidated"
    return "provisional_admission" if settle else "tax_payment"


class Securities:
    """The guarantees of a batch of messages, with what is left of each as the batch goes on."""

    def __init__(self, journal: Journal, messages: Iterable[Message], now: int) -> None:
        self._journal = journal
        self._now = now
        asking = [message.declaration for message in messages if asks(message.declaration)]
        self._known: dict[str, Guarantee] = {}
        self._free: dict[str, Decimal] = {}
        self._of: dict[str, list[str]] = {}
        self._arrears: dict[str, bool] = {}
        if asking:
            self._load(asking)

    def _load(self, asking: Sequence[Declaration]) -> None:
        named = {stream_of(d.guarantee_no) for d in asking if d.guarantee_no}
        cards = list(self._journal.cards_of(sorted(named)))
        for holder in dict.fromkeys(code for d in asking if not d.guarantee_no for code in holders(d)):
            found = self._journal.cards(CardFilter("guarantee", party=holder, limit=50))
            self._of[holder] = [card.stream for card in found]
            cards += found
        self._take(cards)

    def _take(self, cards: Iterable[Card]) -> None:
        for card in cards:
            self._known[card.stream] = card_index.guarantee_of(card)
        heads = self._journal.heads(sorted(self._known))
        self._free = {stream: head.free or Decimal(0) for stream, head in heads.items()}

    def pick(self, d: Declaration, found: Assessment | None, on: date) -> Security | None:
        """The guarantee that secures the duty of a declaration, or the one named with why it cannot. None: not asked."""
        if found is None or not found.total or found.missing or not asks(d):
            return None
        if d.guarantee_no:
            return self.of(stream_of(d.guarantee_no), d, found, on)
        streams = dict.fromkeys(stream for code in holders(d) for stream in self._of.get(code, ()))
        tried = [self.of(stream, d, found, on) for stream in streams]
        usable = next((each for each in tried if not each.barred), None)
        return usable or (tried[0] if tried else Security("", Decimal(0), barred="unknown"))

    def of(self, stream: str, d: Declaration, found: Assessment, on: date) -> Security:
        """One guarantee as it stands for a declaration."""
        state = self._known.get(stream)
        if state is None:
            return Security(stream, Decimal(0), barred="unknown")
        free = self._free.get(stream, Decimal(0))
        wanted = scope(d, found.settle)
        use = Use(holder=holders(d), office=d.office, scope=wanted, on=on, settle=found.settle,
                  taken=state.occupied(free) > 0)  # fmt: skip
        barred = bar(state, use)
        if not barred and wanted == "consolidated" and self._in_arrears(state.holder):
            barred = "arrears"
        if not barred and free < found.total:
            barred = "too_small"
        return Security(stream, free, state.terms.instrument if state.terms else "", barred)

    def _in_arrears(self, holder: str) -> bool:
        if holder not in self._arrears:
            oldest = self._journal.tasks(QueueFilter(roles=(PAYER,), states=(OWED,), officer=holder, limit=1))
            self._arrears[holder] = bool(oldest) and oldest[0].since < self._now
        return self._arrears[holder]

    def take(self, stream: str, amount: Decimal) -> None:
        """Something of a guarantee was taken for a declaration of this batch."""
        if stream in self._free:
            self._free[stream] -= amount
