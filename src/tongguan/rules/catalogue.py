"""The catalogue of findings: words in Chinese and English, and what may leave the office."""

import tomllib

import msgspec

from tongguan.facts import toml
from tongguan.facts.finding import CONSEQUENCES, SELECT, Finding
from tongguan.rules.errors import RuleError


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One finding: what follows from it and its words."""

    consequence: str
    """reject, hold, select or note."""
    zh: str
    en: str
    mend_zh: str
    mend_en: str
    out_zh: str | None = None
    """Outward words where they differ from the inward ones; empty: it never leaves the office."""
    out_en: str | None = None

    @property
    def inward(self) -> bool:
        """True when nothing of it may leave the office."""
        return self.consequence == SELECT or self.out_zh == "" or self.out_en == ""


class Catalogue(msgspec.Struct, frozen=True):
    """All findings by code."""

    entries: dict[str, Entry]

    def wording(self, finding: Finding, lang: str, outward: bool = False) -> tuple[str, str]:
        """Sentence and remedy in ``zh`` or ``en``; a code that the catalogue lost speaks for itself.

        ``outward`` gives what a declarant may read: both are empty for what must stay in the office.
        """
        entry = self.entries.get(finding.code)
        if outward and not self._shown(finding):
            return "", ""
        if entry is None:
            return finding.code, ""
        if lang == "zh":
            said, mend, out = entry.zh, entry.mend_zh, entry.out_zh
        else:
            said, mend, out = entry.en, entry.mend_en, entry.out_en
        if outward and out is not None:
            said = out
        return said.format_map(_Values(finding.values)), mend

    def _shown(self, finding: Finding) -> bool:
        entry = self.entries.get(finding.code)
        return finding.consequence != SELECT and not (entry and entry.inward)

    def outward(self, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        """What a declarant may see: no selection, nothing inward."""
        return tuple(finding for finding in findings if self._shown(finding))

    def consequences(self, changes: dict[str, str]) -> dict[str, str]:
        """What follows from each finding, with a form's ``changes``."""
        return {code: entry.consequence for code, entry in self.entries.items()} | changes


class _Values(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "—"


def parse(text: str) -> Catalogue:
    """Read the catalogue (TOML); RuleError when it cannot be used."""
    try:
        entries = msgspec.convert(toml.loads(text), dict[str, Entry])
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise RuleError(f"catalogue.toml: {error}") from error
    for code, entry in entries.items():
        if entry.consequence not in CONSEQUENCES:
            raise RuleError(f"catalogue.toml: {code} has the unknown consequence {entry.consequence}")
    return Catalogue(entries)
