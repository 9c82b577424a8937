"""A form that amends: what it does not show stays; rows keep what is theirs; only what differs is read."""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests import build, cast
from tongguan.adapters import document, entry_amend, entry_form, entry_rows
from tongguan.facts.clock import local_date
from tongguan.facts.declaration import Declaration
from tongguan.facts.message import differences
from tongguan.facts.parts import Container, ItemLicence, Material, Statement, Vehicle
from tongguan.rules.book import RuleBook

FORM = RuleBook.shipped().entry_form(local_date(cast.AUGUST))
LICENCE = ItemLicence(line=2, licence_type="411", licence_no="SYN-L", vehicles=(Vehicle(vin="SYN-VIN"),))
MATERIAL = Material(
    commodity="8708999990",
    origin_country="DEU",
    quantity=Decimal(1),
    unit="035",
    total=Decimal(1),
    currency="USD",
)
WAS = build.declaration(
    items=(build.item(1, name="first"), build.item(2, name="second", licences=(LICENCE,), materials=(MATERIAL,))),
    containers=(Container(container="SYNU1234567", lines="1,2", goods_weight=None),),
    statements=(Statement(code="101040"),), remarks="one\r\ntwo\tthree", edi_remark="kept",
)  # fmt: skip
PATHS = sorted(entry_form.texts_of(WAS, FORM.fields))


def amended(texts: Mapping[str, str]) -> Declaration:
    content, changed = entry_amend.laid(WAS, entry_form.kept(texts, FORM), FORM.fields)
    return entry_form.read(changed, "N-1", beneath=content).message.declaration


def texts(**changes: str) -> dict[str, str]:
    return entry_form.kept({**entry_form.texts_of(WAS, FORM.fields), **changes}, FORM)


def test_a_form_sent_as_it_came_changes_nothing() -> None:
    assert differences(WAS, amended(texts())) == ()


def test_a_line_that_moves_up_takes_along_what_the_form_does_not_show() -> None:
    now = amended(entry_rows.without(texts(), "items[1]"))
    (left,) = now.items
    assert left == replace(WAS.items[1], line=1, licences=(replace(LICENCE, line=1),))
    assert now.containers[0].lines == "1"


def test_what_belongs_to_a_line_goes_with_it() -> None:
    now = amended(entry_rows.without(texts(), "items[2]"))
    assert now.items == WAS.items[:1]
    assert now.containers[0].lines == "1"


def test_a_new_line_begins_empty_and_an_emptied_field_is_taken_away() -> None:
    now = amended({**texts(remarks=""), "items[3]": "", "items[3].name": "third"})
    assert (now.remarks, now.items[2].name, now.items[2].materials) == ("", "third", ())
    assert now.statements == WAS.statements


@pytest.mark.parametrize("origin", ["0", "3", "99", "-1", "x", "٢", "²"])
def test_a_row_that_names_none_of_the_declaration_is_new(origin: str) -> None:
    now = amended({**texts(), "items[2]": origin})
    assert now.items[1].materials == ()
    assert now.items[1].name == "second"


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from(PATHS), st.one_of(st.text(max_size=8), st.decimals().map(str))))
def test_whatever_is_typed_over_a_declaration_is_read_and_can_be_sent(typed: dict[str, str]) -> None:
    now = amended({**entry_form.texts_of(WAS, FORM.fields), **typed})
    assert now.edi_remark == "kept"
    assert document.read(document.write(build.message(now))).declaration == now
