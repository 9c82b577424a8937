"""Which broker may act for whom: authorities that clients give and end, and what an outsider may see because of them."""

from collections.abc import Callable

from tongguan.desk import outward
from tongguan.desk.authority_cards import authority_of, stream_of
from tongguan.desk.cards import CardFilter
from tongguan.desk.joint import Joint
from tongguan.desk.together import Together
from tongguan.desk.views import Sheet
from tongguan.facts.actor import Actor
from tongguan.facts.authority import AuthorityGranted
from tongguan.facts.clock import local_date
from tongguan.facts.decision import Refusal
from tongguan.facts.kinds import Payload
from tongguan.process import authority
from tongguan.process.authority import IN_FORCE, Authority

MOST = 10_000


class AuthorityDesk:
    """Authorities to declare, as the office knows them.

    A broker that lodges states its authority; so a client of whom the office knows no letter is seen through its
    declarations alone. Where a letter was ended, nothing of the client is seen any more.
    """

    def __init__(self, together: Together) -> None:
        self._together = together

    def grant(self, wanted: AuthorityGranted, actor: Actor) -> Refusal | None:
        """A client gives a broker authority."""
        stream = stream_of(wanted.client, wanted.broker)
        return self._say(
            stream,
            lambda joint: authority.grant(joint.state(stream), wanted, actor, local_date(joint.now)),
            actor,
        )

    def end(self, client: str, broker: str, reason: str, actor: Actor) -> Refusal | None:
        """A client ends a broker's authority, at once."""
        stream = stream_of(client, broker)
        return self._say(
            stream,
            lambda joint: authority.end(
                joint.state(stream), client, broker, reason, actor, local_date(joint.now)
            ),
            actor,
        )

    def _say(
        self, stream: str, decide: Callable[[Joint], list[Payload] | Refusal], actor: Actor
    ) -> Refusal | None:
        def attempt(joint: Joint) -> Refusal | None:
            said = decide(joint)
            if isinstance(said, Refusal):
                return said
            joint.say(stream, said, joint.now, actor.id)
            return None

        done = self._together(attempt)
        return done if isinstance(done, Refusal) else None

    # -- looking ----------------------------------------------------------------------------------------------

    def of_client(self, client: str) -> list[Authority]:
        """Every authority that a client gave, ended ones included."""
        return self._cards(CardFilter("authority", prefix=f"{client}-", limit=MOST)) if client else []

    def of_broker(self, broker: str) -> list[Authority]:
        """Every authority that a broker was given, ended ones included."""
        return self._cards(CardFilter("authority", party=broker, limit=MOST)) if broker else []

    def _cards(self, want: CardFilter) -> list[Authority]:
        return [authority_of(card) for card in self._together.journal.cards(want)]

    def state(self, held: Authority) -> str:
        """in_force, not_yet or ended today."""
        return held.state(local_date(self._together.now()))

    def clients(self, broker: str) -> tuple[str, ...]:
        """Clients for whom a broker has authority today, in order of their codes."""
        return tuple(sorted(h.terms.client for h in self.of_broker(broker) if self.state(h) == IN_FORCE))

    def barred(self, broker: str) -> tuple[str, ...]:
        """Clients of whom a broker sees nothing: its authority is ended, or not in force yet."""
        return tuple(h.terms.client for h in self.of_broker(broker) if self.state(h) != IN_FORCE)

    def may_see(self, sheet: Sheet, actor: Actor) -> bool:
        """What leaves the office of a declaration, may this actor see it?"""
        if not outward.may_see(sheet, actor):
            return False
        trader = sheet.declaration.trader
        own = actor.kind != "declarant" or actor.party in (trader.customs_code, trader.social_code)
        return own or (trader.customs_code or trader.social_code) not in self.barred(actor.party)
