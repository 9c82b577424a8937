"""The README's lines run as they stand."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tongguan.cli.main import parser

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("readme", "said"), [("README.md", "waits for duty paid or secured"), ("README.zh.md", "等待 缴税或担保")]
)
def test_the_fifteen_lines_lodge_and_say_why_it_is_not_released(
    readme: str, said: str, tmp_path: Path
) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / readme).read_text("utf-8"), re.S)
    assert len(code.splitlines()) <= 15
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "accepted" in done.stdout
    assert said in done.stdout


def test_the_readmes_commands_exist() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    known = parser().format_help()
    for command in re.findall(r"^tongguan (\S+)", text, re.M):
        assert command in known
