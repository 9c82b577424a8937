"""Tables as files: numbers as numbers, no text becomes a formula."""

import io
import zipfile

from tongguan.adapters.sheet import Column, as_csv, as_xlsx

COLUMNS: list[Column] = [("mode", "text"), ("count", "whole"), ("mean", "hours"), ("rate", "share")]
ROWS = [["=1+1", 3, 0.123456, None], ["0110", 20, 2.0, 0.98]]


def test_a_text_that_begins_as_a_formula_stays_text() -> None:
    text = as_csv(COLUMNS, ROWS, ["-note"]).decode("utf-8-sig")
    assert text.splitlines() == ["mode,count,mean,rate", "'=1+1,3,0.1235,", "0110,20,2.0,0.98", "'-note"]
    sheet = zipfile.ZipFile(io.BytesIO(as_xlsx(COLUMNS, ROWS))).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "<v>0.123456</v>" in sheet
