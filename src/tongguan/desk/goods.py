"""The goods' side of the desk: manifests, movements, and what the yard knows."""

from msgspec.structs import replace

from tongguan.desk import yard
from tongguan.desk.joint import Joint
from tongguan.desk.together import Together
from tongguan.facts import movement
from tongguan.facts.actor import Actor
from tongguan.facts.decision import Refusal
from tongguan.facts.event import open_event
from tongguan.process import consignment, container
from tongguan.process.consignment import Consignment
from tongguan.process.container import Container
from tongguan.process.decide.moving import Report
from tongguan.rules.book import RuleBook


class GoodsDesk:
    """Consignments and containers of one office."""

    def __init__(self, together: Together, rules: RuleBook) -> None:
        self._together = together
        self._rules = rules

    def manifest(
        self, document: str, filed: movement.ConsignmentManifested, actor: Actor, at: int | None = None
    ) -> Refusal | None:
        """File a manifest line of a transport document, or file it again."""

        def attempt(joint: Joint) -> Refusal | None:
            return yard.file_manifest(joint, document, filed, actor, joint.now if at is None else at)

        done = self._together(attempt)
        return done if isinstance(done, Refusal) else None

    def report(self, said: Report) -> yard.Moved | Refusal:
        """A movement of goods: everything that it concerns is written at once, or nothing."""
        moved: list[yard.Moved] = []

        def attempt(joint: Joint) -> Refusal | None:
            moved.clear()
            outcome = yard.report(joint, self._rules, _at_once(said, joint.now))
            if isinstance(outcome, Refusal):
                return outcome
            moved.append(outcome)
            return None

        done = self._together(attempt)
        return done if isinstance(done, Refusal) else moved[0]

    def tries(self, said: Report) -> yard.Moved | Refusal:
        """What a movement would come to; nothing is written."""
        joint = self._together.joint()
        return yard.report(joint, self._rules, _at_once(said, joint.now))

    def arrived(self, document: str, actor: Actor, at: int, place: str = "") -> Refusal | None:
        """Goods of a transport document are at the supervised place, declared or not; refused when known already."""
        said = self.report(
            Report(milestone="arrived", actor=actor, at=at, now=at, document=document, place=place)
        )
        return said if isinstance(said, Refusal) else None

    def consignment(self, document: str) -> Consignment:
        """A consignment as the yard knows it; version 0 when nobody has heard of it."""
        events = self._together.journal.read(f"consignment/{document}")
        return consignment.fold(document, [open_event(event) for event in events])

    def container(self, number: str) -> Container:
        """A container as the yard knows it; version 0 when nobody has heard of it."""
        events = self._together.journal.read(f"container/{number}")
        return container.fold(number, [open_event(event) for event in events])


def _at_once(said: Report, now: int) -> Report:
    """What is said to happen now happens when it is decided."""
    return replace(said, now=now, at=now if said.at == said.now else said.at)
