"""The table of proposed changes: lines are added, and decided once."""

from django.db import models


class Proposal(models.Model):
    """A new edition that somebody proposes. Times are microseconds UTC of the office's clock."""

    name = models.CharField(max_length=16)
    """rules, figures, processes or aims."""
    valid_from = models.DateField()
    digest = models.CharField(max_length=64)
    """Of the edition that approving it would store."""
    files = models.TextField()
    """JSON: file name → its text, the whole edition."""
    sent = models.TextField()
    """Names of the files that were sent, joined by commas."""
    reason = models.TextField()
    trial = models.TextField()
    """JSON of ``tongguan.insight.trial.Trial``, as it was when it was proposed."""
    proposed_by = models.CharField(max_length=150)
    proposed_at = models.BigIntegerField()
    outcome = models.CharField(max_length=16, default="")
    """Empty while it is open; approved or refused."""
    decided_by = models.CharField(max_length=150, default="")
    decided_at = models.BigIntegerField(null=True)
    why = models.TextField(default="")
    """Reason of a refusal."""

    class Meta:
        app_label = "web"
