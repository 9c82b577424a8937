"""Tables of safety: tries to sign in, looks at declarations and changes of accounts, to which lines are only added; and second factors."""

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


class Factor(models.Model):
    """The second factor of an account; its secret is made of ``nonce`` and the server's key, and lies nowhere."""

    name = models.CharField(max_length=150, primary_key=True)
    nonce = models.CharField(max_length=64)
    since = models.DateTimeField()
    step = models.BigIntegerField(default=0)
    """The last step of time whose code was taken: no code is taken twice."""

    class Meta:
        app_label = "web"


class Recovery(models.Model):
    """A code for the day the telephone is gone; good once."""

    digest = models.CharField(max_length=64, primary_key=True)
    """SHA-256 (hex) of the account's name and the code, which is 120 bits of chance."""
    name = models.CharField(max_length=150, db_index=True)

    class Meta:
        app_label = "web"


class AccountChange(models.Model):
    """What was done to an account: factors and tokens made, used up, taken back."""

    name = models.CharField(max_length=150)
    """Whose account."""
    what = models.CharField(max_length=64)
    """Key of its wording, ``change_…``."""
    by = models.CharField(max_length=150)
    """Account that did it; empty: the command line of the server."""
    at = models.DateTimeField()

    class Meta:
        app_label = "web"
        indexes = [models.Index(fields=["at"])]
