"""A mail server of the simplest sort on a port of its own: it keeps what it is given, and stops where it is told."""

import socketserver
import threading
from collections.abc import Iterator

import pytest


class Server(socketserver.ThreadingTCPServer):
    """A mail server of the simplest sort on a port of its own; it keeps what it is given."""

    daemon_threads = True
    letters: list[bytes]
    refuses = False
    stops_at = b""
    """At this word it falls silent for ever: whoever sends is killed there."""
    reached: threading.Event


class Talk(socketserver.StreamRequestHandler):
    server: Server

    def handle(self) -> None:
        self.say("220 test")
        for said in self.rfile:
            word = said[:4].upper().strip()
            if word == self.server.stops_at:
                return self.stop()
            if word == b"DATA":
                self.say("354 go on")
                body = iter(self.rfile.readline, b".\r\n")
                self.server.letters.append(b"".join(each.removeprefix(b".") if each.startswith(b"..") else each for each in body))  # fmt: skip
            if word == b"QUIT":
                return self.say("221 bye")
            self.say("550 nobody of that name" if word == b"RCPT" and self.server.refuses else "250 ok")

    def stop(self) -> None:
        self.server.reached.set()
        self.rfile.read()

    def say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with Server(("127.0.0.1", 0), Talk) as found:
        found.letters, found.reached = [], threading.Event()
        threading.Thread(target=found.serve_forever, daemon=True).start()
        monkeypatch.setenv("TONGGUAN_SMTP", f"smtp://127.0.0.1:{found.server_address[1]}")
        monkeypatch.setenv("TONGGUAN_MAIL_FROM", "tongguan@example.org")
        monkeypatch.setenv("TONGGUAN_MAIL_TO", "head@example.org, team@example.org")
        yield found
        found.shutdown()
