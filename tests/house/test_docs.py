"""The documents are true: the tutorial runs, the reference is what the data says, links lead somewhere."""

import os
import re
import subprocess
import sys
from pathlib import Path

from docs.make import pages

ROOT = Path(__file__).resolve().parents[2]


def test_the_tutorial_runs_as_it_stands(tmp_path: Path) -> None:
    text = (ROOT / "docs/tutorial/first-declaration.md").read_text("utf-8")
    blocks = re.findall(r"```console\n(.*?)```", text, re.S)
    lines = [line.removeprefix("$ ") for block in blocks for line in block.splitlines()]
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    script = "set -eu\n" + "\n".join(lines)
    done = subprocess.run(["sh", "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "waits for  duty paid or secured" in done.stdout
    assert "released" in done.stdout
    assert "nothing differed" in done.stdout


def test_the_reference_is_what_the_data_says() -> None:
    for name, text in pages().items():
        assert (ROOT / "docs/reference" / name).read_text("utf-8") == text, f"{name}: run make docs"


def test_every_link_between_documents_leads_somewhere() -> None:
    for page in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]:
        for target in re.findall(r"\]\((?!http)([^)#]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name} → {target}"


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = [int(path.name[:4]) for path in sorted((ROOT / "docs/decisions").glob("*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))
