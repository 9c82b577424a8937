"""The report by mail, over SMTP. Settings come from outside; a password never goes over an open line."""

import smtplib
import ssl
from collections.abc import Sequence
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

import msgspec

from tongguan.adapters.report import view
from tongguan.adapters.report.book import as_book
from tongguan.adapters.report.html import whole
from tongguan.adapters.report.pdf import as_pdf, missing
from tongguan.adapters.report.view import Issue

SECONDS = 30
_XLSX = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")


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


def letter(issue: Issue, lang: str, settings: Post) -> EmailMessage:
    """The mail with PDF and spreadsheet; HTML where the machine cannot make a PDF."""
    word, week = view.say(lang), issue.report.week
    mark = f" · {word('restatement')} {issue.number}" if issue.number else ""
    made = EmailMessage()
    made["Subject"], made["From"], made["To"] = f"{word('mail_subject')} {week}{mark}", settings.sender, ", ".join(settings.to)  # fmt: skip
    made["Message-ID"] = f"<{issue.digest[:32]}@{settings.sender.rpartition('@')[2]}>"
    lacks = missing()
    made.set_content(word("mail_text_html" if lacks else "mail_text"))
    if lacks:
        made.add_attachment(
            whole(issue, lang).encode(), maintype="text", subtype="html", filename=f"{week}.html"
        )
    else:
        made.add_attachment(
            as_pdf(issue, lang), maintype="application", subtype="pdf", filename=f"{week}.pdf"
        )
    made.add_attachment(as_book(issue, lang), maintype=_XLSX[0], subtype=_XLSX[1], filename=f"{week}.xlsx")
    return made


def send(issue: Issue, lang: str, settings: Post) -> Sequence[str]:
    """Send the report to everybody named; NotSent when the server does not take it."""
    made, context = letter(issue, lang, settings), ssl.create_default_context()
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
        raise NotSent(f"the mail server {settings.host}:{settings.port} did not take it ({error}); the report stays issued, send it again") from None  # fmt: skip
    return settings.to


def _line(settings: Post, context: ssl.SSLContext) -> smtplib.SMTP:
    if settings.secure:
        return smtplib.SMTP_SSL(settings.host, settings.port, timeout=SECONDS, context=context)
    return smtplib.SMTP(settings.host, settings.port, timeout=SECONDS)
