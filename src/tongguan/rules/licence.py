"""Licences 许可证件: which of them a declaration quotes, in its head, among its documents or on a goods line."""

from collections.abc import Set

from tongguan.facts.declaration import Declaration
from tongguan.facts.permit import LICENCE
from tongguan.rules.permits import Quote, named_lines, rows_of

WORD = "licence"
"""Word of the control that compares licences."""


def quotes(d: Declaration, no_licence: Set[str]) -> tuple[Quote, ...]:
    """The licences that a declaration quotes; a number that stands in several places is one.

    ``no_licence``: document codes that are no licences.
    """
    found: dict[str, Quote] = {}

    def add(said: str, code: str, field: str) -> None:
        number = said.strip()
        if number and number not in found:
            rows = rows_of(d, number)
            lines = {
                line: int(row.write_off_line) for line, row in rows.items() if row.write_off_line.isdecimal()
            }
            found[number] = Quote(
                kind=LICENCE, number=number, code=code, field=field, rows=rows,
                lines={**named_lines(d, code, number), **lines},
            )  # fmt: skip

    for place, document in enumerate(d.licence_documents, start=1):
        if document.code not in no_licence:
            add(document.number, document.code, f"licence_documents[{place}].number")
    for place, item in enumerate(d.items, start=1):
        for at, row in enumerate(item.licences, start=1):
            add(row.licence_no, row.licence_type, f"items[{place}].licences[{at}].licence_no")
    add(d.licence_no, "", "licence_no")
    return tuple(found.values())


def all_numbered(d: Declaration) -> bool:
    """False when a product licence on a goods line has no number: then somebody has to look."""
    return all(row.licence_no.strip() for item in d.items for row in item.licences)
