"""Drafts of the portal and their papers."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The tables of what is being written."""

    dependencies = [
        ("web", "0008_reads"),
    ]

    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("name", models.CharField(max_length=24, primary_key=True, serialize=False)),
                ("account", models.CharField(max_length=150)),
                ("content", models.TextField()),
                ("revision", models.IntegerField(default=1)),
                ("tab", models.CharField(default="", max_length=24)),
                ("changed_at", models.DateTimeField()),
                ("number", models.CharField(default="", max_length=18)),
                ("closed", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [models.Index(fields=["account", "changed_at"], name="web_draft_account")],
            },
        ),
        migrations.CreateModel(
            name="PaperBody",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("body", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="DraftPaper",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=8)),
                ("name", models.CharField(max_length=120)),
                ("document", models.CharField(max_length=64)),
                ("media", models.CharField(max_length=32)),
                ("size", models.IntegerField()),
                ("digest", models.CharField(max_length=64)),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="papers", to="web.draft"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("draft", "digest"), name="web_paper_once")],
            },
        ),
    ]
