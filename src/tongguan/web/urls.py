"""Addresses of the pages."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from tongguan.web.pages import declaration, queue, signin, today

urlpatterns = [
    path("", today.page, name="today"),
    path("sign-in", signin.SignIn.as_view(), name="sign-in"),
    path("sign-out", LogoutView.as_view(), name="sign-out"),
    path("language", signin.language, name="language"),
    path("queue", queue.page, name="queue"),
    path("declarations", declaration.find, name="find"),
    path("declarations/<str:number>", declaration.page, name="declaration"),
    path("declarations/<str:number>/act", declaration.act, name="act"),
]
