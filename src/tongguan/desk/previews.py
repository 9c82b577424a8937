"""Before lodging: every finding that may leave the office, the duty, the documents that are needed, and whether those fit.

Nothing is stored, bound or selected.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import msgspec

from tongguan.desk.dues import Dues
from tongguan.desk.outward import may_lodge
from tongguan.desk.permit_quotes import QuotedPermits
from tongguan.desk.ports import Journal
from tongguan.desk.securities import Securities
from tongguan.facts.actor import Actor
from tongguan.facts.assessment import Assessment
from tongguan.facts.clock import local_date
from tongguan.facts.declaration import Declaration
from tongguan.facts.evidence import Evidence, Quoted, Security
from tongguan.facts.finding import REJECT, Finding
from tongguan.facts.message import Message, groups_of
from tongguan.facts.permit import Permit
from tongguan.rules.book import RuleBook
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
    """Judges what is being written, with the rules, figures, permits and guarantees of the office."""

    def __init__(self, journal: Journal, rules: RuleBook, dues: Dues, now: Callable[[], int]) -> None:
        self._journal = journal
        self._rules = rules
        self._dues = dues
        self._now = now

    def of(self, message: Message, actor: Actor, mistyped: Sequence[Finding] = ()) -> Preview:
        """The preview of a message; ``mistyped`` are findings about what could not be read and is not in it.

        Permits and guarantees are told to whom may lodge the message, to nobody else.
        """
        d, on = message.declaration, local_date(self._now())
        unread = {finding.field for finding in mistyped}
        checked = [each for each in self._rules.check(d, on).findings if each.field not in unread]
        found = [*mistyped, *checked]
        needs = tuple(self._rules.conditions.needs(d, on)) if d.items else ()
        if not d.items or any(each.consequence == REJECT and _reckons(each) for each in found):
            return Preview(on, self._outward(found), needs)
        if may_lodge(message, actor) is not None:
            return Preview(on, self._outward(found), needs, (), self._dues.assess(d, on), is_reckoned=True)
        permits = self._permits(d, on)
        assessment = self._dues.assess(d, on)
        security = Securities(self._journal, [message], self._now()).pick(d, assessment, on)
        found += [finding for each in permits for finding in each.findings]
        found += self._dues.findings(d, assessment, security)
        return Preview(on, self._outward(found), needs, permits, assessment, security, is_reckoned=True)

    def _outward(self, found: Sequence[Finding]) -> tuple[Finding, ...]:
        return self._rules.catalogue.outward(tuple(found))

    def _permits(self, d: Declaration, on: date) -> tuple[PermitSeen, ...]:
        """Each quoted permit compared by itself, so that what does not fit is told of that one."""
        quoted, issued = QuotedPermits(self._journal, self._rules, [d]).of(d)
        return tuple(self._permit(d, each, on, issued) for each in quoted)

    def _permit(self, d: Declaration, quoted: Quoted, on: date, issued: Mapping[str, Permit]) -> PermitSeen:
        evidence = Evidence(permits=(quoted,))
        found = self._rules.of_permits(d, evidence, on, issued)
        return PermitSeen(quoted.kind, quoted.number, bool(quoted.permit), self._outward(found))


def _reckons(finding: Finding) -> bool:
    return bool(groups_of((finding.field,)) & RECKONED)
