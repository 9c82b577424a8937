"""Duty in the life of a declaration: paid, secured or nothing due; assessed again when its day moves; never a missing figure as zero."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from tests.build import Office, declaration, filing_list, inspected, item
from tests.cast import AUGUST, BANK, BROKER, DENG, LAST_YEAR, LIU, STRANGER, TAN, TERMINAL, XIAO
from tongguan.desk.desk import amended
from tongguan.desk.verbs import Act
from tongguan.desk.views import Answer, Sheet
from tongguan.facts.clock import DAY, HOUR, parse
from tongguan.facts.declaration import Declaration
from tongguan.facts.movement import ConsignmentManifested, ManifestUnit
from tongguan.facts.parts import Material, TaxLine, TaxReport
from tongguan.insight.times import definitions, measure
from tongguan.process.decide.moving import Report
from tongguan.rules.duty import Duty
from tongguan.rules.figures import Figures, shipped_figures

DUE = Decimal("960.20")
"""Two lines of 312.50 USD at 6.6914, 6 % duty and 16 % VAT: 2 × (125.46 + 354.64)."""


def sheet(office: Office, number: str) -> Sheet:
    found = office.desk.show(number)
    assert found is not None
    return found


def blocks(said: Answer) -> set[str]:
    return {block.id for block in said.blocked_by}


def channels(office: Office, number: str) -> list[str]:
    return [each.channel for each in sheet(office, number).receipts]


def amend(office: Office, number: str, content: Declaration) -> Answer:
    """The declarant asks, an officer grants."""
    office.clock.at += 60_000_000
    wanted = amended(Act(verb="amend", ground="price_settled", reason="price settled"), content)
    assert isinstance(office.desk.act(number, wanted, BROKER), Answer)
    return office.does(number, "decide-amendment", actor=LIU, reason="invoice seen")


def priced(price: str, **changes: Any) -> Declaration:
    """The declaration with another total on each line."""
    lines = tuple(item(n, total=Decimal(price), price=Decimal(price) / 100) for n in (1, 2))
    return declaration(items=lines, **changes)


def without(name: str, *texts: str) -> Figures:
    """The shipped figures less the rows of a sheet that hold one of the texts."""
    rows = shipped_figures()[name].splitlines(keepends=True)
    return Figures.load({name: "".join(row for row in rows if not any(text in row for text in texts))})


def with_figures(office: Office, figures: Figures) -> None:
    rules = office.desk.rules
    duty = Duty(figures, rules.tables, rules.selection)
    office.desk.duty = office.desk.dues.duty = duty


def test_what_is_due_is_assessed_at_acceptance_and_paid_to_the_fen_before_release() -> None:
    office = Office()
    number = office.lodge().number
    found = sheet(office, number).assessment
    assert found is not None
    assert (found.total, found.on) == (DUE, "2018-08-20")
    assert sum(each.duty + each.vat for each in found.items) == DUE
    office.does(number, "arrive", actor=TERMINAL)
    short = office.does(number, "pay", actor=BANK, amount=DUE - Decimal("0.01"), ref="T-1")
    assert blocks(short) == {"settlement"}
    assert office.does(number, "pay", actor=BANK, amount=DUE, ref="T-2").status == "released"


def test_bonded_goods_and_small_consignments_owe_nothing_and_ask_for_nothing() -> None:
    office = Office()
    assert sheet(office, office.lodge(filing_list(), "F").number).assessment is None
    lines = (item(1, total=Decimal("30.00"), price=Decimal("0.3")),)
    small = declaration(items=lines, net_weight=Decimal(100), transport_document="SMALL")
    number = office.lodge(small, "S").number
    found = sheet(office, number).assessment
    assert found is not None
    assert found.total == 0
    assert {step.name for step in found.steps} == {"duty_waived", "vat_waived"}
    assert office.does(number, "arrive", actor=TERMINAL).status == "released"
    assert "T" not in channels(office, number)


def test_a_missing_figure_returns_nothing_counts_as_nothing_and_releases_nothing() -> None:
    office = Office()
    with_figures(office, without("exchange.csv", *(f"USD,2018-{month:02}" for month in range(8, 13))))
    said = office.lodge()
    assert said.status == "accepted"
    office.does(said.number, "arrive", actor=TERMINAL)
    now = sheet(office, said.number)
    assert [(hold.code, hold.owner, hold.reason) for hold in now.holds] == [
        ("figure_missing", "office", "exchange USD 2018-08")
    ]
    assert office.refuses(said.number, "pay", actor=BROKER) == "not_assessed"
    early = office.does(said.number, "pay", actor=BANK, amount=DUE, ref="T-1")
    assert early.status == "accepted", "the money is in suspense, nothing is released on it"
    with_figures(office, Figures.shipped())
    assert office.desk.assess_again() == 1
    now = sheet(office, said.number)
    assert (now.due, now.holds) == (str(DUE), ())
    assert office.pays(said.number, "T-2").status == "released"


def test_an_officer_cannot_lift_the_wait_for_a_figure_into_a_release() -> None:
    office = Office()
    with_figures(office, without("rates.csv", "mfn,8708"))
    number = office.lodge().number
    office.does(number, "arrive", actor=TERMINAL)
    lifted = office.does(number, "lift", "figure_missing", actor=DENG, reason="never mind")
    assert blocks(lifted) == {"settlement"}


def test_an_advance_declaration_is_assessed_again_when_its_transport_enters() -> None:
    office = Office(parse("2018-07-30T10:00:00+08:00"))
    plain = declaration(district="43039", port_of_call="110", partner_country="304", trading_country="304",
                        package_type="2", departure_port="", entry_port="", goods_place="",
                        items=tuple(item(n, currency="502", origin_country="304", destination_country="142",
                                         district="") for n in (1, 2)))  # fmt: skip
    number = office.lodge(plain).number
    first = sheet(office, number).assessment
    office.clock.at = parse("2018-08-02T08:00:00+08:00")
    unit = ConsignmentManifested("import", (ManifestUnit("LOT-1", 12),), party="4303960001")
    assert office.desk.yard.manifest("SYN00000001", unit, TERMINAL) is None
    now = office.clock.now()
    entry = Report(milestone="entered", actor=TERMINAL, at=now, now=now, document="SYN00000001")
    office.desk.yard.report(entry)
    again = sheet(office, number).assessment
    assert first is not None
    assert again is not None
    assert (first.on, again.on) == ("2018-07-30", "2018-08-02")
    assert first.total != again.total, "another month, another exchange rate"
    assert channels(office, number).count("T") == 2


def test_serial_acceptance_in_another_month_is_assessed_with_that_months_rates() -> None:
    office = Office(parse("2017-03-31T09:00:00+08:00"))
    old = {"origin_country": "304", "destination_country": "142", "currency": "502", "district": ""}
    goods = inspected(
        district="43039", port_of_call="110", partner_country="304", trading_country="304", package_type="2",
        departure_port="", entry_port="", goods_place="",
        items=tuple(item(n, ciq_use="99", goods_attributes="19", **old) for n in (1, 2)),
    )  # fmt: skip
    number = office.lodge(goods).number
    before = sheet(office, number).assessment
    assert before is not None
    office.does(number, "arrive", actor=TERMINAL)
    office.clock.at = parse("2017-04-05T09:00:00+08:00")
    office.does(number, "done", "quarantine_review", actor=TAN)
    office.inspects(number)
    office.does(number, "done", "clearance_form", actor=TAN)
    office.does(number, "done", "customs_declaration", actor=BROKER)
    after = sheet(office, number)
    assert after.assessment is not None
    assert (before.on, after.assessment.on) == ("2017-03-31", "2017-04-05")


def test_the_declarants_own_figures_are_compared_noted_and_never_block() -> None:
    office = Office()
    own = (TaxLine(line=1, value=Decimal("2091.06"), duty=Decimal("100.00"), vat=Decimal("354.64")),
           TaxLine(line=2, value=Decimal("2091.56"), duty=Decimal("125.46"), vat=Decimal("354.64")))  # fmt: skip
    said = office.lodge(declaration(tax_report=TaxReport(legal_liability="yes", lines=own)))
    noted = [(each.code, each.line, each.values["kind"]) for each in said.findings]
    assert noted == [("D02", 1, "duty")], "half a yuan of value is within the tolerance"
    office.does(said.number, "arrive", actor=TERMINAL)
    assert office.pays(said.number).status == "released"


def test_a_price_that_rises_asks_for_more_and_settlement_is_done_again() -> None:
    office = Office()
    number = office.lodge().number
    office.pays(number)
    after = amend(office, number, priced("400.00"))
    assert "settlement" in blocks(after)
    assert Decimal(sheet(office, number).outstanding) > 0
    office.does(number, "arrive", actor=TERMINAL)
    assert office.pays(number, "T-2").status == "released"


def test_a_late_declaration_pays_a_surcharge_before_release() -> None:
    office = Office()
    lines = tuple(item(n, total=Decimal("3125.00"), price=Decimal("31.25")) for n in (1, 2))
    late = declaration(items=lines)
    _entered(office, AUGUST - 30 * DAY)
    said = office.lodge(late)
    now = sheet(office, said.number)
    # Entered 21 July: late from Monday 6 August (the 15th day is a Sunday) to 20 August, 15 days of 41,821.24.
    assert now.surcharge == "313"
    assert {"surcharge", "settlement", "arrival"} <= blocks(said)
    office.does(said.number, "arrive", actor=TERMINAL)
    office.pays(said.number)
    assert office.refuses(said.number, "pay", "surcharge", actor=XIAO) == "ref_missing"
    assert office.refuses(said.number, "waive", "surcharge", actor=XIAO) == "ground_missing"
    assert office.refuses(said.number, "waive", "surcharge", actor=LIU, ground="flood") == "not_your_role"
    done = office.does(said.number, "pay", "surcharge", actor=XIAO, ref="ZBJ-1")
    assert done.status == "released"
    assert sheet(office, said.number).surcharge_settled == "paid"


@pytest.mark.parametrize("how", ["waive", "occupy"])
def test_a_surcharge_may_be_waived_by_a_named_officer_or_guaranteed(how: str) -> None:
    office = Office()
    office.desk.open_guarantee("G1", Decimal(500), "4303960001", XIAO)
    _entered(office, AUGUST - 60 * DAY)
    number = office.lodge(priced("3125.00")).number
    office.does(number, "arrive", actor=TERMINAL)
    office.pays(number)
    act = {"ground": "flood"} if how == "waive" else {"ref": "G1"}
    if how == "occupy":
        assert Decimal(sheet(office, number).surcharge) > 500
        assert office.refuses(number, "occupy", "surcharge", actor=XIAO, **act) == "guarantee_exceeded"
        assert office.desk.guarantees.change_limit("G1", Decimal(2000), "asked for", XIAO) is None
    assert office.does(number, how, "surcharge", actor=XIAO, **act).status == "released"
    assert sheet(office, number).secured == "0", "what secures the surcharge is not there for the duty"


def test_who_declares_in_time_pays_no_surcharge() -> None:
    office = Office()
    _entered(office, AUGUST - 14 * DAY)
    assert sheet(office, office.lodge().number).surcharge == ""


def _entered(office: Office, at: int) -> None:
    office.clock.at = at
    unit = ConsignmentManifested("import", (ManifestUnit("LOT-1", 12),), party="4303960001")
    assert office.desk.yard.manifest("SYN00000001", unit, TERMINAL) is None
    said = Report(milestone="entered", actor=TERMINAL, at=at, now=at, document="SYN00000001")
    office.desk.yard.report(said)
    office.clock.at = AUGUST


def test_temporary_goods_are_secured_by_the_instrument_that_their_duty_mode_names() -> None:
    office = Office()
    letters = declaration(items=tuple(item(n, duty_mode="7") for n in (1, 2)))
    number = office.lodge(letters).number
    office.does(number, "arrive", actor=TERMINAL)
    assert office.pays(number).status == "accepted", "a letter of guarantee is asked for, not money"
    office.desk.open_guarantee("G1", Decimal(2000), "4303960001", XIAO)
    other = office.lodge(replace(letters, transport_document="OTHER"), "B").number
    office.does(other, "arrive", actor=TERMINAL)
    assert office.does(other, "occupy", "G1", actor=XIAO).status == "released"


def test_after_release_duty_is_verified_supplemented_refunded_or_disclosed() -> None:
    office = Office()
    number = office.lodge().number
    office.does(number, "arrive", actor=TERMINAL)
    office.pays(number)
    assert (
        office.refuses(number, "disclose", actor=STRANGER, amount=Decimal(40), reason="x") == "not_declarant"
    )
    office.does(number, "disclose", actor=BROKER, amount=Decimal(40), reason="a royalty was left out")
    assert [task.state for task in _tasks(office, number)] == ["to_verify"]
    supplement = {"outcome": "supplemented", "amount": Decimal(40), "ground": "Art. 51"}
    office.does(number, "verify-tax", actor=XIAO, **supplement)
    assert [task.state for task in _tasks(office, number)] == ["owed"]
    office.pays(number, "T-2")
    assert _tasks(office, number) == []
    office.does(
        number, "verify-tax", actor=XIAO, outcome="refunded", amount=Decimal("5.00"), ground="Art. 52"
    )
    assert sheet(office, number).refund == "5.00"
    office.does(number, "refund", actor=XIAO, ref="TK-1")
    assert sheet(office, number).refund == ""


def _tasks(office: Office, number: str) -> list[Any]:
    row = office.desk.journal.work(number)
    assert row is not None
    return list(row.tasks)


def test_a_payment_after_its_last_day_is_charged_for_each_day() -> None:
    office = Office(parse("2018-08-06T10:00:00+08:00"))
    number = office.lodge(priced("300000.00")).number
    assert sheet(office, number).pay_by == date(2018, 8, 21)
    office.clock.at = parse("2018-08-23T10:00:00+08:00")
    office.pays(number)
    charged = sheet(office, number).late_payment
    assert Decimal(charged) > 50


def test_the_first_acceptance_keeps_its_rates_through_an_amendment() -> None:
    office = Office()
    number = office.lodge().number
    office.clock.at = parse("2018-09-03T10:00:00+08:00")
    amend(office, number, priced("400.00"))
    found = sheet(office, number).assessment
    assert found is not None
    assert found.on == "2018-08-20"


def test_the_journal_of_all_this_replays_to_the_same_rows() -> None:
    office = Office(LAST_YEAR + HOUR)
    office.clock.at = AUGUST
    number = office.lodge().number
    office.does(number, "arrive", actor=TERMINAL)
    office.pays(number)
    assert office.desk.rebuild()[2] == 0


def test_goods_sold_out_of_a_zone_may_be_assessed_by_their_materials_from_the_day_that_is_set() -> None:
    material = Material(
        commodity="3907400000", origin_country="DEU", quantity=Decimal(50), unit="035", total=Decimal("100.00"),
        currency="USD",
    )  # fmt: skip
    lines = tuple(item(n, materials=(material,)) for n in (1, 2))
    sale = declaration(transport_mode="Y", items=lines)
    on, rules = date(2018, 8, 20), Office().desk.rules
    plain = Duty(Figures.shipped(), rules.tables, rules.selection).assess(sale, on)
    assert plain.total == DUE, "as long as no day is set, goods are assessed as they leave"
    text = shipped_figures()["duty.toml"].replace("# selective_from", "selective_from")
    selective = Duty(Figures.load({"duty.toml": text}), rules.tables, rules.selection).assess(sale, on)
    # 100.00 × 6.6914 = 669.14; provisional 5 % = 33.46; VAT on 2091.06 + 33.46 = 2124.52 × 16 % = 339.92
    assert [(each.value, each.duty, each.vat) for each in selective.items] == [
        (Decimal("2091.06"), Decimal("33.46"), Decimal("339.92"))
    ] * 2


def test_own_assessment_is_for_those_who_may_from_the_day_it_began() -> None:
    own = TaxReport(legal_liability="yes", lines=(TaxLine(line=1, duty=Decimal(1)),))
    office = Office()
    found = office.desk.dues.duty.assess(declaration(), date(2017, 6, 30))
    told = list(office.desk.dues.findings(declaration(tax_report=own), replace(found, on="2017-06-30"), None))
    assert [(each.code, each.values["why_en"]) for each in told] == [("D04", "it began on 2017-07-01")]
    found = office.desk.dues.duty.assess(declaration(), date(2018, 8, 20))
    told = list(office.desk.dues.findings(declaration(tax_report=own), found, None, "discredited"))
    assert [each.code for each in told] == ["D04"]


def test_surcharges_are_reckoned_for_any_day_asked() -> None:
    office = Office()
    _entered(office, AUGUST - 20 * DAY)
    number = office.lodge(priced("3125.00")).number
    soon = office.desk.surcharges(number, date(2018, 9, 4))
    later = office.desk.surcharges(number, date(2018, 9, 14))
    assert soon is not None
    assert later is not None
    assert soon.payment is not None
    assert later.payment is not None
    assert (soon.payment.days, later.payment.days) == (0, 10)
    assert soon.declaration == later.declaration
    assert later.declaration is not None
    assert str(later.declaration.amount) == sheet(office, number).surcharge


def test_release_before_payment_shows_in_the_times() -> None:
    office = Office()
    office.desk.open_guarantee("G1", Decimal(2000), "4303960001", XIAO)
    for name, guarantee in (("A", "G1"), ("B", "")):
        number = office.lodge(declaration(transport_document=name, guarantee_no=guarantee), name).number
        office.does(number, "arrive", actor=TERMINAL)
        if not guarantee:
            office.pays(number)
    found = measure(office.desk.work(), definitions()["customs_clearance"], ("settlement",))
    assert {each.group["settlement"]: each.count for each in found} == {"guarantee": 1, "paid": 1}
