"""Addresses of the pages."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from tongguan.web.api import calls
from tongguan.web.pages import (
    declaration,
    gate,
    guarantees,
    outages,
    payments,
    queue,
    signin,
    statements,
    today,
    zone,
)

urlpatterns = [
    path("", today.page, name="today"),
    path("sign-in", signin.SignIn.as_view(), name="sign-in"),
    path("sign-out", LogoutView.as_view(), name="sign-out"),
    path("language", signin.language, name="language"),
    path("queue", queue.page, name="queue"),
    path("zone", zone.goods, name="zone"),
    path("zone/undeclared", zone.undeclared, name="undeclared"),
    path("zone/books", zone.books, name="books"),
    path("zone/books/<str:number>", zone.book, name="book"),
    path("zone/lists", zone.lists, name="lists"),
    path("zone/lists/<str:number>", zone.one_list, name="list"),
    path("gate", gate.page, name="gate"),
    path("guarantees", guarantees.page, name="guarantees"),
    path("guarantees/<str:name>", guarantees.one, name="guarantee"),
    path("guarantees/<str:name>/act", guarantees.act, name="guarantee-act"),
    path("payments", payments.page, name="payments"),
    path("payments/day", payments.day, name="payments-day"),
    path("payments/suspense/<str:name>", payments.suspense, name="suspense"),
    path("statements", statements.page, name="statements"),
    path("statements.xlsx", statements.spreadsheet, name="statements-xlsx"),
    path("outages", outages.page, name="outages"),
    path("outages/sheets", outages.sheets, name="sheets"),
    *calls.urls,
    path("declarations", declaration.find, name="find"),
    path("declarations/<str:number>", declaration.page, name="declaration"),
    path("declarations/<str:number>/act", declaration.act, name="act"),
]
