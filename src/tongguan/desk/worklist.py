"""Worklist rows and tasks: derived from a clearance, written in the same transaction as its events, rebuilt by replay."""

import msgspec

from tongguan.desk.questions import OpenQuestion

PAYER = "payer"
"""Role of the tasks that wait for money: nobody of the office has it."""
ASKED, OWED, TO_VERIFY = "asked", "owed", "to_verify"
"""States of such a task: a payment was asked for; goods are released and the duty is not paid, since its last day."""


DECLARANT, QUESTION = "declarant", "question"
"""Role and state of the tasks that are questions: their ``officer`` is the declarant's customs code."""


class Task(msgspec.Struct, frozen=True, omit_defaults=True):
    """One open control of one declaration, as an officer's queue shows it."""

    number: str
    control: str
    track: str
    role: str
    office: str
    state: str
    """waiting, ready, started or paused."""
    since: int
    """When it came into this state, microseconds UTC."""
    officer: str = ""


class Done(msgspec.Struct, frozen=True):
    """A control that an officer has done; ``at`` in microseconds UTC."""

    control: str
    officer: str
    at: int


class WorkRow(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What lists, counts and times need of one declaration; times are microseconds UTC."""

    number: str
    version: int
    status: str
    client_number: str
    declarant: str
    trader: str
    trader_name: str = ""
    entry_id: str = ""
    direction: str
    process: str
    office: str
    mode: str = ""
    """Supervision mode 监管方式."""
    transport: str = ""
    channel: str = ""
    """untouched, reviewed or inspected: the deepest control that was required of officers."""
    goods: str = ""
    """Name of the first goods line."""
    other_goods: tuple[str, ...] = ()
    """Names of the other lines, each once, in order."""
    items: int = 0
    chapter: str = ""
    """HS chapter (two digits) of the first item."""
    commodities: tuple[str, ...] = ()
    """Commodity codes of the items, each once, in order."""
    containers: tuple[str, ...] = ()
    first_lodged_at: int | None = None
    first_application_at: int | None = None
    arrived_at: int | None = None
    accepted_at: int | None = None
    released_at: int | None = None
    gate_out_at: int | None = None
    first_delivery_at: int | None = None
    """Batch movements only: the first goods through the gate, before the central declaration."""
    closed_at: int | None = None
    ended_at: int | None = None
    late_entries: int = 0
    """Events recorded later than they happened."""
    silent_until: int = 0
    """Before this moment nobody learns whether he is selected; 0: no moment is set."""
    holds: tuple[str, ...] = ()
    settled: str = ""
    """How duty stood at release: guarantee (before payment), paid, or empty: nothing was due."""
    due: str = ""
    """Duty and taxes due in all, in yuan; empty where nothing was assessed."""
    unpaid: str = ""
    """What of it is not paid."""
    secured: str = ""
    """What guarantees secure of it."""
    tasks: tuple[Task, ...] = ()
    done: tuple[Done, ...] = ()
    questions: tuple[OpenQuestion, ...] = ()
    """What the declarant was asked and has not answered; each is also a task of his."""

    @property
    def is_open(self) -> bool:
        """True while the goods wait for their release: received and not ended; released only if that was revoked."""
        if self.ended_at is not None or self.status in ("draft", "returned"):
            return False
        return self.released_at is None or self.status == "revoked"


class QueueFilter(msgspec.Struct, frozen=True, omit_defaults=True):
    """Which tasks a queue shows; empty fields do not restrict."""

    roles: tuple[str, ...] = ()
    office: str = ""
    states: tuple[str, ...] = ("ready", "started", "paused")
    officer: str = ""
    limit: int = 100
    after: tuple[int, str, str] | None = None
    """(since, number, control) of the last row of the page before."""
