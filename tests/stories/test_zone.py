"""The zone's chain: account book, verification list, declaration, gate pass, stock; both lines and their bad twins."""

from decimal import Decimal
from typing import Any

import pytest

from tests.build import item
from tests.cast import BANK, BROKER, DENG, LIU, STRANGER, TERMINAL
from tests.zone_cast import (
    BOOK,
    HOLDER,
    OTHER_BOOK,
    Zone,
    book,
    inland_side,
    line,
    listing,
    lorry,
    sale,
    zone_side,
)
from tongguan.adapters.verify import verify
from tongguan.adapters.zone import read_list, write_list
from tongguan.desk.zone import ZoneDesk
from tongguan.facts.actor import Actor
from tongguan.facts.decision import Refusal
from tongguan.facts.parts import Container, Party
from tongguan.facts.zone import PassLine, RelatedParty
from tongguan.insight.times import definitions, measure
from tongguan.process.decide.moving import Report
from tongguan.rules.book import RuleBook, shipped_files


@pytest.fixture
def zone() -> Zone:
    return Zone()


def imported(zone: Zone) -> str:
    """A first-line import of two lines of 100 kg that stands in the zone; the number of its list."""
    number = zone.files(listing())
    declared = zone.lodge(zone_side(number), "Z-1").number
    zone.does(declared, "arrive", actor=TERMINAL)
    assert zone.status(declared) == "released"
    zone.passes(zone.applies(lorry(number)))
    assert zone.status(declared) == "closed"
    return number


def written(zone: Zone) -> list[str]:
    return [event.digest.hex() for event in zone.desk.journal.events()]


def test_a_first_line_import_and_a_second_line_sale_on_two_vehicles(zone: Zone) -> None:
    first = imported(zone)
    assert zone.stock() == ["100", "100"]
    state = zone.desk.zone.list(first)
    assert state is not None
    assert (state.state, state.mark) == ("written_off", "2")

    out = zone.files(sale())
    assert zone.stock() == ["0", "0"], "what the sale takes is reserved at once"
    declared = zone.lodge(inland_side(out), "D-1").number
    lorries = {}
    for n, vehicle in ((1, "湘C10001"), (2, "湘C10002")):
        carried = (PassLine(document=out, line=n, quantity=Decimal(100)),)
        lorries[n] = zone.applies(
            lorry(
                out,
                client_number=f"P-{n}-out",
                direction="E",
                kind="3",
                binding="3",
                vehicle=vehicle,
                lines=carried,
            )
        )
    assert zone.is_stopped(lorries[1]) == "list_not_released"
    zone.does(declared, "arrive", actor=TERMINAL)
    zone.does(declared, "pay", actor=BANK, ref="T-1")
    assert zone.status(declared) == "released"
    assert zone.passes(lorries[1], weighed="9230").written_off == ()
    assert zone.status(declared) == "released"
    assert zone.passes(lorries[2]).written_off == (out,)
    assert zone.status(declared) == "closed"
    assert verify(zone.desk.journal).ok  # type: ignore[arg-type]
    assert zone.desk.rebuild()[2] == 0


def test_a_weight_that_differs_stops_the_lorry_and_nothing_is_written(zone: Zone) -> None:
    number = zone.files(listing())
    declared = zone.lodge(zone_side(number)).number
    zone.does(declared, "arrive", actor=TERMINAL)
    gate_pass = zone.applies(lorry(number))
    before = written(zone)
    said = zone.at_the_gate(gate_pass, "9600")
    assert isinstance(said, Refusal)
    assert said.code == "weight_differs"
    assert ("9600" in said.en, "9220" in said.en) == (True, True)
    assert written(zone) == before
    assert zone.passes(gate_pass, weighed="9400").written_off == (number,)


@pytest.mark.parametrize("weighed", ["NaN", "-9220", "Infinity"])
def test_a_scale_says_a_finite_weight(zone: Zone, weighed: str) -> None:
    number = zone.files(listing(customs="2", customs_type=""))
    assert zone.is_stopped(zone.applies(lorry(number, kind="4")), weighed) == "bad_field"


