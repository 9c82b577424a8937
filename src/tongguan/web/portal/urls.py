"""Addresses of the portal; every name begins with ``portal``, by which an enterprise is let in."""

from django.urls import path

from tongguan.web.portal import daily, declaration, papers

urls = [
    path("portal", papers.page, name="portal"),
    path("portal/daily", daily.page, name="portal-daily"),
    path("portal/declarations/<str:number>", declaration.page, name="portal-declaration"),
]
