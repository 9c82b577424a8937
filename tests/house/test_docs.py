"""The documents are true: the tutorial runs, the reference is what the data says, links lead somewhere."""

import os
import re
import subprocess
import sys
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

from docs.make import pages
from tests.build import declaration, message
from tests.cast import BROKER
from tests.postgres_server import PostgresServer, postgres_server
from tongguan.facts.declaration import Declaration
from tongguan.rules.ground import Ground, Hit, hit
from tongguan.wiring import desk_of

__all__ = ["postgres_server"]

ROOT = Path(__file__).resolve().parents[2]


def run(page: str, folder: Path, **environment: str) -> str:
    """What the commands of a page say, typed one after the other in a fresh folder; each must end with 0."""
    text = (ROOT / "docs" / page).read_text("utf-8")
    blocks = re.findall(r"```console\n(.*?)```", text, re.S)
    lines = [re.sub(r"^[$>] ?", "", line) for block in blocks for line in block.splitlines()]
    (folder / "docs").symlink_to(ROOT / "docs")
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, **environment}
    script = "set -eu\n" + "\n".join(lines)
    done = subprocess.run(["sh", "-c", script], cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_tutorial_runs_as_it_stands(tmp_path: Path) -> None:
    said = run("tutorial/first-declaration.md", tmp_path)
    assert "waits for  duty paid or secured" in said
    assert "all=960.20" in said
    assert "released" in said
    assert "nothing differed" in said


def test_a_rate_is_changed_as_the_page_says(tmp_path: Path) -> None:
    said = run("how-to/change-a-rate.md", tmp_path)
    assert said.count("2091.06 × 6%") == 2, "two lines on the last day of the old rate"
    assert said.count("× 5%") == 4, "before the edition and after it"
    assert "0 declarations that waited for a figure are assessed" in said


def test_a_target_is_set_as_the_page_says(tmp_path: Path) -> None:
    said = run("how-to/set-a-target.md", tmp_path)
    assert "of aims, valid from 2018-08-20: stored" in said


def test_a_guarantee_is_taken_as_the_page_says(tmp_path: Path) -> None:
    said = run("how-to/take-a-guarantee.md", tmp_path)
    assert "LG-1: 4039.80 CNY free of 5000" in said
    assert "LG-1: 5000.00 CNY free of 5000" in said
    assert "  closed  " in said.splitlines()[-1]


def test_a_banks_day_is_reconciled_as_the_page_says(tmp_path: Path) -> None:
    said = run("how-to/reconcile-a-bank-day.md", tmp_path)
    assert "booked  960.20" in said
    assert "names no declaration of this office" in said
    assert "ours 972.20  theirs 972.20  signed" in said


def test_a_brokers_folder_is_answered_as_the_page_says(tmp_path: Path) -> None:
    said = run("how-to/connect-a-brokers-client.md", tmp_path)
    assert "Successed_I_EXAMPLE-1.xml" in said
    assert "_7_000000001_4303980001.xml" in said
    assert "in/done:\nI_EXAMPLE-1.xml" in said


def test_an_e_ledger_is_used_as_the_page_says(tmp_path: Path) -> None:
    said = run("how-to/use-an-e-ledger.md", tmp_path)
    assert "bound  quantity 100" in said
    assert (
        "quantity is more than line 1 of e-ledger 118000000009000000 has left: declared 151, free 150" in said
    )
    assert "dismissed  not our goods" in said


def test_goods_are_inspected_once_as_the_page_says(tmp_path: Path) -> None:
    said = run("how-to/inspect-once.md", tmp_path)
    assert "fork-lift broken" in said
    assert "  2100  5/5  " in said, "35 minutes at work, the night left out"
    assert "condition  result to follow" in said
    assert said.splitlines()[-1].endswith(": ok")


def test_a_late_declaration_is_treated_as_the_page_says(tmp_path: Path) -> None:
    said = run("how-to/treat-a-late-declaration.md", tmp_path)
    assert "xiao-han?" in said
    assert "duty or guarantee  ask the bank" in said
    assert "/reply/Q20180821-0001." in said
    assert "  finding: the bank had the wrong account" in said


def test_the_people_are_kept_as_the_page_says(tmp_path: Path) -> None:
    said = run("how-to/keep-the-people.md", tmp_path)
    assert "docs/examples/people.toml  15" in said
    assert "qian-ke  4907  查验科  inspector  customs_inspection (2019-12-31), quarantine_inspection" in said
    assert "4907  joint_inspection  1  2  joint inspection" in said
    assert "joint_inspection  qian-ke, shen-yi (quarantine_inspection)" in said
    assert "mao-qing: made" in said


def test_selection_is_rehearsed_and_audited_as_the_page_says(tmp_path: Path) -> None:
    said = run("how-to/select-and-audit.md", tmp_path)
    assert "PARTS  document review selected: 1 of 1 fit, 1 selected" in said
    assert "1 draws, 0 draws of officers and 1 selections recomputed, 0 differ" in said
    assert "0 visits, 0 moved after the draw" in said
    assert "0 days sealed late" in said


def test_the_declarant_is_asked_as_the_page_says(tmp_path: Path) -> None:
    said = run("how-to/clear-the-queue.md", tmp_path)
    asked, answered = (
        said.index(f"document review: paused ({who})") for who in ("declarant", "document_officer")
    )
    assert asked < answered
    assert "receipts 7 → L → T → M → H → J" in said


def test_another_systems_log_is_read_as_the_page_says(tmp_path: Path) -> None:
    said = run("how-to/read-another-log.md", tmp_path)
    assert said.count("mean_s=9000.0") == 2, "with the mapping typed, and with the one that was kept"
    assert "activity=checked  cases=1  repeats=1" in said
    assert '"variant":["taken","checked","checked","let go"],"count":1' in said
    assert "group={'Port': 'north'}  count=2" in said
    assert "0 of 3 cases keep to import_parallel" in said
    assert "group={'direction': 'import'}  count=1" in said
    assert said.splitlines()[-1] == "1 of 1 cases keep to import_parallel"


def test_a_rule_is_added_as_the_page_says(tmp_path: Path) -> None:
    said = run("how-to/add-a-rule.md", tmp_path)
    assert "marks: Marks and numbers (MarkNo) is missing" in said


def test_the_rule_that_the_page_shows_runs() -> None:
    text = (ROOT / "docs/how-to/add-a-rule.md").read_text("utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", text, re.S)
    names = {"Declaration": Declaration, "Ground": Ground, "Hit": Hit, "Iterable": Iterable, "hit": hit}
    exec(code, names)
    heavy = declaration(gross_weight=Decimal(500_000), packages=12)
    assert [(found.code, found.field) for found in names["heavy_packages"](heavy, None)] == [
        ("V40", "packages")
    ]
    assert not list(names["heavy_packages"](declaration(), None))


def test_a_control_is_added_as_the_page_says(tmp_path: Path) -> None:
    said = run("how-to/add-a-control.md", tmp_path)
    assert "waits for weighing" in said
    assert "unknown track" in said.splitlines()[-1]


def test_an_office_is_opened_as_the_page_says(tmp_path: Path) -> None:
    said = run("how-to/open-an-office.md", tmp_path)
    assert "ready, live" in said
    assert "of rules, valid from 2018-08-01: stored" in said
    assert "of figures, valid from 2018-08-01: stored" in said
    assert "document_review  0  2" in said
    assert "edoc_types" in (tmp_path / "coverage.txt").read_text("utf-8")


def test_an_office_moves_to_postgresql_as_the_page_says(
    tmp_path: Path, postgres_server: PostgresServer
) -> None:
    old = f"sqlite:///{tmp_path}/old.db"
    desk = desk_of(old)
    desk.lodge(message(declaration(), "MOVED-1"), BROKER)
    desk.journal.close()
    said = run("how-to/move-to-postgresql.md", tmp_path, NEW=postgres_server.database(), TONGGUAN_DB=old)
    assert "events in" in said
    assert said.splitlines()[-1].endswith("nothing differed")


def test_the_improvement_register_is_kept_as_the_page_says(tmp_path: Path) -> None:
    said = run("how-to/keep-the-improvement-register.md", tmp_path)
    assert "20180820-01-1  a list of what is open, each morning  2018-08-21 – 2018-11-18" in said
    assert said.count("no effect shown: under 20 declarations on a side") == 2


def test_what_is_written_by_form_is_checked_as_the_page_says(tmp_path: Path) -> None:
    said = run("how-to/write-a-declaration.md", tmp_path)
    assert "EXAMPLE-1  acceptable" in said
    assert "waits for  duty paid or secured" in said


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
