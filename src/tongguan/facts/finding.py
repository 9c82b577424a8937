"""Findings: what a rule says about a declaration."""

import msgspec

REJECT = "reject"
HOLD = "hold"
SELECT = "select"
NOTE = "note"
CONSEQUENCES = (REJECT, HOLD, SELECT, NOTE)


class Finding(msgspec.Struct, frozen=True, omit_defaults=True):
    """One sentence of one rule about one field.

    ``values`` fills the wording of the catalogue entry named by ``code``; the wording itself is data, so that the
    journal holds the finding and each reader sees it in his language, inward or outward (``tongguan.rules.catalogue``).
    """

    code: str
    consequence: str
    field: str = ""
    """Path of the field as the declarant knows it, for example ``items[2].quantity``."""
    line: int | None = None
    """Goods line 商品序号 (from 1), or None when the finding is about the whole declaration."""
    values: dict[str, str] = {}
    word: str = ""
    """For ``select``: the word that a process model's controls wait for, such as ``review``."""


def rejects(findings: "tuple[Finding, ...] | list[Finding]") -> bool:
    """True when at least one finding returns the declaration 退单."""
    return any(finding.consequence == REJECT for finding in findings)
