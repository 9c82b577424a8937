"""Authority to declare 报关委托: an enterprise lets a declaring unit act for it, from a local date to another."""

from typing import ClassVar

from tongguan.facts.kinds import Payload


class AuthorityGranted(Payload, frozen=True, omit_defaults=True):
    """The client gives the broker authority to declare for it (Customs Law, article 10), as its letter says."""

    KIND: ClassVar[str] = "authority.granted"
    client: str
    """Customs code of the domestic consignee or consignor."""
    broker: str
    """Customs code of the declaring unit."""
    valid_from: str
    valid_to: str = ""
    """Last local date; empty: until it is ended."""
    ref: str = ""
    """Number of the letter 报关委托书."""


class AuthorityEnded(Payload, frozen=True, omit_defaults=True):
    """The client ends it; from this moment the broker sees nothing more of the client's."""

    KIND: ClassVar[str] = "authority.ended"
    reason: str
