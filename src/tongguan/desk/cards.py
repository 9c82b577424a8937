"""Cards 台账卡: one derived row for each stream that is not a declaration, for lists and screens; rebuilt by replay."""

import msgspec


class Card(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What a list shows of a consignment, a container, an account book, a verification list, a gate pass or an outage."""

    stream: str
    kind: str
    """What it is: the first part of the stream's name."""
    version: int
    state: str
    """One word; which ones there are depends on the kind."""
    since: int
    """When it came into this state, microseconds UTC."""
    party: str = ""
    """Customs code of the enterprise it belongs to, or empty."""
    facts: dict[str, str] = {}
    """What the list shows besides, by name."""


class CardFilter(msgspec.Struct, frozen=True, omit_defaults=True):
    """Which cards a list shows; empty fields do not restrict."""

    kind: str
    states: tuple[str, ...] = ()
    party: str = ""
    prefix: str = ""
    """Beginning of the stream's name after its kind."""
    limit: int = 100
    after: tuple[int, str] | None = None
    """(since, stream) of the last card of the page before."""
    newest: bool = False
    """Newest state first, instead of oldest."""
