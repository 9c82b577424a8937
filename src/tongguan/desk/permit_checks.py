"""An officer accepts the control of e-ledgers or licences: they are compared once more, as the office knows them by now.

One whose data came after the declaration is compared and bound like any other, so that nobody draws it a second time.
"""

from msgspec.structs import replace

from tongguan.desk import amending
from tongguan.desk.joint import Joint
from tongguan.desk.lodging import Office
from tongguan.facts.clock import local_date
from tongguan.facts.decision import ACCEPT, Refusal
from tongguan.facts.finding import REJECT
from tongguan.facts.permit import LEDGER, LICENCE
from tongguan.process import commands as c
from tongguan.process.clearance import Clearance
from tongguan.process.decide.refusals import refuse
from tongguan.process.model import Model
from tongguan.rules import ledger, licence
from tongguan.rules.quoting import quotes

_KINDS = {ledger.WORD: LEDGER, licence.WORD: LICENCE}


def look_again(
    office: Office, joint: Joint, model: Model, was: Clearance, command: c.Done
) -> c.Done | Refusal:
    """The command with what it binds; refused when what is known by now differs, or when nothing is known and no paper named."""
    control = model.find(command.control)
    kind = _KINDS.get(control.when, "") if control else ""
    if command.outcome != ACCEPT or not any(
        quote.kind == kind for quote in quotes(was.declaration, office.rules.selection)
    ):
        return command
    on = local_date(was.points.get("acceptance", command.at))
    evidence, issued = amending.met(
        office, was.declaration, was, joint.facts(was.number), local_date(joint.now)
    )
    asked = {each.number: each for each in evidence.permits if each.kind == kind and not each.held}
    found, compared = office.rules.permits_met(was.declaration, evidence, on, issued)
    wrong = [each for each in found if each.consequence == REJECT and each.values.get("number") in asked]
    if wrong:
        return refuse("permits_differ", **amending.said(office.rules, wrong))
    unknown = [number for number, each in asked.items() if not each.permit]
    if unknown and not command.reason:
        return refuse("permit_unseen", numbers=", ".join(unknown))
    binds = {**compared.binds, **compared.waits}
    new = {each.permit: binds[each.permit] for each in asked.values() if each.permit in binds}
    return replace(command, binds=new)
