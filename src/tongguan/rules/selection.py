"""Selection 布控 and the words a declaration brings: which controls it needs. Reasons stay in the office."""

import tomllib
from collections.abc import Sequence
from datetime import date

import msgspec

from tongguan.facts import toml
from tongguan.facts.declaration import EXPORT, FILING_LIST, IMPORT, Declaration
from tongguan.facts.evidence import Evidence
from tongguan.facts.finding import HOLD, SELECT, Finding
from tongguan.facts.words import WORDS
from tongguan.rules.checks_papers import involves_inspection, vegetable_packing
from tongguan.rules.draws import MILLION, roll
from tongguan.rules.errors import RuleError
from tongguan.rules.selection_rules import SelectionRules

UNSEEN = "C03"
"""Finding: a commodity is under import inspection and the declarant did not see it."""
E_LEDGER = "B"
"""Document code of the export e-ledger 电子底账."""


class Share(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many of a million declarations of a direction are drawn for a word."""

    word: str
    direction: str
    per_million: int
    credit: str = ""


class Selection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The office's settings of selection."""

    id: str
    draw: tuple[Share, ...]
    gate_modes: frozenset[str]
    no_licence: frozenset[str]
    exempt: frozenset[str]
    as_levied: str
    levied: frozenset[str]
    bonded: frozenset[str]
    silent_until: str = ""
    """``arrival``: inspection of imports is made known when they arrive; empty: at once."""
    chapters: frozenset[str] = frozenset()


class Selected(msgspec.Struct, frozen=True):
    """What selection comes to."""

    findings: tuple[Finding, ...]
    words: tuple[str, ...]
    silent: tuple[str, ...] = ()
    """Words that are served only when it may be told who is selected."""
    until: int = 0
    """Not before this moment, microseconds UTC; 0: at arrival."""


def parse(text: str) -> Selection:
    """Read the settings (TOML); RuleError when they cannot be used."""
    try:
        settings = msgspec.convert(toml.loads(text), Selection)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise RuleError(f"selection.toml: {error}") from error
    for share in settings.draw:
        if share.word not in WORDS:
            raise RuleError(f"selection.toml: {share.word} is no word that a control waits for")
        if not 0 <= share.per_million <= MILLION:
            raise RuleError(f"selection.toml: {share.word} is drawn {share.per_million} times in a million")
    if settings.silent_until not in ("", "arrival"):
        raise RuleError(f"selection.toml: silent_until is arrival or empty, not {settings.silent_until}")
    return settings


def select(
    settings: Selection,
    rules: SelectionRules,
    declaration: Declaration,
    evidence: Evidence,
    found: Sequence[Finding],
    on: date,
) -> Selected:
    """Findings of selection, words, and words that stay silent until it may be told who is selected.

    Without a draw (a check, a draft) nothing is selected; the declaration's own words come back.
    """
    words = _words(settings, declaration)
    if any(finding.code == UNSEEN and finding.consequence == HOLD for finding in found):
        words += ["quarantine", "inspection_first"]
    by_setting = [] if evidence.draw is None else _selected(settings, declaration, evidence, found)
    selected = (*by_setting, *rules.findings(declaration, evidence, on))
    office = bool(settings.silent_until) and declaration.direction == IMPORT
    silence = rules.silence(declaration.direction, on)
    away = evidence.arrived_at is None and (office or silence.arrival)
    if not (away or silence.until):
        return Selected(selected, tuple(dict.fromkeys((*words, *(each.word for each in selected)))))
    quiet = [
        each for each in selected
        if (away and office and each.word == "inspect") or rules.is_silent(each, on, away)
    ]  # fmt: skip
    words += [*(finding.word for finding in selected if finding not in quiet), "undisclosed"]
    silent = dict.fromkeys(finding.word for finding in quiet if finding.word not in words)
    return Selected(selected, tuple(dict.fromkeys(words)), tuple(silent), silence.until)


def _words(settings: Selection, d: Declaration) -> list[str]:
    """Words that follow from the declaration itself."""
    words = []
    codes = {document.code for document in d.licence_documents if document.number}
    if d.direction == IMPORT:
        involved = involves_inspection(d)
        if involved or vegetable_packing(d):
            words.append("quarantine")
        if involved:
            words.append("inspection_first")
        if _dutiable(settings, d):
            words.append("dutiable")
    if codes - settings.no_licence or d.licence_no or any(item.licences for item in d.items):
        words.append("licence")
    if d.direction == EXPORT:
        words.append("by_gate" if d.transport_mode in settings.gate_modes else "by_transport")
        if E_LEDGER in codes:
            words.append("e_ledger")
    return words


def _dutiable(settings: Selection, d: Declaration) -> bool:
    """Is something due at entry? Not on filing lists, under bond, or where every line is exempt."""
    if d.kind == FILING_LIST or d.supervision_mode in settings.bonded:
        return False
    modes = {item.duty_mode for item in d.items} - settings.exempt
    if d.levy_nature not in settings.levied:
        modes.discard(settings.as_levied)
    return bool(modes)


def _selected(
    settings: Selection, d: Declaration, evidence: Evidence, found: Sequence[Finding]
) -> list[Finding]:
    selected: list[Finding] = []
    doubts = ", ".join(dict.fromkeys(finding.code for finding in found if finding.consequence == HOLD))
    if doubts:
        selected.append(_because("S04", "review", codes=doubts))
    chapters = sorted({item.commodity[:2] for item in d.items} & settings.chapters)
    if chapters:
        selected.append(_because("S03", "review", chapter=", ".join(chapters)))
    if evidence.credit == "discredited":
        selected += [_because("S02", "review"), _because("S02", "inspect")]
    return [*selected, *by_draw(settings, d, evidence)]


def by_draw(settings: Selection, d: Declaration, evidence: Evidence) -> list[Finding]:
    """What the draw alone selects; nothing where nothing was drawn."""
    draw = evidence.draw
    if draw is None:
        return []
    shares = _shares(settings, d.direction, evidence.credit)
    return [_because("S01", word) for word, share in shares.items() if roll(draw, word) < share]


def _shares(settings: Selection, direction: str, credit: str) -> dict[str, int]:
    """Shares that count for a direction and a credit."""
    rows = [row for row in settings.draw if row.direction == direction]
    common = {row.word: row.per_million for row in rows if not row.credit}
    return common | {row.word: row.per_million for row in rows if row.credit and row.credit == credit}


def _because(code: str, word: str, **values: str) -> Finding:
    zh, en = WORDS[word]
    return Finding(code, SELECT, values={"word_zh": zh, "word_en": en, **values}, word=word)
