"""Who has a declaration open now: one line for each officer and declaration, moved on while the page is open."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

EVERY = 5
"""Seconds between two signs of life of an open page."""
GONE = timedelta(seconds=3 * EVERY)
"""Whoever gave no sign for so long has closed it."""
_KEPT = timedelta(days=1)


class Presence(models.Model):
    """The last sign of life of an officer's page of a declaration."""

    number = models.CharField(max_length=64)
    """Unified number."""
    actor = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        app_label = "web"
        constraints = [models.UniqueConstraint(fields=["number", "actor"], name="presence_once")]


def here(number: str, actor: str, now: datetime | None = None) -> list[str]:
    """Note that the actor has it open; the names of the others who have, in order."""
    now = now or timezone.now()
    _, new = Presence.objects.update_or_create(number=number, actor=actor, defaults={"at": now})
    if new:
        Presence.objects.filter(at__lt=now - _KEPT).delete()
    others = Presence.objects.filter(number=number, at__gte=now - GONE).exclude(actor=actor)
    return list(others.order_by("actor").values_list("actor", flat=True))
