"""Lodging: look up, judge, decide, append. One declaration or many take the same way."""

from collections.abc import Callable, Sequence
from hashlib import sha256

import msgspec

from tongguan.desk import numbers, rows
from tongguan.desk.adoption import Adoption, NotAdopted
from tongguan.desk.ports import Append, Conflict, Journal, Key, KeyTaken, Outcome, Secret
from tongguan.facts import kinds
from tongguan.facts.actor import Actor
from tongguan.facts.clock import local_date
from tongguan.facts.decision import Refusal
from tongguan.facts.declaration import Declaration
from tongguan.facts.event import GENESIS, Event, canonical, open_event, seal_all
from tongguan.facts.evidence import Evidence
from tongguan.facts.message import DRAFT, Message, declarant_code
from tongguan.process import commands as c
from tongguan.process.apply import fold
from tongguan.process.clearance import Clearance
from tongguan.process.decide import Decided, decide
from tongguan.process.model import Model
from tongguan.rules.book import RuleBook

Conceal = Callable[[bytes, str, int], Secret]
Draw = Callable[[str], int]
"""From a number to its draw of double random selection, 0 to 999,999."""


class Lodged(msgspec.Struct, frozen=True):
    """What became of one message: the clearance after it, or the refusal."""

    message: Message
    number: str
    clearance: Clearance | None
    model: Model | None
    repeat: bool = False
    refusal: Refusal | None = None


class Office(msgspec.Struct, frozen=True, kw_only=True):
    """What lodging works with."""

    journal: Journal
    rules: RuleBook
    models: dict[str, Model]
    adoption: Adoption
    entries: numbers.EntryNumbers
    conceal: Conceal
    draw: Draw
    keep_messages: bool = True


class _Known(msgspec.Struct, frozen=True):
    """What the journal holds of one message's client number and goods."""

    stream: str = ""
    clearance: Clearance | None = None
    digest: bytes = GENESIS
    arrived_at: int | None = None


class _Prepared(msgspec.Struct, frozen=True):
    lodged: Lodged
    append: Append | None = None


def content_of(declaration: Declaration) -> str:
    """Digest (hex) of the parsed content, by which a repeat is known."""
    return sha256(canonical(declaration)).hexdigest()


def client_key(message: Message) -> str:
    """Declarant and client number: what a declarant's repeat is known by."""
    return f"{declarant_code(message.declaration)}|{message.client_number}"


def consignment(declaration: Declaration) -> str:
    """Stream of the goods of a transport document; empty when none is quoted."""
    return f"consignment/{declaration.transport_document}" if declaration.transport_document else ""


def lodge_many(office: Office, messages: Sequence[Message], actor: Actor, at: int, now: int) -> list[Lodged]:
    """Lodge messages in order; those that lose a race are tried again, at most three times."""
    waiting = list(range(len(messages)))
    done: dict[int, Lodged] = {}
    for attempt in range(4):
        batch = [messages[place] for place in waiting]
        prepared = _prepare(office, batch, actor, at, now, attempt)
        appends = [each.append for each in prepared if each.append]
        outcomes = iter(
            office.journal.append_many(appends, now) if len(appends) != 1 else _one(office, appends, now)
        )
        again = []
        for place, each in zip(waiting, prepared, strict=True):
            outcome = next(outcomes) if each.append else None
            if isinstance(outcome, Conflict | KeyTaken):
                again.append(place)
            done[place] = each.lodged
        waiting = again
        if not waiting:
            break
    return [done[place] for place in range(len(messages))]


def _one(office: Office, appends: list[Append], now: int) -> list[Outcome]:
    return [office.journal.append(appends[0], now)]


def _prepare(
    office: Office, messages: Sequence[Message], actor: Actor, at: int, now: int, attempt: int
) -> list[_Prepared]:
    known = _look_up(office.journal, messages)
    block = max(numbers.BLOCK, len(messages))
    return [
        _decide(office, message, what, actor, at, now, block, attempt)
        for message, what in zip(messages, known, strict=True)
    ]


def _look_up(journal: Journal, messages: Sequence[Message]) -> list[_Known]:
    """Owners of the client numbers and arrivals of the goods, in two round trips for the whole batch."""
    keys = [Key("client", client_key(message)) for message in messages]
    owners = journal.find(keys)
    goods = {consignment(message.declaration) for message in messages} - {""}
    streams = journal.read_many(sorted({*owners.values(), *goods}))
    known = []
    for key, message in zip(keys, messages, strict=True):
        owner = owners.get(key, "")
        events = streams.get(owner, [])
        arrivals = streams.get(consignment(message.declaration), [])
        known.append(
            _Known(
                owner,
                fold([open_event(event) for event in events]),
                events[-1].digest if events else GENESIS,
                _arrived(arrivals),
            )
        )
    return known


