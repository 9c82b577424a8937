"""The bar on every page: what everybody needs each day, and the rest of the office under one word."""

from typing import NamedTuple

from tongguan.facts.actor import Actor


class Entry(NamedTuple):
    """One entry of the bar."""

    nav: str
    """What a page calls itself."""
    address: str
    word: str = ""
    """Key of its wording; empty: the same as ``nav``."""
    roles: tuple[str, ...] = ()
    """The only roles that see it; none: everybody."""

    @property
    def label(self) -> str:
        return self.word or self.nav


DAILY = (
    Entry("today", "/"),
    Entry("queue", "/queue"),
    Entry("coordination", "/coordination"),
    Entry("zone", "/zone"),
    Entry("inspections", "/inspections"),
    Entry("ledgers", "/ledgers"),
    Entry("times", "/times"),
)
OFFICE = (
    Entry("gate", "/gate"),
    Entry("guarantees", "/guarantees"),
    Entry("payments", "/payments"),
    Entry("selection", "/selection", "selection_bar"),
    Entry("people", "/people"),
    Entry("outages", "/outages"),
    Entry("administration", "/administration", roles=("administrator", "head", "auditor")),
    Entry("exceptions", "/exceptions", roles=("auditor",)),
    Entry("looks", "/looks", roles=("auditor",)),
)

PORTAL = (
    Entry("portal", "/portal", "my_declarations"),
    Entry("portal-inbox", "/portal/inbox", "inbox"),
    Entry("portal-guarantees", "/portal/guarantees", "guarantees"),
    Entry("portal-ledgers", "/portal/ledgers", "ledgers"),
    Entry("portal-daily", "/portal/daily", "daily_list"),
    Entry("portal-brokers", "/portal/brokers", "authority_to_declare"),
)
"""The bar of enterprises."""


def home(actor: Actor) -> str:
    """Where somebody begins who signed in."""
    return "/portal" if actor.kind == "declarant" else "/"


def shown(entries: tuple[Entry, ...], actor: Actor) -> list[Entry]:
    """The entries that the actor sees."""
    return [entry for entry in entries if not entry.roles or {*entry.roles} & {*actor.roles}]
