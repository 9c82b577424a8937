"""Lodging: look up, judge, decide, append. One declaration or many take the same way."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256

import msgspec
from msgspec.structs import replace

from tongguan.desk import numbers
from tongguan.desk.acting_for import letters, without_authority
from tongguan.desk.adoption import Adoption, NotAdopted
from tongguan.desk.draws import Drawn
from tongguan.desk.dues import Dues
from tongguan.desk.enterprises import enterprise_stream
from tongguan.desk.joint import Joint
from tongguan.desk.permit_quotes import QuotedPermits
from tongguan.desk.ports import Append, ClaimRefused, Conflict, Journal, Key, KeyTaken, Outcome, Secret
from tongguan.desk.quoting import evidence_of, goods_stream, side_of
from tongguan.desk.ripples import list_for, lists_quoted
from tongguan.desk.securities import Securities
from tongguan.facts.actor import SYSTEM, Actor
from tongguan.facts.assessment import Assessment
from tongguan.facts.clock import local_date
from tongguan.facts.decision import Refusal
from tongguan.facts.declaration import Declaration
from tongguan.facts.event import Event, canonical, open_event
from tongguan.facts.evidence import Evidence, Paired
from tongguan.facts.finding import Finding, rejects
from tongguan.facts.message import DRAFT, Attachment, Message, declarant_code
from tongguan.facts.permit import Permit
from tongguan.facts.zone import ListLine
from tongguan.process import commands as c
from tongguan.process.apply import DUTIABLE, fold
from tongguan.process.clearance import Clearance
from tongguan.process.decide import decide
from tongguan.process.decide.refusals import refuse
from tongguan.process.enterprise import Enterprise
from tongguan.process.model import Model
from tongguan.process.zone import ListState
from tongguan.rules.book import RuleBook

ATTEMPTS = 12
"""How often a message that lost a race is decided again."""
Conceal = Callable[[bytes, str, int], Secret]
Draw = Callable[[str, int], Drawn]
"""From a number and the moment of drawing to its draw of double random selection."""


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
    dues: Dues
    keep_messages: bool = True


class Met(msgspec.Struct, frozen=True):
    """What a message meets when it is lodged, but for the draw; nothing of it is bound."""

    evidence: Evidence
    lists: dict[str, tuple[ListLine, ...]]
    issued: Mapping[str, Permit]
    securities: Securities


class _Prepared(msgspec.Struct, frozen=True):
    lodged: Lodged
    append: Append | None = None


def content_of(declaration: Declaration) -> str:
    """Digest (hex) of the parsed content, by which a repeat is known."""
    return sha256(canonical(declaration)).hexdigest()


def client_key(message: Message) -> str:
    """Declarant and client number: what a declarant's repeat is known by."""
    return f"{declarant_code(message.declaration)}|{message.client_number}"


def lodge_many(
    office: Office, messages: Sequence[Message], actors: Sequence[Actor], at: int, now: int
) -> list[Lodged]:
    """Lodge messages in order, each by its actor; those that lose a race, or find a guarantee used up, are decided again."""
    waiting = list(range(len(messages)))
    done: dict[int, Lodged] = {}
    for attempt in range(ATTEMPTS):
        batch = [messages[place] for place in waiting]
        prepared = _prepare(office, batch, [actors[place] for place in waiting], at, now, attempt)
        appends = [each.append for each in prepared if each.append]
        outcomes = iter(
            office.journal.append_many(appends, now) if len(appends) != 1 else _one(office, appends, now)
        )
        again = []
        for place, each in zip(waiting, prepared, strict=True):
            outcome = next(outcomes) if each.append else None
            if isinstance(outcome, Conflict | KeyTaken | ClaimRefused):
                again.append(place)
            done[place] = each.lodged
        waiting = again
        if not waiting:
            break
    for place in waiting:
        # Nothing of it was written: it must not be answered as if it were.
        lost = done[place]
        done[place] = Lodged(lost.message, lost.number, None, None, refusal=refuse("busy"))
    return [done[place] for place in range(len(messages))]


def _one(office: Office, appends: list[Append], now: int) -> list[Outcome]:
    return [office.journal.append(appends[0], now)]


def _prepare(
    office: Office, messages: Sequence[Message], actors: Sequence[Actor], at: int, now: int, attempt: int
) -> list[_Prepared]:
    return [_decide(each) for each in _lodgings(office, messages, actors, at, now, attempt)]


def met_now(office: Office, message: Message, actor: Actor, now: int) -> Met:
    """What the message would be judged by if the actor lodged it now; it is neither drawn nor judged nor written."""
    (one,) = _lodgings(office, [message], [actor], now, now, 0)
    return _met(one, one.owner)


