"""A change of rules or figures: proposed by one, rehearsed, decided by another, in force from its day."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.build import Office
from tests.cast import LIU, MAO
from tests.web import records
from tests.web.conftest import Readers
from tests.web.test_money_pages import clean
from tests.web.visitor import Visitor
from tongguan.desk import register
from tongguan.insight.targets import shipped_files as shipped_aims
from tongguan.rules.figures import shipped_figures
from tongguan.wiring import desk_on

YUAN = register.shipped().actors["yuan-qi"]
"""Administrator."""
TODAY = "2018-08-20"
CHEAPER = shipped_figures()["rates.csv"].replace("mfn,8708,,,6%,2018-07-01,", "mfn,8708,,,5%,2018-07-01,")


@pytest.fixture
def changes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The module of proposals, on the records of this process."""
    records.set_up(tmp_path_factory.mktemp("records"))
    from tongguan.web.changes import proposals

    yield proposals
    proposals.Proposal.objects.all().delete()


def refused(changes: Any, *arguments: Any) -> str:
    with pytest.raises(changes.NotDone) as error:
        changes.decide(*arguments) if isinstance(arguments[2], changes.Proposal) else changes.propose(
            *arguments
        )
    return str(error.value.word)


def test_a_change_needs_another_person_and_is_kept_with_both_names(changes: Any) -> None:
    office = Office()
    office.lodge()
    made = changes.propose(office.desk, YUAN, {"rates.csv": CHEAPER}, TODAY, "new announcement")
    assert changes.trial_of(made).changed == 1
    assert changes.trial_of(made).due < 0
    assert office.desk.journal.editions() == []
    assert refused(changes, office.desk, YUAN, made, "approved", "") == "change_own"
    assert office.desk.journal.editions() == []
    changes.decide(office.desk, MAO, made, "approved", "")
    (kept,) = office.desk.journal.editions()
    assert (kept.name, kept.valid_from, kept.approved_by) == ("figures", TODAY, ("yuan-qi", "mao-qing"))
    assert kept.digest == made.digest
    made.refresh_from_db()
    assert refused(changes, office.desk, MAO, made, "refused", "too late") == "change_decided"


def test_a_target_is_changed_by_two_people_from_its_day_on(changes: Any) -> None:
    office = Office()
    stricter = shipped_aims()["targets.toml"].replace('cut = "1/3"', 'cut = "2/5"')
    made = changes.propose(
        office.desk, MAO, {"targets.toml": stricter}, "2018-08-21", "the district asks for more"
    )
    assert refused(changes, office.desk, MAO, made, "approved", "") == "change_own"
    changes.decide(office.desk, YUAN, made, "approved", "")
    (kept,) = office.desk.journal.editions()
    assert (kept.name, kept.approved_by) == ("aims", ("mao-qing", "yuan-qi"))
    assert desk_on(office.desk.journal, office.clock).aims.targets[0].cut == "1/3", "its day has not come"
    office.clock.at += 24 * 3600 * 1_000_000
    today = desk_on(office.desk.journal, office.clock).aims
    assert today.targets[0].cut == "2/5"
    assert today.published == office.desk.aims.published, "what was not sent stays"
    strange = {"targets.toml": stricter.replace('"overall"', '"fast"')}
    assert refused(changes, office.desk, MAO, strange, "2018-08-22", "x") == "change_unusable"


def test_a_refused_change_stores_nothing_and_says_why(changes: Any) -> None:
    office = Office()
    made = changes.propose(office.desk, YUAN, {"rates.csv": CHEAPER}, TODAY, "new announcement")
    assert refused(changes, office.desk, MAO, made, "refused", "") == "change_without_reason"
    changes.decide(office.desk, MAO, made, "refused", "the announcement was withdrawn")
    made.refresh_from_db()
    assert (made.outcome, made.decided_by, made.why) == (
        "refused",
        "mao-qing",
        "the announcement was withdrawn",
    )
    assert office.desk.journal.editions() == []


def test_what_is_sent_takes_the_place_of_its_file_alone(changes: Any) -> None:
    office = Office()
    first = changes.propose(office.desk, YUAN, {"rates.csv": CHEAPER}, TODAY, "rates")
    changes.decide(office.desk, MAO, first, "approved", "")
    exchange = shipped_figures()["exchange.csv"]
    second = changes.propose(office.desk, MAO, {"exchange.csv": exchange}, "2018-09-01", "exchange rates")
    changes.decide(office.desk, YUAN, second, "approved", "")
    assert office.desk.journal.editions()[-1].files == {"rates.csv": CHEAPER, "exchange.csv": exchange}


