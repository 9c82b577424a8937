"""Queue: what waits for the signed-in officer, oldest first, ages in colour and in words; by keyboard alone if he likes."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from tongguan.desk.rows import SECOND_LOOK
from tongguan.desk.worklist import QueueFilter, Task, WorkRow
from tongguan.facts.actor import Actor
from tongguan.process.decide.permits import OWNER
from tongguan.web.office import actor_of, desk
from tongguan.web.pages.objections import heat, objections

PAGE = 50
Place = tuple[int, str, str]
"""(since, number, control) of a task: its place in every queue."""
SECOND = {"zh": "异地复核", "en": "second pair of eyes"}


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """The page; ``?all`` shows every role's work in the officer's office, ``?after`` the page after a place."""
    actor = actor_of(request.user)
    every = "all" in request.GET or not actor.roles or actor.roles == ("head",)
    want = wanted(actor, every, _place(request.GET.get("after", "")))
    tasks, count = desk().queue(want)
    context = {
        "rows": rows(tasks),
        "count": count,
        "every": every,
        "next": written(tasks[-1]) if len(tasks) == want.limit else "",
        "nav": "queue",
        "objections": objections() if every or OWNER in actor.roles else [],
    }
    return render(request, "queue.html", context)


@login_required
def following(request: HttpRequest, number: str) -> HttpResponse:
    """On to the declaration that comes after this one in the officer's queue; back to the queue after the last."""
    actor = actor_of(request.user)
    row = desk().works([number]).get(number)
    here = [place_of(task) for task in row.tasks if task.role in actor.roles] if row else []
    tasks, _ = desk().queue(wanted(actor, not actor.roles, max(here, default=None)))
    free = (task.number for task in tasks if task.number != number and task.officer in ("", actor.id))
    found = next(free, None)
    return HttpResponseRedirect(reverse("declaration", args=[found]) if found else reverse("queue"))


def wanted(actor: Actor, every: bool, after: Place | None = None) -> QueueFilter:
    """An officer's queue: his roles' work in his office."""
    roles = () if every else actor.roles
    return QueueFilter(roles=roles, office=actor.office, limit=PAGE, after=after)


def rows(tasks: list[Task]) -> list[dict[str, Any]]:
    """What a list shows of tasks."""
    works, now = desk().works([task.number for task in tasks]), desk().clock.now()
    return [_row(task, works.get(task.number), now) for task in tasks]


def _row(task: Task, row: WorkRow | None, now: int) -> dict[str, Any]:
    model = desk().models[row.process] if row else None
    age = now - task.since
    asked = next((each for each in row.questions if each.control == task.control), None) if row else None
    return {
        "task": task,
        "row": row,
        "control": SECOND if task.control == SECOND_LOOK else model.find(task.control) if model else None,
        "age": age,
        "heat": heat(age),
        "pick": f"{task.number}:{task.control}:{row.version if row else 0}",
        "asked": asked,
        "overdue": asked is not None and asked.until < now,
    }


def place_of(task: Task) -> Place:
    return task.since, task.number, task.control


def written(task: Task) -> str:
    """A place in the queue as an address carries it."""
    return ".".join(map(str, place_of(task)))


def _place(text: str) -> Place | None:
    since, _, rest = text.partition(".")
    number, _, control = rest.partition(".")
    known = since.isascii() and since.isdigit() and len(since) < 19
    return (int(since), number, control) if known else None
