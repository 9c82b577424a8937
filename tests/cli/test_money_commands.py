"""Duty, guarantees and payments on the command line: what an integrator reads, and one clear line for each error."""

import json
from pathlib import Path

import msgspec
import pytest

from tests.build import declaration, message
from tests.cli.test_commands import AUGUST, Line
from tongguan.adapters import bank, document
from tongguan.rules.figures import shipped_figures


@pytest.fixture
def line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Line:
    return Line(tmp_path, capsys)


def lodged(line: Line, **changes: object) -> str:
    path = line.file("d.json", document.write(message(declaration(**changes))))
    return str(line.json("lodge", path, "--at", AUGUST)["number"])


def confirmed(line: Line, number: str, amount: str, ref: str) -> Path:
    """A signed confirmation of the demo's bank."""
    plain = {
        "bank": "bank",
        "ref": ref,
        "number": number,
        "amount": amount,
        "paid_at": "2018-08-20T10:20:00+08:00",
    }
    path = line.file("plain.json", json.dumps(plain).encode())
    assert line("payment", "sign", path) == 0
    return line.file(f"{ref}.json", line.said.encode())


def test_duty_prints_every_figure_with_its_steps(line: Line) -> None:
    path = line.file("d.json", document.write(message()))
    found = line.json("duty", path, "--on", "2018-08-20")
    assert found["total"] == {
        "value": "4182.12", "duty": "250.92", "anti_dumping": "0.00", "consumption_tax": "0.00", "vat": "709.28",
        "all": "960.20",
    }  # fmt: skip
    first = found["items"][0]
    assert (first["line"], first["value"], first["duty"], first["vat"]) == (1, "2091.06", "125.46", "354.64")
    assert {"name", "formula", "result", "law"} <= set(first["steps"][0])
    assert "illustrative" in first["steps"][0]["figure"]
    assert line("duty", path, "--on", "2018-08-20", "--lang", "zh") == 0
    assert "完税价格: 312.50 USD × 6.6914 = 2091.06" in line.said


def test_a_missing_figure_ends_duty_and_check_with_one_and_names_code_and_date(line: Line) -> None:
    path = line.file("d.json", document.write(message()))
    assert line("duty", path, "--on", "2019-08-20") == 1
    assert "missing figure: exchange USD 2019-08" in line.said
    assert line("check", path, "--on", "2019-08-20") == 1
    assert "exchange USD 2019-08" in line.said
    assert line("check", path, "--on", "2018-08-20") == 0


def test_figures_are_written_as_a_template_and_taken_from_a_folder(line: Line) -> None:
    folder = line.folder / "figures"
    assert line("figures", "--template", folder) == 0
    assert {each.name for each in folder.iterdir()} == set(shipped_figures())
    path = line.file("d.json", document.write(message()))
    rates = (folder / "rates.csv").read_text("utf-8").replace("mfn,8708,,,6%", "mfn,8708,,,7%")
    (folder / "rates.csv").write_text(rates, "utf-8")
    found = line.json("duty", path, "--on", "2018-08-20", "--figures", folder)
    assert found["items"][0]["duty"] == "146.37"
    (folder / "rates.csv").write_text(rates.replace("mfn,8708,,,7%", "mfn,8708,,,=7%"), "utf-8")
    assert line("duty", path, "--figures", folder) == 2
    assert "rates.csv line" in line.error
    assert "formula" in line.error


