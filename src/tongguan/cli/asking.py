"""``case mail``: the links of questions go to the outsiders that have an address; run it as often as you like."""

import argparse
import os
from email.message import EmailMessage
from urllib.parse import urlsplit

from tongguan.adapters import mail, settings
from tongguan.cli import say
from tongguan.cli.say import Failed
from tongguan.desk.asking import AskingDesk
from tongguan.desk.desk import Desk
from tongguan.process.case import Case, Question
from tongguan.wiring import reply_token

UNREACHABLE = 3


def send(options: argparse.Namespace, desk: Desk) -> None:
    """Mail every link that is due, each once; one that is not taken stays due."""
    asking = AskingDesk(desk.together, desk.coordination)
    site = os.environ.get("TONGGUAN_SITE", "").rstrip("/")
    known = settings.read()
    for case, question, to in asking.due():
        post = mail.post(known.smtp, known.mail_from, to)
        if post is None or not _is_site(site):
            raise Failed(
                "set TONGGUAN_SMTP (smtp://user:password@host:port or smtps://…), TONGGUAN_MAIL_FROM, and TONGGUAN_SITE,"
                " the office's address outside (https://…)"
            )
        try:
            mail.deliver(_letter(desk, case, question, site, post), post)
        except mail.NotSent as error:
            raise Failed(f"{question.id}: {error}", UNREACHABLE) from None
        asking.mailed(case, question, to)
        record = {"question": question.id, "case": case.id, "whom": question.whom, "to": to}
        say.line(record) if options.json else print("  ".join(record.values()))


def _is_site(text: str) -> bool:
    parts = urlsplit(text)
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.query


def _letter(desk: Desk, case: Case, question: Question, site: str, post: mail.Post) -> EmailMessage:
    """Both languages; the link alone opens the question, so that the mail tells nothing of it."""
    link, until = f"{site}/reply/{reply_token(desk, question)}", say.clock(question.until)
    zh = f"{case.office} 海关有一个问题请贵单位答复，期限 {until}。请打开链接，只能答复一次："
    en = f"Customs office {case.office} asks you a question and waits for the answer until {until}. Open the link; it takes one answer:"
    return mail.letter(
        post, f"海关协调 Customs question {question.id}", question.id, f"{zh}\n\n{en}\n\n{link}\n"
    )
