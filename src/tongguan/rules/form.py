"""Cross-field rules of the merged form, V01 to V28: named functions over the declaration, all run at once.

What a hit leads to is the catalogue's, unless the form in force says otherwise (``rules.toml``). V28 and
all that concerns one field alone is in the field sheets. Sources: the checks of the message format and of
filling practice that the handbook of the trade records, with GAC announcements 2018 No. 60 and 61.
"""

from collections.abc import Callable, Iterable

from tongguan.facts.declaration import Declaration, Item
from tongguan.facts.finding import Finding
from tongguan.rules import checks_modes as modes
from tongguan.rules import checks_papers as papers
from tongguan.rules import checks_values as values
from tongguan.rules.ground import Ground, Hit
from tongguan.rules.sheet import OFF

Rule = Callable[[Declaration, Ground], Iterable[Hit]]
LineRule = Callable[[Declaration, Item, int, Ground], Iterable[Hit]]

RULES: tuple[Rule, ...] = (
    modes.numbering, values.weights, values.packages, values.masses, values.terms, values.charges,
    values.statements, modes.transport, modes.processing_fee, modes.countries, modes.record, modes.levy,
    modes.filing_list, papers.inspection_fields, papers.prohibitions, papers.documents, papers.origin,
    papers.containers, papers.correlation, papers.other_packages,
)  # fmt: skip
LINE_RULES: tuple[LineRule, ...] = (values.price, values.quantities, papers.food, papers.dangerous)


def findings(declaration: Declaration, ground: Ground, consequence: dict[str, str]) -> list[Finding]:
    """Every finding of every rule; ``consequence`` is that of the form in force, by code."""
    hits: list[Hit] = []
    for rule in RULES:
        hits += rule(declaration, ground)
    for place, item in enumerate(declaration.items, start=1):
        for line_rule in LINE_RULES:
            hits += line_rule(declaration, item, place, ground)
    return [
        Finding(code, consequence[code], field, line, named)
        for code, field, line, named in hits
        if consequence[code] != OFF
    ]
