"""Every address and call, asked about somebody else's declaration: whoever has nothing to do with it reads nothing of it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.build import declaration, message
from tests.cast import STRANGER
from tests.web import inside
from tongguan.desk import register
from tongguan.desk.register import Register
from tongguan.facts.actor import Actor
from tongguan.facts.parts import Party

FOREIGN = Party(customs_code=STRANGER.party, social_code="91440300MASYNF0001", name="深圳外人示例公司")
AFAR = Actor(id="afar", roles=("inspector", "document_officer", "tax_officer", "coordinator"), office="5317")
"""An officer of an office that has nothing to do with it."""
STRANGERS = ("broker", "trader", "bank", "terminal", "laboratory")
"""Actors who are neither officers nor services, and no party of the declaration."""
SECRET = "SYNSECRET01"
"""Its transport document."""


class Hidden:
    """One declaration of a foreign trader, and what of it nobody else may read."""

    def __init__(self, office: Any) -> None:
        made = declaration(transport_document=SECRET, agent=FOREIGN, trader=FOREIGN, owner=FOREIGN)
        said = office.lodge(message(made, "FOREIGN-1"), STRANGER)
        self.number, self.entry = said.number, said.entry_id
        assert said.status == "accepted"

    def told(self, text: str) -> list[str]:
        """What of it a text tells besides the number that its reader asked with."""
        return [word for word in (self.entry, FOREIGN.name, SECRET) if word in text]

    def filled(self, route: str) -> str:
        return "/" + re.sub(r"<\w+:(\w+)>", lambda part: "1" if part[1] == "place" else self.number, route)


@pytest.fixture(scope="module")
def hidden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hidden]:
    opened = inside.office(f"sqlite:///{tmp_path_factory.mktemp('strangers')}/office.db")
    with pytest.MonkeyPatch.context() as patch:
        everybody = Register({**register.shipped().actors, AFAR.id: AFAR})
        patch.setattr(register, "shipped", lambda: everybody)
        yield Hidden(opened)


def routes() -> list[str]:
    from tongguan.web.urls import urlpatterns

    return [str(each.pattern) for each in urlpatterns if each.name not in ("sign-out", "language", "metrics")]


def signed_in(name: str) -> Any:
    from django.contrib.auth.models import User
    from django.test import Client

    client = Client(SERVER_NAME="localhost", HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(User.objects.get_or_create(username=name)[0])
    return client


def body(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return str(content.decode("utf-8", "replace"))


@pytest.mark.parametrize("name", ["broker", "trader", "terminal"])
def test_no_page_shows_it_to_a_stranger_who_signs_in(hidden: Hidden, name: str) -> None:
    client = signed_in(name)
    for route in routes():
        answer = client.get(hidden.filled(route) + "?q=" + hidden.number)
        assert hidden.told(body(answer)) == [], route
        posted = client.post(hidden.filled(route), {"verb": "done", "target": "document_review", "text": "x"})
        assert hidden.told(body(posted)) == [], route


@pytest.mark.parametrize("name", STRANGERS)
def test_no_call_shows_it_to_a_stranger_with_a_token(hidden: Hidden, name: str) -> None:
    from django.test import Client

    token = inside.token(name)
    client = Client(SERVER_NAME="localhost", headers={"Authorization": f"Bearer {token}"})
    for route in (each for each in routes() if each.startswith("api/") and "openapi" not in each):
        for answer in (
            client.get(hidden.filled(route)),
            client.post(hidden.filled(route), b"{}", content_type="application/json"),
        ):
            text = body(answer)
            assert hidden.told(text) == [], route
            assert "<str:number>" not in route or answer.status_code >= 400, route


def test_an_officer_of_another_office_finds_opens_and_does_nothing(hidden: Hidden) -> None:
    client = signed_in(AFAR.id)
    for route in (
        each for each in routes() if "declarations/<str:number>" in each and not each.startswith("api/")
    ):
        assert client.get(hidden.filled(route)).status_code in (403, 404, 405), route
        assert client.post(hidden.filled(route), {"verb": "hold"}).status_code in (403, 404, 405), route
    for path in ("/queue?all", "/queue", f"/declarations?q={hidden.number}"):
        assert hidden.told(body(client.get(path))) == [], path
    whole = signed_in("liu-min").get(f"/declarations/{hidden.number}")
    assert FOREIGN.name in body(whole), "the declaring office reads it"


def test_an_officers_token_of_another_office_opens_nothing_of_it(hidden: Hidden) -> None:
    caller = inside.Inside(inside.token(AFAR.id))
    for tail in ("", "/timeline", "/duty", "/receipts"):
        assert caller.get(f"declarations/{hidden.number}{tail}")[0] == 404
    assert inside.Inside(inside.token("liu-min")).get(f"declarations/{hidden.number}")[0] == 200


def test_looks_are_told_to_the_auditor_alone(hidden: Hidden) -> None:
    signed_in("liu-min").get(f"/declarations/{hidden.number}")
    for name in ("liu-min", "mao-qing", "yuan-qi", "broker", AFAR.id):
        for path in ("/looks", "/exceptions", "/exceptions.xlsx"):
            assert signed_in(name).get(f"{path}?number={hidden.number}").status_code == 403, (name, path)


@pytest.mark.parametrize(
    "path", ["/sign-in", "/", "/queue", "/administration", "/healthz", "/api/v1/openapi.json"]
)
def test_every_answer_carries_the_headers_that_keep_others_out(hidden: Hidden, path: str) -> None:
    answer = signed_in("yuan-qi").get(path)
    policy = answer["Content-Security-Policy"]
    for word in ("default-src 'self'", "script-src 'self'", "frame-ancestors 'none'", "form-action 'self'"):
        assert word in policy
    assert "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
