"""``POST /manifests``, ``/arrivals``, ``/movements``: messages of carriers, terminals and gates."""

from typing import Any, TypeVar

import msgspec
from django.http import HttpRequest, HttpResponse
from msgspec.structs import replace

from tongguan.adapters import records
from tongguan.desk import reports
from tongguan.desk.yard import Moved
from tongguan.facts.actor import Actor
from tongguan.facts.decision import Refusal
from tongguan.facts.reported import Manifest, Movement
from tongguan.facts.unreadable import Unreadable
from tongguan.web.api.access import kind_of, post, say, say_lines
from tongguan.web.guards import language
from tongguan.web.office import desk
from tongguan.wiring import deliver_receipts

Record = TypeVar("Record", bound=msgspec.Struct)
_STATUS = {
    "not_your_role": 403, "milestone_again": 409, "manifest_again": 409, "pass_used": 409, "busy": 503,
    "other_laboratory": 403, "unknown_order": 404, "unknown_sample": 404, "result_again": 409,
    "slot_full": 409, "unknown_permit": 404, "key_taken": 409,
}  # fmt: skip
"""Statuses of refusals other than 422."""


@post
def manifests(request: HttpRequest, actor: Actor) -> HttpResponse:
    """File manifest lines."""
    return each_record(request, actor, Manifest, _file)


@post
def arrivals(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Report arrivals: a movement whose milestone is ``arrived`` unless it says another."""
    return each_record(request, actor, _Arrival, lambda said, who: _move(Movement(**_fields(said)), who))


@post
def movements(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Report movements, or a vehicle at the gate with its pass."""
    return each_record(request, actor, Movement, _move)


class _Arrival(Movement, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    milestone: str = "arrived"


def _fields(said: Movement) -> dict[str, Any]:
    return {name: getattr(said, name) for name in said.__struct_fields__}


def each_record(request: HttpRequest, actor: Actor, kind: type[Record], do: Any) -> HttpResponse:
    """One record, answered by status; or many as NDJSON, a line of answer for each."""
    lang = language(request)
    if kind_of(request) == "application/json":
        status, record = _answer(request.body, None, kind, do, actor, lang)
        deliver_receipts(desk())
        return say(status, record)
    lines = [(place, line) for place, line in enumerate(request.body.splitlines(), start=1) if line.strip()]
    answers = [_answer(line, place, kind, do, actor, lang) for place, line in lines]
    deliver_receipts(desk())
    return say_lines([{"status": status, **record} for status, record in answers])


def _answer(
    data: bytes, line: int | None, kind: type[Record], do: Any, actor: Actor, lang: str
) -> tuple[int, dict[str, Any]]:
    try:
        said = records.read(data, kind, line)
    except Unreadable as error:
        return 400, {
            "error": error.kind,
            "field": error.field,
            "line": error.line,
            "message": error.text(lang),
        }
    outcome = do(said, actor)
    if isinstance(outcome, Refusal):
        status = _STATUS.get(outcome.code, 422)
        return status, {"error": outcome.code, "message": outcome.text(lang)}
    return 200 if outcome.get("repeat") else 201, outcome


def _file(said: Manifest, actor: Actor) -> dict[str, Any] | Refusal:
    refusal = reports.file_manifest(desk().yard, said, actor)
    return refusal or {"document": said.document}


def _move(said: Movement, actor: Actor) -> dict[str, Any] | Refusal:
    """A terminal learns what moved and whether all of it has; never whose declarations they are."""
    named = replace(said, milestone=reports.milestone_of(said.milestone))
    outcome = reports.move(desk().yard, desk().zone, named, actor, desk().clock.now())
    if isinstance(outcome, Refusal):
        return outcome
    told: dict[str, Any] = {
        "milestone": named.milestone,
        "name": said.gate_pass or said.unit or said.document,
    }
    return {**told, "repeat": True} if isinstance(outcome, Moved) and outcome.repeat else told
