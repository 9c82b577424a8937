"""The office's register of actors: who may act, by name. The demo's cast is shipped; a live office keeps its own."""

import tomllib
from functools import cache
from importlib import resources

import msgspec

from tongguan.facts.actor import Actor


class Register(msgspec.Struct, frozen=True):
    """Actors by id."""

    actors: dict[str, Actor]

    def find(self, name: str) -> Actor | None:
        """The actor with this id, or None."""
        return self.actors.get(name)


def parse(text: str) -> Register:
    """Read a register (TOML, one table ``actor`` a person)."""
    rows = msgspec.convert(tomllib.loads(text)["actor"], list[Actor])
    return Register({actor.id: actor for actor in rows})


@cache
def shipped() -> Register:
    """The demo office's cast; every name is made up."""
    return parse((resources.files("tongguan.desk") / "cast.toml").read_text("utf-8"))
