"""What is due, followed through a declaration's life: the day of its rates, surcharges, what secures it."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec

from tongguan.facts.actor import SYSTEM
from tongguan.facts.assessment import Assessment, ItemAssessment
from tongguan.facts.clock import local_date
from tongguan.facts.declaration import IMPORT, Declaration
from tongguan.facts.dues import LatePaymentCharged, SurchargeAssessed
from tongguan.facts.evidence import Security
from tongguan.facts.finding import NOTE, Finding
from tongguan.facts.parts import TaxLine
from tongguan.process import commands as c
from tongguan.process.clearance import Clearance
from tongguan.process.guarantee import BARS
from tongguan.rules.duty import Duty
from tongguan.rules.figures import Exchange
from tongguan.rules.surcharge import (
    LateDeclaration,
    LatePayment,
    consolidated_due,
    late_declaration,
    late_payment,
    payment_due,
)
from tongguan.rules.terms import MissingDay, Outage, Terms

if TYPE_CHECKING:
    from tongguan.desk.joint import Joint

CONSOLIDATED = "CL"
Outages = Callable[[str], Sequence[Outage]]
"""From an office to its outages as local dates."""


class Surcharges(msgspec.Struct, frozen=True):
    """What lateness costs as of a day; None where nothing is late or can be told."""

    declaration: LateDeclaration | None
    payment: LatePayment | None


class Dues:
    """The dues of one office."""

    def __init__(self, duty: Duty, terms: Terms, outages: Outages) -> None:
        self.duty = duty
        self._terms = terms
        self._outages = outages
        self.editions = {"figures": duty.figures.digest}

    # -- assessment -------------------------------------------------------------------------------------------

    def assess(self, d: Declaration, on: date) -> Assessment | None:
        """The assessment with the rates of a day; None where nothing is levied."""
        return self.duty.assess(d, on) if self.duty.applies(d, on) else None

    def exchange(self, currency: str, on: date) -> Exchange | None:
        """Yuan for one unit of a currency on a local date; None where the office has no rate."""
        return self.duty.figures.exchange(currency, on)

    def day(self, was: Clearance) -> date:
        """The day whose rates hold: acceptance, or entry of the transport where that came later (Regulation Art. 15)."""
        accepted = local_date(was.points.get("acceptance", was.last_at))
        entered = was.milestones.get("entered")
        if entered is None or was.declaration.direction != IMPORT:
            return accepted
        return max(accepted, local_date(entered))

    def follow(self, joint: "Joint", number: str) -> None:
        """Assess again when the day of the rates has moved; reckon the surcharge of a late declaration."""
        was = joint.clearance(number)
        if was is None or not was.alive or not was.accepted or was.released:
            return
        on = self.day(was)
        if was.assessment is not None and was.assessment.on != on.isoformat():
            ground = "entry" if on != local_date(was.points["acceptance"]) else "acceptance"
            self.assess_again(joint, was, on, ground)
            return
        if was.surcharge is None and was.declaration.direction == IMPORT and "entered" in was.milestones:
            self._late(joint, was)

    def assess_again(self, joint: "Joint", was: Clearance, on: date, ground: str) -> None:
        """A new assessment on a ground; guarantees follow it."""
        found = self.duty.assess(was.declaration, on)

        def again(entry_id: str, was: Clearance) -> c.Command:
            return c.Assess(
                actor=SYSTEM, at=joint.now, now=joint.now, entry_id=entry_id, assessment=found, ground=ground,
                editions=self.editions, free=self.free(joint, was),
            )  # fmt: skip

        joint.decide(was.number, again)

    def free(self, joint: "Joint", was: Clearance) -> dict[str, Decimal]:
        """What is free on the guarantees that secure a declaration now."""
        if not was.claims:
            return {}
        heads = joint.journal.heads(sorted(was.claims))
        return {stream: head.free or Decimal(0) for stream, head in heads.items()}

    def _late(self, joint: "Joint", was: Clearance) -> None:
        entered, accepted = local_date(was.milestones["entered"]), local_date(was.points["acceptance"])
        if (accepted - entered).days < self._terms.late_declaration_offset:
            return
        value, missing = self.duty.value(was.declaration, self.day(was))
        if missing:
            return
        try:
            outages = self._outages(was.declaration.office)
            found = late_declaration(entered, accepted, value, self.duty.figures, self._terms, outages)
        except MissingDay as gap:
            self._hold(joint, was, str(gap))
            return
        if not found.amount:
            return
        charged = SurchargeAssessed(found.amount, found.start.isoformat(), found.days, value)

        def charge(entry_id: str, was: Clearance) -> c.Command:
            return c.AssessSurcharge(
                actor=SYSTEM, at=joint.now, now=joint.now, entry_id=entry_id, found=charged
            )

        joint.decide(was.number, charge)

    def _hold(self, joint: "Joint", was: Clearance, gap: str) -> None:
        if "figure_missing" in was.holds or was.assessment is None:
            return

        def wait(entry_id: str, was: Clearance) -> c.Command:
            return c.Assess(
                actor=SYSTEM, at=joint.now, now=joint.now, entry_id=entry_id, ground="figures",
                assessment=Assessment(on=was.assessment.on if was.assessment else "", missing=(gap,)),
                editions=self.editions,
            )  # fmt: skip

        joint.decide(was.number, wait)

    # -- findings ---------------------------------------------------------------------------------------------

    def findings(
        self, d: Declaration, found: Assessment | None, security: Security | None, credit: str = ""
    ) -> Iterable[Finding]:
        """Differences of the declarant's own figures, and a guarantee that cannot be used: notes, never more."""
        if security is not None and security.barred:
            zh, en = BARS[security.barred]
            name = security.guarantee.partition("/")[2] or "—"
            yield Finding("D03", NOTE, "guarantee_no", values={"guarantee": name, "why_zh": zh, "why_en": en})
        if found is None or d.tax_report is None:
            return
        barred = self.duty.figures.policy.self_payment.barred(date.fromisoformat(found.on), credit)
        if barred:
            yield Finding("D04", NOTE, "tax_report", values={"why_zh": barred[0], "why_en": barred[1]})
            return
        own = {line.line: line for line in d.tax_report.lines}
        for item in found.items:
            if item.line in own:
                yield from self._differences(own[item.line], item)

    def _differences(self, own: TaxLine, item: ItemAssessment) -> Iterable[Finding]:
        policy = self.duty.figures.policy
        for kind in ("value", "duty", "anti_dumping", "consumption_tax", "vat"):
            declared, assessed = getattr(own, kind), getattr(item, kind)
            if declared is None:
                continue
            allowed = max(policy.tolerance_yuan, assessed * policy.tolerance_share)
            if abs(declared - assessed) > allowed:
                values = {
                    "line": str(item.line),
                    "kind": kind,
                    "declared": str(declared),
                    "assessed": str(assessed),
                }
                yield Finding("D02", NOTE, f"tax_report.lines.{kind}", item.line, values)

    # -- payment ----------------------------------------------------------------------------------------------

    def due(self, was: Clearance) -> date | None:
        """The last day to pay: of the month for a consolidated payment, else of the payment document's term."""
        if not was.accepted:
            return None
        try:
            if was.declaration.document_type[:2] == CONSOLIDATED and was.released:
                return consolidated_due(local_date(was.points["release"]), self.duty.figures)
            return payment_due(self.day(was), self.duty.figures)
        except MissingDay:
            return None

    def surcharges(self, was: Clearance, on: date) -> Surcharges:
        """What lateness costs, were the declaration accepted (if it is not) and its duty paid on a local date.

        MissingDay when the calendar does not reach so far.
        """
        declared = None
        entered = was.milestones.get("entered")
        if entered is not None and was.declaration.direction == IMPORT:
            accepted = local_date(was.points["acceptance"]) if was.accepted else on
            value, missing = self.duty.value(was.declaration, self.day(was))
            if not missing:
                outages = self._outages(was.declaration.office)
                declared = late_declaration(
                    local_date(entered), accepted, value, self.duty.figures, self._terms, outages
                )
        due, paid = self.due(was), None
        if due is not None and was.assessment is not None and was.outstanding:
            paid = late_payment(due, on, was.assessment.taxes.kinds(), self.duty.figures)
        return Surcharges(declared, paid)

    def late(self, was: Clearance, at: int) -> LatePaymentCharged | None:
        """The late-payment surcharge of what is paid on a day after the last one; None when it is in time."""
        due = self.due(was)
        if due is None or was.assessment is None or local_date(at) <= due:
            return None
        found = late_payment(due, local_date(at), was.assessment.taxes.kinds(), self.duty.figures)
        if not found.total:
            return None
        return LatePaymentCharged(found.total, due.isoformat(), found.days, found.amounts)
