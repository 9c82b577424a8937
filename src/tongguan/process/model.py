"""Process models 流程模型: controls, tracks and release points as data, checked when they are loaded.

A model is read from one TOML file (``models/``) and never edited once it is in force: a change is a new version.
"""

import tomllib
from datetime import date
from functools import cache
from graphlib import CycleError, TopologicalSorter
from importlib import resources

import msgspec

from tongguan.facts import toml
from tongguan.facts.words import WORDS

MILESTONES = (
    "entered", "leg_departed", "leg_arrived", "arrived", "gate_in", "gate_out", "loaded", "departed", "first_delivery",
    "delivered",
)  # fmt: skip
SETTLED, SURCHARGE_SETTLED = "settled", "surcharge_settled"
OFFICES = ("declaring", "port", "destination", "centre")


class ModelError(ValueError):
    """A process model that cannot be used; the message names the model, the place and what is wrong."""


class Name(msgspec.Struct, frozen=True):
    """A name in both languages."""

    zh: str
    en: str


class Control(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A piece of work 监管作业 done by a role of an office."""

    id: str
    zh: str
    en: str
    track: str
    role: str
    when: str
    """Word that requires it (``tongguan.facts.words``)."""
    after: tuple[str, ...] = ()
    """Controls that must be done before, where they are required."""
    reads: tuple[str, ...] = ()
    """Groups of facts it judges; an amendment of one of them reopens it."""
    office: str = "declaring"
    """Whose work it is at first: declaring, port, destination or centre."""
    separate_from: tuple[str, ...] = ()
    """Controls that the same officer may not have done."""
    done_by: str = ""
    """Empty: a person. Else the message that does it: a milestone of the goods, or ``settled`` (paid or secured)."""
    opening: bool = False
    """True when the goods are opened for it; counted once a visit."""
    same_work: str = ""
    """Control of another model whose working time this one has, when the ids differ."""


class ReleasePoint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A point 放行点 that is passed when its tracks are complete and no hold names it."""

    id: str
    zh: str
    en: str
    tracks: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


class Model(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One version of one process."""

    id: str
    version: int
    valid_from: date
    zh: str
    en: str
    control: tuple[Control, ...]
    release_point: tuple[ReleasePoint, ...]
    role: dict[str, Name]
    track: dict[str, Name]

    def find(self, control: str) -> Control | None:
        """The control with this id, or None."""
        return _index(self).get(control)

    def point(self, point: str) -> ReleasePoint:
        """The release point with this id."""
        return _by_point(self)[point][0]

    def controls_of(self, point: ReleasePoint) -> tuple[Control, ...]:
        """The controls that a release point waits for."""
        return _by_point(self)[point.id][1]

    def point_of(self, control: Control) -> ReleasePoint:
        """The release point that waits for a control."""
        return next(each for each in self.release_point if control.track in each.tracks)


_indexes: dict[tuple[str, int, int], dict[str, Control]] = {}
_points: dict[tuple[str, int, int], dict[str, tuple[ReleasePoint, tuple[Control, ...]]]] = {}


def _index(model: Model) -> dict[str, Control]:
    key = (model.id, model.version, id(model.control))
    if key not in _indexes:
        _indexes[key] = {control.id: control for control in model.control}
    return _indexes[key]


def _by_point(model: Model) -> dict[str, tuple[ReleasePoint, tuple[Control, ...]]]:
    key = (model.id, model.version, id(model.control))
    if key not in _points:
        _points[key] = {
            point.id: (point, tuple(each for each in model.control if each.track in point.tracks))
            for point in model.release_point
        }
    return _points[key]


def parse(text: str) -> Model:
    """Read and check one model; ModelError names what is wrong."""
    try:
        model = msgspec.convert(toml.loads(text), Model)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise ModelError(f"process model unreadable: {error}") from error
    problems = tuple(_problems(model))
    if problems:
        raise ModelError(f"process model {model.id}: " + "; ".join(problems))
    return model


def _problems(model: Model) -> "list[str]":
    controls = [control.id for control in model.control]
    points = [point.id for point in model.release_point]
    found = [f"two things are called {name}" for name in _twice(controls + points)]
    for control in model.control:
        found += _control_problems(model, control, controls)
    for point in model.release_point:
        found += [
            f"{point.id} waits for the unknown point {name}" for name in point.after if name not in points
        ]
        found += [
            f"{point.id} names the unknown track {name}" for name in point.tracks if name not in model.track
        ]
    found += _circles({control.id: control.after for control in model.control})
    found += _circles({point.id: point.after for point in model.release_point})
    return found


def _control_problems(model: Model, control: Control, known: list[str]) -> list[str]:
    waiting = [point.id for point in model.release_point if control.track in point.tracks]
    checks = [
        (control.track in model.track, f"{control.id} is on the unknown track {control.track}"),
        (control.role in model.role, f"{control.id} has the role {control.role}, which has no name"),
        (control.when in WORDS, f"{control.id} waits for the unknown word {control.when}"),
        (control.office in OFFICES, f"{control.id} belongs to the unknown office {control.office}"),
        (
            len(waiting) == 1,
            f"{control.id} must be waited for by exactly one release point, not {len(waiting)}",
        ),
        (
            control.done_by in ("", SETTLED, SURCHARGE_SETTLED, *MILESTONES),
            f"{control.id} is done by the unknown message {control.done_by}",
        ),
    ]
    found = [text for holds, text in checks if not holds]
    others = (*control.after, *control.separate_from)
    return found + [f"{control.id} names the unknown control {name}" for name in others if name not in known]


def _twice(names: list[str]) -> list[str]:
    return sorted({name for name in names if names.count(name) > 1})


def _circles(edges: dict[str, tuple[str, ...]]) -> list[str]:
    try:
        tuple(TopologicalSorter(edges).static_order())
    except CycleError as error:
        return ["circle: " + " → ".join(error.args[1])]
    return []


@cache
def shipped() -> dict[str, Model]:
    """The models that come with the program, by id."""
    folder = resources.files("tongguan.process") / "models"
    texts = sorted(
        (each.name, each.read_text("utf-8")) for each in folder.iterdir() if each.name.endswith(".toml")
    )
    models = [parse(text) for _, text in texts]
    return {model.id: model for model in models}
