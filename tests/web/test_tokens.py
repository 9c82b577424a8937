"""Tokens: what each opens, until when, and who may make and revoke them."""

import re
import subprocess
from collections.abc import Callable, Iterator
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.web import inside
from tests.web.caller import Caller, token
from tests.web.conftest import TONGGUAN, Readers
from tests.web.test_money_pages import clean
from tests.web.visitor import Visitor, said
from tongguan.facts.actor import TOKEN_SCOPES

As = Callable[[str], Visitor]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The module of tokens, in an office of this process."""
    inside.office(f"sqlite:///{tmp_path_factory.mktemp('tokens')}/office.db")
    from tongguan.web.accounts import tokens

    yield tokens
    tokens.Token.objects.all().delete()


def asked(token: str, method: str, path: str) -> tuple[int, Any]:
    caller = inside.Inside(token)
    return caller.get(path) if method == "GET" else caller.post(path, {})


def test_every_call_is_closed_to_a_token_without_its_scope_and_open_to_one_with_it(office: Any) -> None:
    from tongguan.web.api.calls import CALLS

    alone = {scope: office.issue("broker", scopes=[scope]) for scope in TOKEN_SCOPES}
    needed = dict.fromkeys(TOKEN_SCOPES, 0)
    for call in (each for each in CALLS if not each.open):
        path = re.sub(r"{\w+}", "X", call.path).removeprefix("/")
        needed[call.needs] += 1
        for scope, narrow in alone.items():
            status, answer = asked(narrow, call.method, path)
            turned_away = status == 403 and answer["error"] == "scope"
            assert turned_away == (scope != call.needs), (call.method, call.path, scope)
    assert all(needed.values()), "every scope opens something"


def test_a_token_ends_on_its_day_even_while_it_is_in_use(
    office: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = office.issue("broker", days=30)
    assert office.find(token).actor == "broker"
    now = office.timezone.now()
    monkeypatch.setattr(office.timezone, "now", lambda: now + timedelta(days=31))
    assert office.find(token) is None


def test_a_revoked_token_opens_nothing_after_a_second_and_its_revoking_is_on_record(office: Any) -> None:
    from tongguan.web.accounts.models import AccountChange

    token = office.issue("trader", by="yuan-qi")
    assert office.find(token).actor == "trader"
    found = office.of("trader").get(digest=sha256(token.encode()).hexdigest())
    assert office.revoke([found], "trader") == 1
    assert office.revoke([found], "trader") == 0
    office._known.clear()
    assert office.find(token) is None
    changes = AccountChange.objects.filter(name="trader").order_by("-id").values_list("what", "by")
    assert [*changes[:2]] == [("token_revoked", "trader"), ("token_made", "yuan-qi")]


def test_a_broker_reads_with_one_token_and_may_not_lodge_with_it(served: str, database: str) -> None:
    reads = Caller(served, token(database, "broker", "--scope", "read", "--days", "7", "--label", "a reader"))
    assert reads.get("declarations")[0] == 200
    assert reads.post("declarations", {})[1]["error"] == "scope"
    command = [str(TONGGUAN), "token", "broker", "--db", database]
    listed = subprocess.run([*command, "--list"], capture_output=True, text=True).stdout
    assert re.search(
        r"^\w{12}  read  until 20\d\d-\d\d-\d\d  used 20\d\d-\d\d-\d\d \d\d:\d\d  a reader$", listed, re.M
    )
    wrong = subprocess.run([*command, "--days", "9999"], capture_output=True, text=True)
    assert (wrong.returncode, wrong.stderr.count("\n")) == (2, 1)


def test_everybody_looks_after_the_own_tokens_and_the_administrator_after_all(visitor: As) -> None:
    tan, yuan = visitor("tan-yue"), visitor("yuan-qi")
    made = tan.post("/tokens/make", actor="tan-yue", scope="read", days="30", label="TAN's own")[1]
    assert re.search(r'id="made">[\w-]{43}<', made)
    for other in (visitor("liu-min"), visitor("mao-qing")):
        assert other.post("/tokens/make", actor="tan-yue", scope="read", days="30")[0] == 403
        assert "TAN&#x27;s own" not in other.get("/tokens")[1]
    theirs = re.search(r'name="token" value="(\w{64})"', tan.get("/tokens")[1])
    assert theirs is not None
    assert visitor("liu-min").post("/tokens/revoke", token=theirs[1])[0] == 403
    assert "TAN&#x27;s own" in yuan.get("/tokens")[1]
    assert said(yuan.post("/tokens/revoke", token=theirs[1])[1]) == "The token is revoked."
    assert "TAN&#x27;s own" not in tan.get("/tokens")[1]
    assert "no such token" in said(tan.post("/tokens/revoke", token=theirs[1])[1])


@pytest.mark.parametrize(
    ("wrong", "why"),
    [({"scope": "everything"}, "Choose"), ({"days": "0"}, "whole days"), ({"days": "９"}, "whole days"),
     ({"actor": "nobody"}, "no such name")],
)  # fmt: skip
def test_a_wrong_form_makes_no_token(visitor: As, wrong: dict[str, str], why: str) -> None:
    form = {"actor": "yuan-qi", "scope": "read", "days": "30", **wrong}
    text = visitor("yuan-qi").post("/tokens/make", **form)[1]
    assert why in said(text)
    assert 'id="made"' not in text


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_administrator_makes_a_token_and_revokes_it(reader: Readers, lang: str) -> None:
    somebody = reader("yuan-qi", lang, 360 if lang == "zh" else 1280)
    page = somebody.goto("/tokens")
    page.select_option("[name=actor]", "laboratory")
    page.check("[value=report]")
    page.fill("[name=label]", f"results {lang}")
    page.locator("main form button").last.click()
    expect(page.locator("#made")).to_be_visible()
    clean(page)
    somebody.shot(f"tokens-{lang}")
    page.locator("tr", has_text=f"results {lang}").locator("button").click()
    expect(page.locator("[role=alert]")).to_have_text(
        "The token is revoked." if lang == "en" else "令牌已吊销。"
    )
    expect(page.locator("tr", has_text=f"results {lang}")).to_have_count(0)
