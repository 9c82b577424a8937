"""The golden journals: every kind and schema ever released is still read, byte for byte, digest for digest."""

import json
from pathlib import Path

from tongguan.facts.event import Event, canonical, first_broken, open_event
from tongguan.facts.registry import PAYLOADS

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.ndjson"))
"""Each file is a chain of its own."""


def chain(path: Path) -> list[Event]:
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [Event(**{**row, "digest": bytes.fromhex(row["digest"])}) for row in rows]


def golden() -> list[Event]:
    return [event for path in GOLDEN for event in chain(path)]


def test_the_golden_journals_are_whole() -> None:
    assert [first_broken(chain(path)) for path in GOLDEN] == [0] * len(GOLDEN)


def test_every_payload_is_read_and_written_to_the_same_bytes() -> None:
    for event in golden():
        assert canonical(open_event(event).data).decode() == event.payload


def test_every_kind_and_schema_of_the_program_is_in_it() -> None:
    assert {(event.kind, event.schema) for event in golden()} == set(PAYLOADS)


def test_one_changed_letter_breaks_the_chain_where_it_stands() -> None:
    events = chain(GOLDEN[-1])
    events[4] = Event(**{**{n: getattr(events[4], n) for n in Event.__struct_fields__}, "actor": "goldem"})
    assert first_broken(events) == 5
