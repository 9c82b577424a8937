"""E-ledgers by the machine interface: the authority tells, the enterprise sees every use and objects, others see nothing."""

import json
from typing import Any

import msgspec

from tests.permit_cast import ledger
from tests.web.test_api import Terminal, token
from tongguan.facts.event import canonical
from tongguan.facts.permit import Permit, PermitMessage

PARTY = "4303980001"
"""The one declarant of the register, here an enterprise with goods of its own."""


def body(permit: Permit, **more: Any) -> Any:
    return msgspec.json.decode(canonical(PermitMessage(permit=permit, **more)))


def look(caller: Terminal, number: str) -> tuple[int, dict[str, Any]]:
    status, text = caller(f"ledgers/{number}", b"", method="GET")
    return status, json.loads(text)


def test_the_service_opens_a_ledger_once_and_nobody_else_does(served: str, database: str) -> None:
    service, bank = (Terminal(served, token(database, name)) for name in ("inspection-service", "bank"))
    said = body(ledger(number="API-L-1"))
    assert service.json("ledgers", said) == (201, {"number": "API-L-1", "operation": "open"})
    status, again = service.json("ledgers", said)
    assert (status, again["repeat"]) == (200, True)
    status, other = service.json("ledgers", body(ledger(number="API-L-1", holder="4303960002")))
    assert (status, other["error"]) == (409, "key_taken")
    assert bank.json("ledgers", body(ledger(number="API-L-2")))[0] == 403
    status, wrong = service.json("ledgers", {"permit": {"number": 5}})
    assert (status, wrong["field"]) == (400, "permit.number")
    assert service.json("ledgers", body(ledger(number="API-L-9"), operation="amend"))[0] == 404
    assert Terminal(served, "").json("ledgers", said)[0] == 401


def test_the_enterprise_sees_its_own_ledger_and_objects_to_real_uses_alone(
    served: str, database: str
) -> None:
    service, broker = (Terminal(served, token(database, name)) for name in ("inspection-service", "broker"))
    for number, holder in (("API-L-3", PARTY), ("API-L-4", "4303960009")):
        assert service.json("ledgers", body(ledger(number=number, holder=holder)))[0] == 201
    status, own = look(broker, "API-L-3")
    assert (status, own["holder"], own["uses"]) == (200, PARTY, [])
    assert look(broker, "API-L-4")[0] == look(broker, "API-L-NONE")[0] == 404
    objection = {"number": "490700000000000000", "text": "not ours"}
    status, said = broker.json("ledgers/API-L-3/object", objection)
    assert (status, said["error"]) == (422, "permit_not_used")
    assert broker.json("ledgers/API-L-4/object", objection)[0] == 404
    assert broker.json("ledgers/API-L-3/object", {"text": "not ours"})[0] == 400
