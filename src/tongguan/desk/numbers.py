"""Numbers: the unified number 统一编号 made without a counter, and customs numbers 海关编号 from blocks of serials."""

from hashlib import sha256
from threading import Lock

from tongguan.desk.ports import Journal
from tongguan.facts.clock import local_date

_DIGITS = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZIO"
BLOCK = 100
"""Serials taken at once; what a stopped process does not use becomes a gap, which is allowed."""


def _base36(value: int, width: int) -> str:
    letters = []
    for _ in range(width):
        value, digit = divmod(value, 36)
        letters.append(_DIGITS[digit])
    return "".join(reversed(letters))


def unified_number(office: str, at: int, client_key: str, salt: int = 0) -> str:
    """18 characters: office (4), milliseconds of first receipt (8, base 36), tail from the client key (6).

    The same client key at the same millisecond gives the same number, so a retry after a crash cannot make two.
    """
    tail = int.from_bytes(sha256(f"{client_key}|{salt}".encode()).digest()[:8], "big")
    return f"{office:0>4.4}{_base36(at // 1000, 8)}{_base36(tail, 6)}"


class EntryNumbers:
    """Customs numbers: office (4), year (4), 1 for import or 0 for export, serial (9)."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._free: dict[str, list[int]] = {}
        self._lock = Lock()

    def take(self, office: str, at: int, direction: str, block: int = BLOCK) -> str:
        """The next number of a series; ``block`` is how many serials to fetch when none is at hand."""
        series = f"{office:0>4.4}{local_date(at).year}{1 if direction == 'import' else 0}"
        with self._lock:
            free = self._free.setdefault(series, [])
            if not free:
                first = self._journal.serials(series, block)
                free.extend(range(first + block - 1, first - 1, -1))
            return f"{series}{free.pop():09}"

    def give_back(self, entry_id: str) -> None:
        """A number that was not used may be used by the next one."""
        with self._lock:
            self._free.setdefault(entry_id[:9], []).append(int(entry_id[9:]))
