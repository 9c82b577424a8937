"""Questions to declarants: the wordings that are proposed, and from what was typed to what is asked and answered."""

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources

import msgspec

from tongguan.facts.clock import HOUR
from tongguan.facts.decision import Refusal
from tongguan.facts.question import PaperQuoted, Question
from tongguan.process.clearance import Asked, Clearance
from tongguan.process.decide.refusals import refuse

MOST_HOURS = 720
"""Longest time limit."""
DEFAULT_HOURS = 24
"""Of a question in the officer's own words, where he sets none."""
MARK = "question-"
"""Beginning of the name under which a question stands among the tasks; its version follows."""


class Template(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A wording that officers ask with."""

    zh: str
    en: str
    hours: int
    """Time limit that is proposed."""


class _Templates(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    template: dict[str, Template]


class OpenQuestion(msgspec.Struct, frozen=True):
    """A question that waits for its declarant, as lists show it; times are microseconds UTC."""

    version: int
    control: str
    asked_at: int
    until: int


class QuestionView(msgspec.Struct, frozen=True, kw_only=True):
    """A question with its answer, if there is one."""

    id: str
    """Number of the declaration and version of the event that asked, joined by a hyphen."""
    control: str
    zh: str
    en: str
    lines: tuple[int, ...]
    officer: str
    asked_at: int
    until: int
    state: str
    """open, overdue, answered or withdrawn."""
    answered_at: int | None
    text: str
    papers: tuple[PaperQuoted, ...]


@cache
def templates() -> dict[str, Template]:
    """The wordings by id."""
    text = (resources.files("tongguan.desk") / "questions.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), _Templates).template


def question_of(
    now: int, template: str = "", text: str = "", lines: str = "", hours: str = ""
) -> Question | Refusal:
    """What is asked at ``now``: by a template, in the officer's words, or both; ``lines`` as in 1,3.

    Words of his own follow those of the template in both languages.
    """
    chosen = templates().get(template)
    if template and chosen is None:
        return refuse("unknown_template", template=template, known=", ".join(templates()))
    about = lines_of(lines)
    if about is None:
        return refuse("bad_lines", text=lines)
    limit = hours.strip() or str(chosen.hours if chosen else DEFAULT_HOURS)
    if not (limit.isascii() and limit.isdigit() and 1 <= int(limit) <= MOST_HOURS):
        return refuse("bad_limit", text=limit, most=MOST_HOURS)
    said = (chosen.zh, chosen.en) if chosen else ("", "")
    zh, en = (" ".join(part for part in (each, text.strip()) if part) for each in said)
    return Question(zh=zh, en=en, until=now + int(limit) * HOUR, lines=about, template=template)


def lines_of(text: str) -> tuple[int, ...] | None:
    """Goods lines of a text such as 1,3 or 1，3; none of an empty one; None when it names no lines."""
    parts = text.replace("，", ",").replace("、", ",").replace(" ", ",").split(",")
    found = [part for part in parts if part]
    if not all(part.isascii() and part.isdigit() and len(part) < 5 for part in found):
        return None
    return tuple(sorted({int(part) for part in found}))


def papers_of(pairs: Sequence[tuple[str, str]]) -> tuple[PaperQuoted, ...] | Refusal:
    """Documents of (type, number) pairs; empty pairs are left out, a half one is refused."""
    found = []
    for line, (code, number) in enumerate(pairs, start=1):
        if bool(code.strip()) != bool(number.strip()):
            return refuse("paper_unfinished", line=line)
        if number.strip():
            found.append(PaperQuoted(code=code.strip(), number=number.strip()))
    return tuple(found)


def views(was: Clearance, now: int) -> tuple[QuestionView, ...]:
    """The questions of a declaration as of ``now``, the newest first."""
    still = was.open_questions
    return tuple(_view(was.number, each, each in still, now) for each in reversed(was.questions))


def _view(number: str, asked: Asked, is_open: bool, now: int) -> QuestionView:
    open_state = "overdue" if asked.question.until < now else "open"
    state = open_state if is_open else "withdrawn" if asked.answered_at is None else "answered"
    return QuestionView(
        id=f"{number}-{asked.version}", control=asked.control, zh=asked.question.zh,
        en=asked.question.en, lines=asked.question.lines, officer=asked.officer,
        asked_at=asked.at, until=asked.question.until, state=state, answered_at=asked.answered_at,
        text=asked.text, papers=asked.papers,
    )  # fmt: skip


def named(question: str) -> tuple[str, int]:
    """Number and version of a question's id; version 0 when it is none."""
    number, _, version = question.rpartition("-")
    return number, int(version) if version.isascii() and version.isdigit() and len(version) < 9 else 0
