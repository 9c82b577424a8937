"""Verbs of the office: from what a person or a message says to a command of the process."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

import msgspec

from tongguan.desk.securities import stream_of
from tongguan.facts.actor import Actor
from tongguan.facts.decision import Refusal
from tongguan.facts.declaration import Declaration
from tongguan.facts.dues import LatePaymentCharged
from tongguan.facts.event import Fact
from tongguan.facts.evidence import Security
from tongguan.facts.message import Attachment
from tongguan.facts.question import PaperQuoted, Question
from tongguan.process import commands as c
from tongguan.process.clearance import Clearance
from tongguan.process.decide.refusals import refuse


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wants done to a declaration, as the commands and pages say it."""

    verb: str
    target: str = ""
    """Control, hold, guarantee, ending or office, as the verb needs."""
    outcome: str = "accept"
    amount: Decimal | None = None
    reason: str = ""
    ref: str = ""
    ground: str = ""
    authority: str = ""
    points: tuple[str, ...] = ("release",)
    to: Actor | None = None
    """Second officer (hand-over, correct-time) or none."""
    declaration: Declaration | None = None
    content: str = ""
    files: tuple[Attachment, ...] = ()
    """Attachments that come with a new declaration."""
    time: int | None = None
    """The corrected time, or None."""
    question: Question | None = None
    """What the declarant is asked."""
    papers: tuple[PaperQuoted, ...] = ()
    """Documents that an answer quotes."""
    seen: int = 0
    """Version of the declaration that whoever acts has before him: refused when there is a newer one; 0: any."""
    sheet: str = ""
    """Contingency sheet that the act was done on, with ``second``; empty: the act is done now."""
    second: Actor | None = None


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """Who, when, and what the desk looked up."""

    actor: Actor
    at: int
    now: int
    entry_id: str
    security: Security | None = None
    late: LatePaymentCharged | None = None
    """Late-payment surcharge of what is paid now."""
    paper: c.Paper | None = None


SURCHARGE = "surcharge"
"""Target of pay, occupy and waive: the late-declaration surcharge in the place of the duty."""
Maker = Callable[[Act, Setting, Clearance], c.Command | Refusal]


def command_of(act: Act, setting: Setting, was: Clearance) -> c.Command | Refusal:
    """The command that an act means; a refusal naming the known verbs when there is none."""
    maker = _MAKERS.get(act.verb)
    if maker is None:
        known = ", ".join(VERBS)
        return Refusal(
            "unknown_verb", f"没有操作“{act.verb}”。", f"There is no verb {act.verb}.",
            f"可用：{known}", f"Verbs: {known}",
        )  # fmt: skip
    return maker(act, setting, was)


def stale(facts: Iterable[Fact], seen: int) -> Refusal:
    """What came after the version that somebody has before him."""
    events = ", ".join(f"{fact.data.KIND} {fact.actor}" for fact in facts if fact.version > seen)
    return refuse("changed_since", events=events)


def _who(setting: Setting) -> dict[str, Any]:
    return {
        "actor": setting.actor, "at": setting.at, "now": setting.now, "entry_id": setting.entry_id,
        "paper": setting.paper,
    }  # fmt: skip


def _missing(zh: str, en: str, option: str) -> Refusal:
    return Refusal(
        "missing", f"须填写{zh}。", f"{en} is needed.", f"请用 {option} 填写。", f"Give it with {option}."
    )


def _on_control(kind: type[c.ControlCommand]) -> Maker:
    def make(act: Act, setting: Setting, was: Clearance) -> c.Command | Refusal:
        return kind(**_who(setting), control=act.target, reason=act.reason)

    return make


def _pause(act: Act, s: Setting, was: Clearance) -> c.Command | Refusal:
    return c.Pause(**_who(s), control=act.target, reason=act.reason, waits_for=act.ref)


def _done(act: Act, s: Setting, was: Clearance) -> c.Command | Refusal:
    return c.Done(**_who(s), control=act.target, reason=act.reason, outcome=act.outcome, ref=act.ref)


