"""Loading the demo office: played in memory, then copied whole into the database."""

from tongguan.desk.ports import Append, ClaimRefused, Conflict, Journal, Key, KeyTaken, Secret
from tongguan.facts import kinds
from tongguan.facts.claim import Claim
from tongguan.facts.event import Event, open_event

BATCH = 400


class NotLoaded(Exception):
    """The demo could not be copied; the message names the stream."""


def copy(played: Journal, target: Journal) -> tuple[int, int]:
    """Copy every stream with its identifiers, claims, worklist row and vault entries; (streams, events)."""
    shared: list[tuple[Append, int]] = []
    plain: list[tuple[Append, int]] = []
    claiming: list[tuple[Append, int]] = []
    streams = events = 0
    vault: dict[str, list[tuple[str, int]]] = {}
    for stream, kind, version, _ in played.secrets():
        vault.setdefault(stream, []).append((kind, version))
    for head in played.all_heads():
        found = played.read(head.stream)
        streams, events = streams + 1, events + len(found)
        append = _append(played, head.stream, found, vault.get(head.stream, []))
        group = shared if append.opens is not None else claiming if append.claims else plain
        group.append((append, found[-1].recorded_at))
    for append, at in shared:
        _check(append, target.append(append, at))
    for start in range(0, len(plain), BATCH):
        batch = plain[start : start + BATCH]
        outcomes = target.append_many([append for append, _ in batch], batch[-1][1])
        for (append, _), outcome in zip(batch, outcomes, strict=True):
            _check(append, outcome)
    for append, at in claiming:
        _check(append, target.append(append, at))
    return streams, events


def _check(append: Append, outcome: object) -> None:
    if isinstance(outcome, Conflict | KeyTaken | ClaimRefused):
        raise NotLoaded(f"{append.stream}: {outcome}")


def _append(played: Journal, stream: str, events: list[Event], vault: list[tuple[str, int]]) -> Append:
    first = open_event(events[0]).data
    if isinstance(first, kinds.SharedOpened):
        return Append(stream=stream, expected=0, events=tuple(events[:1]), opens=first.limit)
    if not isinstance(first, kinds.ApplicationReceived):
        return Append(stream=stream, expected=0, events=tuple(events))
    secrets: list[Secret] = []
    for kind, version in vault:
        secret = played.secret(stream, kind, version)
        if secret is not None:
            secrets.append(secret)
    row = played.work(stream)
    keys = [Key("client", first.client_key)]
    if row is not None and row.entry_id:
        keys.append(Key("entry", row.entry_id))
    return Append(
        stream=stream, expected=0, events=tuple(events), keys=tuple(keys), claims=tuple(_claims(stream, events)),
        work=row, secrets=tuple(secrets),
    )  # fmt: skip


def _claims(stream: str, events: list[Event]) -> list[Claim]:
    found = []
    for event in events:
        if event.kind in (kinds.GuaranteeOccupied.KIND, kinds.GuaranteeRestored.KIND):
            data = open_event(event).data
            if isinstance(data, kinds.GuaranteeOccupied):
                found.append(Claim(data.guarantee, data.amount, stream))
            elif isinstance(data, kinds.GuaranteeRestored):
                found.append(Claim(data.guarantee, -data.amount, stream))
    return found
