"""Accounts as somebody outside meets them: lock-out, sessions, passwords, looks."""

import re
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.web.conftest import TONGGUAN
from tests.web.visitor import Visitor, said
from tongguan.web.settings import settings_for

As = Callable[[str], Visitor]
GOOD = "walnut-ferry-31-lantern"


def account(database: str, name: str, password: str) -> "subprocess.CompletedProcess[str]":
    command = [str(TONGGUAN), "account", name, "--db", database]
    return subprocess.run(command, input=f"{password}\n", capture_output=True, text=True)


def test_a_password_keeps_the_rules_before_an_account_is_made_and_after(served: str, database: str) -> None:
    short = account(database, "wen-of-xiangtan", "short")
    assert (short.returncode, short.stderr.count("\n")) == (1, 1)
    assert "密码太短" in short.stderr
    assert account(database, "not a name", GOOD).returncode == 2
    assert Visitor(served, "wen-of-xiangtan", "short").get("/")[1].count("password"), "nothing was made"
    assert account(database, "wen-of-xiangtan", GOOD).returncode == 0
    wen = Visitor(served, "wen-of-xiangtan", GOOD)
    other = Visitor(served, "wen-of-xiangtan", GOOD)
    for new, again, why in (
        ("123456789012345", "123456789012345", "Not digits alone."),
        ("password1234", "password1234", "Too common"),
        ("wen-of-xiangtan1", "wen-of-xiangtan1", "Too like"),
        (GOOD + "x", GOOD + "y", "differ"),
    ):
        text = wen.post("/password", old_password=GOOD, new_password1=new, new_password2=again)[1]
        assert why in said(text), new
    wrong = wen.post("/password", old_password="no", new_password1=GOOD + "x", new_password2=GOOD + "x")[1]
    assert "old password" in said(wrong)
    wen.post("/password", old_password=GOOD, new_password1=GOOD + "x", new_password2=GOOD + "x")
    assert wen.get("/password")[0] == 200
    assert wen.landed == "/password", "this session goes on"
    other.get("/password")
    assert other.landed.startswith("/sign-in"), "every other session has ended"


def test_five_failures_lock_the_name_out_even_with_the_right_password(
    served: str, database: str, visitor: As
) -> None:
    account(database, "guessed", GOOD)
    door = Visitor(served)
    for _ in range(5):
        status, text = door.signs_in("guessed", "guess")
        assert (status, "do not match" in text) == (200, True)
    status, text = door.signs_in("guessed", GOOD)
    assert status == 429
    assert "locked" in said(text)
    assert door.signs_in("Guessed", GOOD)[0] == 429
    somebody = Visitor(served, "fan-xin")
    assert (somebody.get("/people")[0], somebody.landed) == (200, "/people"), "others go on"
    record = visitor("fan-xin").get("/looks?actor=guessed")[1]
    assert record.count(">failed<") == 5
    assert GOOD not in record


def test_a_session_ends_with_the_browser_or_the_working_day_and_scripts_cannot_read_it(served: str) -> None:
    somebody = Visitor(served, "fan-xin")
    (cookie,) = (each for each in somebody.jar if each.name == "sessionid")
    assert cookie.expires is None
    assert cookie.has_nonstandard_attr("HttpOnly")
    assert cookie.get_nonstandard_attr("SameSite") == "Lax"
    assert settings_for("sqlite:////tmp/unused.db")["SESSION_COOKIE_AGE"] <= 12 * 3600


def test_a_part_of_a_page_asked_for_after_the_session_has_ended_sends_the_whole_page_to_the_door(
    served: str,
) -> None:
    nobody = Visitor(served)
    asked = {"HX-Request": "true", "HX-Current-URL": f"{served}/queue?all"}
    assert nobody.get("/queue", **asked) == (200, "")
    assert nobody.headers["HX-Redirect"] == "/sign-in?next=/queue%3Fall"


def test_many_who_open_one_declaration_at_once_are_each_answered(served: str) -> None:
    officers = [Visitor(served, name) for name in ("liu-min", "tan-yue", "xiao-han", "deng-fang") * 2]
    number = re.findall(r'href="/declarations/(\w+)"', officers[3].get("/queue?all")[1])[0]

    def looks(officer: Visitor) -> set[int]:
        return {
            officer.get(f"/{page}/{number}")[0] for _ in range(8) for page in ("presence", "declarations")
        }

    with ThreadPoolExecutor(len(officers)) as together:
        assert set().union(*together.map(looks, officers)) == {200}


def test_in_production_cookies_go_over_tls_alone(tmp_path_factory: pytest.TempPathFactory) -> None:
    url = f"sqlite:///{tmp_path_factory.mktemp('production')}/t.db"
    found = settings_for(url, True, ["customs.example"])
    assert found["SESSION_COOKIE_SECURE"]
    assert found["CSRF_COOKIE_SECURE"]
    assert found["SECURE_HSTS_SECONDS"] > 0
    assert found["CSRF_TRUSTED_ORIGINS"] == ["https://customs.example"]
    assert "customs.example" in found["ALLOWED_HOSTS"]
    assert "SESSION_COOKIE_SECURE" not in settings_for(url), "the demo is served without TLS"


def test_every_look_at_a_declaration_is_on_record_for_the_auditor_alone(visitor: As) -> None:
    tan, fan = visitor("tan-yue"), visitor("fan-xin")
    queue = tan.get("/queue?all")[1]
    number = queue.partition('href="/declarations/')[2].partition('"')[0]
    assert number
    before = fan.get(f"/looks?number={number}")[1].count(">tan-yue</a>")
    tan.get(f"/declarations/{number}")
    tan.get("/declarations/4907NONE")
    after = fan.get(f"/looks?number={number}")[1]
    assert after.count(">tan-yue</a>") == before + 1
    assert ">declaration</td>" in after
    assert "4907NONE" not in fan.get("/looks")[1], "what shows nothing is no look"
    for name in ("tan-yue", "mao-qing", "yuan-qi"):
        assert visitor(name).get("/looks")[0] == 403
