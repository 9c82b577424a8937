"""What each account has read in its inbox: one line an entry; a line that goes makes the entry unread again."""

from collections.abc import Collection

from django.db import models
from django.utils import timezone


class Read(models.Model):
    """An entry of the inbox that an account has read."""

    account = models.CharField(max_length=150)
    entry = models.CharField(max_length=200)
    """Its key."""
    at = models.DateTimeField()

    class Meta:
        app_label = "web"
        constraints = [models.UniqueConstraint(fields=["account", "entry"], name="read_once")]


def read_of(account: str, entries: Collection[str]) -> set[str]:
    """Which of these entries the account has read."""
    found = Read.objects.filter(account=account, entry__in=entries)
    return set(found.values_list("entry", flat=True))


def mark(account: str, entries: Collection[str], read: bool) -> None:
    """Mark entries as read, or as unread again."""
    if not read:
        Read.objects.filter(account=account, entry__in=entries).delete()
        return
    now = timezone.now()
    lines = [Read(account=account, entry=entry[:200], at=now) for entry in entries]
    Read.objects.bulk_create(lines, ignore_conflicts=True)
