"""A process model of the office's own: proposed, rehearsed, approved by another, live on its day without a restart."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.adapters.test_processes import GOOD
from tests.build import Office, declaration, message
from tests.cast import AUGUST, BROKER, DENG, MAO
from tests.web import records
from tests.web.conftest import Readers
from tests.web.test_administration import TODAY, YUAN, refused
from tests.web.test_money_pages import clean
from tongguan.adapters.clock import FixedClock
from tongguan.desk.views import Answer
from tongguan.facts.clock import DAY

FIRST = "2018-09-01"


@pytest.fixture
def changes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    records.set_up(tmp_path_factory.mktemp("records"))
    from tongguan.web.changes import proposals

    yield proposals
    proposals.Proposal.objects.all().delete()


def test_the_rehearsal_says_which_declarations_would_have_gone_another_way(changes: Any) -> None:
    office = Office()
    untouched = office.lodge().number
    reviewed = office.lodge(declaration(transport_document="B-2", price_statements="111"), "SYN0002").number
    office.does(reviewed, "add", "document_review", actor=DENG, reason="spot check")
    made = changes.propose(office.desk, YUAN, GOOD, FIRST, "review everything (synthetic)")
    found = changes.trial_of(made)
    assert untouched in found.numbers
    assert found.declarations == 2
    assert found.controls == found.changed, "one review more of each"


def test_a_process_begins_with_a_day_and_with_two_pairs_of_eyes(changes: Any) -> None:
    office = Office()
    assert refused(changes, office.desk, YUAN, GOOD, TODAY, "r") == "change_begins_tomorrow"
    bad = {**GOOD, "process-own.toml": "id = 7"}
    assert refused(changes, office.desk, YUAN, bad, FIRST, "r") == "change_unusable"
    made = changes.propose(office.desk, YUAN, GOOD, FIRST, "r")
    assert refused(changes, office.desk, YUAN, made, "approved", "") == "change_own"
    office.clock.at += 12 * DAY
    assert refused(changes, office.desk, MAO, made, "approved", "") == "change_begins_tomorrow"
    assert office.desk.journal.editions() == []


def test_a_server_works_by_it_from_its_day_and_what_was_begun_goes_on_as_it_began(
    changes: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.conf import settings

    from tongguan.web import office

    monkeypatch.setattr(settings, "TONGGUAN_DB", f"sqlite:///{tmp_path}/t.db")
    served = office.Served()
    served.desk.clock = clock = FixedClock(AUGUST)
    begun = served.desk.lodge(message(), BROKER)
    assert isinstance(begun, Answer)
    changes.decide(served.desk, MAO, changes.propose(served.desk, YUAN, GOOD, FIRST, "r"), "approved", "")
    served.renew()
    assert "import_own" in served.desk.models, "known before its day"
    processes = []
    for number, later in (("SYN0002", 0), ("SYN0003", 12 * DAY)):
        clock.at = AUGUST + later
        served.renew()
        said = served.desk.lodge(message(client_number=number), BROKER)
        assert isinstance(said, Answer), said
        sheet = served.desk.show(said.number)
        assert sheet is not None
        processes.append(sheet.process)
    assert processes == ["import_parallel", "import_own"]
    first = served.desk.show(begun.number)
    assert first is not None
    assert first.process == "import_parallel"
    served.desk.journal.close()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_administrator_proposes_a_process_on_the_page(reader: Readers, lang: str) -> None:
    day = "2018-11-01" if lang == "en" else "2018-12-01"
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as archive:
        for name, text in GOOD.items():
            archive.writestr(name, text.replace("import_own", f"import_{lang}").replace(FIRST, day))
    yuan = reader("yuan-qi", lang)
    page = yuan.goto("/administration")
    page.set_input_files(
        "[name=file]", {"name": "own.zip", "mimeType": "application/zip", "buffer": box.getvalue()}
    )
    page.fill("[name=valid_from]", day)
    page.fill("[name=reason]", f"review everything (synthetic, {lang})")
    page.locator("form[action='/administration/propose'] button").click()
    card = page.locator("section", has_text=f"(synthetic, {lang})").first
    expect(card.locator(".trial dd")).to_have_count(4)
    assert int(card.locator(".trial dd").nth(1).inner_text()) > 0
    clean(page)
    yuan.shot(f"own-process-{lang}")
