"""The register of enterprises with their credit 企业信用."""

from tongguan.desk.cards import Card, CardFilter
from tongguan.desk.joint import Joint
from tongguan.desk.together import Together
from tongguan.facts.actor import Actor
from tongguan.facts.clock import local_date
from tongguan.facts.decision import Refusal
from tongguan.facts.declaration import Declaration
from tongguan.facts.event import open_event
from tongguan.facts.selection import EnterpriseRated
from tongguan.process import enterprise
from tongguan.process.enterprise import Enterprise

MOST = 10_000


def enterprise_stream(declaration: Declaration) -> str:
    """Stream of the domestic consignee or consignor, whose credit counts."""
    trader = declaration.trader
    return f"enterprise/{trader.customs_code or trader.social_code}"


class EnterpriseDesk:
    """Enterprises of one office."""

    def __init__(self, together: Together) -> None:
        self._together = together

    def rate(self, code: str, wanted: EnterpriseRated, actor: Actor) -> Refusal | None:
        """Note the credit of an enterprise (customs code); without a day it counts from today on."""

        def attempt(joint: Joint) -> Refusal | None:
            today = local_date(joint.now).isoformat()
            dated = EnterpriseRated(wanted.credit, wanted.valid_from or today, wanted.ref, wanted.name)
            said = enterprise.rate(dated, actor)
            if isinstance(said, Refusal):
                return said
            joint.say(f"enterprise/{code}", said, joint.now, actor.id)
            return None

        done = self._together(attempt)
        return done if isinstance(done, Refusal) else None

    def one(self, code: str) -> Enterprise | None:
        """One enterprise; None when nobody rated it."""
        events = self._together.journal.read(f"enterprise/{code}")
        return enterprise.fold(code, [open_event(event) for event in events])

    def every(self, credit: str = "") -> list[Card]:
        """Cards of all enterprises, or of those with one credit."""
        states = (credit,) if credit else ()
        return self._together.journal.cards(CardFilter("enterprise", states, limit=MOST))
