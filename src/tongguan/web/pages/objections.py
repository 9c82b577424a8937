"""Open objections to uses of permits, as the queue, the coordination desk and the list of permits show them."""

from typing import Any

from tongguan.facts.clock import HOUR
from tongguan.web.office import desk


def objections() -> list[dict[str, Any]]:
    """Objections of enterprises that wait for a document officer, oldest first, with their age."""
    now = desk().clock.now()
    return [
        {"permit": held.permit, "case": case, "age": now - case.at, "heat": heat(now - case.at)}
        for held, case in desk().permits.objected()
    ]


def heat(age: int) -> str:
    """calm below 4 hours, warm below 20, warning below 24, late after."""
    hours = age / HOUR
    return "calm" if hours < 4 else "warm" if hours < 20 else "warning" if hours < 24 else "late"
