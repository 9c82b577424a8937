"""Queue: what waits for the signed-in officer, oldest first, ages in colour and in words."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongguan.desk.rows import SECOND_LOOK
from tongguan.desk.worklist import QueueFilter, Task
from tongguan.facts.clock import HOUR
from tongguan.web.office import actor_of, desk

PAGE = 50
SECOND = {"zh": "异地复核", "en": "second pair of eyes"}


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """The page; ``?all`` shows every role's work in the officer's office."""
    opened, actor = desk(), actor_of(request.user)
    every = "all" in request.GET or not actor.roles or actor.roles == ("head",)
    want = QueueFilter(roles=() if every else actor.roles, office=actor.office, limit=PAGE)
    tasks, count = opened.queue(want)
    now = opened.clock.now()
    rows = [_row(task, now) for task in tasks]
    context = {"rows": rows, "count": count, "every": every, "shown": len(rows), "nav": "queue"}
    return render(request, "queue.html", context)


def _row(task: Task, now: int) -> dict[str, Any]:
    row = desk().journal.work(task.number)
    model = desk().models[row.process] if row else None
    control = SECOND if task.control == SECOND_LOOK else model.find(task.control) if model else None
    age = now - task.since
    return {"task": task, "row": row, "control": control, "age": age, "heat": heat(age)}


def heat(age: int) -> str:
    """calm below 4 hours, warm below 20, warning below 24, late after."""
    hours = age / HOUR
    return "calm" if hours < 4 else "warm" if hours < 20 else "warning" if hours < 24 else "late"
