"""Changes of mind: amendment, cancellation, revocation, recall, endings, corrected times."""

from tongguan.facts import kinds
from tongguan.facts.decision import ACCEPT, REFUSE, Refusal
from tongguan.process import commands as c
from tongguan.process import progress
from tongguan.process.clearance import DONE, Clearance
from tongguan.process.decide import instructing, rights
from tongguan.process.decide.binding import FREEING, bind, free_all
from tongguan.process.decide.decided import Decided
from tongguan.process.decide.dues import give_back_all, settle_again
from tongguan.process.decide.flow import says
from tongguan.process.decide.lodging import judgement_payload, place_holds
from tongguan.process.decide.refusals import refuse
from tongguan.process.model import Model

GROUNDS: dict[str, tuple[str, str]] = {
    "cargo_changed": ("装运配载等原因变更运输工具或退关", "means of transport changed or goods shut out"),
    "loss": ("货物毁损灭失或短溢装", "loss, damage, shortage or surplus"),
    "trade_dispute": ("退补税、品质规格或贸易纠纷", "quality, return or trade dispute"),
    "price_settled": (
        "暂定价格、汇率、估价或归类变化",
        "provisional price settled, valuation or classification",
    ),
    "data_error": ("申报错误（操作或书写失误）", "error of entry or writing"),
    "system_error": ("计算机、网络系统原因", "fault of a computer or network"),
    "office_found": ("海关发现须修改或撤销", "found by the customs office"),
}
"""Grounds on which a declaration may be amended or cancelled (GAC Decree 220, Articles 5 to 7)."""

OFFENCE = "offence"
_AWAY = ("cancelled", "goods_returned")
"""Endings after which the same goods may be declared anew or leave unseen."""


def _ground(ground: str) -> Refusal | None:
    return None if ground in GROUNDS else refuse("unknown_ground", ground=ground, known=", ".join(GROUNDS))


def _may_ask(was: Clearance, command: c.Amend | c.Cancel) -> Refusal | None:
    if not was.accepted:
        return refuse("not_accepted")
    if was.ending:
        return refuse("not_alive", status=was.status)
    if was.request:
        return refuse("request_pending")
    if command.actor.kind == "officer":
        return _ground(command.ground)
    return _ground(command.ground) or rights.own_declarant(was, command.actor)


def amend(model: Model, was: Clearance, command: c.Amend) -> Decided | Refusal:
    """The declarant asks for a new version; an officer decides."""
    asked = kinds.AmendmentRequested(
        command.ground, command.reason, command.declaration, command.content, command.particulars
    )
    return _may_ask(was, command) or says(command, was, asked)


def cancel(model: Model, was: Clearance, command: c.Cancel) -> Decided | Refusal:
    """The declarant asks to cancel; an officer decides."""
    return _may_ask(was, command) or says(
        command, was, kinds.CancellationRequested(command.ground, command.reason)
    )


def _may_decide(
    model: Model, was: Clearance, command: c.DecideAmendment | c.DecideCancellation
) -> Refusal | None:
    if command.outcome not in (ACCEPT, REFUSE):
        return refuse("bad_outcome")
    refusal = rights.involved(model, was, command.actor)
    if command.outcome == REFUSE and not command.reason:
        refusal = refusal or refuse("reason_missing")
    if command.outcome == ACCEPT and _must_wait(model, was):
        refusal = refusal or refuse("request_waits")
    return refusal


def _must_wait(model: Model, was: Clearance) -> bool:
    """While a visit is ordered or an offence is suspected, a request waits (GAC Decree 220, Article 9)."""
    if any(hold.code == OFFENCE for hold in was.holds.values()):
        return True
    openings = [control for control in model.control if control.opening and progress.required(was, control)]
    return "release" not in was.points and any(not progress.accepted(was, each) for each in openings)


def _instruction_open(model: Model, was: Clearance) -> Refusal | None:
    """No declaration goes away from under a centre's instruction; asked after the right to decide, so that officers alone read it."""
    names = instructing.pending(model, was)
    return refuse("instruction_open", instruction=", ".join(names)) if names else None


def decide_amendment(model: Model, was: Clearance, command: c.DecideAmendment) -> Decided | Refusal:
    """Grant: rules run again, done controls whose facts changed are done again. Refuse: nothing changes."""
    request = was.request
    if request is None or request.kind != "amend" or request.declaration is None:
        return refuse("no_request")
    refusal = _may_decide(model, was, command)
    if refusal:
        return refusal
    if command.outcome == REFUSE or command.judgement is None:
        return says(command, was, kinds.AmendmentRefused(command.reason))
    amended = kinds.DeclarationAmended(
        ground=request.ground,
        declaration_version=was.declaration_version + 1,
        declaration=request.declaration,
        content=request.content,
        changed=command.changed,
        authority=command.actor.id,
        particulars=request.particulars,
    )
    decided = says(command, was, amended)
    decided.add(judgement_payload(command.judgement), command.at, "system", command.now)
    if "release" not in was.points:
        place_holds(decided, command, command.judgement)
        _rework(model, decided, command, command.groups)
    bind(decided, command, command.judgement.binds)
    settle_again(model, decided, command, command.free)
    return decided


