"""Selection rules at the desk: those in force, what they selected, and a rehearsal of new ones on the journal."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from msgspec.structs import replace

from tongguan.desk import draw_audit, steered
from tongguan.desk.draw_audit import Audit
from tongguan.desk.draws import DrawDesk
from tongguan.desk.ports import Journal
from tongguan.facts.clock import parse
from tongguan.facts.declaration import Declaration
from tongguan.facts.event import open_event
from tongguan.insight import rehearsal
from tongguan.insight.rehearsal import Case, Rehearsal
from tongguan.insight.steering import Visit
from tongguan.process.model import Model
from tongguan.rules import selection_rules
from tongguan.rules.book import RuleBook
from tongguan.rules.errors import RuleError
from tongguan.rules.selection_rules import Exchanged, SelectionRules

PAGE = 500
"""Declarations that are read at once."""


class SelectionDesk:
    """Selection rules of one office."""

    def __init__(
        self,
        journal: Journal,
        rules: RuleBook,
        models: dict[str, Model],
        draws: DrawDesk,
        exchange: Exchanged,
    ) -> None:
        self._journal = journal
        self._rules = rules
        self._models = models
        self._draws = draws
        self._exchange = exchange

    def rehearse(self, text: str, since: date, until: date) -> Rehearsal:
        """Rehearse rules (TOML) on what was accepted between two local dates, both inclusive; RuleError when unusable."""
        rules = selection_rules.parse(text, self._rules.tables)
        cases = (self._rated(rules, case) for case in self.cases(since, until))
        return rehearsal.rehearse(rules, list(cases), self._models)

    def _rated(self, rules: SelectionRules, case: Case) -> Case:
        """A case with the rates that these rules would have had."""
        rates = rules.rates(case.declaration, case.evidence, case.on, self._exchange)
        return replace(case, evidence=replace(case.evidence, rates=rates)) if rates else case

    def cases(self, since: date, until: date) -> Iterator[Case]:
        """What was accepted between two local dates, both inclusive, as a rehearsal sees it."""
        first = None if since == date.min else parse(f"{since}T00:00")
        end = None if until == date.max else parse(f"{until + timedelta(days=1)}T00:00")
        numbers = [row.number for row in self._journal.work_rows(first, end)]
        for place in range(0, len(numbers), PAGE):
            streams = self._journal.read_many(numbers[place : place + PAGE])
            for number in numbers[place : place + PAGE]:
                case = rehearsal.case_of([open_event(event) for event in streams[number]])
                if case is not None:
                    yield case

    def declared(self) -> Iterator[tuple[Declaration, date]]:
        """Every accepted declaration as it was accepted, with the local date of its judgement."""
        for case in self.cases(date.min, date.max):
            yield case.declaration, case.on

    def counts(self, since: date, until: date) -> Counter[str]:
        """How many declarations each rule or setting selected, by rule id or finding code."""
        found: Counter[str] = Counter()
        for case in self.cases(since, until):
            found.update(case.selected_by)
        return found

    def audit(self, since: date | None = None, until: date | None = None) -> Audit:
        """Recompute every draw of the days between two local dates."""
        subjects, now = self._rules.inspection.qualifies, self._draws.now()
        return draw_audit.audit(self._journal, self._draws, self._books(), subjects, now, since, until)

    def visits(self, since: date | None = None, until: date | None = None) -> list[Visit]:
        """Ended inspection orders first drawn between two local dates, for the test of steering."""
        return steered.visits(self._journal, since, until)

    def _books(self) -> dict[str, RuleBook]:
        """Rule books by digest: today's, and those of the office's editions that this program can still read."""
        books = {self._rules.digest: self._rules, RuleBook.shipped().digest: RuleBook.shipped()}
        for edition in self._journal.editions():
            if edition.name == "rules":
                try:
                    book = RuleBook.load(edition.files)
                except RuleError:
                    continue
                books[book.digest] = book
        return books
