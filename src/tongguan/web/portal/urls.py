"""Addresses of the portal; every name begins with ``portal``, by which an enterprise is let in."""

from django.urls import path

from tongguan.web.portal import (
    acts,
    attachments,
    brokers,
    daily,
    declaration,
    entry_amend,
    entry_codes,
    entry_goods,
    entry_pages,
    entry_papers,
    guarantees,
    inbox,
    ledgers,
    papers,
)

urls = [
    path("portal", papers.page, name="portal"),
    path("portal/brokers", brokers.page, name="portal-brokers"),
    path("portal/daily", daily.page, name="portal-daily"),
    path("portal/inbox", inbox.page, name="portal-inbox"),
    path("portal/guarantees", guarantees.page, name="portal-guarantees"),
    path("portal/guarantees/<str:name>", guarantees.one, name="portal-guarantee"),
    path("portal/ledgers", ledgers.page, name="portal-ledgers"),
    path("portal/ledgers/<str:kind>/<str:number>", ledgers.one, name="portal-ledger"),
    path("portal/declarations/<str:number>", declaration.page, name="portal-declaration"),
    path("portal/declarations/<str:number>/act", acts.act, name="portal-act"),
    path("portal/declarations/<str:number>/amend", entry_amend.begin, name="portal-amend"),
    path("portal/new", entry_pages.new, name="portal-new"),
    path("portal/goods.xlsx", entry_goods.template, name="portal-goods-template"),
    path("portal/codes/commodities", entry_codes.commodities, name="portal-commodities"),
    path("portal/codes/<str:table>", entry_codes.codes, name="portal-codes"),
    path("portal/drafts/<str:name>", entry_pages.page, name="portal-draft"),
    path("portal/drafts/<str:name>/lines", entry_goods.paste, name="portal-lines"),
    path("portal/drafts/<str:name>/papers", entry_papers.attach, name="portal-attach"),
    path("portal/drafts/<str:name>/papers/<int:paper>", entry_papers.look, name="portal-paper"),
    path(
        "portal/drafts/<str:name>/papers/<int:paper>/remove", entry_papers.remove, name="portal-paper-remove"
    ),
    path(
        "portal/declarations/<str:number>/attachments/<int:place>",
        attachments.of_enterprise,
        name="portal-attachment",
    ),
]
