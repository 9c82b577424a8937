"""Payments: requests without an answer, debts after release, suspense, and the bank's day that an officer signs."""

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from tongguan.adapters import bank
from tongguan.desk import register
from tongguan.desk.payments import Reconciled
from tongguan.desk.worklist import OWED, PAYER, QueueFilter, Task
from tongguan.facts.actor import Actor
from tongguan.facts.clock import local_date
from tongguan.facts.decision import Refusal
from tongguan.process.decide.refusals import refuse
from tongguan.process.payment import REASONS
from tongguan.rules.errors import RuleError
from tongguan.web.guards import language
from tongguan.web.office import actor_of, desk
from tongguan.web.pages.guarantees import amount_of
from tongguan.wiring import deliver_receipts

PAGE = 60


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """What waits for money, and what money waits."""
    return render(request, "payments.html", _context(request))


def _context(request: HttpRequest, said: str = "", refused: bool = False) -> dict[str, Any]:
    lang, now = language(request), desk().clock.now()
    hours = desk().duty.figures.policy.unanswered_hours
    within, overdue = desk().payments.unanswered(hours)
    owed = desk().journal.tasks(QueueFilter(roles=(PAYER,), states=(OWED,), limit=PAGE))
    return {
        "requests": [*(_row(task, now, True) for task in overdue), *(_row(task, now, False) for task in within)],
        "debts": [_row(task, now, task.since < now) for task in owed],
        "suspense": [
            {"card": card, "name": card.stream.partition("/")[2], "why": REASONS[card.facts["reason"]][lang != "zh"]}
            for card in desk().payments.suspended()
        ],
        "hours": hours, "days": [card.facts | {"bank": card.party, "changed": changed} for card, changed in desk().payments.days()],
        "banks": [a for a in register.shipped().actors.values() if a.kind == "bank"], "today": local_date(now),
        "is_tax_officer": "tax_officer" in actor_of(request.user).roles, "said": said, "refused": refused,
        "nav": "payments",
    }  # fmt: skip


def _row(task: Task, now: int, late: bool) -> dict[str, Any]:
    work = desk().journal.work(task.number)
    return {"task": task, "age": now - task.since, "late": late, "work": work}


@login_required
@require_POST
def suspense(request: HttpRequest, name: str) -> HttpResponse:
    """Match what is in suspense to a declaration, or refund it."""
    lang, post, officer = language(request), request.POST, actor_of(request.user)
    ground = post.get("ground", "").strip()
    if post.get("verb") == "match":
        refusal = _match(name, post.get("number", "").strip(), ground, post.get("amount", ""), officer)
    else:
        refusal = desk().payments.give_back(f"payment/{name}", post.get("ref", "").strip(), ground, officer)
    deliver_receipts(desk())
    done = "已办理。" if lang == "zh" else "Done."
    said = refusal.text(lang) if refusal else done
    return render(request, "payments.html", _context(request, said, refusal is not None))


def _match(name: str, number: str, ground: str, amount: str, officer: Actor) -> Refusal | None:
    part = amount_of(amount) if amount.strip() else None
    if amount.strip() and part is None:
        return refuse("amount_not_positive")
    return desk().payments.match(f"payment/{name}", number, ground, officer, part)


@login_required
def day(request: HttpRequest) -> HttpResponse:
    """A bank's day beside our books; POST compares with the bank's list, and signs when asked to."""
    lang, asked = language(request), request.POST if request.method == "POST" else request.GET
    source, text = asked.get("bank", "bank"), asked.get("list", "")
    context: dict[str, Any] = {"bank": source, "list": text, "nav": "payments", "day": asked.get("day", "")}
    try:
        on = date.fromisoformat(asked.get("day", ""))
        uploaded = request.FILES.get("file")
        if uploaded is not None:
            text = context["list"] = uploaded.read(2_000_000).decode("utf-8-sig", "replace")
        theirs = bank.read_list(text) if text.strip() else {}
    except ValueError as error:
        wrong = (
            str(error)
            if isinstance(error, RuleError)
            else ("日期须如 2018-08-31。" if lang == "zh" else "Write the day as 2018-08-31.")
        )
        return render(request, "payments_day.html", {**context, "said": wrong, "refused": True})
    context |= _compared(request, source, on, theirs, bool(text.strip()), asked.get("verb", ""))
    return render(request, "payments_day.html", context)


def _compared(
    request: HttpRequest, source: str, on: date, theirs: dict[str, Decimal], given: bool, verb: str
) -> dict[str, Any]:
    lang = language(request)
    found: Reconciled = desk().payments.reconcile(source, on, theirs)
    said: dict[str, Any] = {}
    if request.method == "POST" and verb == "sign":
        refusal = _sign(request, found)
        said = {"said": refusal.text(lang) if refusal else ("已签字。" if lang == "zh" else "Signed."),
                "refused": refusal is not None}  # fmt: skip
    signed = desk().payments.signed(source, on)
    return {
        "found": found, "seen": _seen(found), "given": given, "signed": signed, "may_sign": not found.is_what(signed),
        "is_tax_officer": "tax_officer" in actor_of(request.user).roles, **said,
    }  # fmt: skip


def _sign(request: HttpRequest, found: Reconciled) -> Refusal | None:
    if request.POST.get("seen", "") != _seen(found):
        return refuse("day_changed", day=found.day)
    return desk().payments.sign(found, request.POST.get("reason", "").strip(), actor_of(request.user))


def _seen(found: Reconciled) -> str:
    """What the officer was shown, to be held against what he signs: our books or his list may have changed."""
    return msgspec.json.encode((found.ours, found.theirs, found.differences)).decode()