@pytest.mark.parametrize(
    ("sent", "day", "reason", "why"),
    [({"rates.csv": CHEAPER}, "2018-08-19", "r", "change_backdated"), ({"rates.csv": CHEAPER}, "soon", "r", "change_backdated"),
     ({"rates.csv": CHEAPER}, TODAY, "", "change_without_reason"), ({"rates.csv": "x"}, TODAY, "r", "change_unusable"),
     ({}, TODAY, "r", "change_unusable")],
)  # fmt: skip
def test_an_unusable_change_is_refused_and_leaves_nothing(
    changes: Any, sent: dict[str, str], day: str, reason: str, why: str
) -> None:
    office = Office()
    assert refused(changes, office.desk, YUAN, sent, day, reason) == why
    assert not changes.Proposal.objects.exists()


def test_the_same_change_is_proposed_once(changes: Any) -> None:
    office = Office()
    changes.propose(office.desk, YUAN, {"rates.csv": CHEAPER}, TODAY, "rates")
    assert refused(changes, office.desk, MAO, {"rates.csv": CHEAPER}, TODAY, "rates") == "change_known"


def test_a_server_takes_an_edition_on_its_day_without_being_started_again(
    changes: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.conf import settings

    from tests.cast import AUGUST
    from tongguan.adapters import editions
    from tongguan.adapters.clock import FixedClock
    from tongguan.web import office

    monkeypatch.setattr(settings, "TONGGUAN_DB", f"sqlite:///{tmp_path}/t.db")
    served = office.Served()
    served.desk.clock = clock = FixedClock(AUGUST)
    before = served.desk
    made = editions.make("figures", date(2018, 8, 21), ("yuan-qi", "mao-qing"), {"rates.csv": CHEAPER})
    editions.store(before.journal, made, AUGUST)
    served.renew()
    assert served.desk is before, "its day has not come"
    clock.at = AUGUST + 24 * 3600 * 1_000_000
    served.renew()
    assert served.desk.duty.figures.digest != before.duty.figures.digest
    found = served.desk.duty.figures.find("mfn", "8708999990", date(2018, 8, 21))
    assert found is not None
    assert "5%" in found.shown
    before.journal.close()


def test_who_may_look_and_who_may_change(visitor: Any) -> None:
    for name, status in (
        ("yuan-qi", 200),
        ("mao-qing", 200),
        ("fan-xin", 200),
        (LIU.id, 403),
        ("deng-fang", 403),
    ):
        assert visitor(name).get("/administration")[0] == status, name
        assert ("/administration" in visitor(name).get("/queue")[1]) == (status == 200), name
    for name in ("fan-xin", LIU.id):
        assert visitor(name).post("/administration/propose", valid_from="2018-10-01", reason="x")[0] == 403
        assert visitor(name).post("/administration/1/decide", outcome="approved")[0] == 403
    yuan: Visitor = visitor("yuan-qi")
    status, text = yuan.post("/administration/propose", valid_from="2018-10-01", reason="x")
    assert (status, "Choose a file" in text) == (400, True)
    assert yuan.post("/administration/999/decide", outcome="approved")[0] == 404


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_administrator_changes_a_rate_and_the_head_approves(reader: Readers, lang: str) -> None:
    day = "2018-11-01" if lang == "en" else "2018-12-01"
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as archive:
        archive.writestr("figures/rates.csv", CHEAPER)
    somebody = reader("yuan-qi", lang, 1280 if lang == "en" else 360)
    page = somebody.goto("/administration")
    clean(page)
    somebody.shot(f"administration-{lang}")
    page.set_input_files(
        "[name=file]", {"name": "rates.zip", "mimeType": "application/zip", "buffer": box.getvalue()}
    )
    page.fill("[name=valid_from]", day)
    page.fill("[name=reason]", f"an announcement (synthetic, {lang})")
    page.locator("form[action='/administration/propose'] button").click()
    card = page.locator("section", has_text=f"(synthetic, {lang})").first
    expect(card.locator(".trial")).to_be_visible()
    expect(card.locator("[name=outcome]")).to_have_count(0)
    clean(page)
    somebody.shot(f"administration-proposed-{lang}")
    changed = card.locator(".trial dd").nth(1).inner_text()
    assert re.fullmatch(r"[1-9]\d*", changed), "parts of vehicles were imported in the last 90 days"
    head = reader("mao-qing", lang).goto("/administration")
    theirs = head.locator("section", has_text=f"(synthetic, {lang})").first
    theirs.locator("[value=approved]").click()
    expect(head.locator("[role=alert]")).to_contain_text("Approved" if lang == "en" else "已批准")
    clean(head)
    row = head.locator("tr", has_text=day).first
    expect(row).to_contain_text("yuan-qi, mao-qing")