def test_a_pair_that_does_not_match_is_refused_with_what_differs(zone: Zone) -> None:
    imported(zone)
    out = zone.files(sale())
    lines = (item(1), item(2, quantity=Decimal(101), total=Decimal("315.63"), first_quantity=Decimal(101)))
    said = zone.lodge(inland_side(out, items=lines), "D-1")
    assert said.status == "returned"
    wrong = [(each.code, each.line, each.values["field"], each.values["declared"], each.values["listed"])
             for each in said.findings if each.code == "Z02"]  # fmt: skip
    assert wrong == [("Z02", 2, "quantity", "101", "100")]
    state = zone.desk.zone.list(out)
    assert state is not None
    assert state.declarations == {}
    assert zone.lodge(inland_side(out), "D-1").status == "accepted"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"commodity": "8542399000"}, "commodity"),
        ({"currency": "EUR"}, "currency"),
        ({"origin_country": "JPN"}, "origin_country"),
        ({"total": Decimal("312.51")}, "total"),
    ],
)
def test_every_field_of_the_pair_is_compared_letters_against_numbers(
    zone: Zone, changes: dict[str, Any], field: str
) -> None:
    imported(zone)
    out = zone.files(sale())
    said = zone.lodge(inland_side(out, items=(item(1, **changes), item(2))), "D-1")
    assert field in {each.values["field"] for each in said.findings if each.code == "Z02"}


def test_a_pass_is_used_once(zone: Zone) -> None:
    imported(zone)
    used = next(card for card in zone.desk.journal.all_heads("pass/")).stream.partition("/")[2]
    before = written(zone)
    assert zone.is_stopped(used) == "pass_used"
    assert written(zone) == before


def test_goods_of_a_list_leave_on_its_passes_alone_whoever_reports_the_gate(zone: Zone) -> None:
    number = zone.files(listing())
    declared = zone.lodge(zone_side(number, transport_document="B1")).number
    zone.does(declared, "arrive", actor=TERMINAL)
    before = written(zone)
    for verb in ("gate-out", "close"):
        assert zone.refuses(declared, verb, actor=TERMINAL) == "by_gate_pass"
    now = zone.clock.now()
    plain = Report(milestone="gate_out", actor=TERMINAL, at=now, now=now, document="B1")
    said = zone.desk.yard.report(plain)
    assert isinstance(said, Refusal)
    assert (said.code, number in said.en) == ("by_gate_pass", True)
    assert written(zone) == before
    assert zone.passes(zone.applies(lorry(number))).written_off == (number,)
    assert zone.status(declared) == "closed"


def test_each_lorry_tells_the_declarant_once(zone: Zone) -> None:
    number = zone.files(listing())
    box = Container(container="SYNU1000001", container_type="11", lines="1,2")
    declared = zone.lodge(zone_side(number, transport_document="B1", containers=(box,))).number
    zone.does(declared, "arrive", actor=TERMINAL)
    for n in (1, 2):
        carried = (PassLine(document=number, line=n, quantity=Decimal(100)),)
        applied = lorry(number, client_number=f"P-{n}", binding="3", container="SYNU1000001", lines=carried)
        zone.passes(zone.applies(applied))
    sheet = zone.desk.show(declared)
    assert sheet is not None
    assert [each.channel for each in sheet.receipts] == ["7", "L", "P", "OUT", "OUT", "R"]


def test_a_sale_without_transport_document_leaves_on_its_passes_alone_too(zone: Zone) -> None:
    imported(zone)
    out = zone.files(sale())
    declared = zone.lodge(inland_side(out), "D-1").number
    assert zone.refuses(declared, "gate-out", actor=TERMINAL) == "goods_not_released"
    zone.does(declared, "arrive", actor=TERMINAL)
    zone.does(declared, "pay", actor=BANK, ref="T-1")
    assert zone.refuses(declared, "gate-out", actor=TERMINAL) == "by_gate_pass"
    zone.passes(zone.applies(lorry(out, client_number="P-2", direction="E", kind="3")))
    assert zone.status(declared) == "closed"


def test_no_more_leaves_than_the_book_holds(zone: Zone) -> None:
    imported(zone)
    before = written(zone)
    said = zone.tries_to_file(sale(lines=(line(1, quantity=Decimal(101), total=Decimal("315.63")), line(2))))
    assert isinstance(said, Refusal)
    assert said.code == "stock_exceeded"
    assert all(part in said.en for part in (BOOK, "101", "100"))
    assert written(zone) == before


