"""What every form of the report shares: its words, names of parties and definitions, and how figures are written."""

import tomllib
from collections.abc import Callable
from functools import cache
from importlib import resources

import msgspec

from tongguan.facts.report import Against, Aim, Changed, Nation, Passed, Report, Side
from tongguan.insight.cause import causes
from tongguan.insight.times import define
from tongguan.insight.waiting import causes as case_causes
from tongguan.process.report import Weekly


class Issue(msgspec.Struct, frozen=True, kw_only=True):
    """A report as it is shown: a draft, or one of the issues with what it puts right."""

    report: Report
    number: int | None = None
    """None for a draft, 0 for the first issue, else that of the restatement."""
    at: int | None = None
    digest: str = ""
    reason: str = ""
    changed: tuple[Changed, ...] = ()


def draft(report: Report) -> Issue:
    """A report that is not issued."""
    return Issue(report=report)


def latest(found: Weekly) -> Issue:
    """The issue that counts."""
    return issues(found)[-1]


def issues(found: Weekly) -> list[Issue]:
    """Every issue of a week, the first one first, each as it was."""
    made = [Issue(report=found.reports[0], number=0, at=found.issued_at, digest=found.digests[0])]
    for place, told in enumerate(found.restated, start=1):
        made.append(
            Issue(
                report=found.reports[place], number=told.number, at=told.at, digest=found.digests[place],
                reason=told.reason, changed=told.changed,
            )
        )  # fmt: skip
    return made


@cache
def _words() -> dict[str, dict[str, str]]:
    text = (resources.files("tongguan.adapters.report") / "words.toml").read_text("utf-8")
    return tomllib.loads(text)


Say = Callable[[str], str]


def say(lang: str) -> Say:
    """From the key of a word to the word in one language; a key without words shows itself."""
    return lambda key: _words().get(key, {}).get(lang, key)


def party(name: str, lang: str) -> str:
    """Who was waited for, in words; anybody else is named as the officer named him."""
    found = causes().cause.get(name)
    return name if found is None else found.zh if lang == "zh" else found.en


def waited(each: Passed, lang: str) -> str:
    """Who was waited for longest; of one still open, who is waited for at the week's end."""
    if each.released:
        return party(each.waited, lang)
    open_, colon = say(lang)("still_open"), "：" if lang == "zh" else ": "
    # Reports of former days do not tell it of open ones.
    return f"{open_}{colon}{party(each.waited, lang)}" if each.waited else open_


OURS = ("work", "officer", "batch", "idle", "closed")
"""Causes that are the office's own."""


def whom(name: str, lang: str) -> str:
    """Whom a request is made of."""
    if name in OURS:
        return say(lang)("our_sections")
    return party(name, lang).removeprefix("等").removeprefix("waiting for ")


def case_cause(name: str, lang: str) -> str:
    """A cause code of a case in words."""
    found = case_causes().get(name)
    return name if found is None else found.zh if lang == "zh" else found.en


def definition(name: str, lang: str) -> str:
    """A definition in words."""
    found = define(name)
    return name if found is None else found.zh if lang == "zh" else found.en


def hours(seconds: float | None) -> str:
    """Hours with two decimals of seconds; a dash where there is no figure."""
    return "—" if seconds is None else f"{seconds / 3600:.2f}"


def share(value: float | None, sign: bool = False) -> str:
    """A share in per cent; a dash where there is none."""
    return "—" if value is None else f"{value * 100:+.1f} %" if sign else f"{value * 100:.1f} %"


def side(found: Side | None, lang: str) -> str:
    """The mean (count), or the median with its word where there are too few for a mean."""
    if found is None:
        return "—"
    if found.mean_s is None:
        return f"{say(lang)('median')} {hours(found.median_s)} ({found.count})"
    return f"{hours(found.mean_s)} ({found.count})"


def against(found: Against, lang: str) -> str:
    """Another period, and the change or why there is none."""
    if found.barred is not None:
        text = found.barred.zh if lang == "zh" else found.barred.en
        return text if found.side is None else f"{side(found.side, lang)}; {text}"
    return f"{side(found.side, lang)} {share(found.change, sign=True)}"


def aim(found: Aim | None, lang: str) -> str:
    """The year so far beside the aim, and whether it is reached."""
    word = say(lang)
    if found is None:
        return word("no_target")
    judged = "cannot_judge" if found.reached is None else "reached" if found.reached else "not_reached"
    numbers = " / ".join("—" if each is None else f"{each:.2f}" for each in (found.year, found.aim))
    return f"{numbers} {word(judged)} ({found.due})"


def nation(found: Nation, lang: str) -> str:
    """Better than the national average or not, or why that cannot be said."""
    if found.said is not None:
        return found.said.zh if lang == "zh" else found.said.en
    return f"{found.hours} {say(lang)('better' if found.better else 'not_better')}"
