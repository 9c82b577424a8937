"""Goods lines pasted or sent as a spreadsheet: the same lines, and one clear word where a row does not fit."""

import io
from contextlib import suppress

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import cast
from tongguan.adapters import goods_sheet
from tongguan.facts.clock import local_date
from tongguan.facts.unreadable import Unreadable
from tongguan.rules.book import RuleBook

BOOK = RuleBook.shipped()
FORM = BOOK.entry_form(local_date(cast.AUGUST))
FIELDS, COLUMNS = FORM.line_fields(), FORM.plan.columns
LINE = ["8708999990", "汽车零件", "示例|示例", "100", "035", "100", "035", "", "", "3.125", "312.50", "USD"]


def pasted(text: str) -> list[dict[str, str]]:
    return goods_sheet.pasted(text, FIELDS, COLUMNS, BOOK.tables)


def uploaded(data: bytes) -> list[dict[str, str]]:
    return goods_sheet.uploaded(data, FIELDS, COLUMNS, BOOK.tables)


def book(*rows: list[object]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        sheet = made.add_worksheet()
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
    return out.getvalue()


def test_lines_are_pasted_in_the_order_of_the_template() -> None:
    first, second = pasted("\t".join(LINE) + "\n\n" + "\t".join(LINE).replace("8708", "8501"))
    assert first["commodity"] == "8708999990"
    assert (first["quantity"], first["total"], first["currency"]) == ("100", "312.50", "USD")
    assert "second_unit" not in first
    assert second["commodity"] == "8501999990"


@pytest.mark.parametrize(
    "heads", ["商品编号\t成交数量\t成交币制", "Commodity code\tTransaction quantity\tTransaction currency", "CodeTS\tGQty\tTradeCurr"]
)  # fmt: skip
def test_columns_may_be_named_in_either_language_or_by_their_tag(heads: str) -> None:
    assert pasted(f"{heads}\n0902100000\t5\tUSD") == [
        {"commodity": "0902100000", "quantity": "5", "currency": "USD"}
    ]


def test_a_spreadsheet_gives_the_same_lines_and_lost_zeros_come_back() -> None:
    numbers: list[object] = ["8708999990", "汽车零件", "", 100, 35, 100.0, 35, "", "", 3.125, 312.5, "USD"]
    found = uploaded(book(["商品编号", "商品名称"], ["8708999990", "汽车零件"]))
    assert found == [{"commodity": "8708999990", "name": "汽车零件"}]
    line = uploaded(book(numbers))[0]
    assert (line["unit"], line["quantity"], line["price"], line["total"]) == ("035", "100", "3.125", "312.5")
    assert uploaded(book([0.1 + 0.2]))[0]["commodity"] == "0.3"


def test_the_template_is_read_back_by_its_own_names() -> None:
    for lang in ("zh", "en"):
        with pytest.raises(Unreadable, match="no goods line"):
            uploaded(goods_sheet.template(FIELDS, COLUMNS, lang))


def test_a_row_that_does_not_fit_is_named_and_nothing_is_taken() -> None:
    with pytest.raises(Unreadable, match=r"Row 2 has 17 cells, more than 16 columns\."):
        pasted("\t".join(LINE) + "\n" + "\t".join(["1"] * 17))
    with pytest.raises(Unreadable, match="no field called “Colour”"):
        pasted("商品编号\t商品名称\tColour\n1\t2\t3")


def test_what_is_no_spreadsheet_is_refused() -> None:
    for data in (b"", b"PK\x03\x04", b"%PDF-1.4", book()[:400]):
        with pytest.raises(Unreadable):
            uploaded(data)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 5000))
def test_a_damaged_spreadsheet_never_falls_over(noise: bytes, at: int) -> None:
    whole = book(LINE, LINE)
    damaged = whole[: at % len(whole)] + noise + whole[at % len(whole) + len(noise) :]
    with suppress(Unreadable):
        assert all(isinstance(line, dict) for line in uploaded(damaged))


def test_a_cell_at_the_far_corner_is_refused_and_fills_no_memory() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        made.add_worksheet().write(1_048_575, 16_383, "far")
    with pytest.raises(Unreadable, match="more than 1000 rows"):
        uploaded(out.getvalue())
