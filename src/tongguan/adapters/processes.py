"""The office's own process models: an edition of models and of the table that says which one governs what, from when."""

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from tongguan.adapters import editions
from tongguan.adapters.editions import EditionRefused
from tongguan.desk import adoption
from tongguan.desk.adoption import Adoption
from tongguan.desk.ports import Edition
from tongguan.process.model import Model, parse, shipped

NAME = "processes"
TABLE = "adoption.toml"
"""File of the table; every other file of the edition is one model."""
PREFIX = "process-"
"""How the name of a model's file begins."""
POINTS = ("acceptance", "release", "closing")
"""Release points that every model has, for the engine and every definition of time name them."""


class Processes(msgspec.Struct, frozen=True):
    """Every model that a declaration may stand under, by id, and the table of adoption in force."""

    models: dict[str, Model]
    adoption: Adoption


def is_file(name: str) -> bool:
    """Does a file of this name belong to an edition of processes?"""
    return name == TABLE or (name.startswith(PREFIX) and name.endswith(".toml"))


def of(held: Sequence[Edition], on: date) -> Processes:
    """Models that came with the program and of every edition, for what was begun under one goes on under it."""
    models = dict(shipped())
    for edition in held:
        if edition.name == NAME:
            models |= _models(edition.files)
    current = editions.in_force(held, NAME, on)
    table = current.files.get(TABLE) if current else None
    return Processes(models, adoption.parse(table) if table else adoption.shipped())


def check(files: Mapping[str, str], held: Sequence[Edition], first: date) -> Processes:
    """What these files make of the office from a day on; EditionRefused with file and place when they cannot be used."""
    before = of(held, first)
    models = dict(before.models)
    for name, text in files.items():
        if name != TABLE:
            model = _model(name, text)
            if model.id in models and models[model.id] != model:
                raise EditionRefused(
                    f"{name}: a process {model.id} is there already and is never edited; give the new one an id of its own"
                )
            models[model.id] = model
    table = _table(files, before.adoption)
    _suit(table, before.adoption, models, first)
    new = models.keys() - before.models.keys()
    idle = sorted(new - {row.model for row in table.adopt})
    if idle:
        raise EditionRefused(f"{', '.join(idle)}: no row of {TABLE} adopts it; add one")
    return Processes(models, table)


def _model(name: str, text: str) -> Model:
    """One model, as strictly as those that come with the program, and with the points that everything counts on."""
    try:
        model = parse(text)
    except ValueError as error:
        raise EditionRefused(f"{name}: {error}") from None
    missing = [point for point in POINTS if point not in {each.id for each in model.release_point}]
    if missing:
        raise EditionRefused(f"{name}: without the release point {', '.join(missing)}; add it")
    return model


def _models(files: Mapping[str, str]) -> dict[str, Model]:
    found = [parse(text) for name, text in files.items() if name != TABLE]
    return {model.id: model for model in found}


def _table(files: Mapping[str, str], before: Adoption) -> Adoption:
    if TABLE not in files:
        return before
    try:
        return adoption.parse(files[TABLE])
    except ValueError as error:
        raise EditionRefused(f"{TABLE}: {error}") from None


def _suit(table: Adoption, before: Adoption, models: Mapping[str, Model], first: date) -> None:
    """The past stays as it was, and every new row is of a model that is lawful on its day."""
    known = {(row.direction, row.kind) for row in adoption.shipped().adopt}
    kept = [row for row in before.adopt if row.since < first]
    lost = [row for row in kept if row not in table.adopt]
    for row in lost:
        raise EditionRefused(
            f"{TABLE}: the row {row.direction}, {row.kind}, from {row.since} is in force already; leave it as it is"
        )
    for row in table.adopt:
        place = f"{TABLE}: {row.direction}, {row.kind}, from {row.since}"
        if (row.direction, row.kind) not in known:
            raise EditionRefused(f"{place}: no such declarations; there are {_pairs(known)}")
        if row.model not in models:
            raise EditionRefused(f"{place}: no process {row.model}; send it as {PREFIX}….toml")
        if row not in before.adopt and row.since < max(first, models[row.model].valid_from):
            raise EditionRefused(
                f"{place}: before its edition or its law; begin on {max(first, models[row.model].valid_from)} at the earliest"
            )


def _pairs(known: set[tuple[str, str]]) -> str:
    return ", ".join(sorted(" ".join(pair) for pair in known))