def test_a_list_deleted_gives_back_what_it_reserved(zone: Zone) -> None:
    imported(zone)
    out = zone.files(sale())
    refusal = zone.desk.zone.delete_list(out, "", BROKER)
    assert refusal is not None
    assert refusal.code == "reason_missing"
    assert zone.desk.zone.delete_list(out, "客户取消订单", BROKER) is None
    assert zone.stock() == ["100", "100"]
    assert zone.cannot_apply(lorry(out, client_number="P-9", direction="E", kind="3")) == "list_not_alive"
    assert verify(zone.desk.journal).ok  # type: ignore[arg-type]


def test_a_list_is_deleted_and_a_pass_voided_by_their_own_people_or_an_officer_alone(zone: Zone) -> None:
    number = zone.files(listing(corresponding_declarant=RelatedParty(customs_code="4303980001")))
    gate_pass = zone.applies(lorry(number))
    before = written(zone)
    for actor, code in ((STRANGER, "not_your_papers"), (TERMINAL, "not_your_role"), (BANK, "not_your_role")):
        for refusal in (
            zone.desk.zone.void_pass(gate_pass, "误报", actor),
            zone.desk.zone.delete_list(number, "误报", actor),
        ):
            assert refusal is not None
            assert refusal.code == code
    assert written(zone) == before
    holder = Actor(id="holder", kind="declarant", roles=("declarant",), party=HOLDER)
    assert zone.desk.zone.void_pass(gate_pass, "误报", holder) is None
    assert zone.desk.zone.delete_list(number, "误报", DENG) is None


def test_a_list_that_a_declaration_or_a_pass_rests_on_is_not_deleted(zone: Zone) -> None:
    number = zone.files(listing())
    zone.lodge(zone_side(number))
    refusal = zone.desk.zone.delete_list(number, "作废", BROKER)
    assert refusal is not None
    assert refusal.code == "list_in_use"


def test_one_lorry_carries_goods_of_several_lists(zone: Zone) -> None:
    numbers = [zone.files(listing(f"L-{n}", lines=(line(n),))) for n in (1, 2)]
    for n, number in enumerate(numbers, start=1):
        lines = (item(1, duty_mode="3", record_line=str(n)),)
        declared = zone.lodge(
            zone_side(number, items=lines, transport_document=f"B{n}", net_weight=Decimal(100)), f"Z-{n}"
        ).number
        zone.does(declared, "arrive", actor=TERMINAL)
        assert zone.status(declared) == "released"
    assert set(zone.passes(zone.applies(lorry(*numbers, binding="1"))).written_off) == set(numbers)
    assert zone.stock() == ["100", "100"]


def test_one_list_is_covered_by_several_declarations(zone: Zone) -> None:
    number = zone.files(listing(lines=(line(1, quantity=Decimal(100)), line(2))))
    for n in (1, 2):
        lines = (item(1, duty_mode="3", record_line=str(n)),)
        said = zone.lodge(
            zone_side(number, items=lines, transport_document=f"B{n}", net_weight=Decimal(100)), f"Z-{n}"
        )
        assert said.status == "accepted"
        zone.does(said.number, "arrive", actor=TERMINAL)
    again = (item(1, duty_mode="3", record_line="1"),)
    third = zone.lodge(
        zone_side(number, items=again, transport_document="B3", net_weight=Decimal(100)), "Z-3"
    )
    assert [each.values["listed"] for each in third.findings if each.code == "Z02"] == ["0"]
    assert zone.passes(zone.applies(lorry(number))).written_off == (number,)


def test_a_declaration_is_bound_to_a_list_it_does_not_quote_only_when_they_agree(zone: Zone) -> None:
    number = zone.files(listing())
    wrong = zone.lodge(
        zone_side("", items=(item(1, duty_mode="3", record_line="1", total=Decimal("312.49")),)), "Z-1"
    )
    refusal = zone.desk.zone.bind(number, wrong.number, BROKER)
    assert refusal is not None
    assert refusal.code == "list_differs"
    assert "312.49" in refusal.en
    right = zone.lodge(zone_side("", transport_document="B2"), "Z-2")
    assert zone.desk.zone.bind(number, right.number, BROKER) is None
    state = zone.desk.zone.list(number)
    assert state is not None
    assert set(state.declarations) == {right.number}


def test_a_list_is_not_bound_to_a_declaration_of_which_it_covers_no_line(zone: Zone) -> None:
    number = zone.files(listing(lines=(line(1, declaration_line=7, record_line="1"),)))
    declared = zone.lodge(
        zone_side("", items=(item(2, duty_mode="3", record_line="2"),), net_weight=Decimal(100))
    )
    before = written(zone)
    assert bound(zone, number, declared.number) == "list_covers_nothing"
    assert written(zone) == before


