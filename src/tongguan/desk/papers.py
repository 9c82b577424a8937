"""Papers of an enterprise: the declarations that it lodged, and those of its own goods."""

import msgspec

from tongguan.desk.worklist import WorkRow

OPEN, TO_MEND, DONE = "open", "to_mend", "done"
STAGES = (OPEN, TO_MEND, DONE)
"""Waiting for release; a draft, or returned to be mended; released or ended."""
TO_BE_MENDED = ("draft", "returned")


class PaperFilter(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Which papers of an enterprise a list shows, newest number first; empty fields do not restrict."""

    party: str
    """Code of the enterprise: it declared them, or is the domestic consignee or consignor."""
    client: str = ""
    """Code of the domestic consignee or consignor."""
    barred: tuple[str, ...] = ()
    """Clients whose papers are not shown any more."""
    stage: str = ""
    text: str = ""
    """Beginning of a unified, customs or client number."""
    limit: int = 50
    before: str = ""
    """Unified number of the last row of the page before."""


def stage_of(row: WorkRow) -> str:
    """open, to_mend or done."""
    if row.is_open:
        return OPEN
    return TO_MEND if row.status in TO_BE_MENDED else DONE


def belongs(row: WorkRow, want: PaperFilter) -> bool:
    """True when the row is on the list, whatever its page."""
    return (
        want.party in (row.declarant, row.trader)
        and (not want.client or row.trader == want.client)
        and row.trader not in want.barred
        and (not want.stage or stage_of(row) == want.stage)
        and any(text.startswith(want.text) for text in (row.number, row.entry_id, row.client_number))
    )