def test_what_waits_for_a_figure_is_assessed_when_the_edition_comes(line: Line) -> None:
    path = line.file("d.json", document.write(message()))
    late = "2019-01-10T10:00:00+08:00"
    assert line.json("lodge", path, "--at", late)["status"] == "accepted"
    number = line.json("lodge", path, "--at", late)["number"]
    assert [hold["hold"] for hold in line.json("show", number)["holds"]] == ["figure_missing"]
    assert line("act", number, "arrive", "--at", late) == 0
    folder = line.folder / "figures"
    line("figures", "--template", folder)
    more = "USD,2019-01,6.8900,2018-12-19,third_wednesday,illustrative,test\n"
    exchange = folder / "exchange.csv"
    exchange.write_text(exchange.read_text("utf-8") + more, "utf-8")
    calendar = folder / "calendar.toml"
    calendar.write_text(
        calendar.read_text("utf-8").replace("last = 2018-12-31", "last = 2019-12-31"), "utf-8"
    )
    approved = ("--approved-by", "mao-qing,deng-fang", "--at", late)
    assert line("edition", "import", folder, *approved, "--valid-from", "2019-02-01") == 0
    assert "assessed" not in line.said, "it is not valid yet"
    assert line("edition", "import", folder, *approved) == 0
    assert "1 declarations that waited for a figure are assessed" in line.said
    shown = line.json("show", number)
    assert (shown["holds"], shown["outstanding"]) == ([], shown["due"])
    assert "T" in [receipt["channel"] for receipt in shown["receipts"]]
    assert line("act", number, "pay", "--ref", "B-1", "--at", late) == 0
    assert line.json("show", number)["status"] == "released"
    assert line("verify") == 0
    assert line("replay") == 0


def test_a_guarantee_is_opened_used_shown_and_kept(line: Line) -> None:
    opened = ("guarantee", "open", "G1", "--limit", "5000", "--holder", "4303960001", "--at", AUGUST)
    assert line(*opened) == 0
    assert line(*opened) == 1
    assert "G1" in line.error
    number = lodged(line, guarantee_no="G1")
    shown = line.json("guarantee", "show", "G1", "--at", AUGUST)
    assert (shown["limit"], shown["occupied"], shown["free"]) == ("5000", "960.20", "4039.80")
    assert [(use["number"], use["amount"]) for use in shown["uses"]] == [(number, "960.20")]
    assert line("guarantee", "show", "G1", "--lang", "zh", "--at", AUGUST) == 0
    assert "可用 4039.80 元，额度 5000  有效  银行保函" in line.said
    assert line("guarantee", "reduce", "G1", "--amount", "4500", "--reason", "asked") == 1
    assert "4039.80 CNY free" in line.error
    assert line("guarantee", "freeze", "G1") == 1
    assert line("guarantee", "freeze", "G1", "--reason", "arrears") == 0
    assert line.json("guarantee", "list", "--holder", "4303960001")["state"] == "frozen"
    assert line("guarantee", "show", "G9") == 1
    assert line("guarantee", "open", "G2", "--limit", "much", "--holder", "x") == 2
    assert line("guarantee", "open", "G2", "--limit", "NaN", "--holder", "x") == 2


def test_a_guarantee_has_the_terms_it_was_opened_with(line: Line) -> None:
    terms = ("--holder", "4303960001", "--instrument", "insurance", "--from", "2018-08-01", "--to", "2018-12-31",
             "--office", "4907", "--scope", "tax_payment", "--single", "--guarantor", "SYN", "--as", "xiao-han")  # fmt: skip
    found = line.json("guarantee", "open", "G1", "--limit", "5000", *terms, "--at", AUGUST)
    assert (found["instrument"], found["general"], found["guarantor"]) == ("insurance", False, "SYN")
    assert (found["scopes"], found["offices"], found["valid_to"]) == (["tax_payment"], ["4907"], "2018-12-31")
    more = ("guarantee", "raise", "G1", "--amount", "10", "--reason", "asked", "--at", AUGUST)
    assert line.json(*more)["limit"] == "5010"
    assert line(*more, "--as", "liu-min") == 1, "a document officer keeps no guarantees"
    waiver = ("--holder", "4303960001", "--instrument", "aeo_waiver", "--unlimited")
    assert line.json("guarantee", "open", "G2", *waiver, "--at", AUGUST)["unlimited"] is True
    assert line("guarantee", "close", "G2", "--reason", "given back", "--at", AUGUST) == 0
    assert line.json("guarantee", "show", "G2")["state"] == "closed"


def test_the_guarantor_is_called_for_what_a_declaration_holds(line: Line) -> None:
    line("guarantee", "open", "G1", "--limit", "5000", "--holder", "4303960001", "--at", AUGUST)
    number = lodged(line, guarantee_no="G1")
    shown = line.json("show", number)
    assert shown["claims"] == {"guarantee/G1": "960.20"}
    assert (shown["secured"], shown["duty"]["total"]["all"]) == ("960.20", "960.20")
    assert line("show", number) == 0
    assert "claims G1 960.20" in " ".join(line.said.split())
    assert line("guarantee", "call", "G1", shown["entry_id"], "--at", AUGUST) == 1, (
        "it needs a letter's number"
    )
    assert line("guarantee", "call", "G1", shown["entry_id"], "--ref", "SP-1", "--at", AUGUST) == 0
    assert line("guarantee", "call", "G1", "NOPE", "--ref", "SP-1", "--at", AUGUST) == 1


