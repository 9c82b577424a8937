"""Settings of the zone's chain: what existed when, and how far a scale may differ."""

import tomllib
from datetime import date
from decimal import Decimal

import msgspec

from tongguan.facts import toml
from tongguan.rules.errors import RuleError


class Existing(msgspec.Struct, frozen=True, rename={"since": "from"}, forbid_unknown_fields=True):
    """A kind of document or movement, and from which local date it exists."""

    since: date
    zh: str
    en: str
    confirmed: bool = False


class ZoneSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Dated data of the zone."""

    weight_share: Decimal
    pass_letter: str
    exists: dict[str, Existing]

    def missing(self, what: tuple[str, ...], on: date) -> Existing | None:
        """The first of these that did not exist on a local date; None when all did."""
        return next((self.exists[name] for name in what if on < self.exists[name].since), None)


def parse(text: str) -> ZoneSettings:
    """Read ``zone.toml``; RuleError when it cannot be used."""
    try:
        found = msgspec.convert(toml.loads(text), ZoneSettings)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise RuleError(f"zone.toml: {error}") from error
    if not 0 <= found.weight_share < 1 or len(found.pass_letter) != 1:
        raise RuleError("zone.toml: weight_share is a share below 1, pass_letter one letter")
    return found
