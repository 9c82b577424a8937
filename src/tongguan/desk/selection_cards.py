"""Cards of selection: days of the draw, enterprises, instructions."""

from collections.abc import Callable, Iterable
from typing import Any

from tongguan.desk.cards import Card
from tongguan.facts.event import Fact
from tongguan.process import drawing, enterprise, instruction
from tongguan.process.drawing import DrawDay
from tongguan.process.enterprise import Enterprise
from tongguan.process.instruction import Instruction


def _draw(stream: str, state: DrawDay) -> Card:
    return Card(
        stream=stream, kind="draw", version=state.version, state=state.state, since=state.published_at or state.sealed_at,
        facts={"late": "1"} if state.late else {},
    )  # fmt: skip


def _enterprise(stream: str, state: Enterprise) -> Card:
    said = state.latest
    social = {"social_code": state.social_code} if state.social_code else {}
    return Card(
        stream=stream, kind="enterprise", version=state.version, state=said.credit, since=state.last_at, party=state.code,
        facts={"valid_from": said.valid_from, "ref": said.ref, "name": said.name, **social},
    )  # fmt: skip


def _instruction(stream: str, state: Instruction) -> Card:
    said = state.said
    ended = {"ending": state.ending} if state.ending else {}
    return Card(
        stream=stream, kind="instruction", version=state.version, state=state.state, since=state.received_at,
        facts={"centre": said.centre, "number": said.number, "word": said.word, "reason": said.reason, "answer": state.answer, **ended},
    )  # fmt: skip


MAKERS: dict[str, Callable[[str, Any], Card]] = {
    "draw": _draw,
    "enterprise": _enterprise,
    "instruction": _instruction,
}
FOLDS: dict[str, Callable[[str, Iterable[Fact], Any], Any]] = {
    "draw": drawing.fold,
    "enterprise": enterprise.fold,
    "instruction": instruction.fold,
}
