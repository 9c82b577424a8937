"""Deciding a request to amend: the rules run again over the new content, and nothing that they reject is granted."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from msgspec.structs import replace

from tongguan.desk import lodging, verbs
from tongguan.desk.joint import Joint
from tongguan.desk.permit_quotes import QuotedPermits
from tongguan.facts.clock import local_date
from tongguan.facts.decision import ACCEPT, Refusal
from tongguan.facts.declaration import Declaration
from tongguan.facts.event import Fact
from tongguan.facts.evidence import Evidence
from tongguan.facts.finding import REJECT, Finding, rejects
from tongguan.facts.kinds import DeclarationJudged
from tongguan.facts.message import differences, groups_of
from tongguan.facts.permit import Permit
from tongguan.process import commands as c
from tongguan.process.clearance import Clearance
from tongguan.process.decide.refusals import refuse
from tongguan.rules.book import RuleBook, Ruling


def command_of(
    office: lodging.Office, joint: Joint, act: verbs.Act, setting: verbs.Setting, was: Clearance
) -> c.Command | Refusal:
    """The command that grants or refuses the request of a declaration, with what the rules say of its new content."""
    request = was.request
    if request is None or request.declaration is None:
        return refuse("no_request")
    wanted, rules, dues = request.declaration, office.rules, office.dues
    accepted = was.points.get("acceptance", setting.at)
    evidence, issued = met(office, wanted, was, joint.facts(was.number), local_date(joint.now))
    ruling = rules.judge(wanted, evidence, local_date(accepted), issued=issued)
    if act.outcome == ACCEPT and rejects(ruling.findings):
        return _rejected(rules, ruling)
    changed = differences(was.declaration, wanted)
    found = dues.assess(wanted, dues.day(was))
    return c.DecideAmendment(
        actor=setting.actor, at=setting.at, now=setting.now, outcome=act.outcome, reason=act.reason,
        changed=changed, groups=groups_of(changed),
        judgement=c.Judgement(
            findings=(*ruling.findings, *dues.findings(wanted, found, None)),
            words=lodging.dutiable(ruling.words, found), silent_words=ruling.silent_words,
            silent_until=ruling.silent_until,
            agreed=ruling.agreed, binds=ruling.binds, evidence=evidence, assessment=found,
            editions=ruling.editions | dues.editions if found else ruling.editions,
        ),
        free=dues.free(joint, was),
    )  # fmt: skip


def met(
    office: lodging.Office, wanted: Declaration, was: Clearance, facts: Sequence[Fact], today: date
) -> tuple[Evidence, Mapping[str, Permit]]:
    """What new content of a declaration is judged by, and the permits that it quotes by their streams."""
    asked_on = today.isoformat() if wanted != was.declaration else ""
    quoted, issued = QuotedPermits(office.journal, office.rules, [wanted], today).of(wanted, was, asked_on)
    seen = _last_evidence(facts)
    evidence = Evidence(
        arrived_at=was.milestones.get("arrived"), draw=seen.draw, drawn_on=seen.drawn_on, credit=seen.credit,
        permits=quoted,
    )  # fmt: skip
    on = local_date(was.points["acceptance"]) if "acceptance" in was.points else today
    rates = office.rules.selection_rules.rates(wanted, evidence, on, office.dues.exchange)
    return replace(evidence, rates=rates), issued


def _last_evidence(facts: Sequence[Fact]) -> Evidence:
    """What its last judgement rested on: an amendment is never drawn anew."""
    return next(
        (fact.data.evidence for fact in reversed(facts) if isinstance(fact.data, DeclarationJudged)),
        Evidence(),
    )


def _rejected(rules: RuleBook, ruling: Ruling) -> Refusal:
    """What is wrong with the new content, in both languages."""
    wrong = [each for each in ruling.findings if each.consequence == REJECT]
    return refuse("amendment_rejected", **said(rules, wrong))


def said(rules: RuleBook, found: Iterable[Finding]) -> dict[str, str]:
    """Findings in both languages, as the words of a refusal have them."""
    every = tuple(found)
    return {
        f"findings_{lang}": " ".join(rules.catalogue.wording(each, lang)[0] for each in every)
        for lang in ("zh", "en")
    }
