"""The house holds its own order: a planted violation of the ladder or of the bans is refused."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the program's source with its settings, to plant things in."""
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def run(tool: str, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(cwd / "src"), "COLUMNS": "200"}
    return subprocess.run([BIN / tool, *arguments], cwd=cwd, env=environment, capture_output=True, text=True)


def contracts(cwd: Path) -> subprocess.CompletedProcess[str]:
    return run("lint-imports", "--no-cache", cwd=cwd)


def plant(copy: Path, module: str, line: str) -> None:
    (copy / "src" / "tongguan" / module).write_text(f"{line}\n", encoding="utf-8")


def test_the_house_as_it_stands_keeps_its_contracts(copy: Path) -> None:
    answer = contracts(copy)
    assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.mark.parametrize(
    ("module", "line", "named"),
    [
        ("facts/planted.py", "import tongguan.desk.ports", "tongguan.facts.planted -> tongguan.desk.ports"),
        (
            "rules/planted.py",
            "import tongguan.process.model",
            "tongguan.rules.planted -> tongguan.process.model",
        ),
        ("desk/planted.py", "import sqlite3", "tongguan.desk.planted -> sqlite3"),
        ("insight/planted.py", "import urllib.request", "tongguan.insight.planted -> urllib"),
        ("attic.py", '"""A room nobody planned."""', "tongguan.attic"),
    ],
    ids=["upward", "sideways", "database", "network", "unplanned room"],
)
def test_a_planted_violation_of_the_ladder_is_refused(copy: Path, module: str, line: str, named: str) -> None:
    plant(copy, module, line)
    answer = contracts(copy)
    assert answer.returncode == 1
    said = " ".join(answer.stdout.split())
    assert named in said, answer.stdout


@pytest.mark.parametrize(
    "line",
    [
        "from datetime import datetime\n\nNOW = datetime.now()",
        'import os\n\nHOME = os.environ["HOME"]',
        "import random\n\nDRAW = random.random()",
    ],
    ids=["clock", "environment", "chance"],
)
def test_clock_environment_and_chance_are_refused_in_the_desk_and_allowed_in_adapters(
    copy: Path, line: str
) -> None:
    for room in ("desk", "adapters"):
        plant(copy, f"{room}/planted.py", line)
    answer = run("ruff", "check", "--no-cache", "--select", "TID251", "src", cwd=copy)
    assert answer.returncode == 1
    refused = {
        row.split(":")[0] for row in answer.stdout.replace("--> ", "\n").splitlines() if "planted.py" in row
    }
    assert {path.strip() for path in refused} == {"src/tongguan/desk/planted.py"}, answer.stdout
