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
from tongguan.web.api.answers import JSON, Said, kind_of, refused, say, say_lines, unreadable
from tongguan.web.courier import kick
from tongguan.web.guards import language
from tongguan.web.office import desk

Record = TypeVar("Record", bound=msgspec.Struct)


def manifests(request: HttpRequest, actor: Actor) -> HttpResponse:
    """File manifest lines."""
    return each_record(request, actor, Manifest, _file)


def arrivals(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Report arrivals: a movement whose milestone is ``arrived`` unless it says another."""
    return each_record(request, actor, Arrival, lambda said, who: _move(Movement(**_fields(said)), who))


def movements(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Report movements, or a vehicle at the gate with its pass."""
    return each_record(request, actor, Movement, _move)


class Arrival(Movement, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """A movement that is an arrival unless it says another milestone."""

    milestone: str = "arrived"


class Filed(msgspec.Struct, frozen=True):
    """A manifest line is filed."""

    document: str


class Passed(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is past a milestone: a pass, a unit or a document."""

    milestone: str
    name: str
    repeat: bool = False


def _fields(said: Movement) -> dict[str, Any]:
    return {name: getattr(said, name) for name in said.__struct_fields__}


def each_record(request: HttpRequest, actor: Actor, kind: type[Record], do: Any) -> HttpResponse:
    """One record, answered by status; or many as NDJSON, a line of answer for each."""
    lang = language(request)
    if kind_of(request) == JSON:
        said = _answer(request.body, None, kind, do, actor, lang)
        kick()
        return say(*said)
    lines = [(place, line) for place, line in enumerate(request.body.splitlines(), start=1) if line.strip()]
    answers = [_answer(line, place, kind, do, actor, lang) for place, line in lines]
    kick()
    return say_lines(answers)


def _answer(data: bytes, line: int | None, kind: type[Record], do: Any, actor: Actor, lang: str) -> Said:
    try:
        said = records.read(data, kind, line)
    except Unreadable as error:
        return unreadable(error, lang)
    outcome = do(said, actor)
    if isinstance(outcome, Refusal):
        return refused(outcome, lang)
    return 200 if _repeats(outcome) else 201, outcome


def _repeats(outcome: Any) -> bool:
    return bool(outcome.get("repeat") if isinstance(outcome, dict) else getattr(outcome, "repeat", False))


def _file(said: Manifest, actor: Actor) -> Filed | Refusal:
    return reports.file_manifest(desk().yard, said, actor) or Filed(said.document)


def _move(said: Movement, actor: Actor) -> Passed | Refusal:
    """A terminal learns what moved and whether all of it has; never whose declarations they are."""
    named = replace(said, milestone=reports.milestone_of(said.milestone))
    outcome = reports.move(desk().yard, desk().zone, named, actor, desk().clock.now())
    if isinstance(outcome, Refusal):
        return outcome
    repeat = isinstance(outcome, Moved) and outcome.repeat
    return Passed(named.milestone, said.gate_pass or said.unit or said.document, repeat)