def _ask(act: Act, s: Setting, was: Clearance) -> c.Command | Refusal:
    if act.question is None:
        return _missing("询问内容", "What is asked", "--template / --text")
    return c.Ask(**_who(s), control=act.target, reason=act.reason, question=act.question)


def _answer(act: Act, s: Setting, was: Clearance) -> c.Command | Refusal:
    return c.Answer(**_who(s), control=act.target, reason=act.reason, ref=act.ref, papers=act.papers)


def _hand_over(act: Act, s: Setting, was: Clearance) -> c.Command | Refusal:
    if act.to is None:
        return _missing("接手人", "The officer who takes over", "--to")
    return c.HandOver(**_who(s), control=act.target, reason=act.reason, to=act.to)


def _ask_second(act: Act, s: Setting, was: Clearance) -> c.Command | Refusal:
    if act.to is None:
        return _missing("复核人", "The second officer", "--to")
    return c.AskSecond(**_who(s), control=act.target, reason=act.reason, to=act.to)


def _second(act: Act, s: Setting, was: Clearance) -> c.Command | Refusal:
    return c.GiveSecond(**_who(s), control=act.target, reason=act.reason, outcome=act.outcome)


def _transfer(act: Act, s: Setting, was: Clearance) -> c.Command | Refusal:
    if not act.ref:
        return _missing("接收关别", "The receiving office", "--ref")
    return c.Transfer(**_who(s), control=act.target, reason=act.reason, office=act.ref)


def _note(act: Act, s: Setting, was: Clearance) -> c.Command | Refusal:
    return c.Note(**_who(s), text=act.reason)


def _hold(act: Act, s: Setting, was: Clearance) -> c.Command | Refusal:
    code = act.ref or act.target
    return c.PlaceHold(**_who(s), hold=act.target, code=code, reason=act.reason, points=act.points)


def _lift(act: Act, s: Setting, was: Clearance) -> c.Command | Refusal:
    return c.LiftHold(**_who(s), hold=act.target, reason=act.reason)


def _move(milestone: str) -> Maker:
    def make(act: Act, setting: Setting, was: Clearance) -> c.Command | Refusal:
        return c.Move(**_who(setting), milestone=milestone, ref=act.ref)

    return make


def milestone_of(verb: str, was: Clearance) -> str:
    """The milestone of the goods that a verb reports; empty when it reports none."""
    if verb == "close":
        return "departed" if "by_transport" in was.words else "gate_out"
    return _MILESTONES.get(verb, "")


_MILESTONES = {
    "enter": "entered",
    "arrive": "arrived",
    "gate-in": "gate_in",
    "gate-out": "gate_out",
    "load": "loaded",
    "depart": "departed",
}


def _close(act: Act, s: Setting, was: Clearance) -> c.Command | Refusal:
    """Closing is the last milestone of the goods: departure where they leave on a means of transport, else the gate."""
    return c.Move(**_who(s), milestone=milestone_of("close", was), ref=act.ref)


def _pay(act: Act, s: Setting, was: Clearance) -> c.Command | Refusal:
    if act.target == SURCHARGE:
        return c.SettleSurcharge(**_who(s), how="paid", amount=act.amount, ref=act.ref)
    return c.Pay(**_who(s), amount=act.amount, ref=act.ref, late=s.late)


def _occupy(act: Act, s: Setting, was: Clearance) -> c.Command | Refusal:
    surcharge = act.target == SURCHARGE
    if not act.ref and (surcharge or not act.target):
        return _missing("担保编号", "The guarantee", "--ref")
    return c.Occupy(
        **_who(s), guarantee=guarantee_of(act), amount=act.amount, security=s.security, surcharge=surcharge
    )


def _waive(act: Act, s: Setting, was: Clearance) -> c.Command | Refusal:
    return c.SettleSurcharge(**_who(s), how="waived", ground=act.ground or act.reason)


def _disclose(act: Act, s: Setting, was: Clearance) -> c.Command | Refusal:
    return c.Disclose(**_who(s), amount=act.amount, reason=act.reason)


