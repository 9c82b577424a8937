"""What a reader of times and causes asked for: definition, groupings, dates; wrong ones are told and replaced."""

from datetime import date
from functools import cache

import msgspec
from django.http import HttpRequest

from tongguan.desk.lives import Lives
from tongguan.facts.clock import local_date
from tongguan.insight import times
from tongguan.insight.times import Definition, Took
from tongguan.web.guards import language
from tongguan.web.office import desk

PICKED = ("definition", "without", "by", "and", "from", "to", "against")


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """The question of one look, complete."""

    definition: Definition
    by: tuple[str, ...]
    since: date
    until: date
    against: int | None
    group: dict[str, str]
    """For a drill-down: the values of the groupings that were picked."""
    query: str
    """The same as a query string, without the drill-down."""
    said: str
    """What was wrong with the question, in the reader's language; empty when nothing was."""


@cache
def lives() -> Lives:
    """The lives of this server's journal."""
    return Lives(desk())


def asked(request: HttpRequest) -> Asked:
    """The question in the address of a page."""
    lang, get = language(request), request.GET
    today = local_date(desk().clock.now())
    said: list[str] = []
    left_out = sorted({each for each in get.getlist("without") if each in times.EXCLUDED})
    definition = times.define(
        times.WITHOUT.join((get.get("definition", "customs_clearance"), *left_out)), desk().models
    )
    if definition is None:
        said.append("没有这个口径。" if lang == "zh" else "There is no such definition.")
        definition = times.definitions()["customs_clearance"]
    wanted = [get.get("by", "direction"), get.get("and", "")]
    by = tuple(dict.fromkeys(each for each in wanted if each in times.GROUPS))
    since, until = (
        _day(get.get(name, ""), day, lang, said)
        for name, day in (("from", today.replace(month=1, day=1)), ("to", today))
    )
    if since > until:
        said.append("起始日期晚于截止日期。" if lang == "zh" else "The first day lies after the last.")
        since = until
    if since < definition.valid_from:
        first = definition.valid_from
        said.append(
            f"该口径自 {first} 起使用。" if lang == "zh" else f"The definition is in use from {first}."
        )
        since, until = first, max(first, until)
    year = get.get("against", str(since.year - 1))
    group = {name: get[f"is.{name}"] for name in by if f"is.{name}" in get}
    query = request.GET.copy()
    for name in list(query):
        if name not in PICKED:
            del query[name]
    return Asked(
        definition=definition, by=by, since=since, until=until, against=int(year) if year.isdigit() else None, group=group,
        query=query.urlencode(), said=" ".join(said),
    )  # fmt: skip


def _day(text: str, else_: date, lang: str, said: list[str]) -> date:
    if not text:
        return else_
    try:
        return date.fromisoformat(text)
    except ValueError:
        said.append("日期须如 2018-06-30。" if lang == "zh" else "Write days as 2018-06-30.")
        return else_


def picked(found: Asked) -> list[Took]:
    """The declarations of the drill-down, longest first."""
    counted = times.took(lives().every(), found.definition, found.since, found.until)
    chosen = [
        each for each in counted
        if all(times.GROUPS[name](each.row, each.end) == value for name, value in found.group.items())
    ]  # fmt: skip
    return sorted(chosen, key=lambda each: (-each.micros, each.row.number))


def choices(found: Asked) -> dict[str, object]:
    """What the form of the question offers."""
    clock, models = [*times.definitions(), *times.parts(desk().models)], desk().models
    every = [*clock, *(f"{name}{times.OFFICE_HOURS}" for name in clock)]
    base = found.definition.id.partition(times.WITHOUT)[0]
    return {"asked": found, "base": base, "exclusions": [*times.EXCLUDED], "definitions": [times.define(name, models) for name in every], "groups": [*times.GROUPS],
            "first": found.by[0] if found.by else "", "second": found.by[1] if len(found.by) > 1 else ""}  # fmt: skip
