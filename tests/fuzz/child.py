"""The process that reads: a crash, a hang or a memory that blows up ends it, not the run."""

import multiprocessing
import resource
import traceback
from multiprocessing.connection import Connection

from tests.fuzz.readers import readers, word

SECONDS = 10
"""Longest that one input may take."""
MEMORY = 3 << 30
"""Bytes of addresses of a reading process."""
GROWTH = 512 << 20
"""Bytes that one input may add to the most a process ever held."""


def _read(pipe: Connection) -> None:
    """The child: answers each (reader, input) with ("word", …) or ("finding", traceback)."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    table = readers()
    while True:
        name, data = pipe.recv()
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        try:
            answer = ("word", word(data, table[name]))
        except BaseException:
            answer = ("finding", traceback.format_exc())
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) << 10
        pipe.send(("finding", f"memory: grew by {grown >> 20} MiB") if grown > GROWTH else answer)


class Child:
    """A reading process, started anew after each of its deaths."""

    def __init__(self) -> None:
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, there = context.Pipe()
        self._process = context.Process(target=_read, args=(there,), daemon=True)
        self._process.start()
        there.close()

    def ask(self, name: str, data: bytes, seconds: float = SECONDS) -> tuple[str, str]:
        """("word", it) or ("finding", why)."""
        try:
            self._pipe.send((name, data))
            if self._pipe.poll(seconds):
                return self._pipe.recv()
            why = f"hang: more than {seconds} seconds"
        except (EOFError, OSError):
            self._process.join(5)
            why = f"crash: exit {self._process.exitcode}"
        self.end()
        self._start()
        return "finding", why

    def end(self) -> None:
        """Stop the process."""
        self._process.kill()
        self._process.join()
