"""Editions: whole, approved by two, named by the digest of what they say."""

from datetime import date
from pathlib import Path

import msgspec
import pytest

from tongguan.adapters import editions
from tongguan.adapters.memory import MemoryJournal

MAY = date(2018, 5, 1)


def test_an_edition_needs_two_different_approvers_and_a_file() -> None:
    for approvers in ([], ["zhao"], ["zhao", "zhao"], ["zhao", " "]):
        with pytest.raises(editions.EditionRefused, match="two different approvers"):
            editions.make("rules", MAY, approvers, {"a.toml": ""})
    with pytest.raises(editions.EditionRefused, match="no files"):
        editions.make("rules", MAY, ["zhao", "qian"], {})


def test_the_digest_covers_name_first_day_and_every_file() -> None:
    base = editions.digest_of("rules", MAY, {"a.toml": "x", "b.csv": "y"})
    assert base == editions.digest_of("rules", MAY, {"b.csv": "y", "a.toml": "x"})
    others = [
        editions.digest_of("figures", MAY, {"a.toml": "x", "b.csv": "y"}),
        editions.digest_of("rules", date(2018, 5, 2), {"a.toml": "x", "b.csv": "y"}),
        editions.digest_of("rules", MAY, {"a.toml": "x", "b.csv": "z"}),
        editions.digest_of("rules", MAY, {"a.toml": "x", "c.csv": "y"}),
    ]
    assert len({base, *others}) == 5


def test_an_edition_whose_files_were_changed_is_not_stored() -> None:
    made = editions.make("rules", MAY, ["zhao", "qian"], {"a.toml": "x"})
    forged = msgspec.structs.replace(made, files={"a.toml": "y"})
    journal = MemoryJournal()
    with pytest.raises(editions.EditionRefused, match="its digest"):
        editions.store(journal, forged, 1)
    assert journal.editions() == []


def test_of_two_editions_of_one_day_the_later_stored_holds() -> None:
    first = editions.make("rules", MAY, ["zhao", "qian"], {"a.toml": "x"})
    mended = editions.make("rules", MAY, ["zhao", "qian"], {"a.toml": "y"})
    assert editions.in_force([first, mended], "rules", MAY) == mended


def test_a_folder_goes_out_and_comes_back_the_same(tmp_path: Path) -> None:
    made = editions.make("rules", MAY, ["zhao", "qian"], {"a.toml": "税 = 1\n", "b.csv": "code\r\n1\r\n"})
    editions.write_folder(made, tmp_path)
    (tmp_path / "notes.txt").write_text("not a part of it")
    assert editions.read_folder(tmp_path) == made.files


def test_a_folder_without_files_or_with_other_bytes_is_refused(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "none"):
        with pytest.raises(editions.EditionRefused, match=r"no \.toml"):
            editions.read_folder(folder)
    (tmp_path / "a.csv").write_bytes("进口货物".encode("gb18030"))
    with pytest.raises(editions.EditionRefused, match="UTF-8"):
        editions.read_folder(tmp_path)
