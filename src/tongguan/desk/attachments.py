"""Attachments 随附单据 of a declaration: the files that came with it, out of the vault."""

import msgspec

from tongguan.desk.ports import Journal
from tongguan.facts.declaration import Declaration
from tongguan.facts.parts import ElectronicDocument

KIND = "attachment:"
"""Beginning of the kind of a vault entry that is a file; its name in the message follows."""


class Attached(msgspec.Struct, frozen=True):
    """A document that the declaration quotes and whose file the vault holds."""

    place: int
    """From 1, among the declaration's documents."""
    document: ElectronicDocument
    version: int
    """The version of the declaration that brought it last."""


def attached(journal: Journal, number: str, declaration: Declaration) -> list[Attached]:
    """The documents whose files are there; those that never came or were erased are left out."""
    if not declaration.documents:
        return []
    last = dict(journal.kept(number))
    return [
        Attached(place, each, last[KIND + each.document])
        for place, each in enumerate(declaration.documents, start=1)
        if KIND + each.document in last
    ]


def content(journal: Journal, number: str, declaration: Declaration, place: int) -> tuple[str, bytes] | None:
    """Name and content of the file at a place; None when it is not there."""
    for each in attached(journal, number, declaration):
        if each.place == place:
            secret = journal.secret(number, KIND + each.document.document, each.version)
            return (each.document.file_name or each.document.document, secret.body) if secret else None
    return None
