"""Lock-out by name, by address, and by time."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.web import records

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
HERE, THERE = "10.0.0.1", "10.0.0.2"
MINUTE = timedelta(minutes=1)


class Door:
    """Somebody tries names; everything else about the records is fresh."""

    def __init__(self) -> None:
        from tongguan.web.accounts import lockout

        self.rules = lockout

    def fails(self, times: int, name: str = "liu-min", address: str = HERE, at: datetime = NOON) -> None:
        for _ in range(times):
            self.rules.tried(name, address, False, at)

    def closed(self, name: str = "liu-min", address: str = HERE, at: datetime = NOON) -> bool:
        return self.rules.locked(name, address, at) is not None


@pytest.fixture
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    records.set_up(tmp_path_factory.mktemp("records"))
    from tongguan.web.accounts.models import SignIn

    yield Door()
    SignIn.objects.all().delete()


def test_the_fifth_failure_locks_a_name_at_an_address_for_a_quarter_of_an_hour(door: Door) -> None:
    door.fails(4)
    assert not door.closed()
    door.fails(1, at=NOON + MINUTE)
    assert door.closed(at=NOON + MINUTE)
    assert door.closed(at=NOON + 15 * MINUTE)
    assert not door.closed(at=NOON + 16 * MINUTE)


def test_the_owner_signs_in_from_elsewhere_meanwhile(door: Door) -> None:
    door.fails(5)
    assert not door.closed(address=THERE)
    assert not door.closed(name="peng-jie")


def test_a_name_is_the_same_in_capitals_and_with_blanks(door: Door) -> None:
    door.fails(5, name=" LIU-Min ")
    assert door.closed()


def test_a_success_forgives_what_went_before_it_at_that_address(door: Door) -> None:
    door.fails(4)
    door.rules.tried("liu-min", HERE, True, NOON + MINUTE)
    door.fails(4, at=NOON + 2 * MINUTE)
    assert not door.closed(at=NOON + 2 * MINUTE)
    door.fails(1, at=NOON + 3 * MINUTE)
    assert door.closed(at=NOON + 3 * MINUTE)


def test_a_name_guessed_from_many_addresses_is_locked_everywhere(door: Door) -> None:
    for n in range(door.rules.NAME):
        assert not door.closed(address=THERE)
        door.fails(1, address=f"10.1.0.{n}")
    assert door.closed(address=THERE)


def test_an_address_that_guesses_many_names_is_locked_for_all(door: Door) -> None:
    for n in range(door.rules.ADDRESS):
        assert not door.closed(name="anybody")
        door.fails(1, name=f"name-{n}")
    assert door.closed(name="anybody")
    assert not door.closed(name="anybody", address=THERE)


def test_failures_long_ago_do_not_add_up(door: Door) -> None:
    for n in range(10):
        door.fails(1, at=NOON + 4 * n * MINUTE)
    assert not door.closed(at=NOON + 37 * MINUTE), "never more than four within a quarter of an hour"


def test_an_unknown_name_is_locked_like_a_known_one(door: Door) -> None:
    door.fails(5, name="nobody")
    assert door.closed(name="nobody")
