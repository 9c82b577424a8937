"""The second factor: who needs one, which codes open, and what an account sees of it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pyotp
import pytest
from playwright.sync_api import expect

from tests.web import records
from tests.web.conftest import TONGGUAN, Readers
from tests.web.test_money_pages import clean
from tests.web.test_safety import GOOD, account
from tongguan.adapters.settings import Settings, WrongSetting, read
from tongguan.facts.actor import OFFICERS
from tongguan.web.settings import settings_for

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
HALF_MINUTE = timedelta(seconds=30)


class Owner:
    """Somebody with an authenticator, whose account is XIAO's."""

    def __init__(self) -> None:
        from tongguan.web.accounts import factor

        self.factor, self.nonce = factor, factor.nonce()
        self.telephone = pyotp.TOTP(factor.secret("xiao-han", self.nonce))
        self.codes = factor.set_up("xiao-han", self.nonce, self.telephone.at(NOON), NOON)

    def opens(self, code: str, at: datetime) -> bool:
        return self.factor.accepts("xiao-han", code, at)


@pytest.fixture
def owner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Owner]:
    records.set_up(tmp_path_factory.mktemp("records"))
    from tongguan.web.accounts.models import Factor, Recovery, SignIn

    yield Owner()
    for table in (Factor, Recovery, SignIn):
        table.objects.all().delete()


def test_a_code_opens_once_and_never_an_earlier_one_after_it(owner: Owner) -> None:
    assert not owner.opens(owner.telephone.at(NOON), NOON), "it was used to set the factor up"
    later = NOON + 2 * HALF_MINUTE
    assert owner.opens(owner.telephone.at(later), later)
    assert not owner.opens(owner.telephone.at(later), later)
    assert not owner.opens(owner.telephone.at(later - HALF_MINUTE), later)


def test_a_clock_half_a_minute_off_is_forgiven_and_no_more(owner: Owner) -> None:
    later = NOON + 20 * HALF_MINUTE
    assert not owner.opens(owner.telephone.at(later - 2 * HALF_MINUTE), later)
    assert not owner.opens(owner.telephone.at(later + 2 * HALF_MINUTE), later)
    assert owner.opens(owner.telephone.at(later + HALF_MINUTE), later)


def test_a_recovery_code_opens_once_as_typed_or_in_small_letters_and_only_its_own_account(
    owner: Owner,
) -> None:
    assert len({*owner.codes}) == 10
    assert owner.opens(owner.codes[0].lower(), NOON)
    assert not owner.opens(owner.codes[0], NOON)
    assert not owner.factor.accepts("liu-min", owner.codes[1], NOON)
    assert owner.opens(owner.codes[1].replace("-", " "), NOON)
    assert owner.factor.left("xiao-han") == 8


def test_what_is_stored_tells_neither_the_secret_nor_a_code(owner: Owner) -> None:
    from tongguan.web.accounts.models import Factor, Recovery

    kept = repr([*Factor.objects.values(), *Recovery.objects.values()]).upper()
    assert owner.telephone.secret not in kept
    assert not any(code.replace("-", "") in kept for code in owner.codes)


def test_new_recovery_codes_end_the_old_ones(owner: Owner) -> None:
    fresh = owner.factor.renew("xiao-han")
    assert not owner.opens(owner.codes[0], NOON)
    assert owner.opens(fresh[0], NOON)


def signed_in(client: Any, name: str, password: str = GOOD) -> Any:
    return client.post("/sign-in", {"username": name, "password": password})


@pytest.fixture
def door(owner: Owner) -> Iterator[Any]:
    """A browser's client before the office's door, where XIAO's account has the password GOOD."""
    from django.contrib.auth.models import User
    from django.test import Client

    user, _ = User.objects.get_or_create(username="xiao-han")
    before = user.password
    user.set_password(GOOD)
    user.save()
    yield Client(SERVER_NAME="localhost")
    user.password = before
    user.save()


def test_the_password_alone_signs_nobody_in_where_there_is_a_factor(owner: Owner, door: Any) -> None:
    answer = signed_in(door, "xiao-han")
    assert answer["Location"] == "/sign-in/code"
    assert door.get("/password")["Location"].startswith("/sign-in")
    assert b'role="alert"' in door.post("/sign-in/code", {"code": "000000"}).content
    assert door.get("/password")["Location"].startswith("/sign-in")
    assert door.post("/sign-in/code", {"code": owner.codes[0]})["Location"] == "/"
    assert door.get("/password").status_code == 200


def test_five_wrong_codes_lock_the_account_even_for_the_right_one_and_its_password(
    owner: Owner, door: Any
) -> None:
    signed_in(door, "xiao-han")
    for _ in range(5):
        assert door.post("/sign-in/code", {"code": "000000"}).status_code == 200
    assert door.post("/sign-in/code", {"code": owner.codes[0]}).status_code == 429
    assert signed_in(door, "xiao-han").status_code == 429
    assert owner.factor.left("xiao-han") == 10


