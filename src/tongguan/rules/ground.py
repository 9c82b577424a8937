"""What the cross-field rules stand on: settings of the edition, units of mass, countries, names of fields."""

import tomllib
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

import msgspec

from tongguan.facts import toml
from tongguan.facts.finding import CONSEQUENCES
from tongguan.rules.errors import RuleError
from tongguan.rules.sheet import OFF, Field
from tongguan.rules.tables import Table


class Hit(NamedTuple):
    """What a rule found, before the catalogue says what follows from it."""

    code: str
    field: str
    line: int | None
    values: dict[str, str]


def hit(code: str, field: str, line: int | None = None, **values: object) -> Hit:
    """A hit of the rule ``code`` at a field, with the values that its wording needs."""
    return Hit(code, field, line, {name: str(value) for name, value in values.items()})


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which record numbers 备案号 a supervision mode goes with, and its usual levy natures."""

    modes: tuple[str, ...]
    letters: str
    levy: tuple[str, ...] = ()
    only_levy: bool = False
    """True: the letters are asked for these levy natures alone, and other levy natures are usual too."""


class Inspection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What imports under inspection and quarantine fill in."""

    header: tuple[str, ...]
    item: tuple[str, ...]
    edible_uses: tuple[str, ...]
    """Uses of food and cosmetics, which need brand, specification and a production date or batch."""


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Figures and lists of the cross-field rules, replaceable with an edition."""

    id: str
    price_share: Decimal
    """Share of a line total by which quantity × price may miss it before the line is held."""
    price_step: Decimal
    total_step: Decimal
    insurance_rate: Decimal
    one_package: tuple[str, ...]
    most_lines: int
    record_letters: str
    terms: dict[str, dict[str, tuple[str, str]]]
    """By direction and transaction term: freight and insurance, each required, forbidden or optional."""
    record: dict[str, tuple[Record, ...]]
    levy_of_enterprise: dict[str, str]
    inspection: Inspection
    consequence: dict[str, dict[str, str]] = {}
    """By form and rule: a consequence other than the catalogue's, or ``off``."""


def parse(text: str) -> Settings:
    """Read the settings (TOML); RuleError when they cannot be used."""
    try:
        settings = msgspec.convert(toml.loads(text), Settings, strict=False)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise RuleError(f"rules.toml: {error}") from error
    for form, changes in settings.consequence.items():
        for code, consequence in changes.items():
            if consequence not in (*CONSEQUENCES, OFF):
                raise RuleError(f"rules.toml: {form} gives {code} the unknown consequence {consequence}")
    return settings


class Ground:
    """Settings and tables made ready for the rules."""

    def __init__(self, settings: Settings, tables: dict[str, Table], fields: Iterable[Field]) -> None:
        self.settings = settings
        self.countries = tables.get("countries")
        units = tables.get("units")
        self.kilograms = units.kilograms() if units else {}
        self.record = {
            (direction, mode): rule
            for direction, rules in settings.record.items()
            for rule in rules
            for mode in rule.modes
        }
        self.names = {field.path: {"zh": field.zh, "en": field.en, "tag": field.tag} for field in fields}

    def country(self, code: str) -> str:
        """Today's code of a country given in either generation."""
        return self.countries.canonical(code) if self.countries else code

    def about(
        self, code: str, field: str, prefix: str = "", line: int | None = None, **values: object
    ) -> Hit:
        """A hit whose wording names its field, by the field's name in the sheet."""
        name = self.names.get(field, {"zh": field, "en": field, "tag": field})
        return Hit(code, prefix + field, line, name | {key: str(value) for key, value in values.items()})
