"""An enterprise sees its guarantees through the machine interface: each use with its broker and its time."""

import subprocess
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.build import BROKER, TRADER, declaration, message
from tests.web.caller import Caller, token
from tests.web.conftest import TONGGUAN
from tongguan.adapters import document
from tongguan.facts.clock import parse


@pytest.fixture(scope="module")
def trader(served: str, database: str) -> Caller:
    return Caller(served, token(database, "trader"))


@pytest.fixture(scope="module")
def broker(served: str, database: str) -> Caller:
    return Caller(served, token(database, "broker"))


@pytest.fixture(scope="module")
def letter(database: str) -> str:
    """A bank letter of the enterprise."""
    opened = [
        "guarantee",
        "open",
        "USES-1",
        "--limit",
        "5000",
        "--holder",
        TRADER.customs_code,
        "--guarantor",
        "示例银行",
    ]
    subprocess.run([str(TONGGUAN), *opened, "--db", database], check=True, capture_output=True)
    return "USES-1"


def test_an_enterprise_sees_each_use_of_its_guarantee_with_broker_and_time(
    trader: Caller, broker: Caller, letter: str
) -> None:
    content = declaration(transport_document="USES-A", guarantee_no=letter)
    status, said = broker.post("declarations", document.write(message(content, "USES-A")))
    assert (status, said["secured"]) == (201, "960.20")
    status, held = trader.get(f"guarantees/{letter}")
    assert (status, held["limit"], held["occupied"], held["free"]) == (200, "5000", "960.20", "4039.80")
    (use,) = held["uses"]
    assert (use["broker"], use["kind"], use["amount"]) == (BROKER.customs_code, "occupied", "960.20")
    assert (use["number"], use["client_number"]) == (said["number"], "USES-A")
    assert parse(use["at"]) > parse("2018-08-01T00:00:00+08:00")
    assert trader.get(f"guarantees/{letter}?after={use['use']}")[1]["uses"] == [], "only what is new"
    assert letter in [each["guarantee"] for each in trader.get("guarantees")[1]["guarantees"]]


def test_nobody_of_the_office_is_named_to_the_enterprise(trader: Caller, letter: str) -> None:
    for text in (trader("guarantees")[1], trader(f"guarantees/{letter}")[1]):
        assert "xiao-han" not in text
        assert "demo-tax_officer" not in text


def test_a_guarantee_of_another_enterprise_is_not_there(
    broker: Caller, served: str, database: str, letter: str
) -> None:
    assert broker.get(f"guarantees/{letter}")[0] == 404, "not even for the broker who used it"
    assert broker.get("guarantees")[1]["guarantees"] == []
    other = broker.get(f"guarantees/{letter}")[1] | {"detail": "", "message": ""}
    assert other == broker.get("guarantees/NONE")[1] | {"detail": "", "message": ""}
    assert Caller(served, token(database, "terminal")).get("guarantees")[0] == 403
    assert Caller(served, "").get("guarantees")[0] == 401
    assert Caller(served, token(database, "xiao-han")).get(f"guarantees/{letter}")[0] == 200


def test_another_broker_may_use_it_and_the_enterprise_sees_which(
    served: str, database: str, trader: Caller, letter: str, tmp_path: Path
) -> None:
    other = replace(BROKER, customs_code="4403180000", name="深圳示例报关有限公司")
    content = declaration(transport_document="USES-B", guarantee_no=letter, agent=other)
    path = tmp_path / "other.json"
    path.write_bytes(document.write(message(content, "USES-B")))
    subprocess.run([str(TONGGUAN), "lodge", str(path), "--db", database], check=True, capture_output=True)
    uses = trader.get(f"guarantees/{letter}")[1]["uses"]
    assert "4403180000" in [use["broker"] for use in uses]
