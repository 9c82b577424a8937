"""Inspection in a real Chromium: openings, calendar, an order, its record on a telephone with a bad line, follow-ups."""

import re
import subprocess
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.web.conftest import TONGGUAN, Reader, Readers
from tests.web.test_api import Terminal, token
from tongguan.desk import register
from tongguan.desk.desk import Desk
from tongguan.desk.inspections import Told
from tongguan.desk.visiting import Act
from tongguan.process.inspection import Inspection
from tongguan.wiring import desk_of

SIZES = {"wide": 1280, "telephone": 360}
PNG = b"\x89PNG\r\n\x1a\n synthetic"


@pytest.fixture(scope="module")
def office(database: str) -> Iterator[Desk]:
    """The same database, to look into."""
    desk = desk_of(database)
    yield desk
    desk.journal.close()


def order_in(office: Desk, state: str) -> tuple[str, str]:
    """An order in a state, and its officer."""
    card = office.inspections.cards(state)[0]
    return card.stream.partition("/")[2], card.facts.get("officer", "")


def clean(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


@pytest.mark.parametrize(("lang", "size"), [("en", "wide"), ("zh", "telephone")])
def test_every_page_of_inspection_is_accessible_and_never_scrolls_sideways(
    reader: Readers, office: Desk, lang: str, size: str
) -> None:
    paused, officer = order_in(office, "paused")
    somebody = reader(officer, lang, SIZES[size])
    for path in ("", "/follow-ups", f"/{paused}", f"/{paused}/visit"):
        clean(somebody.goto(f"/inspections{path}"))
        name = re.sub("[0-9]+", "order", path).strip("/").replace("/", "-") or "orders"
        somebody.shot(f"inspection-{name}-{lang}-{size}")


def test_the_serial_year_opened_twice_the_parallel_year_once_and_the_saved_openings_are_counted(
    reader: Readers,
) -> None:
    page = reader().goto("/inspections")
    rows = page.locator("#openings tbody tr", has_text="customs and quarantine")
    serial, parallel = (row.locator("td").all_inner_texts() for row in rows.all())
    units, openings, each, saved = (serial[place] for place in (1, 3, 4, 5))
    assert (each, saved, int(openings)) == ("2.00", "0", 2 * int(units))
    units, shared, openings, each, saved = parallel[1:]
    assert (each, openings, saved) == ("1.00", units, units)
    assert int(shared) >= 1, "one container holds goods of three declarations"


def test_an_order_is_made_booked_and_drawn_at_the_desk(reader: Readers, office: Desk) -> None:
    booked, _ = order_in(office, "booked")
    page = reader("deng-fang").goto(f"/inspections/{booked}")
    before = page.locator("dl div", has_text="Booked for").inner_text()
    page.locator("select[name=slot]").select_option(index=5)
    page.get_by_role("button", name="Book", exact=True).click()
    expect(page.locator("[role=alert].said")).to_have_text("Done.")
    assert page.locator("dl div", has_text="Booked for").inner_text() != before
    page.get_by_role("button", name="Missed").click()
    page.locator("form", has=page.get_by_role("button", name="Missed")).locator("[name=reason]").fill(
        "no lorry"
    )
    page.get_by_role("button", name="Missed").click()
    expect(page.locator("[role=alert].refused")).to_contain_text("not come yet")


def tick(page: Page, item: str, outcome: str, note: str = "") -> None:
    form = page.locator(f"form[data-draft=check-{item}]")
    form.locator(f"[value={outcome}]").check()
    form.locator("[name=note]").fill(note)
    form.locator("button").click()


def sent(page: Page) -> None:
    expect(page.locator("#outbox")).to_have_text("everything is sent")


def test_the_record_is_kept_on_the_telephone_until_the_line_is_back_and_answered_once(
    reader: Readers, office: Desk
) -> None:
    order, officer = order_in(office, "paused")
    somebody = reader(officer, "en", 360)
    page = somebody.goto(f"/inspections/{order}/visit")
    page.get_by_role("button", name="Resume").click()
    expect(page.locator("form[data-draft=conclude]")).to_be_visible()
    items = [
        str(each.get_attribute("data-draft"))[6:] for each in page.locator("form[data-draft^=check]").all()
    ]
    first, *rest = items
    page.locator(f"form[data-draft=check-{first}] [name=note]").fill("half a sentence")
    page.reload()
    expect(page.locator(f"form[data-draft=check-{first}] [name=note]")).to_have_value("half a sentence")

    somebody.context.set_offline(True)
    tick(page, first, "differs", "one carton is wet")
    tick(page, rest[0], "conforms")
    photograph(page, PNG, "the wet carton")
    expect(page.locator("#outbox")).to_contain_text("3 not sent yet")
    somebody.shot("visit-without-a-line")
    assert known(office, order).checks == {}

    answers: list[str] = []

    def lost(route: object) -> None:
        """The office takes the entry; its answer gets lost on the way."""
        answers.append(str(route.fetch().status))  # type: ignore[attr-defined]
        route.abort()  # type: ignore[attr-defined]

    page.route("**/record", lost, times=1)
    with page.expect_event("requestfailed"):
        somebody.context.set_offline(False)
        page.evaluate("dispatchEvent(new Event('online'))")
    assert answers == ["200"]
    assert list(known(office, order).checks) == [first]
    page.evaluate("dispatchEvent(new Event('online'))")
    sent(page)
    checks = known(office, order).checks
    assert {name: each.result for name, each in checks.items()} == {first: "differs", rest[0]: "conforms"}
    expect(page.locator("form[data-draft=photo] a")).to_have_text("1 the wet carton")
    kept = office.inspections.photograph(order, 1)
    assert kept is not None
    assert kept.body == PNG
    events = office.journal.read(f"inspection/{order}")
    assert sum("one carton is wet" in event.payload for event in events) == 1
    for item in rest[1:]:
        tick(page, item, "conforms")
    sent(page)
    assert all("Failed to load resource" in each for each in somebody.console)
    somebody.console.clear()
    somebody.shot("visit-record")
    conclude(somebody, office, order)


def photograph(page: Page, picture: bytes, note: str = "") -> None:
    photo = page.locator("form[data-draft=photo]")
    photo.locator("[type=file]").set_input_files(
        {"name": "a.png", "mimeType": "image/png", "buffer": picture}
    )
    photo.locator("[name=note]").fill(note)
    photo.locator("button").click()


def known(office: Desk, order: str) -> Inspection:
    found = office.inspections.show(order)
    assert found is not None
    return found


def conclude(somebody: Reader, office: Desk, order: str) -> None:
    """A picture, a wrong file, a refusal that is mended, the end."""
    page = somebody.page
    photo = page.locator("form[data-draft=photo]")
    photograph(page, b"no picture")
    expect(photo.locator("output")).to_contain_text("JPEG")
    photograph(page, PNG)
    expect(page.locator("form[data-draft=photo] a")).to_have_count(2)
    answer = page.request.get(f"{somebody.address}/inspections/{order}/photographs/1")
    assert (answer.body(), answer.headers["content-type"]) == (PNG, "image/png")
    end = page.locator("form[data-draft=conclude]")
    end.locator("select").first.select_option("refuse")
    end.get_by_role("button").click()
    expect(end.locator("output")).to_contain_text("reason")
    assert len([each for each in somebody.console if "422" in each]) == len(somebody.console) == 2
    somebody.console.clear()
    end.locator("select").first.select_option("accept")
    end.get_by_role("button").click()
    expect(page.locator("h1 .chip")).to_have_text("done")
    assert known(office, order).state == "done"


def test_what_is_found_widens_the_visit_from_the_telephone(reader: Readers, office: Desk) -> None:
    order, officer = order_in(office, "started")
    somebody = reader(officer, "zh", SIZES["telephone"])
    page = somebody.goto(f"/inspections/{order}/visit")
    form = page.locator("form[data-draft=widen]")
    form.get_by_label("货物不可分割").check()
    page.reload()
    expect(form.get_by_label("货物不可分割")).to_be_checked()
    form.locator("[name=reason]").fill("同批货物混装（示例）")
    clean(page)
    somebody.shot("inspection-visit-widen-zh-telephone")
    form.get_by_role("button").click()
    expect(form.get_by_label("货物不可分割")).to_have_count(0)
    assert known(office, order).whole


def test_a_follow_up_is_settled_at_one_desk(reader: Readers, office: Desk) -> None:
    treated = next(order for order, each in office.inspections.follow_ups() if each.measure == "treatment")
    number = treated.open_follow_ups[0].number
    zhou = reader("zhou-wei")
    page = zhou.goto("/inspections/follow-ups")
    before = page.locator("section.card").count()
    card = page.locator("section.card", has=page.get_by_role("heading", name="re-treatment"))
    card.locator("[name=ref]").first.fill("SYN-FUM-7")
    card.get_by_role("button", name="Done").click()
    expect(page.locator("[role=alert].said")).to_have_text("Done.")
    expect(page.locator("section.card")).to_have_count(before - 1)
    state = office.state(number)
    assert state is not None
    assert not [block for block in state.blocked_by if block.id == "joint_inspection"]


def test_a_laboratory_reports_once_and_a_declarant_books_and_learns_of_nobody_else(
    served: str, database: str, office: Desk
) -> None:
    order = next(o for o, each in office.inspections.follow_ups() if each.measure == "condition")
    (sample,) = order.open_samples
    said = {"sample": sample.sample, "outcome": "conforms", "ref": "SYN-LAB-1", "finding": "none"}
    laboratory = Terminal(served, token(database, "laboratory"))
    assert laboratory.json("inspections/results", said) == (201, {"sample": sample.sample, "repeat": False})
    assert laboratory.json("inspections/results", said)[0] == 200
    assert laboratory.json("inspections/results", {**said, "outcome": "fails"})[0] == 409
    assert laboratory.json("inspections/results", {**said, "outcome": 1})[0] == 400
    broker = Terminal(served, token(database, "broker"))
    assert broker.json("inspections/results", said)[0] == 403
    booked, _ = order_in(office, "booked")
    wanted = {"order": booked, "site": "shed-1", "at": "2018-09-05T10:20:00+08:00"}
    status, answer = broker.json("inspections/bookings", wanted)
    assert (status, set(answer)) == (201, {"order", "site", "at", "repeat"})
    assert broker.json("inspections/bookings", {**wanted, "at": "soon"})[0] == 422
    assert broker.json("inspections/bookings", {**wanted, "order": "0"})[0] == 404


def test_a_terminal_reads_what_it_may_book_and_nothing_of_whose_goods_they_are(
    served: str, database: str, office: Desk
) -> None:
    booked, _ = order_in(office, "booked")
    terminal = Terminal(served, token(database, "terminal"))
    status, said = terminal.get("inspections/orders")
    assert status == 200
    (mine,) = [each for each in said["orders"] if each["order"] == booked]
    assert set(mine) == {"order", "office", "units", "site", "at"}
    assert (mine["site"], mine["units"]) == ("shed-1", list(known(office, booked).units))
    time = said["times"][-1]
    assert set(time) == {"office", "site", "at", "free"}
    wanted = {"order": booked, "site": time["site"], "at": time["at"]}
    assert terminal.json("inspections/bookings", wanted)[0] == 201
    (again,) = [e for e in terminal.get("inspections/orders")[1]["orders"] if e["order"] == booked]
    assert again["at"] == time["at"]
    for other in ("broker", "bank", "laboratory"):
        assert Terminal(served, token(database, other)).get("inspections/orders")[0] == 403


def test_the_commands_say_the_same(database: str) -> None:
    def says(*words: str) -> str:
        return subprocess.run(
            [TONGGUAN, "inspection", *words, "--db", database], check=True, capture_output=True, text=True
        ).stdout

    rows = [line.split() for line in says("openings").splitlines()]
    both = {row[0]: (row[-2], row[-1]) for row in rows if row[1] == "2"}
    assert both["2017"] == ("2.0", "0")
    assert both["2018"][0] == "1.0"
    assert says("list")
    assert "shed-1" in says("slots")


def test_an_item_is_shut_to_an_officer_who_is_not_qualified_for_it(reader: Readers, office: Desk) -> None:
    order, officer = order_in(office, "started")
    people = register.shipped().actors
    over = Act(verb="hand-over", to="he-lan", reason="shift (synthetic)")
    assert officer == "zhou-wei"
    assert isinstance(office.inspections.act(order, over, people[officer]), Told)
    somebody = reader("he-lan", "en", SIZES["telephone"])
    page = somebody.goto(f"/inspections/{order}/visit")
    wood = page.locator("fieldset", has_text="wood packing bears")
    expect(wood).to_contain_text("Qualification needed: quarantine inspection")
    expect(wood.get_by_role("button")).to_be_disabled()
    expect(page.locator("fieldset", has_text="packages and weight").get_by_role("button")).to_be_enabled()
    somebody.shot("inspection-visit-not-qualified-en-telephone")
    clean(page)