def _lodgings(
    office: Office, messages: Sequence[Message], actors: Sequence[Actor], at: int, now: int, attempt: int
) -> list["_Lodging"]:
    owners, others, read = _look_up(office.journal, messages)
    block = max(numbers.BLOCK, len(messages))
    securities = Securities(office.journal, messages, now)
    declarations = (message.declaration for message in messages)
    permits = QuotedPermits(office.journal, office.rules, declarations, local_date(now))
    return [
        _Lodging(
            office=office, message=message, owner=owner, actor=actor, at=at, block=block, attempt=attempt,
            other=others.get(message.declaration.related_declaration, ""),
            joint=Joint(office.journal, office.models, office.entries, now, office.dues, read),
            securities=securities, permits=permits,
        )
        for message, owner, actor in zip(messages, owners, actors, strict=True)
    ]  # fmt: skip


def _look_up(
    journal: Journal, messages: Sequence[Message]
) -> tuple[list[str], dict[str, str], dict[str, list[Event]]]:
    """Owners of the client numbers and of the related declarations, and the streams that the messages touch.

    Two round trips for the whole batch.
    """
    keys = [Key("client", client_key(message)) for message in messages]
    pairs = [
        Key("entry", message.declaration.related_declaration)
        for message in messages
        if message.declaration.related_declaration
    ]
    owners = journal.find([*keys, *pairs])
    around = {goods_stream(message.declaration) for message in messages} - {""}
    around.update(enterprise_stream(message.declaration) for message in messages)
    around.update(stream for message in messages for stream in letters(message.declaration))
    around.update(f"list/{name}" for message in messages for name in lists_quoted(message.declaration))
    read = journal.read_many(sorted({*owners.values(), *around}))
    others = {key.value: owners[key] for key in pairs if key in owners}
    return [owners.get(key, "") for key in keys], others, read


class _Lodging(msgspec.Struct, frozen=True, kw_only=True):
    """One message on its way in."""

    office: Office
    message: Message
    owner: str
    """Stream that has its client number already; empty when it is new."""
    other: str
    """Stream of the related declaration that it names; empty when none is known."""
    joint: Joint
    securities: Securities
    permits: QuotedPermits
    actor: Actor
    at: int
    block: int
    attempt: int


def _decide(one: _Lodging) -> _Prepared:
    office, message, joint = one.office, one.message, one.joint
    declaration = message.declaration
    if not (message.client_number and declarant_code(declaration)):
        return _Prepared(Lodged(message, "", None, None, refusal=_nameless(message)))
    barred = without_authority(joint, declaration)
    if barred:
        return _Prepared(Lodged(message, "", None, None, refusal=barred))
    was = joint.clearance(one.owner) if one.owner else None
    content, draft = content_of(declaration), message.operation == DRAFT
    if was and was.content == content and (was.draft == draft or was.accepted):
        return _Prepared(Lodged(message, was.number, was, joint.model(was), repeat=True))
    try:
        model = office.models[office.adoption.model_for(declaration, local_date(one.at), _is_batch(one))]
    except NotAdopted:
        return _Prepared(Lodged(message, one.owner, was, None, refusal=_not_adopted(declaration)))
    key = client_key(message)
    number = one.owner or numbers.unified_number(declaration.office, joint.now, key, one.attempt)
    secrets = _secrets(office, message, was.declaration_version + 1 if was else 1)
    entry_id = (
        "" if draft else office.entries.take(declaration.office, one.at, declaration.direction, one.block)
    )
    command = c.Receive(
        actor=one.actor, at=one.at, now=joint.now, entry_id=entry_id, number=number, client_key=key,
        declaration=declaration, content=content, draft=draft,
        judgement=None if draft else _judge(one, number),
        particulars=next((secret.digest for secret in secrets if secret.kind == "particulars"), ""),
    )  # fmt: skip
    decided = decide(model, was, command)
    if entry_id and (isinstance(decided, Refusal) or decided.after.entry_id != entry_id):
        office.entries.give_back(entry_id)
    if isinstance(decided, Refusal):
        return _Prepared(Lodged(message, number, was, model, refusal=decided))
    joint.take(decided, (Key("client", key),), secrets)
    if decided.after.alive and not (was and was.pair):
        _pair(one, number)
    for claim in decided.claims:
        one.securities.take(claim.stream, claim.amount)
    after = joint.clearance(number) or decided.after
    return _Prepared(Lodged(message, number, after, model), joint.append())


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


def _lists(one: _Lodging) -> tuple[tuple[str, ListState | None], ...]:
    declaration = one.message.declaration
    return tuple((name, list_for(one.joint, declaration, name)) for name in lists_quoted(declaration))


def _is_batch(one: _Lodging) -> bool:
    """True for the central declaration of goods that were delivered in batches before."""
    declaration = one.message.declaration
    return declaration.filing_list_kind == "4" or any(state and state.list.batch for _, state in _lists(one))


