"""Tries to sign in, and looks at declarations."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The tables of safety."""

    dependencies = [
        ("web", "0002_people"),
    ]

    operations = [
        migrations.CreateModel(
            name="Look",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("actor", models.CharField(max_length=150)),
                ("number", models.CharField(max_length=64)),
                ("way", models.CharField(max_length=64)),
                ("address", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["number", "at"], name="web_look_number_0dc8c4_idx"),
                    models.Index(fields=["actor", "at"], name="web_look_actor_da3e5f_idx"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SignIn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=150)),
                ("address", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("ok", models.BooleanField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["name", "at"], name="web_signin_name_649197_idx"),
                    models.Index(fields=["address", "at"], name="web_signin_address_2ef124_idx"),
                ],
            },
        ),
    ]
