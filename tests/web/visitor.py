"""Somebody without a browser: signs in, asks for addresses, sends forms."""

import re
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar


class Visitor:
    """A client with cookies of its own; ``name`` signs in with the demo's password, an empty one does not."""

    def __init__(self, address: str, name: str = "", password: str = "demo") -> None:
        self.address, self.name = address, name
        self.jar = CookieJar()
        self._open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar)).open
        if name:
            self.signs_in(name, password)

    def signs_in(self, name: str, password: str) -> tuple[int, str]:
        return self.post("/sign-in", username=name, password=password)

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        """Status and text, at the end of all redirects."""
        return self._ask(urllib.request.Request(self.address + path, headers=headers))

    def raw(self, path: str) -> bytes:
        """A file as it is."""
        with self._open(urllib.request.Request(self.address + path)) as answer:
            return bytes(answer.read())

    def post(self, path: str, **form: str) -> tuple[int, str]:
        """Status and text of a form sent, with its token."""
        if not any(cookie.name == "csrftoken" for cookie in self.jar):
            self.get("/sign-in")
        token = next(cookie.value for cookie in self.jar if cookie.name == "csrftoken")
        body = urllib.parse.urlencode({**form, "csrfmiddlewaretoken": token}).encode()
        return self._ask(urllib.request.Request(self.address + path, body))

    def bare(self, path: str) -> int:
        """Status of a form sent without its token."""
        return self._ask(urllib.request.Request(self.address + path, b"verb=x"))[0]

    def _ask(self, request: urllib.request.Request) -> tuple[int, str]:
        try:
            with self._open(request) as answer:
                self.landed = answer.url.removeprefix(self.address)
                self.headers = answer.headers
                return answer.status, answer.read().decode("utf-8", "replace")
        except urllib.error.HTTPError as error:
            self.landed = request.full_url.removeprefix(self.address)
            return error.code, error.read().decode("utf-8", "replace")


def said(text: str) -> str:
    """What a page answered to an act."""
    found = re.search(r'role="alert">([^<]*)', text)
    return found.group(1) if found else ""
