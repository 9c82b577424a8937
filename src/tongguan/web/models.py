"""The office's own records: tokens of the machine interface, people, and safety."""

from django.db import models

from tongguan.web.accounts import models as accounts
from tongguan.web.accounts import presence
from tongguan.web.changes import models as changes
from tongguan.web.people import models as people
from tongguan.web.portal import models as portal
from tongguan.web.portal import reads

__all__ = ["Token", "accounts", "changes", "people", "portal", "presence", "reads"]


class Token(models.Model):
    """A token of an actor; only its digest is kept."""

    digest = models.CharField(max_length=64, primary_key=True)
    """SHA-256 (hex) of the token."""
    actor = models.CharField(max_length=64)
    """Id in the office's register."""
    label = models.CharField(max_length=64, default="")
    """What its holder calls it."""
    scopes = models.CharField(max_length=64, default="read lodge act report")
    """Groups of calls it opens, with blanks between."""
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True)
    """None: a token made before tokens expired."""
    used_at = models.DateTimeField(null=True)
    """Last use, to the minute."""
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "web"
