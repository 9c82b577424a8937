"""A form's texts become the message that any other reader would give; what is mistyped is named, nothing falls over."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests import build, cast
from tongguan.adapters import entry_form
from tongguan.facts.clock import local_date
from tongguan.facts.parts import ItemLicence, TwoStageAccess

OFFICE = build.Office()
FORM = OFFICE.desk.rules.entry_form(local_date(cast.AUGUST))
PATHS = [
    *FORM.fields,
    "items",
    "items[0].total",
    "agent[1].name",
    "freight",
    "no_such_field",
    "containers[2]",
    *(f"items[{place}].{field.path}" for place in (1, 2, 3) for field in FORM.line_fields()),
    *(f"containers[{place}].{name}" for place in (1, 2) for name in ("container", "lines", "weight")),
]


def test_a_declaration_comes_back_whole_from_its_texts() -> None:
    for content in (build.declaration(), build.inspected(), build.export()):
        texts = entry_form.texts_of(content, FORM.fields)
        assert entry_form.read(texts, "N-1").message.declaration == content


def test_a_text_that_is_no_number_is_named_and_the_rest_is_read() -> None:
    texts = entry_form.texts_of(build.declaration(), FORM.fields)
    found = entry_form.read({**texts, "items[2].total": "about 300"}, "N-1")
    assert found.mistyped == ("items[2].total",)
    first, second = found.message.declaration.items
    assert second.total is None
    assert first == build.item(1)


def test_numbers_are_read_as_people_write_them() -> None:
    texts = {"gross_weight": "1,234.50", "net_weight": "１２００", "packages": "12"}
    read = entry_form.read(texts, "N-1").message.declaration
    assert (str(read.gross_weight), str(read.net_weight), read.packages) == ("1234.50", "1200", 12)


def test_an_empty_row_stays_a_row_and_rows_are_numbered_again() -> None:
    texts = entry_form.numbered({"items[2]": "", "items[5].name": "b", "ie_flag": "I"}, "items")
    assert texts == {"items[1]": "", "items[2].name": "b", "ie_flag": "I"}
    lines = entry_form.read(texts, "N-1").message.declaration.items
    assert [(item.line, item.name) for item in lines] == [(1, ""), (2, "b")]


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(PATHS), st.one_of(st.text(max_size=12), st.decimals().map(str))))
def test_whatever_is_typed_is_judged_and_nothing_falls_over(typed: dict[str, str]) -> None:
    texts = entry_form.kept(typed, FORM)
    found = entry_form.read(texts, "N-1")
    mistyped = [FORM.mistyped(path, texts[path]) for path in found.mistyped]
    preview = OFFICE.desk.previews.of(found.message, cast.BROKER, mistyped)
    assert {finding.field for finding in preview.findings} >= set(found.mistyped)


def test_licences_stand_in_their_lines_contacts_among_the_particulars_and_two_stages_in_their_block() -> None:
    texts = entry_form.texts_of(build.declaration(), FORM.fields)
    texts |= {"licences[1].line": "2", "licences[1].licence_no": "SYN-411", "use_units[1].contact": "示例"}
    texts |= {
        "two_stage_access.merged_checks": "1",
        "origin_lines[1].certificate": "CSYN",
        "statements[1].code": "101040",
    }
    found = entry_form.read(texts, "N-1")
    declaration = found.message.declaration
    assert (found.mistyped, found.astray) == ((), ())
    assert [item.licences for item in declaration.items] == [(), (ItemLicence(line=2, licence_no="SYN-411"),)]
    assert declaration.two_stage_access == TwoStageAccess(merged_checks="1")
    assert found.message.particulars.use_units[0].contact == "示例"
    again = entry_form.texts_of(declaration, FORM.fields)
    assert again["licences[1].line"] == "2"
    assert again["two_stage_access.merged_checks"] == "1"


def test_a_licence_of_a_line_that_is_not_there_is_told() -> None:
    texts = entry_form.texts_of(build.declaration(), FORM.fields)
    found = entry_form.read({**texts, "licences[1].line": "7", "licences[2]": ""}, "N-1")
    assert found.astray == ("licences[1].line", "licences[2].line")
    assert FORM.astray("licences[1].line", "7").code == "F11"
