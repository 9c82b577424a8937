"""Who has a declaration open now."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The table of presence."""

    dependencies = [
        ("web", "0003_safety"),
    ]

    operations = [
        migrations.CreateModel(
            name="Presence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=64)),
                ("actor", models.CharField(max_length=150)),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("number", "actor"), name="presence_once"),
                ],
            },
        ),
    ]
