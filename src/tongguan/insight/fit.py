"""From a declaration's facts to what it brings to any process: its own working times, arrival, outside waits."""

from collections.abc import Sequence
from random import Random

from tongguan.facts import kinds
from tongguan.facts.clock import SECOND
from tongguan.facts.event import Fact
from tongguan.insight.whatif import Case
from tongguan.process.apply import with_corrected_times


def case_of(facts: Sequence[Fact], extra: Random) -> Case | None:
    """The case of one released declaration; None when it was not released.

    The work that only the serial process has (an inspection by quarantine of every statutory consignment, the
    clearance form, the declarant's second application) is drawn from ``extra`` with the 2017 office's medians.
    """
    applied = arrived = released = None
    words: set[str] = set()
    began: dict[str, int] = {}
    work: dict[str, int] = {}
    accepted = settled = 0
    for fact in with_corrected_times(list(facts)):
        data, at = fact.data, fact.happened_at
        if isinstance(data, kinds.ApplicationReceived) and not data.draft and applied is None:
            applied = at
        elif isinstance(data, kinds.DeclarationJudged):
            words = {*data.words, *data.silent_words}
        elif isinstance(data, kinds.PointPassed):
            accepted = at if data.point == "acceptance" else accepted
            released = at if data.point == "release" else released
        elif isinstance(data, kinds.ControlStarted):
            began[data.control] = at
        elif isinstance(data, kinds.ControlDone) and data.control == "settlement":
            settled = at
        elif isinstance(data, kinds.ControlPaused | kinds.ControlDone) and data.control in began:
            # What lies between a pause and the next start is no work.
            work[data.control] = work.get(data.control, 0) + at - began.pop(data.control)
        elif isinstance(data, kinds.GoodsMoved) and data.milestone == "arrived":
            arrived = at
    # A guarantee may be occupied before acceptance, from which on the duty is waited for: it took no time then.
    work["settlement"] = max(0, settled - accepted)
    if applied is None or released is None:
        return None
    if "inspection_first" in words:
        for name, minutes in (
            ("quarantine_inspection", 70.0),
            ("clearance_form", 25.0),
            ("customs_declaration", 90.0),
        ):
            work.setdefault(name, round(minutes * 60 * 2.718281828 ** extra.gauss(0.0, 0.5)) * SECOND)
        work.setdefault("joint_inspection", work["quarantine_inspection"])
    return Case(facts[0].data.number, applied, arrived or applied, frozenset(words), work)  # type: ignore[attr-defined]
