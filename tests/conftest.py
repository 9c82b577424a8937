"""What every test may ask for, and a loud word about what could not run."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The handbook's folder, beside the repository: real messages, code lists, worked examples."""
    if not SHARED.is_dir():
        pytest.skip("the handbook is absent: put its folder `shared` beside the repository to run this test")
    return SHARED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Names each reason for which tests were skipped and how many it cost, after everything else."""
    counts: dict[str, int] = {}
    for report in terminalreporter.stats.get("skipped", []):
        place = report.longrepr
        reason = place[2] if isinstance(place, tuple) else str(place)
        reason = reason.removeprefix("Skipped: ")
        counts[reason] = counts.get(reason, 0) + 1
    if not counts:
        return
    terminalreporter.section(f"NOT RUN: {sum(counts.values())} tests", sep="!", yellow=True, bold=True)
    for reason, count in sorted(counts.items()):
        terminalreporter.write_line(f"{count:5d}  {reason}", yellow=True)
