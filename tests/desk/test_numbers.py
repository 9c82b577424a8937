"""Customs numbers under threads: none twice."""

from concurrent.futures import ThreadPoolExecutor

from tests.cast import AUGUST
from tongguan.adapters.memory import MemoryJournal
from tongguan.desk.numbers import EntryNumbers, unified_number


def test_many_threads_never_take_the_same_customs_number() -> None:
    numbers = EntryNumbers(MemoryJournal("demo"))
    with ThreadPoolExecutor(16) as pool:
        taken = list(pool.map(lambda _: numbers.take("4907", AUGUST, "import", block=3), range(2000)))
    assert len(set(taken)) == 2000
    assert {len(number) for number in taken} == {18}


def test_a_number_given_back_is_the_next_one_taken() -> None:
    numbers = EntryNumbers(MemoryJournal("demo"))
    first = numbers.take("4907", AUGUST, "export")
    numbers.give_back(first)
    assert numbers.take("4907", AUGUST, "export") == first


def test_the_unified_number_depends_on_office_time_and_client_key_alone() -> None:
    one = unified_number("4907", AUGUST, "A|1")
    assert one == unified_number("4907", AUGUST, "A|1")
    assert (
        len(
            {
                one,
                unified_number("4907", AUGUST, "A|2"),
                unified_number("4907", AUGUST + 1000, "A|1"),
                unified_number("4907", AUGUST, "A|1", 1),
            }
        )
        == 4
    )
