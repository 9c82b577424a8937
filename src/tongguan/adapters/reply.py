"""Reply links: a signed name of one question. The link tells nothing but which question, and nobody can make one up."""

import hmac
from base64 import urlsafe_b64encode
from hashlib import sha256

SETTING = "reply_secret"


def token(secret: str, question: str, until: int) -> str:
    """The token of a question whose time to answer ends at ``until`` (microseconds UTC)."""
    return f"{question}.{_signature(secret, question, until)}"


def question_of(token: str) -> str:
    """The question that a token claims to be of; whether it is, ``is_signed`` says."""
    return token.partition(".")[0]


def is_signed(secret: str, token: str, until: int) -> bool:
    """Was the token made here, for a question that is open until that moment?"""
    question, _, signature = token.partition(".")
    return hmac.compare_digest(signature.encode(), _signature(secret, question, until).encode())


def _signature(secret: str, question: str, until: int) -> str:
    digest = hmac.digest(secret.encode(), f"reply|{question}|{until}".encode(), sha256)
    return urlsafe_b64encode(digest[:24]).decode()
