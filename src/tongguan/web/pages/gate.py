"""The gate: one large screen for the lane. Scan a pass or a container: green or red, and why."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongguan.desk.yard import is_container
from tongguan.facts.decision import Refusal
from tongguan.process.decide.moving import Report
from tongguan.web.guards import language
from tongguan.web.office import actor_of, desk


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """GET looks and writes nothing; POST lets the vehicle through."""
    asked = request.POST if request.method == "POST" else request.GET
    scan, weight = asked.get("scan", "").strip().upper(), asked.get("weighed", "").strip()
    context: dict[str, Any] = {"scan": scan, "weighed": weight, "nav": "gate"}
    if scan:
        context |= _light(request, scan, weight)
    return render(request, "gate.html", context)


def _light(request: HttpRequest, scan: str, weight: str) -> dict[str, Any]:
    lang, passing = language(request), request.method == "POST"
    try:
        weighed = _weight(weight)
    except ValueError:
        return {"light": "red", "said": "重量须为数字。" if lang == "zh" else "The weight is no number."}
    outcome = _container(request, scan, passing) if is_container(scan) else desk().zone.gate(
        scan, actor_of(request.user), weighed, place="卡口", try_only=not passing
    )  # fmt: skip
    found: dict[str, Any] = {"passed": passing, "gate_pass": desk().zone.gate_pass(scan)}
    if isinstance(outcome, Refusal):
        return {**found, "light": "red", "said": outcome.text(lang)}
    return {**found, "light": "green", "outcome": outcome}


def _weight(text: str) -> Decimal | None:
    """Kilograms on the scale; ValueError when the text is no finite number from 0 on."""
    try:
        found = Decimal(text) if text else Decimal(0)
    except InvalidOperation:
        raise ValueError(text) from None
    if not found.is_finite() or found < 0:
        raise ValueError(text)
    return found if text else None


def _container(request: HttpRequest, scan: str, passing: bool) -> Any:
    now = desk().clock.now()
    said = Report(
        milestone="gate_out", actor=actor_of(request.user), at=now, now=now, unit=scan, place="卡口"
    )
    return desk().yard.report(said) if passing else desk().yard.tries(said)
