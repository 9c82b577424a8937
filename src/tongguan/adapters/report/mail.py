"""The report by mail."""

from collections.abc import Sequence
from email.message import EmailMessage

from tongguan.adapters import mail
from tongguan.adapters.mail import Post
from tongguan.adapters.report import view
from tongguan.adapters.report.book import as_book
from tongguan.adapters.report.html import whole
from tongguan.adapters.report.pdf import as_pdf, missing
from tongguan.adapters.report.view import Issue

_XLSX = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def letter(issue: Issue, lang: str, settings: Post) -> EmailMessage:
    """The mail with PDF and spreadsheet; HTML where the machine cannot make a PDF."""
    word, week = view.say(lang), issue.report.week
    mark = f" · {word('restatement')} {issue.number}" if issue.number else ""
    lacks = missing()
    text = word("mail_text_html" if lacks else "mail_text")
    made = mail.letter(settings, f"{word('mail_subject')} {week}{mark}", issue.digest[:32], text)
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
    mail.deliver(letter(issue, lang, settings), settings)
    return settings.to
