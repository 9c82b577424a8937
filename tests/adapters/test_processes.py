"""An office's own process models: read as strictly as those that come with the program, and never over what is in force."""

from datetime import date
from importlib import resources

import pytest

from tongguan.adapters import editions, processes, uploads
from tongguan.adapters.editions import EditionRefused
from tongguan.process.model import shipped

FIRST = date(2018, 9, 1)
PARALLEL = (resources.files("tongguan.process") / "models" / "import_parallel.toml").read_text("utf-8")
OWN = PARALLEL.replace('id = "import_parallel"', 'id = "import_own"', 1).replace(
    'when = "review"', 'when = "always"', 1
)
"""The parallel process with every declaration reviewed. Synthetic."""
TABLE = (resources.files("tongguan.desk") / "adoption.toml").read_text("utf-8")
ROW = '{direction = "import", kind = "declaration", from = 2018-09-01, model = "import_own"},'
ADOPTING = TABLE.replace("adopt = [", f"adopt = [\n  {ROW}")
GOOD = {"process-own.toml": OWN, "adoption.toml": ADOPTING}


def test_a_new_process_stands_beside_the_old_ones_and_is_adopted_from_its_day() -> None:
    found = processes.check(GOOD, [], FIRST)
    assert found.models.keys() == shipped().keys() | {"import_own"}
    assert found.adoption.latest("import_parallel") == "import_own"
    assert uploads.what_of(GOOD)[0] == "processes"


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"process-own.toml": OWN, "adoption.toml": "adopt = ["}, "adoption.toml"),
        ({"process-own.toml": OWN, "adoption.toml": ADOPTING.replace("kind =", "sort =", 1)}, "adoption.toml"),
        ({"process-own.toml": OWN}, "no row"),
        ({"adoption.toml": ADOPTING}, "no process import_own"),
        ({**GOOD, "adoption.toml": ADOPTING.replace("from = 2018-09-01", "from = 2018-08-31")}, "2018-09-01 at the earliest"),
        ({**GOOD, "adoption.toml": ADOPTING.replace("from = 2018-01-01", "from = 2018-01-02")}, "in force already"),
        ({**GOOD, "adoption.toml": ADOPTING.replace(ROW, ROW.replace('"declaration"', '"letter"'))}, "no such declarations"),
        ({**GOOD, "process-own.toml": OWN.replace('"import_own"', '"import_parallel"', 1)}, "never edited"),
        ({**GOOD, "process-own.toml": OWN.replace('id = "closing"', 'id = "ending"')}, "release point closing"),
        ({**GOOD, "process-own.toml": OWN.replace('when = "always"', 'when = "sometimes"', 1)}, "unknown word sometimes"),
        ({**GOOD, "process-own.toml": "id ="}, "process-own.toml"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_with_its_file_and_what_would_mend_it(
    files: dict[str, str], said: str
) -> None:
    with pytest.raises(EditionRefused, match=said):
        processes.check(files, [], FIRST)


def test_a_stranger_among_the_files_is_named() -> None:
    with pytest.raises(EditionRefused, match=r"rates\.toml"):
        uploads.what_of({**GOOD, "rates.toml": "x"})


def test_what_was_begun_under_a_process_goes_on_under_it_after_a_later_edition() -> None:
    first = editions.make("processes", FIRST, ("yuan-qi", "mao-qing"), GOOD)
    back = TABLE.replace(
        "adopt = [",
        f'adopt = [\n  {ROW}\n  {{direction = "import", kind = "declaration", from = 2018-10-01, model = "import_parallel"}},',
    )
    later = date(2018, 10, 1)
    processes.check({"adoption.toml": back}, [first], later)
    second = editions.make("processes", later, ("yuan-qi", "mao-qing"), {"adoption.toml": back})
    found = processes.of([first, second], later)
    assert "import_own" in found.models
    assert processes.of([first, second], date(2018, 8, 31)).adoption == processes.of([], FIRST).adoption
