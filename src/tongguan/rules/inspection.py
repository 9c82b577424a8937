"""Settings of inspection at the goods (``inspection.toml``): sites and their times, services, qualifications, checklists."""

import tomllib
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

import msgspec

from tongguan.facts import toml
from tongguan.facts.clock import OFFICE_ZONE, local_date, micros
from tongguan.facts.inspection import QUARANTINE, SERVICES
from tongguan.rules.errors import RuleError


class Site(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A place where goods are inspected, from a day on: the local times at which visits begin, and how many at once."""

    id: str
    zh: str
    en: str
    office: str
    valid_from: date
    begins: tuple[str, ...]
    capacity: int

    def begin_of(self, day: date) -> list[int]:
        """When visits begin on a local date, microseconds UTC."""
        return [micros(datetime.combine(day, time.fromisoformat(text), OFFICE_ZONE)) for text in self.begins]


class Item(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One question of a checklist."""

    id: str
    zh: str
    en: str


class Checklist(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Questions of one service about goods whose commodity code begins so."""

    service: str
    prefixes: tuple[str, ...]
    items: tuple[Item, ...]


class Looks(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a visit for a control looks at."""

    id: str
    services: tuple[str, ...]
    process: str = ""


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The office's settings of inspection."""

    photo_bytes: int
    """The most that one picture may have."""
    laboratories: tuple[str, ...]
    """Actors that samples are sent to."""
    site: tuple[Site, ...]
    control: tuple[Looks, ...]
    quarantine_words: tuple[str, ...]
    qualifies: dict[str, str]
    """Service → the subject in which whoever looks for it must be qualified."""
    checklist: tuple[Checklist, ...]

    def sites(self, office: str, day: date) -> list[Site]:
        """The sites of an office on a local date, each as it is then."""
        found: dict[str, Site] = {}
        for each in sorted(self.site, key=lambda site: site.valid_from):
            if each.office == office and each.valid_from <= day:
                found[each.id] = each
        return list(found.values())

    def site_at(self, site: str, office: str, at: int) -> Site | None:
        """The site as it is on the local date of a time; None when the office has none of that name."""
        return next((each for each in self.sites(office, local_date(at)) if each.id == site), None)

    def services_of(self, process: str, control: str, words: Iterable[str]) -> tuple[str, ...]:
        """Whose items a visit for a control looks at."""
        rows = [each for each in self.control if each.id == control and each.process in ("", process)]
        looks = max(rows, key=lambda each: each.process, default=None)
        found = looks.services if looks else SERVICES
        under = not set(words).isdisjoint(self.quarantine_words)
        return tuple(each for each in found if each != QUARANTINE or under)

    def items_of(self, services: Sequence[str], commodities: Iterable[str]) -> tuple[Item, ...]:
        """The questions about these goods, each once, those of all goods first."""
        codes = tuple(commodities)
        found = {
            item.id: item
            for each in self.checklist
            for item in each.items
            if each.service in services
            and any(code.startswith(prefix) for prefix in each.prefixes for code in codes)
        }
        return tuple(found.values())

    def asked_by(self, item: str) -> frozenset[str]:
        """The subjects in which whoever answers an item must be qualified; none for what no checklist has any more."""
        services = {each.service for each in self.checklist if any(one.id == item for one in each.items)}
        return frozenset(self.qualifies[each] for each in services)

    def item(self, name: str) -> Item:
        """The words of an item; one that an edition no longer has shows its id."""
        known = (item for each in self.checklist for item in each.items if item.id == name)
        return next(known, Item(name, name, name))


def parse(text: str) -> Settings:
    """Read the settings; RuleError names what is wrong."""
    try:
        found = msgspec.convert(toml.loads(text), Settings)
        for site in found.site:
            site.begin_of(site.valid_from)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, ValueError) as error:
        raise RuleError(f"inspection.toml: {error}") from error
    named = [each.service for each in found.checklist] + [s for each in found.control for s in each.services]
    unknown = sorted({*named, *found.qualifies} - set(SERVICES))
    if set(SERVICES) - set(found.qualifies):
        raise RuleError(f"inspection.toml: [qualifies] names a subject for each of {', '.join(SERVICES)}")
    if unknown:
        raise RuleError(f"inspection.toml: unknown services {', '.join(unknown)}")
    if any(each.capacity < 1 for each in found.site):
        raise RuleError("inspection.toml: a site takes at least one visit at a time")
    return found