def test_a_signed_confirmation_is_booked_once_and_a_forged_one_never(line: Line) -> None:
    number = lodged(line)
    paid = confirmed(line, number, "960.20", "B-1")
    late = ("--at", "2018-08-20T11:00:00+08:00")
    first = line.json("payment", "book", paid, *late)
    assert (first["state"], first["booked"], first["repeat"]) == ("booked", "960.20", False)
    assert line.json("payment", "book", paid, *late)["repeat"] is True
    forged = line.file("forged.json", paid.read_bytes().replace(b"960.20", b"1.00").replace(b"B-1", b"B-2"))
    assert line("payment", "book", forged, *late) == 1
    assert "signature" in line.said
    assert line.json("show", number)["outstanding"] == "0"
    assert line("payment", "book", line.file("bad.json", b'{"bank": 1}')) == 2
    assert "bank" in line.error


def test_one_confirmation_that_cannot_be_read_does_not_stop_the_others(line: Line) -> None:
    number = lodged(line)
    good = confirmed(line, number, "960.20", "B-1").read_bytes()
    bad = good.replace(b"+08:00", b"").replace(b"B-1", b"B-0")
    both = line.file("both.ndjson", bad + good)
    assert line("payment", "book", both, "--at", "2018-08-20T11:00:00+08:00") == 2
    assert "line 1: paid_at" in line.error
    assert line.error.count("\n") == 1
    assert f"bank-B-1  {number}  booked" in line.said


def test_in_a_live_office_a_bank_signs_with_its_own_key_or_is_not_believed(line: Line) -> None:
    demo = confirmed(line, "490720180000000009", "1.00", "B-1")
    line.db = f"sqlite:///{line.folder}/live.db"
    assert line("migrate", "--kind", "live") == 0
    assert line("payment", "book", demo) == 1
    assert "no key" in line.said
    assert line("payment", "sign", demo) == 1
    key = line.json("payment", "key", "bank")["key"]
    assert line("payment", "key", "xiao-han") == 1
    assert line("payment", "book", demo) == 1, "the demo's key opens nothing here"
    said = bank.sign(bank.read(demo.read_bytes()), key)
    signed = line.file("live.json", msgspec.json.encode(said))
    assert line.json("payment", "book", signed)["state"] == "suspended"
    path = line.file("d.json", document.write(message()))
    number = line.json("lodge", path, "--as", "broker")["number"]
    assert line("act", number, "pay", "--ref", "B-2", "--as", "bank") == 1
    assert "signed message" in line.error


def test_a_request_that_no_bank_answers_becomes_its_case(line: Line) -> None:
    number = lodged(line)
    assert line("act", number, "pay", "--at", "2018-08-20T10:10:00+08:00") == 0
    soon = line.json("payment", "requests", "--at", "2018-08-20T12:00:00+08:00")
    assert (soon["number"], soon["outstanding"], soon["case"]) == (number, "960.20", False)
    later = line.json("payment", "requests", "--at", "2018-08-21T12:00:00+08:00")
    assert (later["case"], later["owner"]) == (True, "bank")
    assert line("payment", "requests", "--lang", "zh", "--at", "2018-08-21T12:00:00+08:00") == 0
    assert "银行未处理" in line.said


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("payment", "book"), 2, "name at least one file"),
        (("payment", "book", "nowhere.json"), 2, "nowhere.json"),
        (("payment", "sign"), 2, "name a file"),
        (("payment", "match", "bank-B-1"), 2, "name the payment and the declaration"),
        (("payment", "match", "bank-B-9", "X", "--ground", "x"), 1, "no payment"),
        (("payment", "reconcile", "bank", "2018-08-20"), 2, "--list FILE"),
        (("payment", "reconcile", "nobody", "2018-08-20", "--list", "x.csv"), 1, "no bank nobody"),
        (("payment", "reconcile", "bank", "2018-08-20", "--list", "nowhere.csv"), 2, "nowhere.csv"),
        (("payment", "key", "xiao-han"), 1, "no bank xiao-han"),
        (("guarantee", "show"), 2, "name the guarantee"),
        (("guarantee", "open", "G1", "--holder", "4303960001"), 2, "--limit"),
        (("guarantee", "open", "G1", "--limit", "5", "--holder", "1", "--from", "soon"), 1, "soon"),
        (("guarantee", "raise", "G1"), 2, "--amount"),
        (("statement", "2018-13"), 2, "MONTH"),
    ],
)
def test_a_mistake_about_money_is_one_clear_line(
    line: Line, arguments: tuple[str, ...], code: int, said: str
) -> None:
    assert line(*arguments) == code
    assert said in line.error
    assert line.error.count("\n") == 1


