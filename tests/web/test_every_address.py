"""Every address of the workbench, asked by every role and by strangers: nobody outside sees anything, nothing falls over."""

import re
from collections.abc import Callable

import pytest
from django.urls import URLPattern

from tests.web import records
from tests.web.test_safety import GOOD, account
from tests.web.visitor import Visitor
from tongguan.desk import register

As = Callable[[str], Visitor]
WATCHED = {"/healthz", "/readyz", "/metrics"}
"""Addresses for machines of this host that watch: numbers alone."""
OPEN = {"/sign-in", "/language", "/sign-out", "/draws", "/api/v1/draws", "/api/v1/openapi.json", *WATCHED}
"""Addresses that show nothing of the office and are for everybody."""
OWN = {"/password", "/second-factor"}
"""Addresses of an account's own affairs: whoever is signed in."""
ROLES = {
    role: actor.id
    for actor in register.shipped().actors.values()
    if actor.kind == "officer"
    for role in actor.roles
}
NAMES = {"book": "H4907A000001", "guarantee": "SYN-G-003", "course": "SYN-C-01", "officer": "he-lan",
         "report": "2018-W26", "improvement": "20171228-01-1"}  # fmt: skip
"""A true name for addresses whose part is one."""


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory, visitor: As) -> list[str]:
    """Every address of urls.py, with a declaration's number and true names where it has parts."""
    records.set_up(tmp_path_factory.mktemp("records"))
    from tongguan.web.urls import urlpatterns

    queue = visitor("deng-fang").get("/queue?all")[1]
    number = re.findall(r'href="/declarations/(\w+)"', queue)[0]
    return [_filled(pattern, number) for pattern in urlpatterns]


def _filled(pattern: URLPattern, number: str) -> str:
    name = NAMES.get(str(pattern.name), NAMES.get(str(pattern.name).partition("-")[0]))
    parts = {"number": name or number, "kind": "ledger", "place": "1", "proposal": "1", "paper": "1"}
    route = re.sub(r"<\w+:(\w+)>", lambda found: parts.get(found[1], name or "SYN-P-1"), str(pattern.pattern))
    return f"/{route}"


def read(text: str, secrets: list[str], address: str) -> list[str]:
    """Which secrets a page tells that its asker did not know: the way back after signing in repeats the address."""
    return [secret for secret in secrets if secret in text and secret not in address]


@pytest.fixture(scope="module")
def secrets(visitor: As) -> list[str]:
    """What no stranger may read: numbers, traders, guarantees, officers' names of the demo."""
    queue = visitor("deng-fang").get("/queue?all")[1]
    numbers = re.findall(r'href="/declarations/(\w+)"', queue)
    traders = re.findall(r"湘潭[^<\s]{4,}", queue)
    assert numbers
    assert traders
    return [*numbers[:5], *traders[:5], "SYN-G-", "SYN-C-0", "HE Lan</"]


def test_nobody_signed_in_is_sent_to_the_door_or_refused_and_reads_nothing(
    served: str, addresses: list[str], secrets: list[str]
) -> None:
    assert len(addresses) > 40
    for address in addresses:
        nobody = Visitor(served)
        status, text = nobody.get(address)
        assert read(text, secrets, address) == [], address
        if address in OPEN:
            continue
        if address.startswith("/reply/"):
            assert status == 404, "its key is in the address, and this is a false one"
            continue
        if address.startswith("/api/"):
            assert status in (401, 405), address
        else:
            assert status == 405 or nobody.landed.startswith("/sign-in"), address


def test_an_account_that_is_no_officer_reads_nothing(
    served: str, database: str, addresses: list[str], secrets: list[str]
) -> None:
    assert account(database, "outsider", GOOD).returncode == 0
    outsider = Visitor(served, "outsider", GOOD)
    for address in addresses:
        if address in ("/sign-out", "/language"):
            continue
        status, text = outsider.get(address)
        assert read(text, secrets, address) == [], address
        assert status in (401, 403, 405) or address in (*OPEN, *OWN), address


@pytest.mark.parametrize("role", sorted(ROLES))
def test_no_address_falls_over_for_any_role(visitor: As, addresses: list[str], role: str) -> None:
    somebody = visitor(ROLES[role])
    for address in addresses:
        if address not in ("/sign-out", "/language"):
            status, _ = somebody.get(address)
            assert status in (200, 401, 403, 404, 405, 400), (address, status)
    assert somebody.get("/queue")[0] == 200


def test_a_form_without_its_token_changes_nothing(visitor: As, addresses: list[str]) -> None:
    mao = visitor("mao-qing")
    for address in (each for each in addresses if not each.startswith("/api/")):
        assert mao.bare(address) in (403, 405), address


def test_no_call_is_answered_without_a_true_token(served: str) -> None:
    for value in ("", "Bearer", "Bearer x", "Basic eDp5"):
        assert Visitor(served).get("/api/v1/declarations/4907/duty", Authorization=value)[0] == 401
