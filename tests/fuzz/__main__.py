"""``python -m tests.fuzz --minutes 60``: damages files for an hour and keeps every input that a reader answers badly.

A child process reads, this one watches: a crash, an exception that is no refusal, more than ten seconds, or more than the
memory allowed makes a finding, which lies as input and traceback in the folder ``--out``. The same place in the program is
told once. An input that led to a word not heard before is damaged further; the slowest ones are kept as well.
"""

import argparse
import sys
import time
from collections import Counter
from hashlib import sha256
from pathlib import Path
from random import Random

from tests.fuzz.child import Child
from tests.fuzz.mutate import damaged
from tests.fuzz.seeds import seeds

KEPT = 400
"""Inputs of a reader that are damaged further, besides its seeds."""
SHARE = {"declarations": 12.0, "rules": 0.1, "figures": 0.3}
"""Share of the time that a reader gets, by the beginning of its name; 1 where nothing is said."""


class Fuzz:
    """Inputs, words heard and findings of one run."""

    def __init__(self, out: Path, seed: int) -> None:
        self._out, self._random, self._child = out, Random(seed), Child()
        self._inputs = {name: list(files) for name, files in seeds().items()}
        self._heard: set[tuple[str, str]] = set()
        self._places: set[str] = set()
        self.tried: Counter[str] = Counter()
        self.slowest = 1.0

    def begin(self) -> None:
        """Every seed as it is: it must be read, with time to start."""
        for name, files in self._inputs.items():
            for data in files:
                self._tell(name, data, self._child.ask(name, data, 60))

    def turn(self, name: str) -> None:
        """One damaged input for a reader."""
        inputs = self._inputs[name]
        data = damaged(self._random, self._random.choice(inputs), inputs)
        start = time.monotonic()
        answer = self._child.ask(name, data)
        took = time.monotonic() - start
        if took > self.slowest:
            self.slowest = took
            self._write(f"slow-{name}", data, f"{took:.1f} seconds")
        self._tell(name, data, answer)

    def _tell(self, name: str, data: bytes, answer: tuple[str, str]) -> None:
        self.tried[name] += 1
        sort, said = answer
        if sort == "finding":
            self._keep(name, data, said)
        elif (name, said) not in self._heard:
            self._heard.add((name, said))
            if len(self._inputs[name]) < KEPT:
                self._inputs[name].append(data)

    def _keep(self, name: str, data: bytes, why: str) -> None:
        frames = [line for line in why.splitlines() if 'File "' in line and "tongguan/" in line]
        error = next((line for line in reversed(why.splitlines()) if line[:1].isalpha()), "")
        place = f"{error.partition(':')[0]} {frames[-1:]}"
        if place in self._places:
            return
        self._places.add(place)
        print(f"FINDING {self._write(name, data, why)}: {error[:200]}", flush=True)

    def _write(self, name: str, data: bytes, why: str) -> Path:
        self._out.mkdir(parents=True, exist_ok=True)
        path = self._out / f"{name.replace(':', '-').replace('/', '-')}-{sha256(data).hexdigest()[:10]}"
        path.write_bytes(data)
        path.with_name(path.name + ".txt").write_text(why, "utf-8")
        return path

    @property
    def findings(self) -> int:
        """Different ones so far."""
        return len(self._places)

    @property
    def words(self) -> int:
        """Different words heard so far."""
        return len(self._heard)

    def run(self, seconds: float, names: list[str]) -> None:
        """Turn after turn, each reader for its share of the time."""
        start = told = time.monotonic()
        spent = dict.fromkeys(names, 0.0)
        while (now := time.monotonic()) < start + seconds:
            name = min(names, key=spent.__getitem__)
            for _ in range(20):
                self.turn(name)
            spent[name] += (time.monotonic() - now) / SHARE.get(name.partition(":")[0], 1)
            if now > told + 60:
                told = now
                self.report(now - start)
        self.report(seconds)
        self._child.end()

    def report(self, seconds: float) -> None:
        """One line."""
        print(
            f"{seconds / 60:5.1f} min  {self.tried.total()} inputs  {self.words} words  {self.findings} findings  slowest {self.slowest:.1f} s",
            flush=True,
        )


def main() -> int:
    """0 when nothing was found, 1 when something was."""
    parser = argparse.ArgumentParser(description="damage files for every reader")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path("build/fuzz"))
    parser.add_argument("--only", default="", help="readers whose name begins so")
    options = parser.parse_args()
    names = [name for name in seeds() if name.startswith(options.only)]
    if not names:
        parser.error(f"--only: no reader begins with {options.only}; there are {', '.join(sorted(seeds()))}")
    fuzz = Fuzz(options.out, options.seed)
    fuzz.begin()
    fuzz.run(options.minutes * 60, names)
    for name, count in sorted(fuzz.tried.items()):
        print(f"{count:9d}  {name}")
    return int(fuzz.findings > 0)


if __name__ == "__main__":
    sys.exit(main())
