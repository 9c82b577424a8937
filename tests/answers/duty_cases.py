"""Duty cases as plain files: from a case of ``duty/*.toml`` to a declaration, figures and an assessment."""

import re
import tomllib
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from tongguan.facts.assessment import Assessment, ItemAssessment, Step
from tongguan.facts.declaration import Declaration, Item
from tongguan.facts.parts import Charge, LicenceDocument, OriginLine
from tongguan.rules.book import RuleBook
from tongguan.rules.duty import Duty
from tongguan.rules.figures import KINDS, Figures, shipped_figures

FOLDER = Path(__file__).parent / "duty"
TERMS = {"CIF": "1", "C&F": "2", "FOB": "3", "C&I": "4", "EXW": "7"}
SPECIAL = "13"
"""Agreement that a case means when a line has a special rate."""
Case = dict[str, Any]


@cache
def cases(name: str) -> tuple[Case, ...]:
    """The cases of one file."""
    return tuple(tomllib.loads((FOLDER / name).read_text("utf-8"))["case"])


def assessed(case: Case) -> Assessment:
    """What the program makes of the case."""
    book = RuleBook.shipped()
    duty = Duty(figures_of(case), book.tables, book.selection)
    return duty.assess(declaration_of(case), case["on"])


def declaration_of(case: Case) -> Declaration:
    """The declaration that a case tells."""
    documents = case.get("documents", [])
    lines = case["line"]
    proofs = [each for each in documents if each.startswith("Y")]
    return Declaration(
        ie_flag="I" if case["direction"] == "import" else "E",
        supervision_mode="0110",
        transaction_term=TERMS[case["term"]],
        gross_weight=Decimal(case["gross_weight"]) if "gross_weight" in case else None,
        freight=_charge(case.get("freight")),
        insurance=_charge(case.get("insurance")),
        other_charges=_charge(case.get("other")),
        licence_documents=tuple(
            LicenceDocument(code=each, number="SYN") for each in documents if len(each) == 1
        ),
        origin_lines=tuple(
            OriginLine(certificate_type=proof, line=str(place), certificate="SYN", certificate_line="1")
            for place in range(1, len(lines) + 1)
            for proof in proofs
        ),
        items=tuple(_item(place, line, case["direction"]) for place, line in enumerate(lines, start=1)),
    )


def _charge(text: str | None) -> Charge:
    if not text:
        return Charge()
    if text.endswith("%"):
        return Charge(mark="1", amount=Decimal(text.removesuffix("%").strip()))
    if found := re.fullmatch(r"([\d.]+) ([A-Z]{3})/t", text):
        return Charge(mark="2", amount=Decimal(found[1]), currency=found[2])
    currency, amount = text.split()
    return Charge(mark="3", amount=Decimal(amount), currency=currency)


def _commodity(place: int) -> str:
    return f"{place:02}00000000"


def _item(place: int, line: Case, direction: str) -> Item:
    currency, total = line["value"].split()
    quantity, unit = line.get("quantity", "1 piece").split()
    units = Figures.shipped().policy.units
    return Item(
        line=place, commodity=_commodity(place + 10), total=Decimal(total), currency=currency,
        first_quantity=Decimal(quantity), first_unit=units[unit], duty_mode=line.get("duty_mode", "1"),
        **{"origin_country" if direction == "import" else "destination_country": line.get("origin", "DEU")},
    )  # fmt: skip


def figures_of(case: Case) -> Figures:
    """The figures that a case states, valid around its day."""
    on: date = case["on"]
    day = timedelta(days=1)
    rates, origins, agreements = [], {}, {}
    for place, line in enumerate(case["line"], start=11):
        origin = line.get("origin", "DEU")
        origins[origin] = "general" if origin == "ZZZ" else "mfn"
        for kind, text in line.items():
            if kind not in KINDS:
                continue
            agreement = text["agreement"] if isinstance(text, dict) else SPECIAL if kind == "special" else ""
            rate = text["rate"] if isinstance(text, dict) else text
            measured = origin if kind in ("anti_dumping", "countervailing", "additional") else ""
            if agreement:
                agreements.setdefault((agreement, kind), set()).add(origin)
            rates.append(
                f"{kind},{_commodity(place)},{measured},{agreement},{rate},{on},{on},illustrative,case"
            )
        if "vat" not in line:
            rates.append(f"vat,{_commodity(place)},,,0%,{on},{on},illustrative,case")
    exchange = [
        f"{currency},{on:%Y-%m},{rate},{on},announced,illustrative,case"
        for currency, rate in case.get("exchange", {}).items()
    ]
    duty = shipped_figures()["duty.toml"]
    for name, value in case.get("options", {}).items():
        duty = re.sub(rf"(?m)^{name} = .*$", f"{name} = {_toml(value)}", duty)
    return Figures.load({
        "rates.csv": _sheet("rates.csv", rates),
        "exchange.csv": _sheet("exchange.csv", exchange),
        "origins.csv": _sheet("origins.csv", [
            f"{origin},{treated},{on - day},,illustrative,case" for origin, treated in origins.items()
        ]),
        "agreements.csv": _sheet("agreements.csv", [
            f"{number},{kind},{' '.join(sorted(members))},协定,agreement,{on - day},,illustrative,case"
            for (number, kind), members in agreements.items()
        ]),
        "conversions.csv": _sheet("conversions.csv", [
            f",{each['quantity']},{each['unit']},{each['equals']},{each['equals_unit']},illustrative,case"
            for each in case.get("conversion", [])
        ]),
        "duty.toml": duty,
    })  # fmt: skip


def _toml(value: object) -> str:
    return str(value) if isinstance(value, int) else f'"{value}"'


def _sheet(name: str, rows: list[str]) -> str:
    head = shipped_figures()[name].splitlines()[0]
    return "\n".join([head, *rows]) + "\n"


def figure(item: ItemAssessment, name: str) -> str:
    """A figure of a line by the name that cases use; empty when no step has it."""
    if name in ("value", "vat"):
        return str(getattr(item, name))
    steps = {each.name: each for each in item.steps}
    if name == "price_of_unit" or name in steps:
        return steps[name].result.split()[0] if name in steps else ""
    alone = _ALONE.get(name, ())
    found = next((steps[each].result for each in alone if each in steps), "")
    if not found and name in ("price", "value_foreign"):
        # A price without charges is converted as it is.
        found = steps["fob_yuan" if "fob_yuan" in steps else "value"].formula
    return found.split()[0] if found else ""


_ALONE = {
    "duty_ad_valorem": ("export_duty", "duty", "exempt"),
    "duty_specific": ("duty", "exempt"),
    "duty": ("export_duty", "exempt"),
    "consumption_specific": ("consumption",),
}
"""Where a rate has one part only, the step of the whole is that of the part."""


def steps(found: Assessment) -> list[Step]:
    return [step for item in found.items for step in item.steps]
