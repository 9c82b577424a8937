"""decide: from a command to facts and claims, or to a refusal. The only maker of events."""

from collections.abc import Callable
from typing import Any

from tongguan.facts.decision import Refusal
from tongguan.facts.outage import PaperEntered
from tongguan.process import commands as c
from tongguan.process.clearance import Clearance
from tongguan.process.decide import (
    changes,
    controls,
    dues,
    goods,
    instructing,
    lodging,
    noting,
    ordering,
    rights,
    seconding,
)
from tongguan.process.decide.decided import Decided
from tongguan.process.decide.flow import pass_points
from tongguan.process.decide.refusals import refuse
from tongguan.process.model import Model

__all__ = ["Decided", "decide"]

Decider = Callable[[Model, Any, Any], Decided | Refusal]

_DECIDERS: dict[type[c.Command], Decider] = {
    c.Order: ordering.order,
    c.Start: controls.start,
    c.Pause: controls.pause,
    c.Done: controls.done,
    c.Reopen: controls.reopen,
    c.Add: controls.add,
    c.HandOver: controls.hand_over,
    c.Transfer: controls.transfer,
    c.Ask: controls.ask,
    c.Answer: controls.answer,
    c.Note: noting.note,
    c.AskSecond: seconding.ask,
    c.GiveSecond: seconding.give,
    c.PlaceHold: controls.place_hold,
    c.LiftHold: controls.lift_hold,
    c.Move: goods.move,
    c.MovePart: goods.move_part,
    c.Pair: goods.pair,
    c.QuoteList: goods.quote_list,
    c.Pay: dues.pay,
    c.Occupy: dues.occupy,
    c.Restore: dues.restore,
    c.Assess: dues.assess,
    c.AssessSurcharge: dues.assess_surcharge,
    c.SettleSurcharge: dues.settle_surcharge,
    c.Disclose: dues.disclose,
    c.VerifyTax: dues.verify_tax,
    c.Refund: dues.refund,
    c.Amend: changes.amend,
    c.DecideAmendment: changes.decide_amendment,
    c.Cancel: changes.cancel,
    c.DecideCancellation: changes.decide_cancellation,
    c.Judge: changes.judge,
    c.Revoke: changes.revoke,
    c.Recall: changes.recall,
    c.SettleCondition: changes.settle_condition,
    c.End: changes.end,
    c.CorrectTime: changes.correct_time,
    c.Instruct: instructing.instruct,
    c.Withdraw: instructing.withdraw,
    c.Serve: instructing.serve,
}


def decide(model: Model, clearance: Clearance | None, command: c.Command) -> Decided | Refusal:
    """What happens when the command meets the clearance: facts in order with the claims they need, or a refusal.

    Nothing is written here; the same inputs always give the same answer. Times must not lie in the future.
    """
    if command.at > command.now:
        return refuse("time_in_future")
    refusal = _paper(command, command.paper) if command.paper else _at_once(command)
    if refusal:
        return refusal
    if clearance is not None and command.now < clearance.last_at and clearance.first_lodged_at is not None:
        return refuse("time_before_predecessor", before=clearance.last_at)
    if isinstance(command, c.Receive):
        decided = lodging.receive(model, clearance, command)
    elif clearance is None:
        return refuse("unknown_number")
    else:
        concerned = rights.unconcerned(clearance, command.actor)
        decided = concerned or _DECIDERS[type(command)](model, clearance, command)
    if isinstance(decided, Refusal):
        return decided
    if command.paper:
        entered = PaperEntered(command.paper.sheet, command.paper.outage, command.paper.second.id)
        decided.add(entered, command.at, command.actor.id, command.now)
    return pass_points(model, decided, command)


def _at_once(command: c.Command) -> Refusal | None:
    """An officer's act happens when it is recorded."""
    late = command.actor.kind == "officer" and command.at != command.now
    return refuse("officer_time") if late else None


def _paper(command: c.Command, paper: c.Paper) -> Refusal | None:
    """An act on paper: a sheet, a second officer, and an outage at the time of the act."""
    refusal = rights.officer(command.actor) or rights.officer(paper.second)
    if refusal:
        return refusal
    if command.actor.id == paper.second.id:
        return refuse("same_person")
    if not paper.sheet:
        return refuse("ref_missing")
    return None if paper.outage else refuse("no_outage")
