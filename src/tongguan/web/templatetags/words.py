"""Words, times, ages and hours in two languages."""

import tomllib
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from django import template

from tongguan.desk import register as actors
from tongguan.desk.card_index import UNDECLARED
from tongguan.facts.clock import moment
from tongguan.process.model import shipped
from tongguan.process.progress import status_name
from tongguan.web.office import desk

register = template.Library()


@cache
def _words() -> dict[str, dict[str, str]]:
    files = sorted(
        each.name for each in resources.files("tongguan.web").iterdir() if each.name.startswith("words")
    )
    found: dict[str, dict[str, str]] = {}
    for name in files:
        found |= tomllib.loads((resources.files("tongguan.web") / name).read_text("utf-8"))
    return found


def word(key: str, lang: str) -> str:
    """The word for a key; a key without words shows itself."""
    return _words().get(key, {}).get(lang, key)


@register.simple_tag(takes_context=True)
def t(context: Any, key: str) -> str:
    """The word for a key in the reader's language."""
    return word(key, context["lang"])


@register.simple_tag(takes_context=True)
def named(context: Any, thing: Any) -> str:
    """The name of anything that has zh and en, a table of both included; Chinese where there is no English one."""
    if not thing:
        return "—"
    zh, en = (thing["zh"], thing["en"]) if isinstance(thing, dict) else (thing.zh, thing.en)
    return str((en if context["lang"] == "en" else "") or zh)


@register.simple_tag(takes_context=True)
def role(context: Any, name: str) -> str:
    """A role in words, as the process models name it, or the office's own words; one without words shows itself."""
    found = next((model.role[name] for model in shipped().values() if name in model.role), None)
    return named(context, found) if found else t(context, f"role_{name}").removeprefix("role_")


@register.simple_tag(takes_context=True)
def status(context: Any, word: str) -> str:
    """A status in words."""
    return status_name(word, context["lang"])


@register.simple_tag(takes_context=True)
def activity(context: Any, name: str) -> str:
    """An activity of an event log in words: a control or release point by its name, else a word of the pages."""
    return context["names"].get(name) or t(context, f"log_{name}".replace(".", "_")).removeprefix("log_")


def reason_text(found: Any, lang: str) -> str:
    """Why goods stand in the zone, in words: what keeps them, or the status of their declaration."""
    if found.zh:
        return str(found.zh if lang == "zh" else found.en)
    return word("nobody_declared", lang) if found.id == UNDECLARED else status_name(found.id, lang)


@register.simple_tag(takes_context=True)
def why_standing(context: Any, found: Any) -> str:
    """The same on a page."""
    return reason_text(found, context["lang"])


@register.filter
def under(name: str, head: str) -> str:
    """The key of a word that belongs to a kind of words: ``open`` under ``question`` is ``question_open``."""
    return f"{head}_{name}"


@register.simple_tag(takes_context=True)
def paper(context: Any, code: str) -> str:
    """The type of an electronic document in words; a code that the office does not know stays itself."""
    found = desk().rules.tables["edoc_types"].codes.get(code)
    return named(context, found) if found else code


@register.filter
def local(at: int | None) -> str:
    """A time in the office's zone, to the minute."""
    return moment(at).strftime("%Y-%m-%d %H:%M") if at is not None else "—"


@register.simple_tag(takes_context=True)
def age(context: Any, micros: int) -> str:
    """An age in words: minutes, hours or days."""
    minutes = max(0, micros // 60_000_000)
    zh = context["lang"] == "zh"
    if minutes < 60:
        return f"{minutes} 分钟" if zh else f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} 小时 {minutes % 60} 分" if zh else f"{minutes // 60} h {minutes % 60} min"
    return f"{minutes // 1440} 天" if zh else f"{minutes // 1440} days"


@register.filter
def hours(value: float | str | None) -> str:
    """Hours with two decimals; a dash where there is none."""
    return "—" if value is None or isinstance(value, str) else f"{value:.2f}"


@register.filter
def share(value: float | str | None) -> str:
    """A share in per cent; a dash where there is none."""
    return "—" if value is None or isinstance(value, str) else f"{value * 100:.1f} %"


@register.filter
def yuan(amount: Any) -> str:
    """An amount in yuan with two decimals and thousands apart."""
    return "—" if amount in (None, "") else f"{Decimal(str(amount)):,.2f}"


@register.filter
def amount(value: Decimal) -> str:
    """A quantity with thousands apart and no more decimals than it has."""
    return f"{value.normalize():,f}"


@register.simple_tag(takes_context=True)
def unit(context: Any, code: str) -> str:
    """A unit of quantity by its code in words, a currency by its code of today; anything else stays itself."""
    tables = desk().rules.tables
    found = tables["units"].codes.get(code)
    if found is None:
        return tables["currencies"].canonical(code)
    return found.zh if context["lang"] == "zh" else found.en.partition(" (")[0]


@register.filter
def name_of(stream: str) -> str:
    """The name of a stream without its kind."""
    return stream.partition("/")[2]


@register.filter
def of(mapping: dict[str, Any] | None, key: str) -> Any:
    """One entry of a mapping, or None."""
    return mapping.get(key) if mapping else None


@register.filter
def words_of(text: str) -> list[str]:
    """The words of a text, to walk over them."""
    return text.split()


@register.simple_tag(takes_context=True)
def person(context: Any, name: str) -> str:
    """Somebody of the register by name; who is not in it stays an id, and nobody is a dash."""
    found = actors.shipped().find(name)
    return named(context, found) if found else name or "—"


@register.simple_tag(takes_context=True)
def on_duty(context: Any, team: Any, section: str, day: Any) -> str:
    """Who of a section is on duty on a local date."""
    return ", ".join(person(context, name) for name in team.on_duty(section, day)) or "—"


@register.filter
def micro_hours(micros: float) -> float:
    """Hours of microseconds."""
    return micros / 3_600_000_000


@register.filter
def second_hours(seconds: float | str | None) -> float | None:
    """Hours of seconds."""
    return None if seconds is None or isinstance(seconds, str) else seconds / 3600


@register.filter
def heading(grouping: str) -> str:
    """The key of the word for a grouping of times."""
    return f"by_{grouping}"


@register.filter
def given(value: str) -> str:
    """A value of a grouping, or the key of the word for none."""
    return value or "no_value"
