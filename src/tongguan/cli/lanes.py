"""Lanes: bulk lodging by several processes, each with a connection of its own.

What one declarant sends under one client number always goes down the same lane, in order; answers come in the order
of the input. A lane whose parent is killed sees its pipe end and stops; what it had answered is stored.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from queue import SimpleQueue
from threading import Thread
from zlib import crc32

import msgspec

from tongguan.adapters.clock import FixedClock
from tongguan.desk.lodging import client_key
from tongguan.desk.views import Answer
from tongguan.facts.actor import Actor
from tongguan.facts.decision import Refusal
from tongguan.facts.message import Message
from tongguan.wiring import collect_seldom, desk_of

CHUNK = 200
"""Messages that are read before they are shared out: few, so that no lane waits long for its first."""
IN_FLIGHT = 12
"""Chunks on their way at once."""
TOGETHER = 400
"""Messages that a lane stores in one transaction at most, when so many wait for it."""


class Sent(msgspec.Struct, frozen=True):
    """A message and who lodges it."""

    message: Message
    actor: Actor


class _Said(msgspec.Struct, frozen=True, omit_defaults=True):
    answer: Answer | None = None
    refusal: Refusal | None = None


_encode = msgspec.msgpack.encode
_sent = msgspec.msgpack.Decoder(list[Sent])
_said = msgspec.msgpack.Decoder(list[_Said])


class Lanes:
    """So many processes on one database; ``at`` fixes the office clock of a demo database."""

    def __init__(self, url: str, count: int, at: int | None = None) -> None:
        context = get_context("spawn")
        self._pipes: list[Connection] = []
        self._processes = []
        for _ in range(count):
            ours, theirs = context.Pipe()
            process = context.Process(target=_lane, args=(theirs, url, at), daemon=True)
            process.start()
            theirs.close()
            self._pipes.append(ours)
            self._processes.append(process)
        for pipe in self._pipes:
            pipe.recv_bytes()

    def lodge(self, messages: Iterable[Sent]) -> Iterator[Answer | Refusal]:
        """Answers in the order of the messages, each durable when it comes."""
        rest, waiting = iter(messages), deque[list[int]]()
        while True:
            chunk = list(islice(rest, CHUNK)) if len(waiting) < IN_FLIGHT else []
            if chunk:
                waiting.append(self._share_out(chunk))
            elif waiting:
                yield from self._collect(waiting.popleft())
            else:
                return

    def _share_out(self, chunk: Sequence[Sent]) -> list[int]:
        """Send each lane its part; the lane of every message, in order."""
        count = len(self._pipes)
        lanes = [crc32(client_key(each.message).encode()) % count for each in chunk]
        for lane, pipe in enumerate(self._pipes):
            part = [each for each, its in zip(chunk, lanes, strict=True) if its == lane]
            pipe.send_bytes(_encode(part))
        return lanes

    def _collect(self, lanes: Sequence[int]) -> Iterator[Answer | Refusal]:
        parts = [iter(_said.decode(pipe.recv_bytes())) for pipe in self._pipes]
        for lane in lanes:
            said = next(parts[lane])
            yield said.answer or said.refusal  # type: ignore[misc]

    def close(self) -> None:
        """End the lanes when all is answered."""
        for pipe in self._pipes:
            pipe.close()
        for process in self._processes:
            process.join()


def _lane(pipe: Connection, url: str, at: int | None) -> None:
    """One process: reads ahead in a thread, so that neither end waits for the other to read."""
    collect_seldom()
    desk = desk_of(url, clock=None if at is None else FixedClock(at))
    pipe.send_bytes(b"ready")
    jobs: SimpleQueue[bytes] = SimpleQueue()
    Thread(target=_receive, args=(pipe, jobs), daemon=True).start()
    while parts := _waiting(jobs):
        said = iter(desk.lodge_each([(each.message, each.actor) for part in parts for each in part]))
        for part in parts:
            answers = [_as_said(each) for each in islice(said, len(part))]
            with suppress(BrokenPipeError):
                pipe.send_bytes(_encode(answers))
    desk.journal.close()


def _waiting(jobs: "SimpleQueue[bytes]") -> list[list[Sent]]:
    """The next part, and what waits behind it as far as one transaction takes it; empty at the end."""
    parts: list[list[Sent]] = []
    while not parts or (not jobs.empty() and sum(map(len, parts)) < TOGETHER):
        data = jobs.get()
        if not data:
            jobs.put(data)  # the end is still the end after these parts
            break
        parts.append(_sent.decode(data))
    return parts


def _as_said(each: Answer | Refusal) -> _Said:
    return _Said(refusal=each) if isinstance(each, Refusal) else _Said(answer=each)


def _receive(pipe: Connection, jobs: "SimpleQueue[bytes]") -> None:
    with suppress(EOFError, OSError):
        while True:
            jobs.put(pipe.recv_bytes())
    jobs.put(b"")
