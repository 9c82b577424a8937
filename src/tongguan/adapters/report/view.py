"""What every form of the report shares: its words, names of parties and definitions, and how figures are written."""

import re
import tomllib
from collections.abc import Callable
from functools import cache
from importlib import resources

import msgspec

from tongguan.facts.report import Against, Aim, Changed, Decided, Nation, Owed, Passed, Report, Side
from tongguan.insight.cause import causes
from tongguan.insight.report_cases import CLOCK, TEAM
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


def name(who: str, report: Report, lang: str) -> str:
    """How an officer, a section or an outsider was called when the record was made; the id where it does not say."""
    found = report.names.get(who)
    return who if found is None else found.zh if lang == "zh" else found.en


def cause_of(each: Passed, report: Report, lang: str) -> str:
    """The cause named for a late declaration, how it stands, and the section waited for; empty when nobody named one."""
    if not each.cause:
        return ""
    told = str(value("", f"{each.cause} {each.cause_state}".strip(), lang))
    return f"{told} ({name(each.section, report, lang)})" if each.section else told


def owed_by(each: Owed, report: Report, lang: str) -> str:
    """Who was asked: the team as such for cases that nobody owns."""
    return say(lang)("prepared") if each.whom == TEAM else name(each.whom, report, lang)


def decided(each: Decided, report: Report, lang: str) -> str:
    """What was decided, with causes and people in words."""
    text = each.text
    if each.verb == "cause":
        code, _, note = text.partition(" ")
        return f"{case_cause(code, lang)} {note}".strip()
    for who in report.names if each.verb == "measure" else ():
        text = text.replace(f"({who}, ", f"({name(who, report, lang)}, ")
    return text


def definition(name: str, lang: str) -> str:
    """A definition in words."""
    found = define(name)
    return name if found is None else found.zh if lang == "zh" else found.en


_BESIDE = re.compile(r" ?\([^)]*\)|（[^）]*）")


def short(name: str, lang: str) -> str:
    """The first part of a definition's words, without what stands in brackets."""
    text = definition(name, lang).partition("：" if lang == "zh" else ":")[0]
    return _BESIDE.sub("", text)


_UNITS = {"median_s": "median", "low_s": "low", "high_s": "high", "mean_s": "mean", "within_24h": "rate"}


def figure(name: str, lang: str) -> str:
    """The name of a figure that a restatement changes, in words."""
    word = say(lang)
    first, *middle, last = name.split(".")
    if first == "cases":
        return f"{word('cases')} · {word(f'case_{last}')}"
    if first == "stands":
        return f"{word('late_count')} · {word(f'stand_{last}')}"
    if first in ("flow", "late"):
        about = {"count": "late_count", "cause": "case_cause"}.get(last, last)
        return " · ".join((*middle, word(about)))
    told = party(last, lang) if middle == ["cause"] else word(_UNITS.get(last, last))
    return " · ".join((short(first, lang), *(word(part) for part in middle if part != "cause"), told))


_STOCK = {"opened": "accepted", "closed": "released"}


def counted_by(figure: str) -> str:
    """The id of the definition by which a figure is counted."""
    first, _, rest = figure.partition(".")
    if first == "flow":
        return _STOCK.get(rest, ", ".join(_STOCK.values()))
    return CLOCK if first in ("cases", "stands", "late") else first


def value(name: str, found: float | str | None, lang: str) -> float | str | None:
    """The value of a figure: seconds as hours, a cause in words."""
    if isinstance(found, str):
        cause, _, state = found.partition(" ")
        return (
            f"{case_cause(cause, lang)} · {say(lang)(f'cause_{state}')}" if state else case_cause(cause, lang)
        )
    in_seconds = name.endswith("_s") or ".cause." in name or name.startswith("stands.")
    return found / 3600 if found is not None and in_seconds else found


def hours(seconds: float | None) -> str:
    """Hours with two decimals of seconds; a dash where there is no figure."""
    return "—" if seconds is None else f"{seconds / 3600:.2f}"


def share(value: float | None, sign: bool = False) -> str:
    """A share in per cent; a dash where there is none."""
    return "—" if value is None else f"{value * 100:+.1f} %" if sign else f"{value * 100:.1f} %"


def side(found: Side | None, lang: str) -> str:
    """Mean, median and count; where there are too few for a mean, median, range and count."""
    if found is None:
        return "—"
    median = f"{say(lang)('median')} {hours(found.median_s)}"
    if found.mean_s is None:
        return f"{median}, {hours(found.low_s)} – {hours(found.high_s)} ({found.count})"
    return f"{hours(found.mean_s)}, {median} ({found.count})"


def against(found: Against, lang: str) -> str:
    """Another period, and the change or why there is none."""
    if found.barred is not None:
        text = found.barred.zh if lang == "zh" else found.barred.en
        return text if found.side is None else f"{side(found.side, lang)}; {text}"
    return f"{side(found.side, lang)} {share(found.change, sign=True)}"


def aim(found: Aim | None, lang: str) -> tuple[str, str]:
    """The year so far beside the aim, and whether it is reached by when; both empty where there is no target."""
    if found is None:
        return "", ""
    judged = "cannot_judge" if found.reached is None else "reached" if found.reached else "not_reached"
    numbers = " / ".join("—" if each is None else f"{each:.2f}" for each in (found.year, found.aim))
    return numbers, f"{say(lang)(judged)} ({found.due})"


def nation(found: Nation, lang: str) -> str:
    """Better than the national average or not, or why that cannot be said."""
    if found.said is not None:
        return found.said.zh if lang == "zh" else found.said.en
    return f"{found.hours} {say(lang)('better' if found.better else 'not_better')}"