def _arrived(events: Sequence[Event]) -> int | None:
    times = [event.happened_at for event in events if event.kind == kinds.ConsignmentArrived.KIND]
    return min(times, default=None)


def _decide(
    office: Office, message: Message, known: _Known, actor: Actor, at: int, now: int, block: int, attempt: int
) -> _Prepared:
    declaration = message.declaration
    if not (message.client_number and declarant_code(declaration)):
        return _Prepared(Lodged(message, "", None, None, refusal=_nameless(message)))
    was, key = known.clearance, client_key(message)
    content, draft = content_of(declaration), message.operation == DRAFT
    if was and was.content == content and (was.draft == draft or was.accepted):
        model = office.models[was.process]
        return _Prepared(Lodged(message, was.number, was, model, repeat=True))
    try:
        model = office.models[office.adoption.model_for(declaration, local_date(at))]
    except NotAdopted:
        return _Prepared(Lodged(message, known.stream, was, None, refusal=_not_adopted(declaration)))
    number = known.stream or numbers.unified_number(declaration.office, now, key, attempt)
    version = was.declaration_version + 1 if was else 1
    secrets = _secrets(office, message, version)
    judgement = None if draft else _judge(office, declaration, known, number, at)
    entry_id = "" if draft else office.entries.take(declaration.office, at, declaration.direction, block)
    command = c.Receive(
        actor=actor, at=at, now=now, entry_id=entry_id, number=number, client_key=key,
        declaration=declaration, content=content, draft=draft, judgement=judgement,
        particulars=next((secret.digest for secret in secrets if secret.kind == "particulars"), ""),
    )  # fmt: skip
    decided = decide(model, was, command)
    if entry_id and (isinstance(decided, Refusal) or decided.after.entry_id != entry_id):
        office.entries.give_back(entry_id)
    if isinstance(decided, Refusal):
        return _Prepared(Lodged(message, number, was, model, refusal=decided))
    append = appended(model, decided, known.digest, now, keys=(Key("client", key),), secrets=secrets)
    return _Prepared(Lodged(message, number, decided.after, model), append)


def _nameless(message: Message) -> Refusal:
    """Without its declarant and client number a declaration cannot be answered, repeated or mended."""
    field = "AgentCode" if message.client_number else "ClientSeqNo"
    return Refusal(
        "nameless",
        f"缺少 {field}，无法受理。",
        f"{field} is missing; without it a declaration cannot be told from another.",
        "请填写申报单位代码和客户端编号。",
        "Give the declaring unit's code and your own number of the declaration.",
    )


def _not_adopted(declaration: Declaration) -> Refusal:
    return Refusal(
        "no_process",
        f"本关当日没有适用于此类申报（{declaration.direction}/{declaration.kind}）的作业流程。",
        f"The office has no process for such a declaration ({declaration.direction}, {declaration.kind}) on that day.",
        "请核对申报日期，或由本关启用流程。",
        "Check the day of lodging, or let the office adopt a process.",
    )


def _judge(office: Office, declaration: Declaration, known: _Known, number: str, at: int) -> c.Judgement:
    evidence = Evidence(arrived_at=known.arrived_at, draw=office.draw(number))
    ruling = office.rules.judge(declaration, evidence, local_date(at))
    return c.Judgement(
        findings=tuple(ruling.findings),
        words=tuple(ruling.words),
        silent_words=tuple(ruling.silent_words),
        evidence=evidence,
        editions=ruling.editions,
    )


def _secrets(office: Office, message: Message, version: int) -> tuple[Secret, ...]:
    """Particulars and the message as received go to the vault; the journal holds their digests."""
    particulars = canonical(message.particulars)
    secrets = [office.conceal(particulars, "particulars", version)] if particulars != b"{}" else []
    if office.keep_messages and message.raw:
        secrets.append(office.conceal(message.raw, "message", version))
    secrets += [office.conceal(each.body, f"attachment:{each.name}", version) for each in message.attachments]
    return tuple(secrets)


def appended(
    model: Model,
    decided: Decided,
    digest: bytes,
    now: int,
    keys: tuple[Key, ...] = (),
    secrets: tuple[Secret, ...] = (),
) -> Append:
    """One transaction's worth of what was decided, with the customs number as a key when it was just given."""
    after, before = decided.after, decided.before
    expected = before.version if before else 0
    if after.entry_id and not (before and before.entry_id):
        keys = (*keys, Key("entry", after.entry_id))
    return Append(
        stream=after.number,
        expected=expected,
        events=seal_all(after.number, expected, digest, decided.facts, now),
        keys=keys,
        claims=tuple(decided.claims),
        work=rows.work_row(model, after),
        secrets=secrets,
    )
