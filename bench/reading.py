"""B9: from the bytes of a Single Window message to a checked declaration, against parsing alone."""

import time

from lxml import etree

from bench import load
from tongguan.adapters.singlewindow import read
from tongguan.rules.book import RuleBook


def measure(count: int) -> tuple[float, float]:
    """Messages a second: read and checked; parsed only."""
    messages, rules = load.xml(count), RuleBook.shipped()
    started = time.perf_counter()
    for data in messages:
        assert not rules.check(read(data).declaration, load.ON).findings
    ours = count / (time.perf_counter() - started)
    started = time.perf_counter()
    for data in messages:
        etree.fromstring(data)
    return ours, count / (time.perf_counter() - started)
