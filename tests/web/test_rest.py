"""A session that rests ends after half an hour; a page that follows by itself keeps nobody signed in."""

from typing import Any

import pytest

from tests.web import inside
from tongguan.adapters.settings import Settings


@pytest.fixture(scope="module")
def liu(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """LIU at her screen, signed in, in this process."""
    inside.office(f"sqlite:///{tmp_path_factory.mktemp('rest')}/office.db")
    from django.contrib.auth.models import User
    from django.test import Client

    user, _ = User.objects.get_or_create(username="liu-min")
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    return client


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    from tongguan.web.accounts import rest

    at = [rest.now()]
    monkeypatch.setattr(rest, "now", lambda: at[0])
    return at


def test_half_an_hour_of_rest_ends_it_and_work_does_not(liu: Any, clock: list[float]) -> None:
    from django.conf import settings

    assert settings.TONGGUAN_IDLE == Settings().idle_minutes * 60 == 1800
    for _ in range(4):
        assert liu.get("/queue").status_code == 200
        clock[0] += 29 * 60
    assert liu.get("/queue").status_code == 200
    for _ in range(4):
        clock[0] += 10 * 60
        followed = liu.get("/live", headers={"HX-Request": "true"})
    assert followed.headers["HX-Redirect"].startswith("/sign-in"), "following by itself is no work"
    assert liu.get("/queue").url.startswith("/sign-in")
