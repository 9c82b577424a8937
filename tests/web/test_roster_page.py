"""The head keeps the roster on its page: shifts and absences, and never over what somebody entered meanwhile."""

import html
import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.web.conftest import Readers
from tests.web.visitor import Visitor, said

As = Callable[[str], Visitor]
ROSTER, DUTY, ABSENCE = "/people/roster", "/people/roster/duty", "/people/roster/absence"


def seen(page: str, officer: str, *words: str) -> str:
    """What the form of one line of an officer saw."""
    lines = [html.unescape(each) for each in re.findall(r'name="seen" value="([^"]*)"', page)]
    (found,) = [each for each in lines if all(word in each for word in (officer, *words))]
    return found


def test_the_head_enters_an_absence_and_the_officer_is_given_no_work(reader: Readers) -> None:
    mao = reader("mao-qing", "en", 360)
    page = mao.goto(ROSTER)
    page.locator("summary", has_text="OUYANG Bo").click()
    card = page.locator("section.card", has_text="OUYANG Bo")
    form = card.locator(f"form[action='{ABSENCE}']").last
    form.locator("[name=since]").fill("2018-08-31")
    form.locator("[name=until]").fill("2018-09-07")
    form.locator("[name=reason]").fill("leave (synthetic)")
    form.get_by_role("button", name="Record").click()
    expect(page.locator("[role=alert].said")).to_have_text("Recorded.")
    expect(page.locator("summary", has_text="OUYANG Bo")).to_contain_text("away today")
    mao.shot("people-roster-open-en-telephone")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    own = reader("ouyang-bo").goto("/people/me")
    expect(own.locator("main")).to_contain_text("leave (synthetic)")


def test_a_change_is_refused_where_somebody_changed_the_line_meanwhile(visitor: As) -> None:
    mao, yuan = visitor("mao-qing"), visitor("yuan-qi")
    new = {"officer": "peng-jie", "since": "2018-10-08", "until": "2018-10-12", "reason": "course"}
    assert said(mao.post(ABSENCE, **new)[1]) == "Recorded."
    assert "one from that day already" in said(yuan.post(ABSENCE, **new)[1])
    first = seen(mao.get(ROSTER)[1], "peng-jie", "2018-10-08")
    change = {"officer": "peng-jie", "seen": first, "until": "2018-10-09", "reason": "course"}
    assert said(mao.post(ABSENCE, **change)[1]) == "Recorded."
    status, stale = yuan.post(ABSENCE, **{**change, "until": "2018-10-19"})
    assert (status, "has changed since you looked" in said(stale)) == (200, True)
    second = seen(stale, "peng-jie", "2018-10-08")
    assert '"until":"2018-10-09"' in second
    assert said(yuan.post(ABSENCE, officer="peng-jie", seen=second, withdraw="1")[1]) == "Recorded."
    assert "2018-10-08" not in mao.get(ROSTER)[1]


def test_an_absence_that_has_begun_is_shortened_and_not_withdrawn(visitor: As) -> None:
    mao = visitor("mao-qing")
    line = seen(mao.get(ROSTER)[1], "peng-jie", "2018-07-16")
    assert "has begun" in said(mao.post(ABSENCE, officer="peng-jie", seen=line, withdraw="1")[1])
    change = {"officer": "peng-jie", "seen": line, "until": "2018-07-18", "reason": "back early"}
    assert said(mao.post(ABSENCE, **change)[1]) == "Recorded."


def test_a_shift_ends_by_its_last_day_and_another_begins(visitor: As) -> None:
    mao = visitor("mao-qing")
    line = seen(mao.get(ROSTER)[1], "he-lan", "days-off")
    assert said(mao.post(DUTY, officer="he-lan", seen=line, until="2018-09-30")[1]) == "Recorded."
    given = {"officer": "he-lan", "shift": "days-off", "since": "2018-11-01"}
    assert said(mao.post(DUTY, **given)[1]) == "Recorded."
    assert '"until":"2018-09-30"' in seen(mao.get(ROSTER)[1], "he-lan", "days-off", "2017-01-01")


def test_each_mistake_is_one_line_in_the_readers_language_and_records_nothing(visitor: As) -> None:
    mao = visitor("mao-qing")
    before = mao.get(ROSTER)[1].count('name="seen"')
    for path, form, word in (
        (ABSENCE, {"since": "soon", "until": "2018-10-01"}, "since"),
        (ABSENCE, {"since": "2018-10-02", "until": "2018-10-01"}, "2018-10-02"),
        (DUTY, {"since": "2018-10-02", "shift": "midnight"}, "Use:"),
        (DUTY, {"since": "2018-10-02", "shift": "morning", "seen": "{}"}, "changed"),
    ):
        status, text = mao.post(path, officer="tan-yue", **form)
        assert (status, word in said(text)) == (200, True), said(text)
    assert mao.get(ROSTER)[1].count('name="seen"') == before


def test_the_roster_is_kept_by_the_managers_of_the_office_alone(visitor: As) -> None:
    assert visitor("liu-min").get(ROSTER)[0] == 403
    form = {"officer": "fan-xin", "since": "2018-10-02", "until": "2018-10-03"}
    assert visitor("mao-qing").post(ABSENCE, **form)[0] == 403, "of no office of hers"
    assert said(visitor("yuan-qi").post(ABSENCE, **form)[1]) == "Recorded."
