"""``duty`` and ``figures``: the assessment alone with every step, and the figures' files."""

import argparse
from pathlib import Path

from tongguan.adapters import editions
from tongguan.cli import opening, say
from tongguan.cli.declaring import read_all, unreadable
from tongguan.cli.say import Failed
from tongguan.desk.duty_record import assessment
from tongguan.facts.assessment import Assessment
from tongguan.facts.clock import local_date
from tongguan.facts.unreadable import Unreadable
from tongguan.rules.book import RuleBook
from tongguan.rules.duty import Duty
from tongguan.rules.errors import RuleError
from tongguan.rules.figures import Figures, shipped_figures
from tongguan.rules.terms import MissingDay


def duty(options: argparse.Namespace) -> int:
    """Assess what is in the files; 1 when a figure is missing, 2 when something cannot be read."""
    rules, assessor, today = opening.office_data(options)
    if options.figures:
        assessor = Duty(figures_of(Path(options.figures)), rules.tables, rules.selection)
    on = say.day_of(options.on, "--on") if options.on else today
    code = 0
    for read in read_all(options.files):
        if isinstance(read.message, Unreadable):
            unreadable(read, read.message, options)
            code = 2
            continue
        found = assessor.assess(read.message.declaration, on)
        code = max(code, int(bool(found.missing)))
        _tell(read.name, read.message.client_number, found, rules, options)
    return code


def figures_of(folder: Path) -> Figures:
    """Figures of a folder; Failed with file, line and column of what cannot be used."""
    try:
        return Figures.load(editions.read_folder(folder))
    except (editions.EditionRefused, RuleError) as error:
        raise Failed(f"--figures: {error}") from None


def _tell(name: str, client: str, found: Assessment, rules: RuleBook, options: argparse.Namespace) -> None:
    record = {"file": name, "client_number": client, **assessment(found, rules.steps, options.lang)}
    if options.json:
        say.line(record)
        return
    zh = options.lang == "zh"
    print(f"{name}  {client}  {found.on}")
    for gap in found.missing:
        print(f"  {'缺少计税数据' if zh else 'missing figure'}: {gap}")
    for step in record["steps"]:
        print(_line(step))
    for item in record["items"]:
        print(f"  {'第' if zh else 'line '}{item['line']}{'项' if zh else ''}")
        for step in item["steps"]:
            print(_line(step))
    if not found.missing:
        parts = "  ".join(f"{kind}={amount}" for kind, amount in record["total"].items())
        print(f"  {'合计' if zh else 'total'}  {parts}  CNY")


def _line(step: dict[str, str]) -> str:
    law = "; ".join(part for part in (step["figure"], step["law"], step["rounding"]) if part)
    sum_ = f"{step['formula']} = {step['result']}" if step["formula"] else step["result"]
    return f"    {step['name']}: {sum_}" + (f"   ({law})" if law else "")


def surcharge(options: argparse.Namespace) -> int:
    """What lateness costs a declaration, as of a day (today); 1 when it is unknown or the calendar ends before."""
    desk = opening.desk(options)
    on = say.day_of(options.on, "--on") if options.on else local_date(desk.clock.now())
    try:
        found = desk.surcharges(options.number, on)
    except MissingDay as gap:
        raise Failed(
            f"{options.number}: a figure is missing: {gap}; bring it with: edition import", 1
        ) from None
    if found is None:
        raise Failed(f"{options.number}: there is no such declaration; check the number", 1)
    declared, paid = found.declaration, found.payment
    record = {
        "number": options.number,
        "on": on.isoformat(),
        "late_declaration": declared and {
            "start": declared.start.isoformat(), "days": declared.days, "amount": f"{declared.amount:.2f}",
        },
        "late_payment": paid and {
            "due": paid.due.isoformat(), "days": paid.days, "amount": f"{paid.total:.2f}",
            "taxes": {kind: f"{each:.2f}" for kind, each in paid.amounts.items()},
        },
    }  # fmt: skip
    if options.json:
        say.line(record)
    else:
        for name in ("late_declaration", "late_payment"):
            print(f"{name}  {record[name] or '—'}")
    return 0


def figures(options: argparse.Namespace) -> int:
    """Write the figures that come with the program to a folder, as the format to fill in; or list what ends soon."""
    if options.template:
        folder = Path(options.template)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for name, text in sorted(shipped_figures().items()):
                (folder / name).write_text(text, "utf-8")
                print(folder / name)
        except OSError as error:
            raise Failed(
                f"--template {folder}: {error.strerror}; name a folder that can be written"
            ) from None
        return 0
    _, assessor, today = opening.office_data(options)
    held = assessor.figures
    for each in held.ending(today, held.policy.warn_days):
        if options.json:
            say.line({"series": each.series, "last": each.last.isoformat()})
        else:
            print(f"{each.last}  {each.series}")
    return 0