def test_a_list_is_not_bound_to_a_declaration_of_other_enterprises(zone: Zone) -> None:
    number = zone.files(listing())
    others = Party(customs_code="4403960099", social_code="91430300MASYNT0099", name="深圳示例有限公司")
    declared = zone.lodge(zone_side("", trader=others, owner=others), "Z-1")
    before = written(zone)
    assert bound(zone, number, declared.number) == "list_of_others"
    assert written(zone) == before
    sold = zone.files(listing("L-2", customs_type="1", related_consignee=theirs(others), related_owner=theirs(others),
                              related_declarant=theirs(others)))  # fmt: skip
    assert bound(zone, sold, declared.number) == ""


def theirs(party: Party) -> RelatedParty:
    return RelatedParty(customs_code=party.customs_code)


def bound(zone: Zone, number: str, declared: str) -> str:
    """Code of the refusal to bind the list; empty when it was bound."""
    refusal = zone.desk.zone.bind(number, declared, BROKER)
    return refusal.code if refusal else ""


def test_a_revoked_release_stops_the_lorry_at_the_gate(zone: Zone) -> None:
    number = zone.files(listing())
    declared = zone.lodge(zone_side(number)).number
    zone.does(declared, "arrive", actor=TERMINAL)
    gate_pass = zone.applies(lorry(number))
    zone.does(declared, "revoke", actor=DENG, ground="suspicion", authority="4907-1")
    assert zone.is_stopped(gate_pass) == "list_not_released"


def test_a_cancelled_declaration_frees_its_list_for_another(zone: Zone) -> None:
    number = zone.files(listing())
    declared = zone.lodge(zone_side(number), "Z-1").number
    zone.does(declared, "cancel", actor=BROKER, ground="data_error", reason="重复")
    zone.does(declared, "decide-cancellation", actor=LIU, reason="属实")
    state = zone.desk.zone.list(number)
    assert state is not None
    assert state.declarations == {}
    assert zone.lodge(zone_side(number), "Z-2").status == "accepted"


def test_goods_go_from_one_book_to_another_when_both_lists_agree(zone: Zone) -> None:
    imported(zone)
    zone.desk.zone.open_book(book(OTHER_BOOK, holder="4303960002"), DENG)
    sent = zone.files(sale("L-3", line="between", customs="2", customs_type="", related_book=OTHER_BOOK))
    values: dict[str, Any] = {
        "book": OTHER_BOOK, "holder": "4303960002", "line": "between", "customs": "2", "customs_type": "",
        "related_list": sent, "related_book": BOOK,
    }  # fmt: skip
    wrong = zone.tries_to_file(listing("L-4", **values, lines=(line(1), line(2, quantity=Decimal(99)))))
    assert isinstance(wrong, Refusal)
    assert wrong.code == "other_side_differs"
    assert "100 ≠ 99" in wrong.en
    taken = zone.files(listing("L-4", **values))
    for n, (number, direction) in enumerate(((sent, "E"), (taken, "I"))):
        zone.passes(zone.applies(lorry(number, client_number=f"P-b{n}", kind="4", direction=direction)))
    assert (zone.stock(), zone.stock(OTHER_BOOK)) == (["0", "0"], ["100", "100"])


def test_within_the_zone_the_book_alone_changes(zone: Zone) -> None:
    imported(zone)
    zone.files(sale("L-5", line="within", customs="2", customs_type=""))
    assert zone.stock() == ["0", "0"]
    zone.files(listing("L-6", line="within", customs="2", customs_type=""))
    assert zone.stock() == ["100", "100"]


def test_goods_delivered_in_batches_are_declared_later_on_a_clock_of_their_own(zone: Zone) -> None:
    imported(zone)
    out = zone.files(sale("L-7", batch=True))
    for n in (1, 2):
        carried = (PassLine(document=out, line=n, quantity=Decimal(100)),)
        zone.passes(
            zone.applies(
                lorry(out, client_number=f"P-d{n}", direction="E", kind="1", binding="3", lines=carried)
            )
        )
    zone.clock.at += 20 * 24 * 3600 * 1_000_000
    said = zone.lodge(inland_side(out), "D-1")
    paid = zone.does(said.number, "pay", actor=BANK, ref="T-1")
    assert paid.status == "closed"
    sheet = zone.desk.show(said.number)
    assert sheet is not None
    assert sheet.process == "batch_central"
    assert sheet.milestones["first_delivery"] < (sheet.accepted_at or 0)
    assert "gate_out" not in sheet.milestones
    state = zone.desk.zone.list(out)
    assert state is not None
    assert state.state == "written_off"
    rows = [row for row in zone.desk.work() if row.process == "batch_central"]
    for definition, count in (("batch", 1), ("withdrawal", 0), ("overall", 0), ("preparation", 0)):
        measured = measure(rows, definitions()[definition])
        assert sum(each.count for each in measured) == count, definition
        assert all((each.mean_s or 0) >= 0 for each in measured)


