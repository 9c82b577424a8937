"""The office's records in this process: Django on a fresh SQLite file, set up once."""

import os
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

from tongguan.web.settings import settings_for


def set_up(folder: Path) -> None:
    """Configure Django and make the tables, the first time it is asked for."""
    # The browser's loop runs in this thread; Django would take the records for asked from within it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    if not settings.configured:
        settings.configure(**settings_for(f"sqlite:///{folder}/records.db"))
        django.setup()
        call_command("migrate", verbosity=0, interactive=False)
