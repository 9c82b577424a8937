"""Spreadsheets: numbers as numbers, dates as dates, no formulas that somebody else's text could smuggle in."""

import io
from datetime import date, datetime, time

import xlsxwriter

from tongguan.desk.statements import Statement

_HEADS = {
    "zh": ("放行日期", "统一编号", "海关编号", "企业", "名称", "担保", "关税", "反倾销反补贴", "消费税", "增值税", "应缴", "已缴", "未缴"),
    "en": ("released", "number", "customs number", "enterprise", "name", "guarantee", "duty", "anti-dumping",
           "consumption tax", "VAT", "due", "paid", "open"),
}  # fmt: skip
_MADE_UP = {"zh": "合成数据", "en": "synthetic data"}


def statement_book(found: Statement, lang: str, synthetic: bool = True) -> bytes:
    """The statement of a month as an .xlsx file."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        head = book.add_format({"bold": True, "bottom": 1})
        money = book.add_format({"num_format": "#,##0.00"})
        total = book.add_format({"num_format": "#,##0.00", "bold": True, "top": 1})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet(found.month)
        sheet.freeze_panes(1, 2)
        sheet.set_column(0, 0, 12)
        sheet.set_column(1, 4, 22)
        sheet.set_column(5, 12, 14)
        sheet.write_row(0, 0, _HEADS[lang], head)
        for place, each in enumerate(found.entries, start=1):
            sheet.write_datetime(place, 0, _midnight(each.released), day)
            texts = (each.number, each.entry_id, each.holder, each.name, each.guarantee)
            for column, text in enumerate(texts, start=1):
                sheet.write_string(place, column, text)
            amounts = (*each.taxes.kinds().values(), each.due, each.paid, each.outstanding)
            for column, amount in enumerate(amounts, start=6):
                sheet.write_number(place, column, amount, money)
        last = len(found.entries) + 1
        sheet.write_string(last, 0, found.month, total)
        for column, amount in ((10, found.due), (11, found.paid), (12, found.outstanding)):
            sheet.write_number(last, column, amount, total)
        if synthetic:
            sheet.write_string(last + 1, 0, _MADE_UP[lang])
    return out.getvalue()


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())
