"""What is due of a declaration as a record: what ``duty``, ``show`` and the machine interface answer with."""

from typing import Any

from tongguan.desk.views import Sheet
from tongguan.facts.assessment import Assessment
from tongguan.rules.steps import StepBook

KINDS = ("value", "duty", "anti_dumping", "consumption_tax", "vat")


def assessment(found: Assessment, steps: StepBook, lang: str) -> dict[str, Any]:
    """An assessment with every step: amounts as text with two decimals, CNY."""
    totals = {"value": found.value, **found.taxes.kinds(), "all": found.total}
    return {
        "on": found.on,
        "missing": list(found.missing),
        "items": [
            {
                "line": item.line,
                **{kind: f"{getattr(item, kind):.2f}" for kind in KINDS},
                "steps": [steps.record(step, lang) for step in item.steps],
            }
            for item in found.items
        ],
        "steps": [steps.record(step, lang) for step in found.steps],
        "total": {kind: f"{amount:.2f}" for kind, amount in totals.items()},
    }


def duty(sheet: Sheet, steps: StepBook, lang: str) -> dict[str, Any]:
    """What is due, paid and secured of a declaration, and its assessment."""
    return {
        "due": sheet.due,
        "paid": sheet.paid,
        "secured": sheet.secured,
        "outstanding": sheet.outstanding,
        "pay_by": sheet.pay_by.isoformat() if sheet.pay_by else None,
        "claims": sheet.claims,
        "surcharge": {"amount": sheet.surcharge, "settled": sheet.surcharge_settled},
        "late_payment": sheet.late_payment,
        "refund": sheet.refund,
        "verification": sheet.verified,
        "duty": assessment(sheet.assessment, steps, lang) if sheet.assessment else None,
    }