def test_suspense_is_listed_matched_and_refunded(line: Line) -> None:
    number = lodged(line)
    late = ("--at", "2018-08-20T11:00:00+08:00")
    lost = line.json("payment", "book", confirmed(line, "490720180000000009", "960.20", "B-1"), *late)
    assert (lost["state"], lost["reason"]) == ("suspended", "unknown")
    listed = line.json("payment", "suspense")
    assert (listed["payment"], listed["suspended"]) == ("bank-B-1", "960.20")
    assert line("payment", "match", "bank-B-1", number, *late) == 1, "a ground is needed"
    assert line("payment", "match", "bank-B-1", number, "--ground", "letter", *late) == 0
    assert line.json("show", number)["outstanding"] == "0"
    line("payment", "book", confirmed(line, number, "5.00", "B-2"), *late)
    assert line("payment", "refund", "bank-B-2", "--ref", "TK-1", "--ground", "twice", *late) == 0
    assert line("payment", "refund", "bank-B-9", "--ref", "TK-1", "--ground", "twice", *late) == 1


def test_the_banks_day_is_reconciled_from_its_list(line: Line) -> None:
    number = lodged(line)
    late = ("--at", "2018-08-20T11:00:00+08:00")
    line("payment", "book", confirmed(line, number, "960.20", "B-1"), *late)
    rows = f"ref,number,amount,paid_at\nB-1,{number},960.21,2018-08-20T10:20:00+08:00\n"
    listed = line.file("day.csv", rows.encode())
    day = ("payment", "reconcile", "bank", "2018-08-20", "--list", listed)
    assert line(*day) == 1
    assert "ours 960.20  theirs 960.21" in line.said
    assert line(*day, "--sign", *late) == 1
    assert line(*day, "--sign", "--reason", "the bank corrects it", *late) == 0
    assert line("payment", "reconcile", "bank", "2018-08-20", "--list", line.file("x.csv", b"ref,sum\n")) == 2
    assert "the columns are ref, number, amount, paid_at" in line.error


def test_the_statement_of_a_month_adds_up(line: Line) -> None:
    line("guarantee", "open", "G1", "--limit", "5000", "--holder", "4303960001", "--at", AUGUST)
    number = lodged(line, guarantee_no="G1", document_type="CL")
    assert line("act", number, "arrive", "--at", "2018-08-20T11:00:00+08:00") == 0
    assert line("statement", "2018-08", "--on", "2018-08-31", "--json") == 0
    entry, total = (json.loads(each) for each in line.said.splitlines())
    assert (entry["number"], entry["due"], entry["guarantee"]) == (number, "960.20", "G1")
    assert total["total"] == {
        "month": "2018-08", "count": 1, "due": "960.20", "paid": "0.00", "outstanding": "960.20",
        "due_by": "2018-09-07", "surcharge": "0.00",
    }  # fmt: skip
    assert line("statement", "August") == 2


def test_surcharges_are_told_for_any_day(line: Line) -> None:
    number = lodged(line)
    found = line.json("surcharge", number, "--on", "2018-10-11")
    assert found["late_payment"]["days"] == 37
    assert found["late_declaration"] is None
    assert line("surcharge", number, "--on", "soon") == 2
    assert line("surcharge", "NOPE") == 1
