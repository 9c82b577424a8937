"""What stands beside the journal: vault, receipts and their courier, editions, serials, settings."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from tests.contract.rows import NINE, append, particulars
from tongguan.adapters import editions
from tongguan.adapters.store import Store
from tongguan.adapters.vault import conceal, intact
from tongguan.desk.ports import Secret, StoredReceipt


def receipt(sequence: int, declarant: str = "4301967890", number: str = "d1") -> StoredReceipt:
    return StoredReceipt(
        declarant, sequence, f"{number}/{sequence}", number, "L", NINE + sequence, "<x>通关</x>"
    )


def test_the_vault_keeps_a_value_until_it_is_erased(store: Store) -> None:
    first, second = particulars(1), particulars(2, b"")
    message = conceal("<报文/>".encode("gb18030"))
    store.append(append("a", secrets=(first, message)), NINE)
    store.append_many([append("b", secrets=(second,))], NINE)
    assert store.secret("a", "particulars", 1) == first
    assert store.secret("a", "message", 1) == message
    assert store.secret("b", "particulars", 2) == second
    assert store.kept("a") == [("message", 1), ("particulars", 1)]
    assert store.secret("a", "particulars", 2) is None
    assert store.erase("a", "particulars", 1)
    assert store.secret("a", "particulars", 1) is None
    assert store.kept("a") == [("message", 1)]
    assert not store.erase("a", "particulars", 1)
    assert not store.erase("none", "particulars", 1)
    kept = [("a", "message", 1, message.digest), ("b", "particulars", 2, second.digest)]
    assert list(store.secrets()) == kept


def test_a_vault_entry_is_not_overwritten(store: Store) -> None:
    store.append(append("a", secrets=(particulars(),)), NINE)
    other = append("a", 1, after=store.heads(["a"])["a"], secrets=(particulars(),))
    with pytest.raises(ValueError, match=r"vault|written"):
        store.append(other, NINE)
    assert len(store.read("a")) == 2


def test_a_digest_of_the_vault_says_nothing_without_its_salt() -> None:
    one, two = conceal(b"13800000000"), conceal(b"13800000000")
    assert one.digest != two.digest
    assert intact(one)
    assert not intact(Secret(one.kind, one.digest, one.salt, b"13800000001", 1))


def test_receipts_are_numbered_by_declarant_and_can_be_asked_again(store: Store) -> None:
    assert store.courier_state(["4301967890"]) == ("", {})
    other = receipt(1, "4301960000", "d2")
    assert store.deliver([receipt(1), receipt(2), other], "7", "")
    assert store.courier_state(["4301967890", "4301960000", "x"]) == ("7", {"4301967890": 2, "4301960000": 1})
    assert store.receipts(number="d1") == [receipt(1), receipt(2)]
    assert store.receipts(declarant="4301967890", after=1) == [receipt(2)]
    assert store.receipts(declarant="4301960000") == [other]
    assert store.receipts(number="none") == []


def test_a_second_courier_that_read_the_same_delivers_nothing(store: Store) -> None:
    assert store.deliver([receipt(1)], "1", "")
    assert not store.deliver([receipt(1), receipt(2)], "2", "")
    assert store.receipts(declarant="4301967890") == [receipt(1)]
    assert store.deliver([], "3", "1")
    assert store.courier_state([])[0] == "3"


def test_of_couriers_at_the_same_moment_one_delivers(store: Store) -> None:
    def deliver(turn: int) -> bool:
        return store.deliver([receipt(1)], f"c{turn}", "")

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(deliver, range(6))) == 1
    assert len(store.receipts(declarant="4301967890")) == 1


def test_serials_never_repeat(store: Store) -> None:
    assert store.serials("4907/2018/1", 5) == 1
    assert store.serials("4907/2018/1", 1) == 6
    assert store.serials("4907/2018/0", 3) == 1

    def take(_: int) -> list[int]:
        firsts = [store.serials("shared", 3) for _ in range(20)]
        return [first + n for first in firsts for n in range(3)]

    with ThreadPoolExecutor(8) as pool:
        taken = [serial for serials in pool.map(take, range(8)) for serial in serials]
    assert sorted(taken) == list(range(1, 481))


def test_an_edition_is_kept_whole_and_once(store: Store) -> None:
    files = {"figures.toml": 'rate = "0.16"  # 税率\n', "codes.csv": "code,zh\n0110,一般贸易\n"}
    first = editions.make("rules", date(2018, 5, 1), ["zhao", "qian"], files)
    second = editions.make("rules", date(2018, 8, 1), ["zhao", "sun"], {**files, "more.csv": "a\n"})
    assert editions.store(store, first, NINE)
    assert editions.store(store, second, NINE + 1)
    assert not editions.store(store, first, NINE + 2)
    assert store.editions() == [first, second]
    assert editions.in_force(store.editions(), "rules", date(2018, 7, 31)) == first
    assert editions.in_force(store.editions(), "rules", date(2018, 8, 1)) == second
    assert editions.in_force(store.editions(), "rules", date(2018, 4, 30)) is None
    assert editions.in_force(store.editions(), "models", date(2018, 8, 1)) is None


def test_settings_are_written_and_read(store: Store) -> None:
    assert store.setting("clock") is None
    store.set_setting("clock", '{"office": 1}')
    store.set_setting("clock", '{"office": 2}')
    assert store.setting("clock") == '{"office": 2}'


def test_what_stands_beside_the_journal_lasts(durable: Store, reopen: Callable[[], Store]) -> None:
    edition = editions.make("rules", date(2018, 5, 1), ["zhao", "qian"], {"a.toml": ""})
    durable.store_edition(edition, NINE)
    durable.set_setting("clock", "x")
    durable.deliver([receipt(1)], "9", "")
    durable.serials("s", 4)
    again = reopen()
    assert again.editions() == [edition]
    assert again.setting("clock") == "x"
    assert again.courier_state(["4301967890"]) == ("9", {"4301967890": 1})
    assert again.serials("s", 1) == 5
    again.close()
