"""What everybody may know of the draws: seals at once, a secret once it tells nobody too early that he is selected."""

import hmac
from datetime import date, timedelta
from hashlib import sha256

from msgspec.structs import replace

from tests.cast import TERMINAL
from tests.stories.test_draws import TODAY, TOMORROW, judged, lodged, office
from tests.stories.test_twins import UNTIL
from tongguan.desk import draws_told
from tongguan.desk.desk import Desk
from tongguan.desk.draws_told import DrawsTold
from tongguan.desk.verbs import Act
from tongguan.facts.clock import DAY, local_date, parse
from tongguan.rules.book import RuleBook


def told(desk: Desk, before: date | None = None) -> DrawsTold:
    return draws_told.page(desk.draws, desk.journal, desk.clock.now(), before)


def test_a_trader_reads_the_seal_the_day_before_and_computes_his_own_draw_the_day_after() -> None:
    desk, clock = office()
    desk.draws.seal()
    seal = told(desk).draws[0]
    assert (seal.day, seal.state, seal.secret, seal.late) == (TOMORROW, "sealed", "", False)
    clock.at += DAY
    number = lodged(desk)
    desk.act(number, Act(verb="arrive"), TERMINAL)
    clock.at += DAY
    desk.draws.publish_over()
    after = told(desk).draws[0]
    assert (after.state, after.digest) == ("published", seal.digest)
    assert sha256(bytes.fromhex(after.salt + after.secret)).hexdigest() == seal.digest
    made = hmac.digest(bytes.fromhex(after.secret), f"declaration|{number}".encode(), "sha256")
    assert int.from_bytes(made[:8], "big") % 1_000_000 == judged(desk, number)[0].evidence.draw


def test_a_secret_is_withheld_outside_while_goods_of_its_day_wait_in_silence_and_then_told() -> None:
    desk, clock = office()
    number = lodged(desk)
    clock.at += DAY
    desk.draws.publish_over()
    withheld = told(desk).draws[0]
    assert (withheld.day, withheld.state, withheld.secret, withheld.salt) == (TODAY, "withheld", "", "")
    assert desk.selecting.audit().draws == 1, "the office itself audits all the same"
    desk.act(number, Act(verb="arrive"), TERMINAL)
    assert told(desk).draws[0].state == "published"


def test_a_secret_is_withheld_until_the_moment_that_a_rule_names_though_the_goods_are_here() -> None:
    desk, clock = office()
    files = {"selection-rules.toml": UNTIL.format(until="2018-08-22T08:00").replace("export", "import")}
    desk.office = replace(desk.office, rules=RuleBook.load(files))
    desk.act(lodged(desk), Act(verb="arrive"), TERMINAL)
    clock.at += DAY
    desk.draws.publish_over()
    assert told(desk).draws[0].state == "withheld"
    clock.at = parse("2018-08-22T08:00")
    assert told(desk).draws[0].state == "published"


def test_days_come_newest_first_in_pages_until_there_are_none() -> None:
    desk, clock = office()
    first = local_date(clock.at)
    days = [(first + timedelta(days=n)).isoformat() for n in range(draws_told.PAGE + 3)]
    for day in days:
        desk.draws.seal(day)
    page = told(desk)
    rest = told(desk, date.fromisoformat(page.next))
    assert [each.day for each in (*page.draws, *rest.draws)] == days[::-1]
    assert (len(page.draws), len(rest.draws), rest.next) == (draws_told.PAGE, 3, "")
