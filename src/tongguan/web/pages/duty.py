"""Duty on the page of a declaration: what is due, and how every figure came about."""

from typing import Any

from tongguan.desk.views import Sheet
from tongguan.facts.actor import Actor
from tongguan.facts.assessment import Assessment, Step
from tongguan.rules.figures import ILLUSTRATIVE
from tongguan.web.office import desk

_KINDS = {"duty": "customs_duty"}
"""Words of kinds of tax that differ from their names."""


def duty(sheet: Sheet, actor: Actor, lang: str) -> dict[str, Any]:
    """What the template shows; without an assessment nothing is levied."""
    return {
        **duty_of(sheet.assessment, lang),
        "is_tax_officer": "tax_officer" in actor.roles,
        "due": sheet.due,
        "is_open": sheet.outstanding != "0" and bool(sheet.assessment),
    }


def duty_of(found: Assessment | None, lang: str) -> dict[str, Any]:
    """An assessment with its kinds of tax, and its steps in words."""
    return {
        "assessment": found,
        "kinds": [(_KINDS.get(kind, kind), amount) for kind, amount in found.taxes.kinds().items()]
        if found
        else [],
        "steps": [_step(step, lang) for step in found.steps] if found else [],
        "lines": [
            {"item": item, "steps": [_step(step, lang) for step in item.steps]}
            for item in (found.items if found else ())
        ],
    }


def _step(step: Step, lang: str) -> dict[str, Any]:
    record = desk().rules.steps.record(step, lang)
    mark = f" [{ILLUSTRATIVE}]"
    return {**record, "figure": step.figure.removesuffix(mark), "illustrative": step.figure.endswith(mark)}
