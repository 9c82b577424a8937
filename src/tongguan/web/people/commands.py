"""What ``tongguan people`` becomes: it prints what the office keeps, or reads a plain file into it."""

import sys
from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec

from tongguan.desk import people
from tongguan.facts.clock import local_date
from tongguan.facts.people import Staff
from tongguan.facts.unreadable import Unreadable
from tongguan.insight import competence, posts
from tongguan.web.office import desk
from tongguan.web.people import records

Record = dict[str, Any]


class Asked(msgspec.Struct):
    """One call of the command."""

    verb: str
    lang: str
    json: bool
    at: int
    office: str
    by: str = ""
    file: str = ""
    text: str = ""


def run(arguments: str) -> int:
    """0 done, 2 unreadable; arguments as the command line packs them."""
    asked = msgspec.json.decode(arguments, type=Asked)
    try:
        found = list(_answers(asked))
    except Unreadable as error:
        print(f"tongguan: {asked.file}: {error.text(asked.lang)}", file=sys.stderr)
        return 2
    for record in found:
        _say(record, asked)
    return 0


def _say(record: Record, asked: Asked) -> None:
    if asked.json:
        print(msgspec.json.encode(record).decode())
        return
    name = record.get(asked.lang) or record.get("zh", "")
    told = [_plain(key, value) for key, value in record.items() if key not in ("zh", "en")]
    print("  ".join(each for each in (*told, name) if each))


def _plain(key: str, value: Any) -> str:
    """A value as people read it; what is false or empty is left out, what does not exist is a dash."""
    if isinstance(value, list):
        return ", ".join(_plain(key, each) for each in value)
    if isinstance(value, dict):
        first, *more = (_plain(name, each) for name, each in value.items())
        return f"{first} ({more[0]})" if more and more[0] not in ("", "—") else first
    if isinstance(value, bool):
        return key if value else ""
    return "—" if value is None else f"{value:.2f}" if isinstance(value, float) else str(value)


def _answers(asked: Asked) -> Iterator[Record]:
    if asked.verb == "import":
        yield {"file": asked.file, "written": records.keep(people.parse(asked.text), asked.by)}
        return
    staff, day = records.staff(), local_date(asked.at)
    yield from {"list": _list, "gaps": _gaps, "now": _now, "posts": _posts}[asked.verb](staff, day, asked)


def _list(staff: Staff, day: date, asked: Asked) -> Iterator[Record]:
    for officer in staff.officer:
        if asked.office in ("", officer.office):
            found = {
                name: competence.best(staff, officer.id, name, day) for name in competence.sheet().subject
            }
            held = [
                {"subject": name, "until": each.until}
                for name, each in found.items()
                if each is not None and competence.qualified(staff, officer.id, name, day)
            ]
            yield {
                "officer": officer.id, "zh": officer.zh, "en": officer.en, "office": officer.office,
                "section": officer.section, "roles": list(officer.roles), "qualifications": held,
                "wanting": competence.wanting(staff, officer, day),
                "cross_qualified": competence.cross_qualified(staff, officer.id, day),
            }  # fmt: skip


def _gaps(staff: Staff, day: date, asked: Asked) -> Iterator[Record]:
    for gap in competence.gaps(staff, day):
        if asked.office in ("", gap.office):
            work = competence.sheet().work[gap.work]
            yield {
                "office": gap.office, "work": gap.work, "have": gap.have, "need": gap.need, "zh": work.zh, "en": work.en,
            }  # fmt: skip


def _now(staff: Staff, day: date, asked: Asked) -> Iterator[Record]:
    for office in sorted({each.office for each in staff.officer if each.office}):
        if asked.office in ("", office):
            for name, work in competence.sheet().work.items():
                found = desk().people.candidates(office, name, asked.at)
                yield {
                    "office": office, "work": name, "zh": work.zh, "en": work.en,
                    "candidates": [{"officer": each.officer.id, "lacks": list(each.lacks)} for each in found],
                }  # fmt: skip


def _posts(staff: Staff, day: date, asked: Asked) -> Iterator[Record]:
    """Figures only where they are everybody's: a command line shows no single officer's."""
    rows = list(desk().work())
    for post in staff.post:
        if asked.office in ("", post.office):
            found = posts.of_post(rows, post, *posts.period(post, day))
            figures = ("count", "office_count", "hours", "office_hours", "coverage")
            yield {
                "post": post.id, "kind": post.kind, "zh": post.zh, "en": post.en, "since": post.since, "until": post.until,
                "officers": [member.officer for member in post.members],
                **{name: getattr(found, name) if found.open else None for name in figures},
            }  # fmt: skip
