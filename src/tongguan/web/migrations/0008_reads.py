"""What each account has read in its inbox."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The table of what was read."""

    dependencies = [
        ("web", "0007_proposals"),
    ]

    operations = [
        migrations.CreateModel(
            name="Read",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("account", models.CharField(max_length=150)),
                ("entry", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("account", "entry"), name="read_once"),
                ],
            },
        ),
    ]
