"""Letters of authority in the demo office: every trader lets the broker declare for it; one ends it. Synthetic."""

from collections.abc import Callable

from tongguan.demo import traffic
from tongguan.desk.desk import Desk
from tongguan.facts.actor import Actor
from tongguan.facts.authority import AuthorityGranted
from tongguan.facts.clock import parse

Later = Callable[[int, Callable[[], object]], None]
ENDS, ENDED_AT = 9, "2018-08-31T16:58"
"""The trader (its place in the cast) that ends its broker's authority, and when: after the last declaration in its name."""


def begin(desk: Desk, later: Later) -> None:
    """Give the letters; put the one that is ended into the diary."""
    broker = traffic.BROKER.customs_code
    for place, trader in enumerate(traffic.TRADERS, start=1):
        code = trader.customs_code
        terms = AuthorityGranted(code, broker, "2017-01-01", ref=f"SYN-LETTER-{place:02}")
        refusal = desk.authorities.grant(terms, _of(code))
        if refusal is not None:
            raise AssertionError(f"the demo's letter was refused: {refusal}")
    code = traffic.TRADERS[ENDS].customs_code
    reason = "改由本企业自行申报（示例）"
    later(parse(ENDED_AT), lambda: desk.authorities.end(code, broker, reason, _of(code)))


def _of(code: str) -> Actor:
    return Actor(id=f"enterprise-{code}", kind="declarant", roles=("declarant",), party=code)
