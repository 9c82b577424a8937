"""Acting for a client: a broker whose letter is ended, or not in force yet, lodges nothing and is told nothing new."""

from tongguan.desk.authority_cards import authority_of, stream_of
from tongguan.desk.cards import CardFilter
from tongguan.desk.joint import Joint
from tongguan.desk.ports import Journal, StoredReceipt
from tongguan.desk.worklist import WorkRow
from tongguan.facts.clock import local_date
from tongguan.facts.decision import Refusal
from tongguan.facts.declaration import Declaration
from tongguan.facts.event import Fact, open_event
from tongguan.facts.message import declarant_code
from tongguan.process.authority import IN_FORCE, Authority, fold
from tongguan.process.decide.refusals import refuse

MOST = 10_000
"""Letters of one broker that are looked at."""


def letters(declaration: Declaration) -> tuple[str, ...]:
    """Streams of the letters by which the declarant acts for the trader, under either of its codes; none for its own goods."""
    broker, trader = declarant_code(declaration), declaration.trader
    clients = tuple(code for code in (trader.customs_code, trader.social_code) if code)
    return () if broker in clients else tuple(stream_of(client, broker) for client in clients)


def without_authority(joint: Joint, declaration: Declaration) -> Refusal | None:
    """None when the declarant may lodge it now. Where no letter is on record, lodging states the authority."""
    for stream in letters(declaration):
        held: Authority | None = joint.state(stream)
        if held is not None and held.state(local_date(joint.now)) != IN_FORCE:
            return refuse("authority_over", client=held.terms.client, broker=held.terms.broker)
    return None


class Told:
    """What a broker is told: of a client whose letter does not hold today, only what was told while one did."""

    def __init__(self, journal: Journal, broker: str, now: int) -> None:
        self._journal = journal
        held = [
            authority_of(card)
            for card in journal.cards(CardFilter("authority", party=broker, limit=MOST))
            if broker
        ]
        today = local_date(now)
        over = [each.terms.client for each in held if each.state(today) != IN_FORCE]
        self._letters: dict[str, list[Fact]] = {
            client: [open_event(event) for event in journal.read(stream_of(client, broker))]
            for client in over
        }

    def may_hear(self, row: WorkRow, at: int) -> bool:
        """Is what was told at a moment (microseconds UTC) of this declaration for the broker to read?"""
        letter = self._letters.get(row.trader)
        if letter is None:
            return True
        stood = fold(fact for fact in letter if fact.recorded_at <= at)
        return stood is None or stood.state(local_date(at)) == IN_FORCE

    def heard(self, receipts: list[StoredReceipt]) -> list[StoredReceipt]:
        """The receipts that are for the broker to read."""
        if not self._letters:
            return receipts
        rows = self._journal.works([each.number for each in receipts])
        return [
            each for each in receipts if each.number in rows and self.may_hear(rows[each.number], each.at)
        ]
