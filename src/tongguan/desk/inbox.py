"""The inbox of an enterprise: what waits for it across all its clients, and what it was told of late."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

import msgspec

from tongguan.desk.authorities import AuthorityDesk
from tongguan.desk.cards import CardFilter
from tongguan.desk.guarantees import GuaranteeDesk, View
from tongguan.desk.papers import OPEN, TO_MEND, PaperFilter
from tongguan.desk.questions import MARK
from tongguan.desk.together import Together
from tongguan.desk.worklist import DECLARANT, OWED, PAYER, QUESTION, QueueFilter, WorkRow
from tongguan.process.inspection import BOOKED, ORDERED

ASKED_US, REFUSED, TO_PAY, VISIT, ENDS, TOLD = "question", "refused", "to_pay", "visit", "ends", "told"
KINDS = (ASKED_US, REFUSED, TO_PAY, VISIT, ENDS, TOLD)
"""Kinds of entries, the most pressing first."""
MOST, MOST_TOLD = 500, 60
"""Open papers that are looked at, and notices that are shown."""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One entry. ``key`` names it for ever, with all that makes it news; times are microseconds UTC."""

    kind: str
    key: str
    at: int
    """When it came up; of a visit that is booked, when it is; of a guarantee, nothing (0)."""
    row: WorkRow | None = None
    """The declaration it is about."""
    name: str = ""
    """Id of the question, inspection order, guarantee or channel."""
    amount: str = ""
    """Yuan not paid."""
    until: int | None = None
    """Time limit of a question, or last moment to pay."""
    days_left: int | None = None


class InboxDesk:
    """The inboxes of the office's enterprises."""

    def __init__(self, together: Together, authorities: AuthorityDesk, guarantees: GuaranteeDesk) -> None:
        self.journal = together.journal
        self._authorities = authorities
        self._guarantees = guarantees

    def entries(self, party: str, warn_days: int) -> list[Entry]:
        """Everything that waits for an enterprise by kind, the newest of each first; guarantees end within ``warn_days``."""
        barred = self._authorities.barred(party)
        waiting = self._papers(party, barred, OPEN)
        found = [
            *self._questions(party, barred), *_refused(self._papers(party, barred, TO_MEND), party),
            *_to_pay(waiting), *self._owed(party, barred), *self._visits(waiting, party),
            *_ending(self._held(party), warn_days), *self._told(party, barred),
        ]  # fmt: skip
        return sorted(found, key=lambda each: (KINDS.index(each.kind), -each.at, each.key))

    def _papers(self, party: str, barred: tuple[str, ...], stage: str) -> list[WorkRow]:
        return self.journal.papers(PaperFilter(party=party, barred=barred, stage=stage, limit=MOST))

    def _questions(self, party: str, barred: tuple[str, ...]) -> Iterator[Entry]:
        want = QueueFilter(roles=(DECLARANT,), states=(QUESTION,), officer=party, limit=MOST)
        for task in self.journal.tasks(want):
            row = self.journal.work(task.number)
            version = task.control.removeprefix(MARK)
            asked = (
                next((each for each in row.questions if str(each.version) == version), None) if row else None
            )
            if row and asked and row.trader not in barred:
                name = f"{row.number}-{version}"
                yield Entry(
                    kind=ASKED_US,
                    key=f"{ASKED_US}/{name}",
                    at=task.since,
                    row=row,
                    name=name,
                    until=asked.until,
                )

    def _owed(self, party: str, barred: tuple[str, ...]) -> Iterator[Entry]:
        """Duty that is not paid after release, of its own goods and of those it declared for a client."""
        for holder in (party, *self._authorities.clients(party)):
            want = QueueFilter(roles=(PAYER,), states=(OWED,), officer=holder, limit=MOST)
            for task in self.journal.tasks(want):
                row = self.journal.work(task.number)
                if row and party in (row.declarant, row.trader) and row.trader not in barred:
                    yield Entry(
                        kind=TO_PAY, key=f"{TO_PAY}/{row.number}/{row.unpaid}", at=row.released_at or 0, row=row,
                        amount=row.unpaid, until=task.since,
                    )  # fmt: skip

    def _visits(self, waiting: Iterable[WorkRow], party: str) -> Iterator[Entry]:
        """Inspections made known: those to be booked, and those that are."""
        own = {row.number: row for row in waiting if row.declarant == party}
        for card in self.journal.cards(CardFilter("inspection", (ORDERED, BOOKED), limit=MOST)):
            booked, order = card.facts.get("booked_for", ""), card.stream.partition("/")[2]
            for number in card.facts["declarations"].split():
                if number in own:
                    yield Entry(
                        kind=VISIT, key=f"{VISIT}/{order}/{number}/{booked}", at=int(booked or card.since), row=own[number],
                        name=order, until=int(booked) if booked else None,
                    )  # fmt: skip

    def _held(self, party: str) -> list[View]:
        holders = (party, *self._authorities.clients(party))
        return [view for holder in holders for view in self._guarantees.all(holder)]

    def _told(self, party: str, barred: tuple[str, ...]) -> Iterator[Entry]:
        """The last receipts that the courier numbered for it."""
        last = self.journal.courier_state([party])[1].get(party, 0)
        for each in self.journal.receipts(declarant=party, after=max(0, last - MOST_TOLD)):
            row = self.journal.work(each.number)
            if row and row.trader not in barred:
                yield Entry(kind=TOLD, key=f"{TOLD}/{each.sequence}", at=each.at, row=row, name=each.channel)


def _refused(rows: Iterable[WorkRow], party: str) -> Iterator[Entry]:
    for row in rows:
        if row.status == "returned" and row.declarant == party:
            yield Entry(
                kind=REFUSED,
                key=f"{REFUSED}/{row.number}/{row.version}",
                at=row.first_lodged_at or 0,
                row=row,
            )


def _to_pay(rows: Iterable[WorkRow]) -> Iterator[Entry]:
    """Duty that keeps a declaration from its release: neither paid nor secured whole."""
    for row in rows:
        if row.accepted_at is not None and Decimal(row.unpaid or 0) > Decimal(row.secured or 0):
            yield Entry(
                kind=TO_PAY,
                key=f"{TO_PAY}/{row.number}/{row.unpaid}",
                at=row.accepted_at,
                row=row,
                amount=row.unpaid,
            )


def _ending(views: Iterable[View], warn_days: int) -> Iterator[Entry]:
    for view in views:
        left = view.days_left
        if view.state == "active" and left is not None and 0 <= left <= warn_days:
            name, terms = view.guarantee.name, view.guarantee.terms
            yield Entry(
                kind=ENDS,
                key=f"{ENDS}/{name}/{terms.valid_to if terms else ''}",
                at=0,
                name=name,
                days_left=left,
            )
