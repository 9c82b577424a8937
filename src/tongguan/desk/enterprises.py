"""The register of enterprises with their credit 企业信用."""

from collections.abc import Iterable

from msgspec.structs import replace

from tongguan.desk.cards import Card, CardFilter
from tongguan.desk.joint import Joint
from tongguan.desk.ports import Journal, Key
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
SOCIAL = "social"
"""Kind of key: one social credit code belongs to one customs code."""


def by_social(journal: Journal, codes: Iterable[str]) -> dict[str, str]:
    """Social credit code → customs code of its enterprise, for those of these codes that the register knows."""
    keys = [Key(SOCIAL, code) for code in sorted(set(codes))]
    return {key.value: stream.partition("/")[2] for key, stream in journal.find(keys).items()} if keys else {}


def codes_of(journal: Journal, code: str) -> tuple[str, ...]:
    """The codes of the enterprise with a customs code: that one, and its social credit code where the register has it."""
    held = enterprise.fold(code, [open_event(event) for event in journal.read(f"enterprise/{code}")])
    return (code, held.social_code) if held and held.social_code else (code,)


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
            said = enterprise.rate(replace(wanted, valid_from=wanted.valid_from or today), actor)
            if isinstance(said, Refusal):
                return said
            stream = f"enterprise/{code}"
            was: Enterprise | None = joint.state(stream)
            joint.say(stream, said, joint.now, actor.id)
            if wanted.social_code and (was is None or was.social_code != wanted.social_code):
                joint.key(stream, SOCIAL, wanted.social_code)
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
