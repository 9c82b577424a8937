"""Paper for an outage: blank contingency sheets and the list of open declarations, as one page of HTML to print."""

from collections.abc import Iterable, Mapping
from html import escape

from tongguan.desk.worklist import WorkRow
from tongguan.facts.clock import iso
from tongguan.process.model import Model

BLANK = 6
"""Empty sheets on the page."""
_WORDS = {
    "zh": {
        "title": "系统故障应急单", "made": "制表时间", "list": "未办结报关单", "number": "统一编号", "entry": "海关编号",
        "trader": "境内收发货人", "open": "未完成作业", "sheet": "应急单号", "act": "作业与结论", "time": "实际时间",
        "first": "经办关员", "second": "复核关员", "note": "恢复后由两人凭单号和实际时间补录。",
    },
    "en": {
        "title": "Contingency sheets", "made": "Printed", "list": "Open declarations", "number": "Number",
        "entry": "Customs number", "trader": "Trader", "open": "Open controls", "sheet": "Sheet number",
        "act": "Act and outcome", "time": "True time", "first": "Officer", "second": "Second officer",
        "note": "Entered afterwards by two persons with sheet number and true time.",
    },
}  # fmt: skip


def page(rows: Iterable[WorkRow], models: Mapping[str, Model], now: int, lang: str) -> str:
    """The page, in ``zh`` or ``en``; it needs nothing from outside the server."""
    words = _WORDS[lang]
    blank = "".join(_blank(words, place) for place in range(1, BLANK + 1))
    listed = "".join(_row(row, models[row.process], lang) for row in rows)
    head = "".join(f"<th>{words[name]}</th>" for name in ("number", "entry", "trader", "open"))
    return (
        f'<!doctype html><html lang="{"zh-CN" if lang == "zh" else "en"}"><head><meta charset="utf-8"><link rel="icon" href="/static/tongguan/icon.svg">'
        f"<title>{words['title']}</title></head><body><h1>{words['title']}</h1>"
        f"<p>{words['made']} {iso(now)}. {words['note']}</p>{blank}"
        f"<h2>{words['list']}</h2><table border=1><thead><tr>{head}</tr></thead><tbody>{listed}</tbody></table></body></html>"
    )


def _blank(words: Mapping[str, str], place: int) -> str:
    fields = ("sheet", "number", "act", "time", "first", "second")
    cells = "".join(f"<tr><th>{words[name]}</th><td width=500>&nbsp;</td></tr>" for name in fields)
    return f"<h2>{words['title']} {place}</h2><table border=1>{cells}</table>"


def _row(row: WorkRow, model: Model, lang: str) -> str:
    controls = [model.find(task.control) for task in row.tasks]
    names = ", ".join((each.zh if lang == "zh" else each.en) for each in controls if each)
    cells = (row.number, row.entry_id, row.trader_name, names)
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"
