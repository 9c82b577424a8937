"""A bank's confirmations are signed with its key; the list of its day is read to the fen, and nothing in it is run."""

import hmac
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from tests.build import Office
from tongguan.adapters import bank
from tongguan.adapters.memory import MemoryJournal
from tongguan.desk.payments import Booked
from tongguan.facts.clock import parse
from tongguan.facts.confirmed import SignedPayment
from tongguan.facts.decision import Refusal
from tongguan.facts.unreadable import Unreadable
from tongguan.rules.errors import RuleError

SAID = SignedPayment(
    bank="bank", ref="B-1", number="000000000000000001", amount=Decimal("836.40"),
    paid_at="2018-08-20T09:30:00+08:00",
)  # fmt: skip


def changed(**more: Any) -> bytes:
    plain = {name: getattr(SAID, name) for name in ("bank", "ref", "number", "paid_at")}
    return msgspec.json.encode({**plain, "amount": "836.40", "signature": bank.signature(SAID, "k"), **more})


def test_a_message_is_verified_as_it_was_signed_and_with_no_other_key() -> None:
    signed = bank.sign(SAID, "k")
    assert bank.genuine(bank.read(changed()), "k")
    assert not bank.genuine(signed, "another")
    assert not bank.genuine(bank.sign(SAID, ""), ""), "never without a key"
    for name, value in (("amount", Decimal("836.41")), ("number", "1"), ("ref", "B-2"), ("signature", "é")):
        assert not bank.genuine(replace(signed, **{name: value}), "k"), name


def test_the_signature_is_that_of_the_published_text() -> None:
    text = "bank\nB-1\n000000000000000001\n836.40\n2018-08-20T09:30:00+08:00"
    assert bank.signature(SAID, "k") == hmac.new(b"k", text.encode(), "sha256").hexdigest()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"amount": "1.001"}, "amount"),
        ({"amount": "NaN"}, "amount"),
        ({"amount": "1E+20"}, "amount"),
        ({"amount": "much"}, "amount"),
        ({"paid_at": "2018-08-20T09:30:00"}, "paid_at"),
        ({"paid_at": "noon"}, "paid_at"),
        ({"ref": ""}, "ref"),
        ({"ref": "a\nb"}, "ref"),
        ({"number": "9" * 65}, "number"),
    ],
)
def test_what_is_no_confirmation_is_told_with_its_field(change: dict[str, Any], field: str) -> None:
    with pytest.raises(Unreadable) as caught:
        bank.read(changed(**change), 7)
    assert (caught.value.field, caught.value.line) == (field, 7)


def test_an_unknown_field_is_refused_and_a_cut_one_too() -> None:
    for data in (changed(colour="red"), b"{", b"[]"):
        with pytest.raises(Unreadable):
            bank.read(data)


def test_a_demo_bank_has_the_key_everybody_knows_and_a_live_one_none_until_it_is_made() -> None:
    demo, live = MemoryJournal("demo"), MemoryJournal("live")
    assert bank.key_of(demo, "bank") == bank.DEMO_KEY
    assert bank.key_of(live, "bank") == ""
    key = bank.make_key(live, "bank")
    assert bank.key_of(live, "bank") == key
    assert bank.make_key(live, "bank") != key


def test_a_signed_confirmation_is_booked_and_a_forged_one_changes_nothing() -> None:
    office = Office(parse("2018-08-20T10:00:00+08:00"))
    signed = bank.sign(SAID, bank.DEMO_KEY)
    forged = bank.confirm(office.desk, replace(signed, amount=Decimal("1.00")))
    assert isinstance(forged, Refusal)
    assert forged.code == "bad_signature"
    for name in ("other", "xiao-han"):
        nobody = bank.confirm(office.desk, bank.sign(replace(SAID, bank=name), bank.DEMO_KEY))
        assert isinstance(nobody, Refusal)
        assert nobody.code == "unknown_bank", "an officer is no bank"
    booked = bank.confirm(office.desk, signed)
    assert isinstance(booked, Booked)
    assert (booked.state, booked.reason, booked.repeat) == ("suspended", "unknown", False)
    again = bank.confirm(office.desk, signed)
    assert isinstance(again, Booked)
    assert again.repeat


HEAD = "ref,number,amount,paid_at\n"
ROW = "B-1,N1,836.40,2018-08-20T09:30:00+08:00\n"


def test_the_list_of_a_day_is_read_to_the_fen() -> None:
    assert bank.read_list(HEAD) == {}
    assert bank.read_list("\ufeff" + HEAD + ROW) == {"B-1": Decimal("836.40")}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD + ROW + ROW, "line 3, column ref: “B-1” is there twice"),
        (HEAD + ROW.replace("B-1", ""), "line 2, column ref: it is missing"),
        (HEAD + ROW.replace("836.40", "=SUM(A1)"), "line 2, column amount: “=SUM(A1)” is a formula"),
        (HEAD + ROW.replace("B-1", "@cmd"), "column ref: “@cmd” is a formula"),
        (HEAD + ROW.replace("836.40", "836.401"), "column amount"),
        (HEAD + ROW.replace("836.40", "0"), "column amount: “0” is no number above zero"),
        (HEAD + ROW.replace("+08:00", ""), "column paid_at"),
        (HEAD + "B-1,N1," + "9" * 140_000 + ",x\n", "line 2: field larger than field limit"),
        (HEAD + "B-1,N1\n", "line 2: the row does not have 4 cells"),
        ("ref,amount\n", "line 1: the columns are ref, number, amount, paid_at"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused_with_its_place(text: str, said: str) -> None:
    with pytest.raises(RuleError) as caught:
        bank.read_list(text)
    assert said in str(caught.value)
