"""The table of the security standard names tests that exist, and every section once."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs/reference/asvs.md").read_text("utf-8").splitlines()
    if re.match(r"\| \d+\.\d+ ", line)
]
STATES = ("met", "partly", "open", "the office's", "none here")
SECTIONS = {1: 14, 2: 10, 3: 7, 4: 3, 5: 5, 6: 4, 7: 4, 8: 3, 9: 2, 10: 3, 11: 1, 12: 6, 13: 4, 14: 5}
"""Sections of each chapter of version 4.0.3."""
LEFT_OUT = {"1.3", "1.13", "3.6", "10.1"}


def test_every_section_is_there_once_in_order() -> None:
    wanted = [f"{chapter}.{n}" for chapter, last in SECTIONS.items() for n in range(1, last + 1)]
    assert [row[0].split()[0] for row in ROWS] == [each for each in wanted if each not in LEFT_OUT]


def test_every_line_says_its_state_and_by_what() -> None:
    for row in ROWS:
        assert len(row) == 4, row
        assert row[1] in STATES, row
        assert row[2] != "—" or row[1] == "none here", row


def test_every_test_that_is_named_exists() -> None:
    named = [name for row in ROWS for name in re.findall(r"`([\w/]+\.py(?:::\w+)?)`", row[3])]
    assert len(named) > 40
    for name in named:
        path, _, function = name.partition("::")
        text = (ROOT / "tests" / path).read_text("utf-8")
        assert not function or f"def {function}(" in text, name
