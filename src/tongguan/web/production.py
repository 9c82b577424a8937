"""What a server in production refuses to start with."""

from pathlib import Path

from django.contrib.auth.models import User

from tongguan.desk import register
from tongguan.web.office import DEMO_PASSWORD

SHORTEST_KEY = 40


def objection(key: Path) -> str:
    """The first reason not to start, with what would mend it; empty when there is none. ``key``: the file of sessions' key."""
    if key.stat().st_mode & 0o077:
        return f"{key}: others may read the key of sessions; run: chmod 600 {key.name}, or remove it for a new one"
    text = key.read_text().strip()
    if len(text) < SHORTEST_KEY or len(set(text)) < SHORTEST_KEY // 4 or text.startswith("django-insecure"):
        return f"{key}: not a key made by chance; remove the file, and a new one is made"
    cast = User.objects.filter(is_active=True, username__in=register.shipped().actors)
    open_to_all = sorted(user.username for user in cast if user.check_password(DEMO_PASSWORD))
    if open_to_all:
        return f"{', '.join(open_to_all)} has the demo's password; give another with: tongguan account {open_to_all[0]}"
    return ""
