"""The schemas as numbered SQL scripts; a database is brought up by running those it has not had."""

from functools import cache
from importlib.resources import files


@cache
def scripts(store: str) -> tuple[tuple[int, str], ...]:
    """The scripts of ``sqlite`` or ``postgres`` with their numbers, in order from 1."""
    names = sorted(entry.name for entry in files(__name__).iterdir() if entry.name.startswith(f"{store}-"))
    return tuple(
        (number, files(__name__).joinpath(name).read_text("utf-8")) for number, name in enumerate(names, 1)
    )