def _rework(model: Model, decided: Decided, command: c.Command, groups: frozenset[str]) -> None:
    """Reopen what was done on facts that changed; drop what nothing selects any more."""
    for control in model.control:
        state = decided.after.controls.get(control.id)
        if state is None or model.point_of(control).id == "acceptance":
            continue
        if not progress.required(decided.after, control):
            dropped = kinds.ControlDropped(control.id, "amended")
            decided.add(dropped, command.at, "system", command.now)
        elif state.state == DONE and groups.intersection(control.reads) and not control.done_by:
            again = kinds.ControlReopened(control.id, "amended")
            decided.add(again, command.at, "system", command.now)


def decide_cancellation(model: Model, was: Clearance, command: c.DecideCancellation) -> Decided | Refusal:
    """Grant: the clearance ends as cancelled and gives back what it took."""
    request = was.request
    if request is None or request.kind != "cancel":
        return refuse("no_request")
    refusal = _may_decide(model, was, command)
    if command.outcome == ACCEPT:
        refusal = refusal or _instruction_open(model, was)
    if refusal:
        return refusal
    if command.outcome == REFUSE:
        return says(command, was, kinds.CancellationRefused(command.reason))
    ended = kinds.ClearanceEnded("cancelled", request.ground, command.actor.id, request.reason)
    decided = says(command, was, ended)
    give_back_all(decided, command, "cancelled")
    free_all(decided, command, "cancelled")
    return decided


def judge(model: Model, was: Clearance, command: c.Judge) -> Decided | Refusal:
    """The rules were run again because what they lacked has come; a hold for it is lifted by itself."""
    if not was.alive:
        return refuse("not_alive", status=was.status)
    decided = says(command, was, judgement_payload(command.judgement))
    place_holds(decided, command, command.judgement)
    bind(decided, command, command.judgement.binds)
    settle_again(model, decided, command, command.free)
    return decided


def revoke(model: Model, was: Clearance, command: c.Revoke) -> Decided | Refusal:
    """Revoke a release before the goods leave; a hold keeps it from coming back by itself."""
    if "release" not in was.points or was.revoked:
        return refuse("not_released")
    if "gate_out" in was.milestones or "departed" in was.milestones:
        return refuse("goods_gone")
    if not (command.ground and command.authority):
        return refuse("ground_missing")
    refusal = rights.involved(model, was, command.actor)
    hold = kinds.HoldPlaced(command.hold, "revoked", ("release", "closing"), "office", command.reason)
    return refusal or says(command, was, kinds.ReleaseRevoked(command.ground, command.authority), hold)


def recall(model: Model, was: Clearance, command: c.Recall) -> Decided | Refusal:
    """Order goods back that have left."""
    if not {"gate_out", "departed"} & set(was.milestones):
        return refuse("goods_not_gone")
    if not (command.ground and command.authority):
        return refuse("ground_missing")
    refusal = rights.involved(model, was, command.actor)
    return refusal or says(command, was, kinds.GoodsRecalled(command.ground, command.authority))


def settle_condition(model: Model, was: Clearance, command: c.SettleCondition) -> Decided | Refusal:
    """A condition of the release (a guarantee, a paper to follow) is settled after it."""
    if "release" not in was.points:
        return refuse("not_released")
    if not (command.ground and command.authority):
        return refuse("ground_missing")
    settled = kinds.ConditionSettled(command.condition, command.ground, command.authority)
    return rights.involved(model, was, command.actor) or says(command, was, settled)


def end(model: Model, was: Clearance, command: c.End) -> Decided | Refusal:
    """End otherwise than by release, with ground and authority; what it took is given back."""
    if command.ending not in progress.ENDINGS:
        return refuse("unknown_ending", ending=command.ending, known=", ".join(progress.ENDINGS))
    if not was.alive or "closing" in was.points:
        return refuse("not_alive", status=was.status)
    if not (command.ground and command.authority):
        return refuse("ground_missing")
    refusal = rights.involved(model, was, command.actor)
    if command.ending in _AWAY:
        refusal = refusal or _instruction_open(model, was)
    if refusal:
        return refusal
    ended = kinds.ClearanceEnded(command.ending, command.ground, command.authority, command.reason)
    decided = says(command, was, ended)
    give_back_all(decided, command, command.ending)
    if command.ending in FREEING:
        free_all(decided, command, command.ending)
    return decided


def correct_time(model: Model, was: Clearance, command: c.CorrectTime) -> Decided | Refusal:
    """Mend the time of an earlier event; it must stay between its neighbours. Two officers."""
    if not 1 <= command.of_version <= was.version:
        return refuse("unknown_event", version=command.of_version)
    refusal = rights.officer(command.actor) or rights.officer(command.second)
    if refusal:
        return refusal
    if command.actor.id == command.second.id:
        return refuse("same_person")
    concerned = rights.unconcerned(was, command.second)
    if concerned:
        return concerned
    if not command.reason:
        return refuse("reason_missing")
    times = was.times
    low = times[command.of_version - 2] if command.of_version > 1 else 0
    high = times[command.of_version] if command.of_version < len(times) else command.now
    if not low <= command.happened_at <= high:
        return refuse("time_out_of_order", low=low, high=high)
    corrected = kinds.TimeCorrected(
        command.of_version, command.happened_at, command.reason, command.second.id
    )
    return says(command, was, corrected)
