"""Addresses of the portal; every name begins with ``portal``, by which an enterprise is let in."""

from django.urls import path

from tongguan.web.portal import acts, brokers, daily, declaration, guarantees, inbox, ledgers, papers

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
]
