"""Cards of authorities to declare: by broker, and by client at the beginning of the stream's name."""

import msgspec

from tongguan.desk.cards import Card
from tongguan.facts.authority import AuthorityGranted
from tongguan.facts.event import canonical
from tongguan.process.authority import Authority


def stream_of(client: str, broker: str) -> str:
    """The stream of what a client lets a broker do."""
    return f"authority/{client}-{broker}"


def card_of(stream: str, state: Authority) -> Card:
    """Its terms, and why it was ended."""
    facts = {"terms": canonical(state.terms).decode(), **({"reason": state.reason} if state.reason else {})}
    return Card(
        stream=stream, kind="authority", version=state.version, state="ended" if state.reason else "granted",
        since=state.since, party=state.terms.broker, facts=facts,
    )  # fmt: skip


def authority_of(card: Card) -> Authority:
    """The authority that a card shows."""
    terms = msgspec.json.decode(card.facts["terms"], type=AuthorityGranted)
    return Authority(version=card.version, since=card.since, terms=terms, reason=card.facts.get("reason", ""))
