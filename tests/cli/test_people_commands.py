"""The commands of people on PostgreSQL, as the operator of a live office types them."""

import json
import subprocess
import sys
from pathlib import Path

from tests.postgres_server import PostgresServer, postgres_server
from tongguan.adapters.locate import migrate
from tongguan.cli import opening

__all__ = ["postgres_server"]
TONGGUAN = Path(sys.executable).parent / "tongguan"
FILE = Path(__file__).resolve().parents[2] / "docs/examples/people.toml"


def test_a_live_office_on_postgresql_reads_its_people_from_a_file_by_head_or_administrator_alone(
    postgres_server: PostgresServer, tmp_path: Path
) -> None:
    url = postgres_server.database()
    migrate(url, "live")

    def people(*arguments: str) -> "subprocess.CompletedProcess[str]":
        command = [str(TONGGUAN), "people", *arguments, "--db", url, "--json"]
        return subprocess.run(command, capture_output=True, text=True)

    refused = people("import", str(FILE), "--as", "liu-min")
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert "neither head nor administrator" in refused.stderr
    done = people("import", str(FILE), "--as", "yuan-qi")
    assert json.loads(done.stdout)["written"] == 15
    bad = tmp_path / "bad.toml"
    bad.write_text(
        FILE.read_text("utf-8").replace('subject = "customs_inspection"', 'subject = "juggling"'), "utf-8"
    )
    refused = people("import", str(bad), "--as", "yuan-qi")
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert "bad.toml: qualification[1].subject" in refused.stderr
    shown = [
        json.loads(line) for line in people("now", "--when", "2018-08-20T10:00:00+08:00").stdout.splitlines()
    ]
    joint = next(each for each in shown if each["work"] == "joint_inspection")
    assert [each["officer"] for each in joint["candidates"]] == ["qian-ke", "shen-yi"]
    assert [each.id for each in opening.staff(url).officer] == ["qian-ke", "shen-yi"], "who may be drawn"
