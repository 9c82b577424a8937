"""Before lodging: every finding that may leave the office, the duty, the documents that are needed, and whether those fit.

Nothing is stored, bound or selected.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import msgspec

from tongguan.desk import amending
from tongguan.desk.lodging import Met, Office, met_now
from tongguan.desk.outward import may_lodge
from tongguan.desk.securities import Securities
from tongguan.facts.actor import Actor
from tongguan.facts.assessment import Assessment
from tongguan.facts.clock import local_date
from tongguan.facts.declaration import Declaration
from tongguan.facts.event import Fact, open_event
from tongguan.facts.evidence import Evidence, Quoted, Security
from tongguan.facts.finding import REJECT, Finding
from tongguan.facts.message import Message, groups_of
from tongguan.facts.permit import Permit
from tongguan.process.apply import fold
from tongguan.process.clearance import Clearance
from tongguan.rules.conditions import Need

RECKONED = frozenset({"goods", "value", "origin"})
"""Groups of facts without which neither duty nor a permit can be reckoned."""


class PermitSeen(msgspec.Struct, frozen=True):
    """A quoted e-ledger or licence, and whether what is declared fits it."""

    kind: str
    number: str
    is_known: bool
    findings: tuple[Finding, ...]


class Preview(msgspec.Struct, frozen=True):
    """What the office would say of a message now, as far as it may be told."""

    on: date
    findings: tuple[Finding, ...]
    needs: tuple[Need, ...]
    permits: tuple[PermitSeen, ...] = ()
    assessment: Assessment | None = None
    """None where nothing is levied, or where ``is_reckoned`` is False."""
    security: Security | None = None
    is_reckoned: bool = False
    """False: what duty and permits are reckoned from is not right yet."""

    @property
    def rejecting(self) -> int:
        """How many findings would return the declaration."""
        return sum(finding.consequence == REJECT for finding in self.findings)


class PreviewDesk:
    """Judges what is being written as lodging judges it, with the rules, figures, permits and guarantees of the office."""

    def __init__(self, office: Office, now: Callable[[], int]) -> None:
        self._office = office
        self._rules = office.rules
        self._dues = office.dues
        self._now = now

    def of(
        self, message: Message, actor: Actor, mistyped: Sequence[Finding] = (), amends: str = ""
    ) -> Preview:
        """The preview of a message; ``mistyped`` are findings about what could not be read and is not in it.

        ``amends``: the accepted declaration (unified number) whose next version it is to be. What the office knows of
        goods, lists, permits and guarantees is told to whom may lodge the message, to nobody else.
        """
        d, was = message.declaration, self._amended(amends)
        on = local_date(was[0].points.get("acceptance", self._now()) if was else self._now())
        rated = self._dues.day(was[0]) if was else on
        unread = {finding.field for finding in mistyped}
        checked = [each for each in self._rules.check(d, on).findings if each.field not in unread]
        found = [*mistyped, *checked]
        needs = tuple(self._rules.conditions.needs(d, on)) if d.items else ()
        if not d.items or any(each.consequence == REJECT and _reckons(each) for each in found):
            return Preview(on, self._outward(found), needs)
        assessment = self._dues.assess(d, rated)
        if may_lodge(message, actor) is not None:
            return Preview(on, self._outward(found), needs, (), assessment, is_reckoned=True)
        met = self._met(message, actor, was)
        security = None if was else met.securities.pick(d, assessment, on)
        found += self._rules.met(d, met.evidence, on, met.lists, met.issued)[0]
        found += self._dues.findings(d, assessment, security, met.evidence.credit)
        permits = tuple(self._permit(d, each, on, met.issued) for each in met.evidence.permits)
        return Preview(on, self._outward(found), needs, permits, assessment, security, is_reckoned=True)

    def _amended(self, number: str) -> tuple[Clearance, list[Fact]] | None:
        facts = [open_event(event) for event in self._office.journal.read(number)] if number else []
        was = fold(facts)
        return (was, facts) if was else None

    def _met(self, message: Message, actor: Actor, was: tuple[Clearance, list[Fact]] | None) -> Met:
        if was is None:
            return met_now(self._office, message, actor, self._now())
        evidence, issued = amending.met(self._office, message.declaration, *was, local_date(self._now()))
        return Met(evidence, {}, issued, Securities(self._office.journal, [], self._now()))

    def _outward(self, found: Sequence[Finding]) -> tuple[Finding, ...]:
        return self._rules.catalogue.outward(tuple(found))

    def _permit(self, d: Declaration, quoted: Quoted, on: date, issued: Mapping[str, Permit]) -> PermitSeen:
        """A quoted permit compared by itself, so that what does not fit is told of that one."""
        evidence = Evidence(permits=(quoted,))
        found = self._rules.of_permits(d, evidence, on, issued)
        return PermitSeen(quoted.kind, quoted.number, bool(quoted.permit), self._outward(found))


def _reckons(finding: Finding) -> bool:
    return bool(groups_of((finding.field,)) & RECKONED)
