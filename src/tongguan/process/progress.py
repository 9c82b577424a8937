"""Progress: which controls are required and ready, and what blocks a release point. Pure reading of a clearance."""

import msgspec

from tongguan.facts.decision import ACCEPT
from tongguan.facts.words import ALWAYS
from tongguan.process.clearance import DONE, PAUSED, STARTED, Clearance
from tongguan.process.model import Control, Model, ReleasePoint

WAITING, READY, REFUSED = "waiting", "ready", "refused"


class Block(msgspec.Struct, frozen=True, omit_defaults=True):
    """One reason why a release point is not passed."""

    kind: str
    """control, hold, point or state."""
    id: str
    zh: str
    en: str
    state: str
    owner: str
    """Role, or who is waited for."""
    after: tuple[str, ...] = ()
    """Controls that must be done first."""


def required(clearance: Clearance, control: Control) -> bool:
    """Is the control required: always, by a selected word, or because an officer added it?"""
    if control.when == ALWAYS or control.when in clearance.words:
        return True
    state = clearance.controls.get(control.id)
    return state is not None and state.added


def accepted(clearance: Clearance, control: Control) -> bool:
    """Was the control done as accepted?"""
    state = clearance.controls.get(control.id)
    return state is not None and state.state == DONE and state.outcome == ACCEPT


def unmet(model: Model, clearance: Clearance, control: Control) -> tuple[str, ...]:
    """Required controls that must be done before this one and are not."""
    if not control.after:
        return ()
    before = (model.find(name) for name in control.after)
    return tuple(
        each.id for each in before if each and required(clearance, each) and not accepted(clearance, each)
    )


def reached(clearance: Clearance, point: ReleasePoint) -> bool:
    """Are the points before this one passed, so that its controls may begin?"""
    if "release" in point.after and clearance.revoked:
        return False
    return all(name in clearance.points for name in point.after)


def state_of(model: Model, clearance: Clearance, control: Control) -> str:
    """waiting, ready, started, paused, done or refused."""
    state = clearance.control(control.id)
    if state.state == DONE:
        return DONE if state.outcome == ACCEPT else REFUSED
    if state.state in (STARTED, PAUSED):
        return state.state
    if not clearance.alive or not reached(clearance, model.point_of(control)):
        return WAITING
    return WAITING if unmet(model, clearance, control) else READY


def open_controls(model: Model, clearance: Clearance, point: ReleasePoint) -> list[Control]:
    """The required controls of a point that are not done as accepted."""
    return [
        control
        for control in model.controls_of(point)
        if required(clearance, control) and not accepted(clearance, control)
    ]


def complete(model: Model, clearance: Clearance, point: ReleasePoint) -> bool:
    """May the point be passed now?"""
    if not clearance.alive or not clearance.judged or not reached(clearance, point):
        return False
    if any(point.id in hold.points for hold in clearance.holds.values()):
        return False
    return not open_controls(model, clearance, point)


def blocked_by(model: Model, clearance: Clearance, point: str = "release") -> tuple[Block, ...]:
    """Why a release point is not passed: every open control, hold and earlier point; empty when it is passed."""
    target = model.point(point)
    if point in clearance.points and not (point == "release" and clearance.revoked):
        return ()
    if not clearance.alive:
        return (_not_alive(clearance),)
    blocks: list[Block] = []
    for name in target.after:
        blocks += blocked_by(model, clearance, name)
    blocks += [_open(model, clearance, control) for control in open_controls(model, clearance, target)]
    blocks += [
        Block("hold", hold.hold, hold.reason or hold.code, hold.reason or hold.code, "open", hold.owner)
        for hold in clearance.holds.values()
        if point in hold.points
    ]
    return tuple(blocks)


def _open(model: Model, clearance: Clearance, control: Control) -> Block:
    state = clearance.control(control.id)
    owner = state.waits_for or control.role
    waits = unmet(model, clearance, control)
    return Block(
        "control", control.id, control.zh, control.en, state_of(model, clearance, control), owner, waits
    )


_STATES = {
    "draft": ("仅暂存，未申报", "only saved, not declared"),
    "returned": ("已退单，待修改后重新申报", "returned: to be mended and sent again"),
    "cancelled": ("已撤单", "cancelled"),
    "goods_returned": ("已直接退运", "goods returned abroad"),
    "seized": ("已扣留没收", "goods seized"),
    "destroyed": ("已销毁", "goods destroyed"),
    "abandoned": ("已放弃", "goods abandoned"),
    "sold": ("已变卖", "goods sold by customs"),
    "transferred": ("已移交", "transferred to another authority"),
}
ENDINGS = tuple(name for name in _STATES if name not in ("draft", "returned"))
"""Endings other than release; each needs a ground and an authority."""


def _not_alive(clearance: Clearance) -> Block:
    zh, en = _STATES[clearance.status]
    return Block("state", clearance.status, zh, en, clearance.status, "declarant")


def status_name(status: str, lang: str) -> str:
    """The status in words, for people."""
    zh, en = {**_STATES, **_ALIVE}[status]
    return zh if lang == "zh" else en


_ALIVE = {
    "received": ("已收到，待受理", "received, not yet accepted"),
    "accepted": ("已接受申报", "accepted"),
    "released": ("已放行", "released"),
    "revoked": ("放行已撤销", "release revoked"),
    "closed": ("已结关", "closed"),
}
