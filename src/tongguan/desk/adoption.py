"""Which process model governs a declaration: by direction, kind and the local date it is lodged on."""

import tomllib
from datetime import date
from functools import cache
from importlib import resources

import msgspec

from tongguan.facts.declaration import IMPORT, Declaration


class Adopted(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"since": "from"}):
    """From ``since`` on the office works such declarations by ``model``."""

    direction: str
    kind: str
    since: date
    model: str


BATCH = "batch"
"""Central declaration of goods that were delivered in batches before 分送集报."""


class NotAdopted(LookupError):
    """The office has no process model for such a declaration on that day."""


class Adoption(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The office's table of adopted models."""

    adopt: tuple[Adopted, ...]

    def model_for(self, declaration: Declaration, on: date, batch: bool = False) -> str:
        """Id of the model in force; NotAdopted when the table has none. ``batch``: the goods were delivered before.

        A declaration without a valid direction will be returned by the rules; it is taken for an import until then.
        """
        direction = declaration.direction or IMPORT
        kind = BATCH if batch else declaration.kind
        fitting = [
            row for row in self.adopt if row.direction == direction and row.kind == kind and row.since <= on
        ]
        if not fitting:
            raise NotAdopted(f"{declaration.direction} {kind} {on}")
        return max(fitting, key=lambda row: row.since).model

    def latest(self, model: str) -> str:
        """The model that comes last for the declarations that a model is adopted for; the model itself where it is for none."""
        held = next((row for row in self.adopt if row.model == model), None)
        if held is None:
            return model
        rows = [row for row in self.adopt if (row.direction, row.kind) == (held.direction, held.kind)]
        return max(rows, key=lambda row: row.since).model


def parse(text: str) -> Adoption:
    """Read an adoption table (TOML)."""
    return msgspec.convert(tomllib.loads(text), Adoption)


@cache
def shipped() -> Adoption:
    """The demo office's table."""
    return parse((resources.files("tongguan.desk") / "adoption.toml").read_text("utf-8"))
