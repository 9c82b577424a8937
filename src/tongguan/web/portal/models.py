"""What an enterprise writes before it lodges: drafts and their papers. None of it is in the journal."""

from django.db import models


class Draft(models.Model):
    """A declaration that is being written, as it was typed."""

    name = models.CharField(max_length=24, primary_key=True)
    """Also its client number when it is lodged."""
    account = models.CharField(max_length=150)
    content = models.TextField()
    """JSON: texts by path, and the fields that were asked for."""
    revision = models.IntegerField(default=1)
    """Grows with every change; a page that saw an older one is told."""
    tab = models.CharField(max_length=24, default="")
    """The page that changed it last."""
    changed_at = models.DateTimeField()
    number = models.CharField(max_length=18, default="")
    """Unified number once it was lodged."""
    closed = models.BooleanField(default=False)
    """True once it was taken on: what follows happens to the declaration."""

    class Meta:
        app_label = "web"
        indexes = [models.Index(fields=["account", "changed_at"], name="web_draft_account")]


class PaperBody(models.Model):
    """The content of papers, once for each digest."""

    digest = models.CharField(max_length=64, primary_key=True)
    """SHA-256 (hex)."""
    body = models.BinaryField()

    class Meta:
        app_label = "web"


class DraftPaper(models.Model):
    """A paper attached to a draft."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="papers")
    code = models.CharField(max_length=8)
    """Kind 随附单证类别, of the table edoc_types."""
    name = models.CharField(max_length=120)
    """As the enterprise calls the file."""
    document = models.CharField(max_length=64)
    """Its name in the message."""
    media = models.CharField(max_length=32)
    size = models.IntegerField()
    """Bytes."""
    digest = models.CharField(max_length=64)

    class Meta:
        app_label = "web"
        constraints = [models.UniqueConstraint(fields=["draft", "digest"], name="web_paper_once")]
