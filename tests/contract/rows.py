"""Small streams for the stores' contract: the stores do not care what the events say."""

from decimal import Decimal

from tongguan.adapters.vault import conceal
from tongguan.desk.ports import Append, Head, Key, Secret
from tongguan.desk.worklist import Task, WorkRow
from tongguan.facts import kinds
from tongguan.facts.claim import Claim
from tongguan.facts.event import GENESIS, Fact, seal_all

NINE = 1_517_446_800_000_000
"""2018-02-01 09:00 in Xiangtan."""
MINUTE = 60_000_000


def notes(count: int, word: str = "note") -> list[Fact]:
    """Facts that place one hold after another."""
    return [
        Fact(
            kinds.HoldPlaced(f"h{n}", word, ("release",), "office", "核对“\\单证”\t\u0000完"),
            NINE + n,
            "wang",
        )
        for n in range(count)
    ]


def append(
    stream: str,
    count: int = 2,
    after: Head | None = None,
    *,
    keys: tuple[Key, ...] = (),
    claims: tuple[Claim, ...] = (),
    work: WorkRow | None = None,
    secrets: tuple[Secret, ...] = (),
    facts: list[Fact] | None = None,
) -> Append:
    """``count`` events for a stream, after a head or from the start."""
    version, before = (after.version, after.digest) if after else (0, GENESIS)
    events = seal_all(stream, version, before, facts or notes(count), NINE)
    return Append(
        stream=stream, expected=version, events=events, keys=keys, claims=claims, work=work, secrets=secrets
    )


def guarantee(name: str, limit: str) -> Append:
    """A new guarantee with this limit."""
    fact = Fact(kinds.SharedOpened(Decimal(limit), "CNY", "4301967890"), NINE, "zhou")
    return Append(
        stream=name, expected=0, events=seal_all(name, 0, GENESIS, [fact], NINE), opens=Decimal(limit)
    )


def occupies(number: str, guarantee: str, amount: str) -> Append:
    """A declaration that occupies a part of a guarantee."""
    fact = Fact(kinds.GuaranteeOccupied(guarantee, Decimal(amount)), NINE, "zhou")
    return append(number, facts=[fact], claims=(Claim(guarantee, Decimal(amount), number),))


def row(number: str, *tasks: Task, version: int = 2, **fields: object) -> WorkRow:
    """A worklist row."""
    known: dict[str, object] = {
        "status": "accepted",
        "client_number": f"C{number}",
        "declarant": "4301967890",
        "trader": "4301961234",
        "trader_name": "湘潭电机",
        "entry_id": f"4907{number}",
        "direction": "import",
        "process": "import_parallel",
        "office": "4907",
        "accepted_at": NINE,
    }
    return WorkRow(number=number, version=version, tasks=tasks, **{**known, **fields})  # type: ignore[arg-type]


def task(number: str, control: str = "document_review", since: int = NINE, **fields: str) -> Task:
    """A task that is ready."""
    known = {"track": "documents", "role": "document_officer", "office": "4907", "state": "ready"}
    return Task(number=number, control=control, since=since, **{**known, **fields})


def particulars(version: int = 1, body: bytes = b"\x00\xff13800000000") -> Secret:
    """Personal particulars for the vault."""
    return conceal(body, "particulars", version)
