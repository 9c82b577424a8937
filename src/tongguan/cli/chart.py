"""The tracks of one declaration side by side in time, drawn in the terminal."""

from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from tongguan.desk.views import ControlView, Sheet
from tongguan.facts.clock import iso
from tongguan.process.progress import status_name

MOST = 60
_MARKS = {"waiting": ("·", "dim"), "ready": ("░", "yellow"), "started": ("█", "blue"), "paused": ("▒", "magenta"),
          "refused": ("×", "red"), "done": ("✓", "green")}  # fmt: skip


def draw(sheet: Sheet, record: dict[str, Any], lang: str) -> None:
    """Print the head, the tracks in time, and what blocks the release."""
    console = Console(highlight=False)
    zh = lang == "zh"
    console.print(Text(f"{sheet.number}  {sheet.entry_id}  {status_name(sheet.status, lang)}", style="bold"))
    totals = "  ".join(f"{amount} {currency}" for currency, amount in record["totals"].items())
    console.print(
        f"{sheet.declaration.trader.name}  {record['items']} {'项' if zh else 'lines'}  {totals}  {sheet.process}"
    )
    if sheet.tracks and sheet.first_lodged_at is not None:
        console.print(_table(sheet, zh, max(16, min(MOST, console.width - 56))))
    if sheet.assessment is not None:
        console.print(_duty(sheet, zh))
    for each in sheet.holds:
        console.print(f"{'布控' if zh else 'hold'} {each.hold}: {each.reason}", style="red")
    for text in record["blocked_by"]:
        console.print(f"{'未放行：' if zh else 'not released: '}{text}", style="yellow")
    for each in record["findings"]:
        console.print(
            f"{each['consequence']} {each['code']} {each['field']}: {each['message']} {each['remedy']}"
        )
    channels = " → ".join(each.channel for each in sheet.receipts)
    console.print(f"{'回执' if zh else 'receipts'} {channels}")


def _duty(sheet: Sheet, zh: bool) -> str:
    """What is due, paid and secured, in one line."""
    names = ("应缴", "已缴", "担保", "未缴") if zh else ("due", "paid", "secured", "open")
    amounts = (sheet.due, sheet.paid, sheet.secured, sheet.outstanding)
    said = "  ".join(f"{name} {amount}" for name, amount in zip(names, amounts, strict=True))
    until = f"  {'限缴日期' if zh else 'pay by'} {sheet.pay_by}" if sheet.pay_by else ""
    late = (
        f"  {'滞报金' if zh else 'surcharge'} {sheet.surcharge} {sheet.surcharge_settled}"
        if sheet.surcharge
        else ""
    )
    held = ", ".join(f"{stream.partition('/')[2]} {amount}" for stream, amount in sheet.claims.items())
    claims = f"  {'占用' if zh else 'claims'} {held}" if held else ""
    return f"{'税费' if zh else 'duty'}  {said}{until}{late.rstrip()}{claims}"


def _table(sheet: Sheet, zh: bool, width: int) -> Table:
    start = sheet.first_lodged_at or 0
    marks = [span.end or span.start for t in sheet.tracks for c in t.controls for span in c.spans]
    end = max([*marks, sheet.released_at or sheet.as_of, start + 1])
    table = Table(box=None, pad_edge=False, caption=f"{iso(start)}  →  {iso(end)}", caption_justify="left")
    table.add_column("轨道" if zh else "track")
    table.add_column("作业" if zh else "control")
    table.add_column("", no_wrap=True)
    table.add_column("状态" if zh else "state")
    for track in sheet.tracks:
        for control in track.controls:
            table.add_row(
                track.zh if zh else track.en,
                control.zh if zh else control.en,
                _bar(control, start, end, width),
                control.state,
            )
    return table


def _bar(control: ControlView, start: int, end: int, width: int) -> Text:
    bar = Text()
    cells = [(" ", "")] * width
    for span in control.spans:
        first = _cell(span.start, start, end, width)
        last = _cell(span.end if span.end is not None else end, start, end, width)
        for place in range(first, max(first, last - (span.state != "done")) + 1):
            cells[place] = _MARKS[span.state]
    for mark, style in cells:
        bar.append(mark, style)
    return bar


def _cell(at: int, start: int, end: int, width: int) -> int:
    return max(0, min(width - 1, (at - start) * (width - 1) // max(1, end - start)))