def test_a_right_password_again_and_again_does_not_forgive_wrong_codes(owner: Owner, door: Any) -> None:
    for _ in range(5):
        signed_in(door, "xiao-han")
        door.post("/sign-in/code", {"code": "000000"})
    assert signed_in(door, "xiao-han").status_code == 429


def test_the_codes_page_is_nothing_without_a_right_password(owner: Owner, door: Any) -> None:
    assert door.post("/sign-in/code", {"code": owner.codes[0]})["Location"] == "/sign-in"
    assert owner.factor.left("xiao-han") == 10


@pytest.mark.parametrize("path", ["/", "/queue", "/password", "/looks", "/declarations?q=1"])
def test_an_officer_who_needs_a_factor_and_has_none_gets_no_further_than_its_page(
    owner: Owner, door: Any, path: str
) -> None:
    from django.test import override_settings

    owner.factor.forget("xiao-han", "xiao-han")
    with override_settings(TONGGUAN_SECOND_FACTOR=frozenset({"tax_officer"})):
        signed_in(door, "xiao-han")
        assert door.get(path)["Location"] == "/second-factor"
        page = door.get("/second-factor").content.decode()
        secret = page.partition('class="mono link">')[2].partition("<")[0]
        assert "<svg" in page
        assert b'role="alert"' in door.post("/second-factor", {"verb": "set-up", "code": "000000"}).content
        right = pyotp.TOTP(secret).now()
        done = door.post("/second-factor", {"verb": "set-up", "code": right}).content
        assert done.count(b"<li>") == 10
        assert door.get("/password").status_code == 200
    with override_settings(TONGGUAN_SECOND_FACTOR=frozenset({"head"})):
        assert door.get("/password").status_code == 200


def test_production_asks_every_officer_and_a_demo_nobody_unless_it_is_set_otherwise(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    url = f"sqlite:///{tmp_path_factory.mktemp('factor')}/t.db"

    def asked(wanted: str, production: bool) -> frozenset[str]:
        found = settings_for(url, production, ["customs.example"], Settings(second_factor=wanted))
        return frozenset(found["TONGGUAN_SECOND_FACTOR"])

    assert asked("auto", True) == {*OFFICERS}
    assert asked("auto", False) == frozenset()
    assert asked("head auditor", True) == {"head", "auditor"}
    assert asked("none", True) == frozenset()
    assert asked("all", False) == {*OFFICERS}
    with pytest.raises(
        WrongSetting, match="TONGGUAN_SECOND_FACTOR: must be of auto, all, none, document_officer"
    ):
        read({"TONGGUAN_SECOND_FACTOR": "heads"})


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_an_account_sets_its_factor_up_and_signs_in_with_it(
    database: str, reader: Readers, lang: str, run: Callable[..., Any]
) -> None:
    name = f"telephone-{lang}"
    account(database, name, GOOD)
    somebody = reader("", lang, 360)
    page = somebody.goto("/sign-in?next=/second-factor")
    page.fill("[name=username]", name)
    page.fill("[name=password]", GOOD)
    page.click("main button")
    expect(page.locator(".qr")).to_be_visible()
    clean(page)
    somebody.shot(f"second-factor-{lang}")
    page.locator("summary", has_text="?" if lang == "en" else "？").click()
    telephone = pyotp.TOTP(page.locator(".link").inner_text())
    page.fill("[name=code]", telephone.now())
    page.click("main button")
    codes = page.locator("#recovery li")
    expect(codes).to_have_count(10)
    clean(page)
    spare = codes.first.inner_text()
    page.goto(f"{somebody.address}/second-factor")
    clean(page)
    page.locator(".bar button").click()
    page.goto(f"{somebody.address}/sign-in?next=/second-factor")
    page.fill("[name=username]", name)
    page.fill("[name=password]", GOOD)
    page.click("main button")
    clean(page)
    somebody.shot(f"factor-code-{lang}")
    page.fill("[name=code]", spare)
    page.click("main button")
    expect(page.locator("main")).to_contain_text("left: 9" if lang == "en" else "剩余恢复码 9")
    assert (
        run("factor", name, "--db", database).stdout
        == f"{name}: has a second factor, and 9 codes of recovery\n"
    )
    assert run("factor", name, "--forget", "--db", database).returncode == 0
    assert run("factor", name, "--db", database).returncode == 1


@pytest.fixture
def run() -> Callable[..., Any]:
    import subprocess

    return lambda *command: subprocess.run([str(TONGGUAN), *command], capture_output=True, text=True)
