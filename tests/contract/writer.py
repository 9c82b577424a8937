"""A process that lodges in bulk and may be killed at any moment: ``python -m tests.contract.writer URL COUNT``.

What it finds stored already it passes over; for each bulk that it lodged and that was answered it prints a line.
"""

import sys

import msgspec

from tests.contract.rows import NINE, append, guarantee, occupies, particulars, row
from tongguan.adapters.locate import open_journal
from tongguan.adapters.store import Store
from tongguan.desk.ports import Append, Key

BULK = 40


def declaration(n: int) -> Append:
    """Declaration number ``n``: an identifier and a worklist row; every second has a claim, the others a secret."""
    number, keys = f"d{n:06}", (Key("client", f"c{n}"),)
    if n % 2:
        return append(number, keys=keys, work=row(number), secrets=(particulars(),))
    claims = occupies(number, f"G{n % 3}", "1")
    return msgspec.structs.replace(claims, keys=keys, work=row(number, version=1))


def lodge(store: Store, count: int) -> None:
    for start in range(0, count, BULK):
        many = [declaration(n) for n in range(start, min(start + BULK, count))]
        known = store.heads([one.stream for one in many])
        if len(known) < len(many):
            store.append_many([one for one in many if one.stream not in known], NINE)
            print(start, flush=True)


if __name__ == "__main__":
    journal = open_journal(sys.argv[1])
    journal.append_many([guarantee(f"G{n}", "1000000") for n in range(3)], NINE)
    lodge(journal, int(sys.argv[2]))