def test_a_central_declaration_waits_for_batches_that_are_still_to_come(zone: Zone) -> None:
    imported(zone)
    out = zone.files(sale("L-7", batch=True))
    number = zone.lodge(inland_side(out), "D-1").number
    zone.does(number, "pay", actor=BANK, ref="T-1")
    assert zone.status(number) == "accepted"
    zone.passes(zone.applies(lorry(out, direction="E", kind="1", client_number="P-d")))
    assert zone.status(number) == "closed"


def test_the_two_sides_of_a_sale_name_each_other_and_block_on_a_mismatch(zone: Zone) -> None:
    first = zone.lodge(zone_side(""), "Z-1")
    matching = zone.lodge(inland_side("", related_declaration=first.entry_id), "D-1")
    sheet = zone.desk.show(first.number)
    assert sheet is not None
    assert f'"other":"{matching.number}"' in "".join(event.payload for event in sheet.events)
    assert sheet.holds == ()
    second = zone.lodge(zone_side("", transport_document="B2"), "Z-2")
    lines = (item(1), item(2, total=Decimal("312.49")))
    wrong = zone.lodge(inland_side("", related_declaration=second.entry_id, items=lines), "D-2")
    for number in (second.number, wrong.number):
        shown = zone.desk.show(number)
        assert shown is not None
        assert [hold.code for hold in shown.holds] == ["Z04"]


def test_a_declaration_has_one_counterpart_and_whoever_comes_later_is_held(zone: Zone) -> None:
    first = zone.lodge(zone_side(""), "Z-1")
    matching = zone.lodge(inland_side("", related_declaration=first.entry_id), "D-1")
    second = zone.lodge(inland_side("", related_declaration=first.entry_id), "D-2")
    assert holds(zone, second.number) == ["Z05"]
    assert matching.number in next(each.values["taken_by"] for each in second.findings if each.code == "Z05")
    assert (holds(zone, first.number), holds(zone, matching.number)) == ([], [])
    zone.does(matching.number, "cancel", actor=BROKER, ground="data_error", reason="重复")
    zone.does(matching.number, "decide-cancellation", actor=LIU, reason="属实")
    third = zone.lodge(inland_side("", related_declaration=first.entry_id), "D-3")
    assert holds(zone, third.number) == []


def test_the_two_sides_of_a_sale_agree_on_the_origin(zone: Zone) -> None:
    first = zone.lodge(zone_side(""), "Z-1")
    lines = (item(1), item(2, origin_country="JPN"))
    wrong = zone.lodge(inland_side("", related_declaration=first.entry_id, items=lines), "D-1")
    fields = [each.values["field"] for each in wrong.findings if each.code == "Z04"]
    assert (fields, holds(zone, first.number)) == (["origin_country"], ["Z04"])


def holds(zone: Zone, number: str) -> list[str]:
    shown = zone.desk.show(number)
    assert shown is not None
    return [hold.code for hold in shown.holds]


def test_a_side_that_names_nobody_known_waits(zone: Zone) -> None:
    said = zone.lodge(inland_side("", related_declaration="490720181000009999"), "D-1")
    shown = zone.desk.show(said.number)
    assert shown is not None
    assert [hold.code for hold in shown.holds] == ["Z03"]


def test_a_declaration_that_quotes_a_list_nobody_filed_is_held(zone: Zone) -> None:
    said = zone.lodge(zone_side("QD490718I000009999"))
    assert [each.code for each in said.findings if each.consequence == "hold"] == ["Z01"]
    zone.does(said.number, "arrive", actor=TERMINAL)
    assert zone.status(said.number) == "accepted"


