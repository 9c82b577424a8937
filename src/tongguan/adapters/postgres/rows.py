"""A plan's rows as PostgreSQL takes them: JSON for the server-side function, text lines for COPY."""

from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import msgspec

from tongguan.adapters.plan import Plan
from tongguan.adapters.sql.cards import CARD, card_row
from tongguan.adapters.sql.worklist import task_rows, work_row
from tongguan.desk.cards import Card
from tongguan.desk.ports import Head, Secret
from tongguan.desk.worklist import WorkRow
from tongguan.facts.event import Event

_encoder = msgspec.json.Encoder()

EVENT_COLUMNS = "stream, version, kind, schema, happened_at, recorded_at, actor, payload, digest, epoch"
VAULT_COLUMNS = "stream, kind, version, digest, salt, body"
WORK_COLUMNS = "number, client_number, entry_id, trader, trader_name, accepted_at, body"
TASK_COLUMNS = "number, control, track, role, office, state, since, officer"
_PIECE = 200
"""Lines in one piece of a COPY."""

HEAD_COLUMNS = "stream, version, digest, free"
KEY_COLUMNS = "value, kind, owner"
_KEY = tuple(KEY_COLUMNS.split(", "))
_WORK = tuple(WORK_COLUMNS.split(", "))
_TASK = tuple(TASK_COLUMNS.split(", "))
_CARD = tuple(CARD.split(", "))


def call_whole(made: Plan) -> list[str]:
    """The parameters of ``write_rows`` and ``put_cards`` for all that a plan writes."""
    return call(
        born=made.born(),
        moved=made.moved(),
        owned=keys(made),
        events=made.events,
        work=list(made.work.values()),
        secrets=made.secrets,
        cards=list(made.cards.values()),
    )


def call(
    born: Sequence[Head] = (),
    moved: Sequence[tuple[Head, int]] = (),
    owned: Sequence[Sequence[str]] = (),
    events: Sequence[Event] = (),
    work: Sequence[WorkRow] = (),
    secrets: Sequence[tuple[str, Secret]] = (),
    cards: Sequence[Card] = (),
) -> list[str]:
    """The parameters of ``write_rows`` and ``put_cards``: each a JSON list of rows."""
    parts: list[list[dict[str, Any]]] = [
        [_head(head) for head in born],
        [{**_head(head), "was": was} for head, was in moved],
        [dict(zip(_KEY, key, strict=True)) for key in owned],
        [_event(event) for event in events],
        [dict(zip(_WORK, work_row(row), strict=True)) for row in work],
        [dict(zip(_TASK, task, strict=True)) for row in work for task in task_rows(row)],
        [_secret(stream, secret) for stream, secret in secrets],
        [dict(zip(_CARD, card_row(card), strict=True)) for card in cards],
    ]
    return [_encoder.encode(part).decode() for part in parts]


def keys(made: Plan) -> list[tuple[str, str, str]]:
    """Rows of ``identifier`` in one order for every writer."""
    return sorted((key.value, key.kind, owner) for key, owner in made.keys.items())


def _head(head: Head) -> dict[str, Any]:
    free = None if head.free is None else str(head.free)
    return {"stream": head.stream, "version": head.version, "digest": head.digest.hex(), "free": free}


def _event(event: Event) -> dict[str, Any]:
    return {
        "stream": event.stream,
        "version": event.version,
        "kind": event.kind,
        "schema": event.schema,
        "happened_at": event.happened_at,
        "recorded_at": event.recorded_at,
        "actor": event.actor,
        "payload": event.payload,
        "digest": event.digest.hex(),
    }


def _secret(stream: str, secret: Secret) -> dict[str, Any]:
    return {
        "stream": stream,
        "kind": secret.kind,
        "version": secret.version,
        "digest": secret.digest,
        "salt": b64encode(secret.salt).decode(),
        "body": b64encode(secret.body).decode(),
    }


def head_lines(heads: Iterable[Head]) -> Iterator[str]:
    """Lines for COPY into ``head``."""
    for head in heads:
        yield f"{cell(head.stream)}\t{head.version}\t\\\\x{head.digest.hex()}\t{cell(head.free)}\n"


def event_lines(events: Iterable[Event], epoch: int) -> Iterator[str]:
    """Lines for COPY into ``event``. A payload holds no control character: only backslashes are escaped."""
    for e in events:
        payload = e.payload.replace("\\", "\\\\")
        yield (
            f"{cell(e.stream)}\t{e.version}\t{e.kind}\t{e.schema}\t{e.happened_at}\t{e.recorded_at}"
            f"\t{cell(e.actor)}\t{payload}\t\\\\x{e.digest.hex()}\t{epoch}\n"
        )


def secret_lines(secrets: Iterable[tuple[str, Secret]]) -> Iterator[str]:
    """Lines for COPY into ``vault``."""
    for stream, s in secrets:
        yield (
            f"{cell(stream)}\t{cell(s.kind)}\t{s.version}\t{s.digest}"
            f"\t\\\\x{s.salt.hex()}\t\\\\x{s.body.hex()}\n"
        )


def lines(rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Lines for COPY of any rows of text, integers and None."""
    for row in rows:
        yield "\t".join([cell(value) for value in row]) + "\n"


def pieces(of: Iterable[str]) -> Iterator[bytes]:
    """Lines in pieces of a size that lets the server work on one while the next is made."""
    rest = iter(of)
    while piece := "".join(islice(rest, _PIECE)):
        yield piece.encode()


def cell(value: Any) -> str:
    """One value in the text form of COPY."""
    if value is None:
        return "\\N"
    return str(value).translate(_ESCAPES)


_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
