"""Django settings, made from the journal's URL. The office's records lie beside the journal, never inside it."""

import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

from tongguan.adapters.attachment import Limits
from tongguan.adapters.settings import Settings
from tongguan.facts.actor import OFFICERS

LANGUAGE_COOKIE = "tongguan_lang"
HERE = Path(__file__).parent
THREADS = 16
"""Requests that one process answers at once."""
CALLS_A_MINUTE = 120_000
"""Calls of one actor that one process takes, unless TONGGUAN_CALLS_A_MINUTE says otherwise; 0: any number."""
SESSION_HOURS = 12
"""A session ends with the browser, and after a working day at the latest."""
_RULES = "django.contrib.auth.password_validation"
PASSWORDS = [
    {"NAME": f"{_RULES}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_RULES}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_RULES}.CommonPasswordValidator"},
    {"NAME": f"{_RULES}.NumericPasswordValidator"},
]
"""Rules for a password that somebody chooses."""


def settings_for(
    url: str, production: bool = False, hosts: Sequence[str] = (), office: Settings | None = None
) -> dict[str, Any]:
    """Settings for the workbench on one journal; the secret key is made once and kept beside the database.

    In production the workbench stands behind a server that speaks TLS under the names of ``hosts``.
    """
    office = office or Settings()
    return {
        "DEBUG": False,
        "TONGGUAN_ATTACHMENTS": Limits(
            office.attachment_megabytes,
            office.attachment_files,
            tuple(dict.fromkeys(office.attachment_kinds.split())),
        ),
        "SECRET_KEY": _secret(key_file(url)),
        "ALLOWED_HOSTS": ["127.0.0.1", "localhost", "[::1]"],
        "ROOT_URLCONF": "tongguan.web.urls",
        "DATABASES": {"default": _office_database(url)},
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        "INSTALLED_APPS": [
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django_htmx",
            "tongguan.web",
        ],
        "MIDDLEWARE": [
            "tongguan.web.watch.log.Watch",
            "django.middleware.security.SecurityMiddleware",
            "whitenoise.middleware.WhiteNoiseMiddleware",
            "tongguan.web.guards.policy",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "tongguan.web.accounts.rest.rest",
            "tongguan.web.accounts.looks.looks",
            "tongguan.web.accounts.admission.Admission",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
            "django_htmx.middleware.HtmxMiddleware",
        ],
        "TEMPLATES": [
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "DIRS": [HERE / "templates"],
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "tongguan.web.guards.house",
                    ],
                    "builtins": ["tongguan.web.templatetags.words"],
                },
            }
        ],
        "STATIC_URL": "/static/",
        "WHITENOISE_USE_FINDERS": True,
        "WHITENOISE_AUTOREFRESH": False,
        "LOGIN_URL": "/sign-in",
        "LOGIN_REDIRECT_URL": "/",
        "LOGOUT_REDIRECT_URL": "/sign-in",
        "SESSION_COOKIE_AGE": SESSION_HOURS * 3600,
        "SESSION_EXPIRE_AT_BROWSER_CLOSE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_SAMESITE": "Lax",
        "AUTH_PASSWORD_VALIDATORS": PASSWORDS,
        "SECURE_REFERRER_POLICY": "same-origin",
        "USE_TZ": True,
        "TIME_ZONE": "Asia/Shanghai",
        "USE_I18N": False,
        "TONGGUAN_DB": url,
        "TONGGUAN_THREADS": THREADS,
        "TONGGUAN_CALLS_A_MINUTE": int(os.environ.get("TONGGUAN_CALLS_A_MINUTE", CALLS_A_MINUTE)),
        "TONGGUAN_BEHIND": production,
        "TONGGUAN_SECOND_FACTOR": _with_factor(office.second_factor, production),
        "TONGGUAN_IDLE": office.idle_minutes * 60,
        "TONGGUAN_SCANNER": office.scanner,
        "TONGGUAN_LOG": office.log == "requests" or (office.log == "auto" and production),
        "TONGGUAN_METRICS_TOKEN": office.metrics_token,
        **(_in_production(hosts) if production else {}),
    }


def _with_factor(wanted: str, production: bool) -> frozenset[str]:
    """Roles that must give a second factor; no account of a demo need one unless it is asked for."""
    words = {("all" if production else "none") if word == "auto" else word for word in wanted.split()}
    return frozenset(OFFICERS if "all" in words else words - {"none"})


def _in_production(hosts: Sequence[str]) -> dict[str, Any]:
    """Behind a server that speaks TLS: cookies go over it alone, and browsers keep to it."""
    return {
        "ALLOWED_HOSTS": ["127.0.0.1", "localhost", "[::1]", *hosts],
        "CSRF_TRUSTED_ORIGINS": [f"https://{host}" for host in hosts],
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_HSTS_SECONDS": 365 * 86400,
        "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"),
    }


def _beside(url: str) -> Path:
    if url.startswith("sqlite:///"):
        return Path(url.removeprefix("sqlite:///")).resolve().with_suffix(".office.db")
    return Path.cwd() / "tongguan.office.db"


_SQLITE = {"timeout": 20, "transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL"}
"""A transaction takes its turn to write when it begins: one that had read first could only fail when another wrote meanwhile."""


def _office_database(url: str) -> dict[str, Any]:
    """SQLite beside a SQLite journal; on PostgreSQL the same server's schema ``office``."""
    if url.startswith("sqlite:///"):
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": _beside(url), "OPTIONS": _SQLITE}
    given = conninfo_to_dict(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": given.get("dbname", ""),
        "USER": given.get("user", ""),
        "PASSWORD": given.get("password", ""),
        "HOST": given.get("host", ""),
        "PORT": str(given.get("port", "")),
        "OPTIONS": {"options": "-c search_path=office"},
        "CONN_MAX_AGE": 60,
    }


def key_file(url: str) -> Path:
    """Where the key of sessions is kept, beside the office's records."""
    return _beside(url).with_suffix(".key")


def _secret(path: Path) -> str:
    """The key of sessions; made at the first start, readable by its owner only."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text().strip()
