"""Processes that write until they are killed, one after the other, and begin again."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

Writer = subprocess.Popen[bytes]


def kill_in_turn(script: Path, url: str, hands: int, rounds: int, pause: float) -> None:
    """Let ``hands`` writers work on ``url``; every ``pause`` seconds one is killed and replaced, in the end all."""
    writers = [_at_work(script, url, str(n)) for n in range(hands)]
    for round_ in range(rounds):
        time.sleep(pause)
        turn = round_ % hands
        _kill(writers[turn])
        writers[turn] = _at_work(script, url, f"{turn}-{round_}")
    for writer in writers:
        _kill(writer)


def _at_work(script: Path, url: str, name: str) -> Writer:
    """A writer that has written once: a slow machine must not have it killed before it began."""
    begun = subprocess.Popen([sys.executable, str(script), url, name], stdout=subprocess.PIPE)
    assert begun.stdout is not None
    begun.stdout.readline()
    return begun


def _kill(writer: Writer) -> None:
    os.kill(writer.pid, signal.SIGKILL)
    writer.communicate()
