"""Export e-ledgers 出口电子底账 (document B): which of them a declaration quotes. Announcement 2018 No. 50 and its practice."""

from tongguan.facts.declaration import EXPORT, Declaration
from tongguan.facts.permit import LEDGER
from tongguan.rules.permits import Quote, named_lines
from tongguan.rules.selection import E_LEDGER

WORD = "e_ledger"
"""Word of the control that compares e-ledgers."""


def quotes(d: Declaration) -> tuple[Quote, ...]:
    """The e-ledgers that an export quotes; imports quote none."""
    if d.direction != EXPORT:
        return ()
    found = {
        number: Quote(
            kind=LEDGER, number=number, code=E_LEDGER, field=f"licence_documents[{place}].number",
            lines=named_lines(d, E_LEDGER, number),
        )
        for place, document in enumerate(d.licence_documents, start=1)
        if document.code == E_LEDGER and (number := document.number.strip())
    }  # fmt: skip
    return tuple(found.values())