def _met(one: _Lodging, number: str) -> Met:
    quoted, issued = one.permits.of(one.message.declaration)
    lines = {name: state.list.lines for name, state in _lists(one) if state and state.deleted_at is None}
    return Met(replace(_evidence(one, number), permits=quoted), lines, issued, one.securities)


def _judge(one: _Lodging, number: str) -> c.Judgement:
    declaration = one.message.declaration
    met, drawn, on = _met(one, number), one.office.draw(number, one.joint.now), local_date(one.at)
    rates = one.office.rules.selection_rules.rates(declaration, met.evidence, on, one.office.dues.exchange)
    evidence = replace(met.evidence, rates=rates, draw=drawn.value, drawn_on=drawn.day)
    ruling = one.office.rules.judge(declaration, evidence, on, met.lists, met.issued)
    if rejects(ruling.findings):
        return c.Judgement(findings=ruling.findings, evidence=evidence, editions=ruling.editions)
    dues = one.office.dues
    found = dues.assess(declaration, on)
    security = one.securities.pick(declaration, found, on)
    return c.Judgement(
        findings=(*ruling.findings, *dues.findings(declaration, found, security, evidence.credit)),
        words=dutiable(ruling.words, found),
        silent_words=tuple(ruling.silent_words),
        silent_until=ruling.silent_until,
        agreed=ruling.agreed,
        binds=ruling.binds,
        evidence=replace(evidence, security=security) if security else evidence,
        assessment=found,
        editions=ruling.editions | dues.editions if found else ruling.editions,
    )


def dutiable(words: Sequence[str], found: Assessment | None) -> tuple[str, ...]:
    """The words of a ruling with the one for duty where something is due, or may be once a figure comes."""
    others = tuple(word for word in words if word != DUTIABLE)
    return (*others, DUTIABLE) if found is not None and (found.total or found.missing) else others


def _evidence(one: _Lodging, number: str) -> Evidence:
    declaration = one.message.declaration
    rated: Enterprise | None = one.joint.state(enterprise_stream(declaration))
    credit = rated.credit(local_date(one.at)) if rated else ""
    stream, related = goods_stream(declaration), declaration.related_declaration
    if not (stream or related or declaration.list_no):
        return Evidence(credit=credit)
    paired = _other_side(one, number) if related else None
    goods = one.joint.goods(declaration.transport_document) if stream else None
    found = evidence_of(number, declaration, goods, lists=_lists(one), paired=paired)
    return replace(found, credit=credit)


def _other_side(one: _Lodging, number: str) -> Paired:
    """The declaration that this one names, and who is paired with it already."""
    other = one.joint.clearance(one.other) if one.other else None
    return side_of(
        other, one.message.declaration.related_declaration, _taken_by(one, other, number) if other else ""
    )


def _taken_by(one: _Lodging, other: Clearance, number: str) -> str:
    """The living declaration that the other side is paired with already; empty when it is free for this one."""
    if other.pair in ("", number):
        return ""
    rival = fold([open_event(event) for event in one.office.journal.read(other.pair)])
    return rival.number if rival is not None and rival.alive else ""


def _pair(one: _Lodging, number: str) -> None:
    """The two sides of a movement name each other, and what differs holds both."""
    other = one.joint.clearance(one.other) if one.other else None
    mine = one.joint.clearance(number)
    if other is None or mine is None or not other.alive or _taken_by(one, other, number):
        return
    on = local_date(one.at)
    for clearance, across in ((mine, other), (other, mine)):
        evidence = Evidence(paired=side_of(across, across.number))
        findings = one.office.rules.of_sides(clearance.declaration, evidence, on)

        def pair(
            entry_id: str, was: Clearance, across: Clearance = across, found: tuple[Finding, ...] = findings
        ) -> c.Command:
            return c.Pair(
                actor=SYSTEM, at=one.joint.now, now=one.joint.now, entry_id=entry_id, other=across.number,
                findings=found,
            )  # fmt: skip

        one.joint.decide(clearance.number, pair)


def _secrets(office: Office, message: Message, version: int) -> tuple[Secret, ...]:
    """Particulars and the message as received go to the vault; the journal holds their digests."""
    particulars = canonical(message.particulars)
    secrets = [office.conceal(particulars, "particulars", version)] if particulars != b"{}" else []
    if office.keep_messages and message.raw:
        secrets.append(office.conceal(message.raw, "message", version))
    return (*secrets, *files(office, message.attachments, version))


def files(office: Office, attachments: Sequence[Attachment], version: int) -> Iterator[Secret]:
    """Attachments as vault entries of a version of their declaration."""
    for each in attachments:
        yield office.conceal(each.body, f"attachment:{each.name}", version)
