"""A program with a token of the machine interface, or without one."""

import json
import subprocess
import urllib.error
import urllib.request
from typing import Any

from tests.web.conftest import TONGGUAN

NDJSON = "application/x-ndjson"


class Caller:
    """Calls one server as one actor; answers are (status, record)."""

    def __init__(self, address: str, token: str, lang: str = "en") -> None:
        self.address, self._token, self._lang = address, token, lang

    def __call__(
        self,
        path: str,
        body: Any = None,
        kind: str = "application/json",
        method: str = "",
        accept: str = "*/*",
    ) -> tuple[int, str]:
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        method = method or ("GET" if body is None else "POST")
        request = urllib.request.Request(f"{self.address}/api/v1/{path}", data, method=method)
        request.add_header("Accept", accept)
        request.add_header("Accept-Language", self._lang)
        if data is not None:
            request.add_header("Content-Type", kind)
        if self._token:
            request.add_header("Authorization", f"Bearer {self._token}")
        try:
            with urllib.request.urlopen(request) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def get(self, path: str) -> tuple[int, Any]:
        status, text = self(path)
        return status, json.loads(text)

    def post(self, path: str, body: Any, kind: str = "application/json") -> tuple[int, Any]:
        status, text = self(path, body, kind)
        return status, json.loads(text)

    def lines(self, path: str, body: bytes) -> list[Any]:
        return [json.loads(line) for line in self(path, body, NDJSON)[1].splitlines()]


def token(database: str, actor: str, *more: str) -> str:
    """A new token of an actor of the register."""
    command = [str(TONGGUAN), "token", actor, "--db", database, *more]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
