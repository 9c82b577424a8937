"""What an office sends as a change: read within limits, told what it is, refused with file and place."""

import io
import zipfile
from datetime import date

import pytest

from tongguan.adapters import uploads
from tongguan.adapters.editions import EditionRefused
from tongguan.rules.book import shipped_files
from tongguan.rules.figures import shipped_figures

DAY = date(2018, 8, 20)
RATES = shipped_figures()["rates.csv"]


def zipped(**files: bytes) -> bytes:
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), body)
    return box.getvalue()


def test_a_zip_gives_its_files_by_name_whatever_folder_they_lie_in_and_nothing_else() -> None:
    made = zipped(figures__rates_dot_csv=RATES.encode(), readme_dot_txt=b"\xff")
    assert uploads.read("change.ZIP", made) == {"rates.csv": RATES}
    assert uploads.read("rates.csv", RATES.encode()) == {"rates.csv": RATES}


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [("x.zip", b"PK\x03\x04 no", "not a zip"), ("x.exe", b"MZ", "neither .toml nor .csv"),
     ("rates.csv", b"\xff\xfe", "not UTF-8"), ("x.zip", zipped(a_dot_csv=b"0" * (uploads.MOST_BYTES + 1)), "send less"),
     ("x.zip", zipped(**{f"t{n}_dot_csv": b"" for n in range(uploads.MOST_FILES + 1)}), "send less")],
    ids=["broken", "program", "letters", "bomb", "crowd"],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_one_line(name: str, data: bytes, why: str) -> None:
    with pytest.raises(EditionRefused, match=why) as refused:
        uploads.read(name, data)
    assert "\n" not in str(refused.value)


def test_files_are_told_apart_by_their_names() -> None:
    assert uploads.what_of({"rates.csv": ""})[0] == "figures"
    assert uploads.what_of({"selection-rules.toml": ""}) == ("rules", {"selection-rules.toml": ""})
    assert uploads.what_of({"units.csv": "", "manifest.toml": ""})[1].keys() == {
        "tables/units.csv",
        "tables/manifest.toml",
    }
    for wrong, why in (
        ({}, "add them"),
        ({"rates.csv": "", "units.csv": ""}, "no file of figures"),
        ({"rool.toml": ""}, "no file of rules"),
    ):
        with pytest.raises(EditionRefused, match=why):
            uploads.what_of(wrong)


def test_rules_and_figures_that_cannot_be_used_name_their_file() -> None:
    with pytest.raises(EditionRefused, match=r"rates\.csv"):
        uploads.check("figures", {"rates.csv": RATES.replace("%", "per cent", 1)}, [], DAY)
    with pytest.raises(EditionRefused, match=r"selection-rules\.toml"):
        uploads.check("rules", {"selection-rules.toml": "id = 7"}, [], DAY)
    assert uploads.check("rules", {"terms.toml": shipped_files()["terms.toml"]}, [], DAY).digest
