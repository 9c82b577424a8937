"""The outward view: what of a declaration leaves the office. No officer, no reason, no selection, nothing silent."""

from collections.abc import Sequence
from typing import Any

import msgspec

from tongguan.desk import sight
from tongguan.desk.ports import StoredReceipt
from tongguan.desk.questions import QuestionView
from tongguan.desk.views import Answer, ReceiptView, Sheet, TrackView
from tongguan.facts.actor import Actor
from tongguan.facts.clock import iso
from tongguan.facts.decision import Refusal
from tongguan.facts.declaration import Declaration
from tongguan.facts.finding import Finding
from tongguan.facts.message import Message, declarant_code
from tongguan.facts.question import PaperQuoted
from tongguan.process.decide.dues import FIGURE_MISSING, SHORT
from tongguan.process.decide.refusals import refuse
from tongguan.process.progress import Block
from tongguan.rules.catalogue import Catalogue


class FindingSaid(msgspec.Struct, frozen=True):
    """One finding in its outward words."""

    code: str
    field: str
    line: int | None
    """Goods line, from 1."""
    consequence: str
    message: str
    remedy: str


class ControlState(msgspec.Struct, frozen=True):
    """One required control."""

    control: str
    name: str
    state: str
    """waiting, ready, started, paused, done or refused."""


class TrackState(msgspec.Struct, frozen=True):
    """One track with its required controls."""

    track: str
    name: str
    state: str
    controls: list[ControlState]


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Where a declaration stands."""

    number: str
    """Unified number."""
    client_number: str
    entry_id: str
    """Customs number; empty before acceptance."""
    status: str
    repeat: bool
    """The same content had come before: this is the answer it has now."""
    findings: list[FindingSaid]
    tracks: list[TrackState]
    blocked_by: list[str]
    due: str
    """Yuan; what guarantees hold of it, and what is not paid."""
    secured: str
    outstanding: str


class QuestionSaid(msgspec.Struct, frozen=True, kw_only=True):
    """A question to the declarant, and what he answered."""

    id: str
    control: str
    """What an answer names."""
    text: str
    lines: list[int]
    """Goods lines it is about, from 1; none: the declaration whole."""
    asked_at: str
    until: str
    """Time limit."""
    state: str
    """open, overdue, answered or withdrawn."""
    answered_at: str | None
    answer: str
    papers: list[PaperQuoted]


class Declared(Standing, frozen=True, kw_only=True):
    """One declaration whole."""

    direction: str
    office: str
    first_lodged_at: str | None
    arrived_at: str | None
    accepted_at: str | None
    released_at: str | None
    closed_at: str | None
    request: str
    """amend or cancel while a request waits to be decided."""
    questions: list[QuestionSaid]
    as_of: str
    declaration: Declaration


class Moment(msgspec.Struct, frozen=True):
    """Something was told: a channel of the receipts and its words."""

    at: str
    channel: str
    note: str


class SpanSaid(msgspec.Struct, frozen=True):
    """A control was in one state from ``start`` to ``end`` (null: still is)."""

    control: str
    name: str
    track: str
    state: str
    start: str
    end: str | None


class Timeline(msgspec.Struct, frozen=True):
    """The life of a declaration as it was told, and its controls in time."""

    number: str
    status: str
    moments: list[Moment]
    spans: list[SpanSaid]


class ReceiptSaid(msgspec.Struct, frozen=True):
    """A receipt, numbered without gaps for its declarant; ``body`` is its Single Window form."""

    declarant: str
    sequence: int
    number: str
    channel: str
    at: str
    body: str


def standing(catalogue: Catalogue, said: Answer, lang: str) -> Standing:
    """The answer to a lodging or an act."""
    return Standing(**_standing(catalogue, said, lang))


def declared(catalogue: Catalogue, sheet: Sheet, lang: str) -> Declared:
    """One declaration whole."""
    return Declared(
        **_standing(catalogue, sheet, lang),
        direction=sheet.direction,
        office=sheet.office,
        first_lodged_at=_time(sheet.first_lodged_at),
        arrived_at=_time(sheet.milestones.get("arrived")),
        accepted_at=_time(sheet.accepted_at),
        released_at=_time(sheet.released_at),
        closed_at=_time(sheet.closed_at),
        request=sheet.request,
        questions=[question(each, lang) for each in sheet.questions],
        as_of=iso(sheet.as_of),
        declaration=sheet.declaration,
    )


def timeline(sheet: Sheet, lang: str) -> Timeline:
    """What was told, and the spans of every control without its officer."""
    spans = [
        SpanSaid(
            control.id, _name(control, lang), track.track, span.state, iso(span.start), _time(span.end)
        )
        for track in sheet.tracks
        for control in track.controls
        for span in control.spans
    ]  # fmt: skip
    return Timeline(sheet.number, sheet.status, [moment(each, lang) for each in sheet.receipts], spans)


def question(each: QuestionView, lang: str) -> QuestionSaid:
    """A question without its officer."""
    return QuestionSaid(
        id=each.id, control=each.control, text=_name(each, lang), lines=list(each.lines),
        asked_at=iso(each.asked_at), until=iso(each.until), state=each.state,
        answered_at=_time(each.answered_at), answer=each.text, papers=list(each.papers),
    )  # fmt: skip


def moment(each: ReceiptView, lang: str) -> Moment:
    return Moment(iso(each.at), each.channel, _name(each, lang))


def receipt(each: StoredReceipt) -> ReceiptSaid:
    """A numbered receipt."""
    return ReceiptSaid(each.declarant, each.sequence, each.number, each.channel, iso(each.at), each.body)


def findings(catalogue: Catalogue, found: Sequence[Finding], lang: str) -> list[FindingSaid]:
    """The findings that may leave the office, in their outward words."""
    return [
        FindingSaid(
            each.code, each.field, each.line, each.consequence, *catalogue.wording(each, lang, outward=True)
        )
        for each in catalogue.outward(tuple(found))
    ]


def may_see(sheet: Sheet, actor: Actor) -> bool:
    """Services see any declaration, officers those of their office; a declarant what it declared or is its own goods'."""
    if actor.kind == "officer":
        return sight.seen(sheet, actor) is not None
    if actor.kind == "service":
        return True
    trader = sheet.declaration.trader
    own = (declarant_code(sheet.declaration), trader.customs_code, trader.social_code)
    return actor.kind == "declarant" and bool(actor.party) and actor.party in own