def _verify_tax(act: Act, s: Setting, was: Clearance) -> c.Command | Refusal:
    outcome = "confirmed" if act.outcome == "accept" else act.outcome
    ground = act.ground or act.reason
    return c.VerifyTax(**_who(s), outcome=outcome, amount=act.amount, ground=ground, reason=act.reason)


def _refund(act: Act, s: Setting, was: Clearance) -> c.Command | Refusal:
    return c.Refund(**_who(s), amount=act.amount, ref=act.ref)


def _restore(act: Act, s: Setting, was: Clearance) -> c.Command | Refusal:
    return c.Restore(**_who(s), guarantee=guarantee_of(act), reason=act.reason)


def guarantee_of(act: Act) -> str:
    """Stream of the guarantee an act names."""
    return stream_of(act.ref if act.target in ("", SURCHARGE) else act.target)


def _cancel(act: Act, s: Setting, was: Clearance) -> c.Command | Refusal:
    return c.Cancel(**_who(s), ground=act.ground, reason=act.reason)


def _amend(act: Act, s: Setting, was: Clearance) -> c.Command | Refusal:
    if act.declaration is None:
        return _missing("修改后的报关单文件", "The file with the new declaration", "--file")
    return c.Amend(
        **_who(s), ground=act.ground, reason=act.reason,
        declaration=act.declaration, content=act.content,
    )  # fmt: skip


def _decide_cancellation(act: Act, s: Setting, was: Clearance) -> c.Command | Refusal:
    return c.DecideCancellation(**_who(s), outcome=act.outcome, reason=act.reason)


def _revoke(act: Act, s: Setting, was: Clearance) -> c.Command | Refusal:
    return c.Revoke(
        **_who(s), ground=act.ground or act.reason, authority=act.authority or act.ref,
        hold=act.target or f"revoked-{was.version}", reason=act.reason,
    )  # fmt: skip


def _recall(act: Act, s: Setting, was: Clearance) -> c.Command | Refusal:
    return c.Recall(**_who(s), ground=act.ground or act.reason, authority=act.authority or act.ref)


def _settle(act: Act, s: Setting, was: Clearance) -> c.Command | Refusal:
    return c.SettleCondition(
        **_who(s), condition=act.target, ground=act.ground or act.reason, authority=act.authority or act.ref,
    )  # fmt: skip


def _end(act: Act, s: Setting, was: Clearance) -> c.Command | Refusal:
    return c.End(
        **_who(s), ending=act.target, ground=act.ground or act.reason,
        authority=act.authority or act.ref, reason=act.reason,
    )  # fmt: skip


def _correct(act: Act, s: Setting, was: Clearance) -> c.Command | Refusal:
    if act.time is None or not act.target.isdigit():
        return _missing("事件序号和正确时间", "The event's version and its true time", "--time")
    if act.to is None:
        return _missing("复核人", "The second officer", "--to")
    return c.CorrectTime(
        **_who(s), of_version=int(act.target), happened_at=act.time, reason=act.reason, second=act.to,
    )  # fmt: skip


_MAKERS: dict[str, Maker] = {
    "start": _on_control(c.Start),
    "pause": _pause,
    "done": _done,
    "reopen": _on_control(c.Reopen),
    "add": _on_control(c.Add),
    "hand-over": _hand_over,
    "transfer": _transfer,
    "ask": _ask,
    "ask-second": _ask_second,
    "second": _second,
    "answer": _answer,
    "note": _note,
    "hold": _hold,
    "lift": _lift,
    **{verb: _move(milestone) for verb, milestone in _MILESTONES.items()},
    "close": _close,
    "pay": _pay,
    "occupy": _occupy,
    "waive": _waive,
    "disclose": _disclose,
    "verify-tax": _verify_tax,
    "refund": _refund,
    "restore": _restore,
    "amend": _amend,
    "cancel": _cancel,
    "decide-cancellation": _decide_cancellation,
    "revoke": _revoke,
    "recall": _recall,
    "settle": _settle,
    "end": _end,
    "correct-time": _correct,
}
VERBS = (*_MAKERS, "decide-amendment")
"""Every verb of ``act``; granting an amendment takes its own way in the desk."""
