"""Processes that write until they are killed, one after the other, and begin again.

They are forked from a server that has read the program already: what is tested is the killing, not the starting.
"""

import time
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess

Work = Callable[[str, str, Callable[[], None]], None]
"""(url, name, begun): writes for ever on a database under a name; says once that it has written."""


def kill_in_turn(work: Work, url: str, hands: int, rounds: int, pause: float) -> None:
    """Let ``hands`` writers work on ``url``; every ``pause`` seconds one is killed and replaced, in the end all."""
    writers = [_at_work(work, url, str(n)) for n in range(hands)]
    for round_ in range(rounds):
        time.sleep(pause)
        turn = round_ % hands
        _kill(writers[turn])
        writers[turn] = _at_work(work, url, f"{turn}-{round_}")
    for writer in writers:
        _kill(writer)


def _at_work(work: Work, url: str, name: str) -> ForkServerProcess:
    """A writer that has written once: a slow machine must not have it killed before it began."""
    forked = get_context("forkserver")
    forked.set_forkserver_preload([work.__module__, "tests.stories.warm"])
    here, there = forked.Pipe(duplex=False)
    writer = forked.Process(target=_run, args=(work, url, name, there), daemon=True)
    writer.start()
    there.close()
    assert here.recv() == name
    return writer


def _run(work: Work, url: str, name: str, begun: Connection) -> None:
    work(url, name, lambda: begun.send(name))


def _kill(writer: ForkServerProcess) -> None:
    assert writer.is_alive(), "it writes until it is killed"
    writer.kill()
    writer.join()
