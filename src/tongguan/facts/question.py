"""Questions 询问 of officers to the declarant: what is asked, about which lines, until when, and the papers of the answer."""

import msgspec


class Question(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What the declarant is asked, in the words he reads: it leaves the office."""

    zh: str
    en: str
    """The same as ``zh`` where the officer wrote his own words."""
    until: int
    """Time limit, microseconds UTC."""
    lines: tuple[int, ...] = ()
    """Goods lines it is about, from 1; none: the declaration whole."""
    template: str = ""
    """Id of the wording it was taken from; empty: free."""


class PaperQuoted(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """A document that the answer quotes: its type (table ``edoc_types``) and its number."""

    code: str
    number: str
