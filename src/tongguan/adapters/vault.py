"""The vault: what may not stand in the journal, which holds salted digests; value and salt go together."""

import secrets
from hashlib import sha256

from tongguan.desk.ports import Secret

SALT_BYTES = 16


def conceal(value: bytes, kind: str = "message", version: int = 1) -> Secret:
    """A vault entry for the value under a fresh salt; its digest is what the journal may keep.

    ``version`` is the version of the declaration it belongs to.
    """
    salt = secrets.token_bytes(SALT_BYTES)
    return Secret(kind, digest_of(salt, value), salt, value, version)


def digest_of(salt: bytes, value: bytes) -> str:
    """Salted SHA-256 in hex: without the salt nobody can try values against it."""
    return sha256(salt + value).hexdigest()


def intact(secret: Secret) -> bool:
    """True when the value is what the digest was made of."""
    return digest_of(secret.salt, secret.body) == secret.digest
