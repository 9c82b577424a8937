"""Who acts: an officer, a declarant, a bank, a terminal, a laboratory, another service, or the system itself."""

import msgspec

OFFICERS = (
    "document_officer", "quarantine_officer", "inspector", "tax_officer", "coordinator", "head", "administrator",
    "auditor",
)  # fmt: skip
"""Roles 岗位 that officers of an office may hold."""
TOKEN_SCOPES = ("read", "lodge", "act", "report")
"""What a token may open: looking, sending declarations, a declarant's acts, messages of carriers, banks, authorities."""
TOKEN_DAYS, TOKEN_MOST_DAYS = 365, 730
"""Days for which a token is made when nothing is said, and at most."""


class Actor(msgspec.Struct, frozen=True, omit_defaults=True):
    """The one who gives a command; what a user account or a token is turned into before it reaches the desk."""

    id: str
    """Stable name in the office's register; this is what the journal keeps."""
    kind: str = "officer"
    """officer, declarant, bank, terminal, laboratory, service or system."""
    roles: tuple[str, ...] = ()
    """Roles 岗位 the actor holds, as the process models name them."""
    office: str = ""
    """Customs office 关别 (four digits) the actor works for; empty for outsiders."""
    party: str = ""
    """Customs code of the enterprise a declarant acts for."""
    ties: tuple[str, ...] = ()
    """Customs codes of enterprises that an officer has an interest in; declarations of theirs are for others 回避."""
    zh: str = ""
    en: str = ""


SYSTEM = Actor(id="system", kind="system", roles=("system",), zh="系统", en="System")
