"""The form that a declarant fills: what the goods at hand call for is on it, and nothing else."""

from datetime import date

import pytest
from msgspec.structs import replace

from tests import build
from tongguan.rules import entry
from tongguan.rules.book import RuleBook, shipped_files
from tongguan.rules.errors import RuleError

ON = date(2018, 8, 20)
BOOK = RuleBook.shipped()
FORM = BOOK.entry_form(ON)


def shown(content: object = None, direction: str = "import") -> set[str]:
    """Paths of the fields that the findings about a declaration call for."""
    named = {
        entry.plain(finding.field) for finding in BOOK.check(content, ON).findings
    } if content else set()  # fmt: skip
    parts = [*FORM.sections(direction, named)]
    fields = {field.path for part in parts for field in part.shown}
    return fields | {
        f"{part.id}.{field.path}" for part in FORM.rows(direction, named) for field in part.shown
    }


def test_an_export_is_not_asked_where_its_goods_will_be_stored() -> None:
    assert {"goods_place", "departure_port"} <= shown(direction="import")
    assert not {"goods_place", "departure_port"} & shown(direction="export")


def test_tea_calls_for_the_inspection_fields_and_a_car_part_does_not() -> None:
    tea = build.declaration(items=(build.item(commodity="0902100000"),))
    wanted = {"acceptance_authority", "items.ciq_use", "items.goods_attributes", "trader.ciq_code"}
    assert wanted <= shown(tea)
    assert not wanted & shown(build.declaration())


def test_a_dangerous_line_calls_for_its_marks() -> None:
    paint = build.declaration(items=(build.item(not_dangerous="0"),))
    assert "items.un_number" in shown(paint)
    assert "items.un_number" not in shown(build.declaration())


def test_free_carriage_calls_for_the_freight() -> None:
    free_on_board = replace(build.declaration(), transaction_term="3")
    assert any(path.startswith("freight") for path in shown(free_on_board))
    assert not any(path.startswith("freight") for path in shown(build.declaration()))


def test_what_is_not_shown_may_be_asked_for_and_the_offices_fields_never() -> None:
    others = {field.path for part in FORM.sections("import", ()) for field in part.others}
    assert "voyage" in others
    assert "entry_id" not in {*others, *FORM.fields}


def test_a_plan_that_forgets_a_field_is_refused() -> None:
    text = shipped_files()["entry.toml"].replace('"remarks"', '"marks"')
    with pytest.raises(RuleError, match="twice"):
        RuleBook({**shipped_files(), "entry.toml": text})
    text = shipped_files()["entry.toml"].replace('"voyage", ', "")
    with pytest.raises(RuleError, match="voyage"):
        RuleBook({**shipped_files(), "entry.toml": text})
