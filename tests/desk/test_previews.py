"""Before lodging: findings, duty, needed documents and quoted permits are told; selection never is; nothing is stored."""

from decimal import Decimal

from msgspec.structs import replace

from tests import build, cast
from tests.permit_cast import NUMBER, free, issue, ledger, shipment
from tests.stories.test_goods import Yard
from tests.stories.test_twins import draw_for
from tongguan.desk.previews import Preview
from tongguan.facts.actor import Actor
from tongguan.facts.declaration import Declaration
from tongguan.facts.finding import SELECT
from tongguan.facts.movement import ManifestUnit


def preview(office: build.Office, content: Declaration, actor: Actor = cast.BROKER) -> Preview:
    return office.desk.previews.of(build.message(content), actor)


def test_the_duty_is_that_of_the_declaration_once_lodged_and_nothing_is_stored() -> None:
    office = build.Office()
    before = preview(office, build.declaration())
    assert before.assessment is not None
    assert before.findings == ()
    assert list(office.desk.work()) == []
    assert str(before.assessment.total) == office.lodge(build.declaration()).due == "960.20"


def test_duty_waits_for_what_it_is_reckoned_from_and_for_nothing_else() -> None:
    office = build.Office()
    without_currency = build.declaration(items=(build.item(currency=""),))
    assert not preview(office, without_currency).is_reckoned
    without_office = preview(office, build.declaration(office=""))
    assert without_office.rejecting == 1
    assert without_office.assessment is not None


def test_who_will_be_drawn_is_never_told_before() -> None:
    selected, other = build.Office(draw=draw_for(True)), build.Office(draw=draw_for(False))
    told = preview(selected, build.declaration())
    assert told == preview(other, build.declaration())
    assert all(finding.consequence != SELECT for finding in told.findings)
    drawn = {each.consequence for each in selected.lodge(build.declaration()).findings}
    assert SELECT in drawn, "the declaration is drawn once it is lodged"


def test_a_quoted_e_ledger_is_compared_and_nothing_is_bound() -> None:
    office = build.Office()
    unknown = preview(office, shipment()).permits[0]
    assert not unknown.is_known
    issue(office.desk, ledger())
    fits, too_much = preview(office, shipment()).permits[0], preview(office, shipment("251")).permits[0]
    assert fits.is_known
    assert fits.findings == ()
    assert [finding.values["listed"] for finding in too_much.findings] == ["250", "250"]
    assert free(office) == Decimal(250)


def test_an_enterprise_learns_nothing_of_a_permit_through_papers_it_may_not_lodge() -> None:
    office = build.Office()
    issue(office.desk, ledger())
    spied = preview(office, shipment("251"), cast.STRANGER)
    assert spied.permits == ()
    assert NUMBER not in str(spied.findings)
    own = replace(build.BROKER, customs_code=cast.STRANGER.party)
    barred = preview(office, shipment("251", agent=own), cast.STRANGER).permits[0]
    assert [finding.code for finding in barred.findings] == ["E02"]
    assert "250" not in str(barred)


def test_what_the_yard_knows_of_the_goods_is_told_as_lodging_tells_it() -> None:
    office = Yard()
    content = build.declaration()
    document = content.transport_document
    office.manifest(document, ManifestUnit("L1", 14))
    office.moves("arrived", document=document, unit="L1")
    office.desk.lodge(build.message(content, "SYN-OTHER"), cast.BROKER)
    told = preview(office, content).findings
    assert {"G02", "G03"} <= {finding.code for finding in told}
    assert told == office.desk.rules.catalogue.outward(office.lodge(content).findings)


def test_a_list_that_is_not_there_and_another_side_that_is_not_known_are_told_as_lodging_tells_it() -> None:
    office = build.Office()
    content = build.filing_list(list_no="SYN-NO-LIST", related_declaration="490720181000000001")
    told = preview(office, content).findings
    assert {finding.field for finding in told} >= {"list_no", "related_declaration"}
    lodged = office.lodge(content).findings
    assert told == office.desk.rules.catalogue.outward(lodged)


def test_tea_says_which_documents_its_export_needs() -> None:
    tea = build.export(items=(build.item(commodity="0902100000", origin_country="CHN"),))
    needs = preview(build.Office(), tea).needs
    assert [(need.condition, need.quoted) for need in needs] == [("B", "")]
