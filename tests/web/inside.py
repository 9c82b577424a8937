"""The web shell inside the test's own process: one small demo office without a server, for many quick calls."""

import json
import os
from typing import Any

from msgspec.structs import replace

from tests import cast
from tongguan.adapters.clock import FixedClock
from tongguan.desk.desk import Desk
from tongguan.desk.draws import Drawn


class Inside:
    """Calls the interface as one actor, through Django's own client."""

    def __init__(self, token: str, lang: str = "en") -> None:
        from django.test import Client

        self._client = Client(
            SERVER_NAME="localhost", HTTP_ACCEPT_LANGUAGE=lang, raise_request_exception=True,
            **({"HTTP_AUTHORIZATION": f"Bearer {token}"} if token else {}),
        )  # fmt: skip

    def get(self, path: str, **headers: str) -> tuple[int, Any]:
        return self._read(self._client.get(f"/api/v1/{path}", headers=headers))

    def post(self, path: str, body: Any, kind: str = "application/json") -> tuple[int, Any]:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self._read(self._client.post(f"/api/v1/{path}", data, content_type=kind))

    def _read(self, answer: Any) -> tuple[int, Any]:
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        kind = answer["Content-Type"]
        if kind == "application/x-ndjson":
            return answer.status_code, [json.loads(line) for line in body.splitlines()]
        assert kind == ("application/problem+json" if answer.status_code >= 400 else "application/json")
        return answer.status_code, json.loads(body)


def office(url: str) -> Desk:
    """Set the shell up in August 2018 where nothing is drawn for inspection, and give its desk.

    On a database of its own, unless another test of this process set it up before.
    """
    from tongguan.web.serve import prepare

    # The browser's loop may run in this thread; Django would take the records for asked from within it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    prepare(url)
    from tongguan.web.office import desk

    opened = desk()
    opened.clock = FixedClock(cast.AUGUST)
    opened.office = replace(opened.office, draw=lambda number, at: Drawn(500_000))
    return opened


def token(actor: str) -> str:
    from tongguan.web.accounts import tokens

    return tokens.issue(actor)
