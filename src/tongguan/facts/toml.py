"""TOML of any depth: what is nested too deeply is refused like every other fault of a file."""

import tomllib
from typing import Any


def loads(text: str) -> dict[str, Any]:
    """The tables of a text; tomllib.TOMLDecodeError when it is no TOML or nested too deeply."""
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise tomllib.TOMLDecodeError("nested too deeply") from None
