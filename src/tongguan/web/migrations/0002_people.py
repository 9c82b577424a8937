"""Officers, shifts, qualifications, courses and posts."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The tables of people."""

    dependencies = [
        ("web", "0001_tokens"),
    ]

    operations = [
        migrations.CreateModel(
            name="Course",
            fields=[
                ("by", models.CharField(max_length=64)),
                ("recorded_at", models.DateTimeField(auto_now=True)),
                ("id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("subject", models.CharField(max_length=64)),
                ("zh", models.CharField(max_length=200)),
                ("en", models.CharField(blank=True, max_length=200)),
                ("pass_mark", models.DecimalField(decimal_places=1, max_digits=4)),
                ("least_lectures", models.IntegerField()),
                ("valid_months", models.IntegerField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("by", models.CharField(max_length=64)),
                ("recorded_at", models.DateTimeField(auto_now=True)),
                ("id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("zh", models.CharField(max_length=200)),
                ("en", models.CharField(blank=True, max_length=200)),
                ("office", models.CharField(blank=True, max_length=4)),
                ("section", models.CharField(blank=True, max_length=200)),
                ("roles", models.JSONField(default=list)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                ("by", models.CharField(max_length=64)),
                ("recorded_at", models.DateTimeField(auto_now=True)),
                ("id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=64)),
                ("zh", models.CharField(max_length=200)),
                ("en", models.CharField(blank=True, max_length=200)),
                ("office", models.CharField(blank=True, max_length=4)),
                ("place", models.CharField(blank=True, max_length=200)),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Shift",
            fields=[
                ("by", models.CharField(max_length=64)),
                ("recorded_at", models.DateTimeField(auto_now=True)),
                ("id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("zh", models.CharField(max_length=200)),
                ("en", models.CharField(blank=True, max_length=200)),
                ("start", models.TimeField()),
                ("end", models.TimeField()),
                ("days", models.CharField(max_length=16)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Mark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("by", models.CharField(max_length=64)),
                ("recorded_at", models.DateTimeField(auto_now=True)),
                ("mark", models.DecimalField(decimal_places=1, max_digits=4)),
                ("course", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="web.course")),
                ("officer", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="web.person")),
            ],
            options={
                "abstract": False,
                "unique_together": {("course", "officer")},
            },
        ),
        migrations.CreateModel(
            name="Lecture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("by", models.CharField(max_length=64)),
                ("recorded_at", models.DateTimeField(auto_now=True)),
                ("day", models.DateField()),
                ("zh", models.CharField(max_length=200)),
                ("en", models.CharField(blank=True, max_length=200)),
                ("hours", models.DecimalField(decimal_places=1, max_digits=3)),
                ("teacher", models.CharField(blank=True, max_length=200)),
                ("course", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="web.course")),
                ("present", models.ManyToManyField(to="web.person")),
            ],
            options={
                "abstract": False,
                "unique_together": {("course", "day", "zh")},
            },
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("by", models.CharField(max_length=64)),
                ("recorded_at", models.DateTimeField(auto_now=True)),
                ("since", models.DateField()),
                ("until", models.DateField()),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("officer", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="web.person")),
            ],
            options={
                "abstract": False,
                "unique_together": {("officer", "since")},
            },
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("by", models.CharField(max_length=64)),
                ("recorded_at", models.DateTimeField(auto_now=True)),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                ("officer", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="web.person")),
                ("post", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="web.post")),
            ],
            options={
                "abstract": False,
                "unique_together": {("post", "officer", "since")},
            },
        ),
        migrations.CreateModel(
            name="Qualification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("by", models.CharField(max_length=64)),
                ("recorded_at", models.DateTimeField(auto_now=True)),
                ("subject", models.CharField(max_length=64)),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                ("ground", models.CharField(blank=True, max_length=200)),
                ("officer", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="web.person")),
            ],
            options={
                "abstract": False,
                "unique_together": {("officer", "subject", "since")},
            },
        ),
        migrations.CreateModel(
            name="Duty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("by", models.CharField(max_length=64)),
                ("recorded_at", models.DateTimeField(auto_now=True)),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                ("officer", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="web.person")),
                ("shift", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="web.shift")),
            ],
            options={
                "abstract": False,
                "unique_together": {("officer", "shift", "since")},
            },
        ),
    ]