def may_lodge(message: Message, actor: Actor) -> Refusal | None:
    """None when the actor may send this message: it names the actor's own unit as the declarant."""
    if actor.kind not in ("declarant", "service"):
        return refuse("not_your_role", actor=actor.id, role="declarant")
    declarant = declarant_code(message.declaration)
    if declarant and actor.party and declarant != actor.party:
        return refuse("not_your_papers", actor=actor.id, party=actor.party)
    return None


def _standing(catalogue: Catalogue, said: Answer, lang: str) -> dict[str, Any]:
    return {
        "number": said.number,
        "client_number": said.client_number,
        "entry_id": said.entry_id,
        "status": said.status,
        "repeat": said.repeat,
        "findings": findings(catalogue, said.findings, lang),
        "tracks": [_track(each, lang) for each in said.tracks],
        "blocked_by": [_block(catalogue, each, said.findings, lang) for each in said.blocked_by],
        "due": said.due,
        "secured": said.secured,
        "outstanding": said.outstanding,
    }


def _track(each: TrackView, lang: str) -> TrackState:
    controls = [ControlState(c.id, _name(c, lang), c.state) for c in each.controls]
    return TrackState(each.track, _name(each, lang), each.state, controls)


_HOLDS = {
    FIGURE_MISSING: ("等待本关补充税率等数据", "waits for a figure that the office does not have yet"),
    SHORT: ("担保额度不足，请缴税或更换担保", "the guarantee is too small: pay, or secure it otherwise"),
}
"""Holds that are told; what any other rests on stays in the office unless a finding tells it."""


def _block(catalogue: Catalogue, each: Block, found: Sequence[Finding], lang: str) -> str:
    """One reason why it is not released, in outward words."""
    if each.kind != "hold":
        return _name(each, lang)
    for finding in found:
        said = catalogue.wording(finding, lang, outward=True)[0]
        if finding.code == each.id and said:
            return said
    zh, en = _HOLDS.get(each.id, ("海关办理中", "held by customs"))
    return zh if lang == "zh" else en


def _name(each: object, lang: str) -> str:
    name: str = getattr(each, lang)
    return name


def _time(at: int | None) -> str | None:
    return None if at is None else iso(at)