def test_a_list_of_another_enterprise_looks_like_one_that_nobody_filed(zone: Zone) -> None:
    number = zone.files(listing())
    others = Party(customs_code="4403960099", social_code="91440300MASYNT0099", name="深圳示例有限公司")
    said = zone.lodge(zone_side(number, trader=others, owner=others, agent=others))
    assert [each.code for each in said.findings if each.consequence == "hold"] == ["Z01"]
    assert not [each for each in said.findings if each.code == "Z02"], "nothing of the list is told"
    state = zone.desk.zone.list(number)
    assert state is not None
    assert not state.declarations


def test_a_repeat_is_answered_with_the_number_it_has_and_other_content_is_refused(zone: Zone) -> None:
    number = zone.files(listing())
    again = zone.tries_to_file(listing())
    assert (again.number, again.repeat) == (number, True)  # type: ignore[union-attr]
    other = zone.tries_to_file(listing(partner_country="601"))
    assert isinstance(other, Refusal)
    assert other.code == "key_taken"
    assert number == f"QD490718I{1:09}"


def test_what_did_not_exist_on_a_day_cannot_be_used_on_it(zone: Zone) -> None:
    later = shipped_files()["zone.toml"].replace("2016-12-14", "2030-01-01")
    zone.desk.zone = ZoneDesk(zone.desk.together, RuleBook.load({"zone.toml": later}))
    said = zone.tries_to_file(sale("L-8", batch=True))
    assert isinstance(said, Refusal)
    assert said.code == "not_existing_yet"
    assert "2030-01-01" in said.en


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"book": "T4907W009999"}, "unknown_book"),
        ({"effect": "F"}, "bad_field"),
        ({"effect": "X"}, "bad_field"),
        ({"holder": "4303969999"}, "bad_field"),
        ({"customs_type": ""}, "bad_field"),
        ({"customs_type": "1"}, "party_missing"),
        ({"lines": ()}, "line_twice"),
        ({"lines": (line(1), line(1))}, "line_twice"),
        ({"lines": (line(3),)}, "unknown_book_line"),
        ({"lines": (line(1, unit="007"),)}, "book_differs"),
        ({"client_number": ""}, "bad_field"),
        ({"lines": (line(1, quantity=Decimal(0)),)}, "bad_quantity"),
        ({"lines": (line(1, quantity=Decimal("NaN")),)}, "bad_quantity"),
        ({"lines": (line(1, quantity=Decimal("0.000001")),)}, "bad_quantity"),
        ({"lines": (line(1, quantity=Decimal("1E+19")),)}, "bad_quantity"),
        ({"lines": (line(1, total=Decimal(-1)),)}, "bad_field"),
        ({"lines": (line(1, gross_weight=Decimal(-1)),)}, "bad_field"),
    ],
)
def test_a_list_that_cannot_be_is_refused(zone: Zone, changes: dict[str, Any], code: str) -> None:
    before = written(zone)
    said = zone.tries_to_file(listing(**changes))
    assert isinstance(said, Refusal)
    assert said.code == code
    assert written(zone) == before


@pytest.mark.parametrize(
    ("changes", "field", "meant"),
    [
        ({"lines": (line(1, currency="USD"),)}, "currency", "502"),
        ({"lines": (line(1, currency="999"),)}, "currency", "502"),
        ({"lines": (line(1, currency=""),)}, "currency", "502"),
        ({"lines": (line(1), line(2, origin="DEU"))}, "origin", "304"),
        ({"lines": (line(1, destination="998"),)}, "destination", "304"),
        ({"partner_country": "DEU"}, "partner_country", "304"),
    ],
)
def test_a_list_gives_countries_and_currencies_in_known_numbers_alone(
    zone: Zone, changes: dict[str, Any], field: str, meant: str
) -> None:
    before = written(zone)
    wanted = listing(**changes)
    for sent in (
        wanted,
        read_list(write_list(wanted)) if all(each.currency for each in wanted.lines) else wanted,
    ):
        said = zone.tries_to_file(sent)
        assert isinstance(said, Refusal)
        assert (said.code, field in said.en, meant in said.remedy_en) == ("not_numeric", True, True)
    assert written(zone) == before


