"""The weekly report's life, folded from its events, and what may be done with it. Pure."""

from collections.abc import Iterable
from hashlib import sha256

import msgspec
from msgspec.structs import replace

from tongguan.facts import report as r
from tongguan.facts.actor import Actor
from tongguan.facts.decision import Refusal
from tongguan.facts.event import Fact, canonical
from tongguan.facts.kinds import Payload
from tongguan.facts.report import Changed, Report
from tongguan.process.decide.cases import MANAGERS
from tongguan.process.decide.refusals import refuse

TRY_AGAIN = 600_000_000
"""Microseconds after which a mail that was begun and did not go out is begun again."""


class Answer(msgspec.Struct, frozen=True):
    """An answer to a request."""

    text: str
    by: str
    at: int


class Restated(msgspec.Struct, frozen=True):
    """Why a report was put right, and both figures of what changed."""

    number: int
    at: int
    by: str
    reason: str
    changed: tuple[Changed, ...]


class Weekly(msgspec.Struct, frozen=True, kw_only=True):
    """An issued report; ``reports`` are its first issue and every restatement, each as it was."""

    week: str
    version: int
    issued_at: int
    issued_by: str
    reports: tuple[Report, ...]
    digests: tuple[str, ...]
    restated: tuple[Restated, ...] = ()
    answers: dict[str, Answer] = {}
    sent: dict[int, tuple[str, ...]] = {}
    """Number of the issue → to whom it went."""
    sending: dict[int, int] = {}
    """Number of the issue → when somebody last began to mail it, microseconds UTC."""

    @property
    def report(self) -> Report:
        """The one that counts: the last."""
        return self.reports[-1]

    def to_send(self, now: int) -> bool:
        """Is the last issue still to go out, and nobody at it? Whoever began is given ten minutes."""
        begun = self.sending.get(self.number)
        return self.number not in self.sent and (begun is None or now - begun >= TRY_AGAIN)

    @property
    def number(self) -> int:
        """0 for the first issue, else that of the last restatement."""
        return len(self.reports) - 1


def fold(name: str, facts: Iterable[Fact], was: Weekly | None = None) -> Weekly | None:
    """The report after its facts, or after more facts; None when there is none."""
    state = was
    for fact in facts:
        match fact.data:
            case r.ReportIssued() as said:
                state = Weekly(
                    week=name, version=0, issued_at=fact.happened_at, issued_by=fact.actor,
                    reports=(said.report,), digests=(said.digest,),
                )  # fmt: skip
            case r.ReportRestated() as said if state:
                told = Restated(len(state.reports), fact.happened_at, fact.actor, said.reason, said.changed)
                state = replace(
                    state, reports=(*state.reports, said.report), digests=(*state.digests, said.digest),
                    restated=(*state.restated, told),
                )  # fmt: skip
            case r.RequestAnswered(request=request, text=text) if state:
                answer = Answer(text, fact.actor, fact.happened_at)
                state = replace(state, answers={**state.answers, request: answer})
            case r.ReportSending(number=number) if state:
                state = replace(state, sending={**state.sending, number: fact.happened_at})
            case r.ReportSent(number=number, to=to) if state:
                state = replace(state, sent={**state.sent, number: to})
        if state is not None:
            state = replace(state, version=state.version + 1)
    return state


def digest_of(report: Report) -> str:
    """SHA-256 (hex) of the canonical record."""
    return sha256(canonical(report)).hexdigest()


def issue(was: Weekly | None, report: Report, actor: Actor, ended: bool) -> list[Payload] | Refusal:
    """Issue a report; a coordinator, a head or the schedule does, when the week is over."""
    if was is not None:
        return refuse("report_issued", week=was.week)
    if not _may(actor):
        return refuse("not_your_role", actor=actor.id, role="coordinator")
    if not ended:
        return refuse("week_not_over", until=report.until)
    return [r.ReportIssued(report, digest_of(report))]


def restate(was: Weekly | None, report: Report, reason: str, actor: Actor) -> list[Payload] | Refusal:
    """Put an issued report right where its figures are others today."""
    if was is None:
        return refuse("report_not_issued", week=report.week)
    if not _may(actor):
        return refuse("not_your_role", actor=actor.id, role="coordinator")
    if not reason:
        return refuse("reason_missing")
    found = changes(was.report, report)
    if not found:
        return refuse("nothing_changed", week=report.week)
    # What was asked is not a figure: the restatement asks what the report asked.
    kept = replace(report, requests=was.report.requests, last_requests=was.report.last_requests)
    return [r.ReportRestated(kept, digest_of(kept), reason, found)]


def answer(was: Weekly | None, week: str, request: str, text: str, actor: Actor) -> list[Payload] | Refusal:
    """Answer a request of an issued report, once; an officer does."""
    if was is None:
        return refuse("report_not_issued", week=week)
    if actor.kind != "officer":
        return refuse("not_your_role", actor=actor.id, role="officer")
    known = [each.id for each in was.report.requests]
    if request not in known:
        return refuse("bad_field", field="request", value=request, known=", ".join(known))
    if request in was.answers:
        return refuse("question_answered")
    return [r.RequestAnswered(request, text)] if text else refuse("text_missing")


def begin(was: Weekly | None, week: str, now: int) -> list[Payload] | Refusal:
    """Begin to mail the last issue; refused while another does, and when it is out."""
    if was is None:
        return refuse("report_not_issued", week=week)
    return [r.ReportSending(was.number)] if was.to_send(now) else refuse("report_under_way", week=week)


def changes(was: Report, now: Report) -> tuple[Changed, ...]:
    """Figures that differ between two records, in order of their names; those of one only have None in the other."""
    before, after = figures(was), figures(now)
    return tuple(
        Changed(name, before.get(name), after.get(name))
        for name in sorted({*before, *after}) if before.get(name) != after.get(name)
    )  # fmt: skip


def figures(report: Report) -> dict[str, float | str | None]:
    """Every figure of the week itself by name, with its definition in the name; causes of late declarations one by one."""
    found: dict[str, float | str | None] = {
        f"flow.{name}": getattr(report.flow, name) for name in report.flow.__struct_fields__
    }
    for line in report.lines:
        name = f"{line.definition}.{line.direction}"
        found[f"{name}.accepted"], found[f"{name}.cohort"] = line.accepted, line.cohort
        for field in line.now.__struct_fields__ if line.now else ():
            found[f"{name}.{field}"] = getattr(line.now, field)
    for cause in report.causes:
        found[f"{report.definition}.cause.{cause.cause}"] = cause.micros / 1e6
    for stand in report.stands:
        found[f"stands.{stand.how}"] = stand.micros / 1e6
    for name in report.cases.__struct_fields__ if report.cases else ():
        found[f"cases.{name}"] = getattr(report.cases, name)
    found["late.count"] = len(report.late)
    for each in report.late:
        if each.cause:
            found[f"late.{each.number}.cause"] = f"{each.cause} {each.cause_state}".strip()
    return found


def _may(actor: Actor) -> bool:
    return actor.kind == "system" or bool(set(actor.roles) & set(MANAGERS))
