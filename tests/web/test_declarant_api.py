"""The machine interface as a broker's program uses it: lodging, looking, acting; a stranger sees nothing."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from tests import cast
from tests.build import BROKER, declaration, message
from tests.web import inside
from tests.web.inside import Inside
from tongguan.adapters import document, package
from tongguan.adapters.clock import FixedClock
from tongguan.adapters.singlewindow import write
from tongguan.desk.desk import Desk
from tongguan.desk.verbs import Act
from tongguan.facts.actor import Actor
from tongguan.facts.authority import AuthorityGranted
from tongguan.facts.clock import HOUR
from tongguan.facts.message import Attachment, Message
from tongguan.facts.parts import Party

AS = Callable[[str], Inside]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return inside.office(f"sqlite:///{tmp_path_factory.mktemp('inside')}/office.db")


@pytest.fixture(scope="module")
def as_(office: Desk) -> AS:
    """A caller for an actor of the register."""
    known: dict[str, Inside] = {"": Inside("")}

    def caller(actor: str) -> Inside:
        return known.setdefault(actor, known.get(actor) or Inside(inside.token(actor)))

    return caller


@pytest.fixture
def broker(as_: AS) -> Inside:
    return as_("broker")


def sent(name: str, **changes: Any) -> Message:
    return message(declaration(transport_document=f"IN-{name}", **changes), f"IN-{name}")


def lodged(broker: Inside, name: str, **changes: Any) -> dict[str, Any]:
    status, said = broker.post("declarations", document.write(sent(name, **changes)))
    assert status == 201, said
    return dict(said)


def test_json_and_xml_and_a_zip_are_lodged_and_answered_with_tracks_and_duty(
    broker: Inside, office: Desk
) -> None:
    said = lodged(broker, "J1")
    assert (said["status"], said["due"], said["outstanding"]) == ("accepted", "960.20", "960.20")
    assert {"duty", "documents"} <= {track["track"] for track in said["tracks"]}
    assert "duty paid or secured" in said["blocked_by"]
    for kind in ("application/xml", "text/xml; charset=utf-8"):
        assert broker.post("declarations", write(sent(f"X-{len(kind)}")), kind)[0] == 201
    zipped = package.write(replace(sent("Z1"), attachments=(Attachment("a.pdf", b"%PDF"),)))
    status, said = broker.post("declarations", zipped, "application/zip")
    assert status == 201
    assert office.journal.secret(said["number"], "attachment:a.pdf", 1) is not None


def test_the_same_again_is_a_repeat_and_other_content_a_conflict(broker: Inside) -> None:
    first = lodged(broker, "R1")
    status, again = broker.post("declarations", document.write(sent("R1")))
    assert (status, again["repeat"], again["number"]) == (200, True, first["number"])
    status, said = broker.post("declarations", document.write(sent("R1", contract_no="OTHER")))
    assert (status, said["error"], said["client_number"]) == (409, "already_accepted", "IN-R1")


def test_what_is_returned_is_stored_and_tells_every_finding(broker: Inside) -> None:
    status, said = broker.post("declarations", document.write(sent("E1", net_weight=None, items=())))
    assert (status, said["status"], said["error"]) == (422, 422, "returned")
    assert {"F01", "F05"} <= {each["code"] for each in said["findings"]}
    assert all(each["message"] and each["remedy"] for each in said["findings"])
    assert broker.get(f"declarations/{said['number']}")[1]["status"] == "returned"
    assert broker.get(f"declarations/{said['number']}/receipts")[1]["receipts"][-1]["channel"] == "E"


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b" ", "application/json", 400),
        (b"<DecMessage", "application/xml", 400),
        (b"<a/>", "application/xml", 415),
        (b"PK", "application/zip", 400),
        (b"a,b", "text/csv", 415),
        (b"{}", "application/x-ndjson", 415),
        (b" " * (20 * 1024 * 1024 + 1), "application/json", 413),
        (b'{"declaration": {"contract_no": "\\u0000"}}', "application/json", 400),
    ],
)
def test_what_cannot_be_read_stores_nothing_and_is_a_problem(
    broker: Inside, office: Desk, body: bytes, kind: str, status: int
) -> None:
    before = len(list(office.work()))
    code, said = broker.post("declarations", body, kind)
    assert (code, said["status"]) == (status, status)
    assert said["detail"]
    assert len(list(office.work())) == before


def test_a_stream_is_answered_line_by_line_in_order(broker: Inside) -> None:
    lines = [
        document.write(sent("B1")), b"{broken", b"", document.write(sent("B1")),
        document.write(sent("B2", items=())),
        document.write(sent("B3", agent=replace(BROKER, customs_code="4403180000"))), document.write(sent("B4")),
    ]  # fmt: skip
    status, said = broker.post("declarations/batch", b"\n".join(lines), "application/x-ndjson")
    assert status == 200
    assert [each["code"] for each in said] == [201, 400, 200, 422, 403, 201]
    assert said[1]["line"] == 2
    assert said[0]["number"] == said[2]["number"]
    assert said[3]["findings"]


def test_a_broker_lodges_for_its_own_unit_only(broker: Inside, as_: AS) -> None:
    other = document.write(sent("F1", agent=replace(BROKER, customs_code="4403180000")))
    assert broker.post("declarations", other)[0] == 403
    for actor, status in (("terminal", 403), ("bank", 403), ("liu-min", 403), ("", 401)):
        assert as_(actor).post("declarations", document.write(sent("F2")))[0] == status


def test_a_declarant_looks_at_all_of_its_declaration_outwardly(broker: Inside, office: Desk) -> None:
    number = lodged(broker, "L1")["number"]
    held = Act(verb="hold", target="offence", reason="suspected smuggling")
    office.act(number, held, cast.LIU)
    status, one = broker.get(f"declarations/{number}")
    assert (status, one["declaration"]["transport_document"]) == (200, "IN-L1")
    assert "held by customs" in one["blocked_by"]
    texts = [broker.get(f"declarations/{number}{tail}") for tail in ("", "/timeline", "/duty", "/receipts")]
    assert [code for code, _ in texts] == [200] * 4
    said = json.dumps([record for _, record in texts], ensure_ascii=False)
    assert "smuggling" not in said
    assert cast.LIU.id not in said
    assert "offence" not in said
    timeline = texts[1][1]
    assert [each["channel"] for each in timeline["moments"]][:2] == ["7", "L"]
    assert {span["control"] for span in timeline["spans"]} >= {"settlement"}


def test_words_come_in_chinese(as_: AS, office: Desk) -> None:
    said = lodged(Inside(inside.token("broker"), "zh-CN"), "ZH1")
    assert "缴税或担保" in said["blocked_by"]


def test_of_others_declarations_nothing_is_there(broker: Inside, as_: AS, office: Desk) -> None:
    """Every address of a declaration, for everybody who is no party to it, answers as if there were none."""
    foreign = replace(BROKER, customs_code="4403180000")
    other = office.lodge(sent("S1", agent=foreign, trader=foreign), cast.STRANGER)
    number = getattr(other, "number")  # noqa: B009
    for tail in ("", "/timeline", "/duty", "/receipts"):
        for actor in ("broker", "trader", "terminal", "bank"):
            seen, none = (
                as_(actor).get(f"declarations/{number}{tail}"),
                as_(actor).get(f"declarations/NO{tail}"),
            )
            assert seen == none
            assert seen[0] == 404
        assert as_("xiao-han").get(f"declarations/{number}{tail}")[0] == 200
    for verb, body in (
        ("pay", {}), ("occupy", {"guarantee": "G"}), ("cancel", {"ground": "g"}), ("answer", {"control": "c"}),
        ("amend", {"ground": "g", "declaration": {}}),
    ):  # fmt: skip
        assert broker.post(f"declarations/{number}/{verb}", body)[0] == 404
    assert number not in json.dumps(broker.get("events")[1])
    assert number not in json.dumps(broker.get("declarations")[1])


def test_the_enterprise_whose_goods_they_are_may_look_and_not_act(broker: Inside, as_: AS) -> None:
    number = lodged(broker, "T1")["number"]
    assert as_("trader").get(f"declarations/{number}")[0] == 200
    assert as_("trader").post(f"declarations/{number}/cancel", {"ground": "data_error"})[0] == 403


def test_a_declarant_amends_cancels_and_answers(broker: Inside, office: Desk) -> None:
    number = lodged(broker, "A1")["number"]
    new = json.loads(document.write(sent("A1", contract_no="SYN-2")))["declaration"]
    status, said = broker.post(f"declarations/{number}/amend", {"ground": "data_error", "declaration": new})
    assert (status, broker.get(f"declarations/{number}")[1]["request"]) == (200, "amend"), said
    assert broker.post(f"declarations/{number}/cancel", {"ground": "data_error"})[0] == 422, (
        "one request waits"
    )
    other = lodged(broker, "A2")["number"]
    assert broker.post(f"declarations/{other}/cancel", {"ground": "data_error"})[0] == 200
    assert broker.post(f"declarations/{other}/answer", {"control": "document_review"})[0] == 422
    assert broker.post(f"declarations/{other}/cancel", {"ground": "a", "colour": "red"})[0] == 400
    assert broker.post(f"declarations/{other}/cancel", {"ground": "data_error", "reason": "\x07"})[0] == 400


def test_the_days_list_names_every_number_sent_with_its_last_state(broker: Inside, office: Desk) -> None:
    good = lodged(broker, "D1")
    bad = broker.post("declarations", document.write(sent("D2", items=())))[1]
    draft = broker.post("declarations", document.write(replace(sent("D3"), operation="G")))[1]
    told = {each["number"]: each for each in broker.get("declarations")[1]["sent"]}
    states = [told[each["number"]]["status"] for each in (good, bad, draft)]
    assert states == ["accepted", "returned", "draft"]
    assert broker.get("declarations?day=2017-01-01")[1]["sent"] == []
    for wrong in ("yesterday", "2018-02-30", "9999-12-31x"):
        assert broker.get(f"declarations?day={wrong}")[0] == 400


def test_receipts_are_pulled_in_order_and_askable_again(broker: Inside) -> None:
    lodged(broker, "P1")
    status, first = broker.get("receipts")
    numbers = [each["sequence"] for each in first["receipts"]]
    assert (status, numbers) == (200, list(range(1, len(numbers) + 1)))
    assert first["receipts"][0]["body"].startswith("<DEC_RESULT>")
    assert broker.get(f"receipts?after={first['last'] - 1}")[1]["receipts"] == first["receipts"][-1:]
    assert broker.get("receipts?after=x")[0] == 400


def test_events_are_replayed_from_any_point(broker: Inside, as_: AS, office: Desk) -> None:
    start = broker.get("events")[1]
    while start["more"]:
        start = broker.get(f"events?after={start['cursor']}")[1]
    number = lodged(broker, "V1")["number"]
    page = broker.get(f"events?after={start['cursor']}&wait=25")[1]
    assert [each["channel"] for each in page["events"]][:2] == ["7", "L"]
    assert {each["number"] for each in page["events"]} == {number}
    assert broker.get(f"events?after={start['cursor']}")[1] == page, "replayable at will"
    assert broker.get(f"events?after={page['cursor']}")[1]["events"] == []
    inward = as_("xiao-han").get(f"events?after={start['cursor']}")[1]
    assert len(inward["events"]) > len(page["events"])
    assert as_("bank").get("events")[1]["events"] == [], "a bank sees what it said itself"
    for wrong in ("after=%00", "after=x", "after=" + "9" * 40, "wait=99", "wait=-1"):
        assert broker.get(f"events?{wrong}")[0] == 400


def test_times_of_a_declarant_are_of_its_own_goods(broker: Inside, as_: AS, office: Desk) -> None:
    number = lodged(broker, "M1")["number"]
    office.act(number, Act(verb="arrive"), cast.TERMINAL)
    office.act(number, Act(verb="pay", ref="IN-M1"), cast.BANK)
    for answer in (broker, as_("trader"), as_("mao-qing")):
        (figure,) = answer.get("times")[1]["times"]
        assert figure["count"] >= 1
        assert figure["accepted"] >= figure["open"]
        assert figure["cohort_within_24h"] is None, "few: neither this rate nor that of the released"
        assert figure["within_24h"] is None
    assert broker.get("times?by=direction,month&from=2000-01-01&to=2000-12-31")[1]["times"] == []
    for wrong in (
        "definition=x",
        "by=colour",
        "from=June",
        "by=channel",
        "definition=work.joint_inspection",
    ):
        assert broker.get(f"times?{wrong}")[0] == 400, wrong
    head = as_("mao-qing")
    for asked in ("definition=first_lodging", "definition=customs_clearance_ranking&by=channel",
                  "definition=work.joint_inspection", "by=trader_class,zone_line"):  # fmt: skip
        assert head.get(f"times?{asked}")[0] == 200, asked
    assert as_("terminal").get("times")[0] == 403


def test_what_is_late_is_told_to_officers_of_the_office_alone(
    broker: Inside, as_: AS, office: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = lodged(broker, "LATE1")["number"]
    office.act(number, Act(verb="arrive"), cast.TERMINAL)
    assert as_("mao-qing").get("late")[1] == {"late": []}
    monkeypatch.setattr(office, "clock", FixedClock(cast.AUGUST + 25 * HOUR))
    told = {each["number"]: each for each in as_("mao-qing").get("late")[1]["late"]}
    assert (told[number]["state"], told[number]["age_s"]) == ("late", 25 * 3600)
    assert (told[number]["owner"], told[number]["cause"], told[number]["level"]) == (
        "xiao-han",
        "tax",
        "section",
    )
    assert told[number]["proposed"] == ["owner", "cause", "next_action"]
    assert told[number]["waits"][0] == {"for": "declarant", "code": "settlement", "state": "ready"}
    for stranger in ("broker", "trader", "terminal", "bank", "laboratory", "centre"):
        assert as_(stranger).get("late")[0] == 403, stranger
    assert as_("").get("late")[0] == 401


def test_too_many_calls_are_told_to_wait(broker: Inside, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.conf import settings

    from tongguan.web.api import pace

    monkeypatch.setattr(settings, "TONGGUAN_CALLS_A_MINUTE", 2)
    monkeypatch.setattr(pace, "_buckets", {})
    assert [broker.get("guarantees")[0] for _ in range(3)] == [200, 200, 429]


def test_a_fault_is_a_problem_and_on_record(
    broker: Inside, office: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(office.guarantees, "all", lambda holder: 1 / 0)
    status, said = broker.get("guarantees")
    assert (status, said["error"]) == (500, "fault")
    assert "ZeroDivisionError" in caplog.text
    assert "ZeroDivisionError" not in json.dumps(said)


def test_a_broker_whose_authority_ended_is_refused_with_field_and_remedy_in_both_languages(
    broker: Inside, office: Desk
) -> None:
    trader = Party(customs_code="4303960002", social_code="91430300MASYNT0002", name="湘潭示例精密有限公司")
    client = Actor(id="client", kind="declarant", roles=("declarant",), party=trader.customs_code)
    number = lodged(broker, "E1", trader=trader)["number"]
    assert (
        office.authorities.grant(AuthorityGranted(client.party, BROKER.customs_code, "2018-01-01"), client)
        is None
    )
    assert office.authorities.end(client.party, BROKER.customs_code, "a test", client) is None
    status, said = broker.post("declarations", document.write(sent("E2", trader=trader)))
    assert (status, said["error"]) == (403, "authority_over")
    assert "AgentCode" in said["message"]
    assert "portal" in said["message"]
    chinese = Inside(inside.token("broker"), "zh")
    assert "委托" in chinese.post("declarations", document.write(sent("E2", trader=trader)))[1]["message"]
    line = document.write(sent("E3", trader=trader)) + b"\n"
    status, told = broker.post("declarations/batch", line, "application/x-ndjson")
    assert told[0]["code"] == 403
    assert broker.get(f"declarations/{number}")[0] == 404