def test_a_list_may_leave_countries_unsaid(zone: Zone) -> None:
    zone.files(listing(partner_country="", lines=(line(1, origin="", destination=""),)))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"total_weight": Decimal(9221)}, "weights_do_not_add"),
        ({"documents": ("QD490718I000009999",)}, "unknown_list"),
        ({"documents": ()}, "bad_field"),
        ({"kind": "6"}, "bad_field"),
        ({"kind": "3"}, "bad_field"),
        ({"direction": "E"}, "bad_field"),
        ({"binding": ""}, "bad_field"),
        ({"vehicle": ""}, "bad_field"),
        ({"client_number": ""}, "bad_field"),
        ({"vehicle_weight": Decimal(-9000), "total_weight": Decimal(-8780)}, "bad_field"),
        ({"frame_weight": Decimal(-1), "total_weight": Decimal(9219)}, "bad_field"),
        ({"cargo_weight": Decimal("NaN")}, "bad_field"),
    ],
)
def test_a_pass_that_cannot_be_is_refused(zone: Zone, changes: dict[str, Any], code: str) -> None:
    number = zone.files(listing())
    before = written(zone)
    assert zone.cannot_apply(lorry(number, **changes)) == code
    assert written(zone) == before


def test_passes_never_carry_more_than_the_list(zone: Zone) -> None:
    number = zone.files(listing())
    part = (PassLine(document=number, line=1, quantity=Decimal(60)),)
    zone.applies(lorry(number, binding="3", lines=part))
    assert zone.cannot_apply(lorry(number, binding="3", lines=part, client_number="P-2")) == "list_exceeded"
    assert zone.cannot_apply(lorry(number, binding="2", lines=part, client_number="P-3")) == "list_exceeded"
    whole = (PassLine(document=number, line=2, quantity=Decimal(50)),)
    assert zone.cannot_apply(lorry(number, binding="2", lines=whole, client_number="P-4")) == "not_whole"


def test_a_pass_names_each_list_and_each_line_once(zone: Zone) -> None:
    number = zone.files(listing())
    before = written(zone)
    half = PassLine(document=number, line=1, quantity=Decimal(60))
    assert zone.cannot_apply(lorry(number, binding="3", lines=(half, half))) == "pass_line_twice"
    assert zone.cannot_apply(lorry(number, number, binding="1")) == "document_twice"
    for quantity in ("0", "-1", "NaN", "0.123456"):
        part = PassLine(document=number, line=1, quantity=Decimal(quantity))
        assert zone.cannot_apply(lorry(number, binding="3", lines=(part,))) == "bad_quantity"
    assert written(zone) == before


def test_a_voided_pass_gives_its_goods_back_to_the_list(zone: Zone) -> None:
    number = zone.files(listing())
    first = zone.applies(lorry(number))
    assert zone.cannot_apply(lorry(number, client_number="P-2")) == "nothing_left"
    assert zone.desk.zone.void_pass(first, "车辆故障", BROKER) is None
    assert zone.is_stopped(first) == "pass_void"
    zone.applies(lorry(number, client_number="P-2"))


def test_a_pass_sent_again_has_its_number_and_other_content_is_refused(zone: Zone) -> None:
    number = zone.files(listing())
    first = zone.applies(lorry(number))
    again = zone.desk.zone.apply_pass(lorry(number), BROKER)
    assert (again.number, again.repeat) == (first, True)  # type: ignore[union-attr]
    assert zone.cannot_apply(lorry(number, vehicle="湘C99999")) == "key_taken"
    part = (PassLine(document=number, line=1, quantity=Decimal(100)),)
    assert zone.cannot_apply(lorry(number, lines=part)) == "key_taken"


def test_the_client_number_of_a_voided_pass_or_a_deleted_list_may_be_used_anew(zone: Zone) -> None:
    numbers = []
    for turn in range(3):
        number = zone.files(listing(partner_country=("304", "601", "304")[turn]))
        first, second = zone.applies(lorry(number)), ""
        assert zone.desk.zone.void_pass(first, "车辆故障", BROKER) is None
        second = zone.applies(lorry(number))
        assert zone.desk.zone.apply_pass(lorry(number), BROKER).number == second  # type: ignore[union-attr]
        assert zone.desk.zone.void_pass(second, "车辆故障", BROKER) is None
        assert zone.desk.zone.delete_list(number, "申报有误", BROKER) is None
        numbers += [number, first, second]
    assert len(set(numbers)) == 9
    assert verify(zone.desk.journal).ok  # type: ignore[arg-type]


def test_an_empty_lorry_passes_without_documents(zone: Zone) -> None:
    empty = lorry(kind="6", binding="", cargo_weight=Decimal(0), total_weight=Decimal(9000))
    assert zone.passes(zone.applies(empty)).lists == ()
