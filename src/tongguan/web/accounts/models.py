"""Tables of safety: every sign-in that was tried, and every look at a declaration. Lines are only added."""

from django.db import models


class SignIn(models.Model):
    """One try to sign in; the password is never kept."""

    name = models.CharField(max_length=150)
    """As it was typed, in lower case; there may be no such account."""
    address = models.CharField(max_length=64)
    at = models.DateTimeField()
    ok = models.BooleanField()

    class Meta:
        app_label = "web"
        indexes = [models.Index(fields=["name", "at"]), models.Index(fields=["address", "at"])]


class Look(models.Model):
    """One look at a declaration."""

    actor = models.CharField(max_length=150)
    number = models.CharField(max_length=64)
    """As it was asked for: unified or customs number."""
    way = models.CharField(max_length=64)
    """Name of the page or call."""
    address = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        app_label = "web"
        indexes = [models.Index(fields=["number", "at"]), models.Index(fields=["actor", "at"])]
