"""Mail over SMTP. Settings come from outside; a password never goes over an open line."""

import smtplib
import ssl
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

import msgspec

from tongguan.adapters.settings import Settings

SECONDS = 30


class NotSent(Exception):
    """The mail did not go out; the message says what would mend it."""


class Post(msgspec.Struct, frozen=True, kw_only=True):
    """Where mail goes and from whom; ``user`` is empty where the server asks for none."""

    host: str
    port: int
    secure: bool
    """TLS from the first byte on (smtps); else STARTTLS where the server has it."""
    user: str
    password: str
    sender: str
    to: tuple[str, ...]


class NoPost(Exception):
    """Settings of mail that are wanting; the message names them."""


def office_post(known: Settings) -> Post | None:
    """Where the weekly report goes by the office's settings; None without a mail server, NoPost where they are not whole."""
    found = post(known.smtp, known.mail_from, known.mail_to)
    if found is None and known.smtp:
        raise NoPost(WANTED)
    return found


WANTED = (
    "set TONGGUAN_SMTP (smtp://user:password@host:port or smtps://…), TONGGUAN_MAIL_FROM and TONGGUAN_MAIL_TO"
)


def post(url: str, sender: str, to: str) -> Post | None:
    """The settings of ``smtp://user:password@host:port``, a sender and recipients apart by commas; None where one is wanting."""
    parts = urlsplit(url)
    found = tuple(each.strip() for each in to.split(",") if each.strip())
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or not sender or not found:
        return None
    secure = parts.scheme == "smtps"
    return Post(
        host=parts.hostname, port=parts.port or (465 if secure else 25), secure=secure, sender=sender, to=found,
        user=unquote(parts.username or ""), password=unquote(parts.password or ""),
    )  # fmt: skip


def letter(settings: Post, subject: str, name: str, text: str) -> EmailMessage:
    """A mail with its headers; ``name`` is the same for the same mail, so that a second copy is known as one."""
    made = EmailMessage()
    made["Subject"], made["From"], made["To"] = subject, settings.sender, ", ".join(settings.to)
    made["Message-ID"] = f"<{name}@{settings.sender.rpartition('@')[2]}>"
    made.set_content(text)
    return made


def deliver(made: EmailMessage, settings: Post) -> None:
    """Send it to everybody named; NotSent when the server does not take it."""
    context = ssl.create_default_context()
    try:
        with _line(settings, context) as server:
            safe = settings.secure
            server.ehlo()
            if not safe and server.has_extn("starttls"):
                server.starttls(context=context)
                safe = True
            if settings.user and not safe:
                raise NotSent(
                    "the mail server offers no TLS; a password is not sent in the open: use smtps://"
                )
            if settings.user:
                server.login(settings.user, settings.password)
            server.send_message(made)
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(f"the mail server {settings.host}:{settings.port} did not take it ({error}); nothing is lost, send it again") from None  # fmt: skip


def _line(settings: Post, context: ssl.SSLContext) -> smtplib.SMTP:
    if settings.secure:
        return smtplib.SMTP_SSL(settings.host, settings.port, timeout=SECONDS, context=context)
    return smtplib.SMTP(settings.host, settings.port, timeout=SECONDS)
