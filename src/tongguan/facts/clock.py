"""Times as integers: microseconds since 1970-01-01T00:00:00Z. Legal dates are local dates of the office."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

SECOND = 1_000_000
HOUR = 3600 * SECOND
DAY = 24 * HOUR
OFFICE_ZONE = ZoneInfo("Asia/Shanghai")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def micros(moment: datetime) -> int:
    """Microseconds since 1970 of a moment with zone; a moment without zone is refused."""
    if moment.tzinfo is None:
        raise ValueError("a time needs its zone offset, for example +08:00")
    return (moment - _EPOCH) // timedelta(microseconds=1)


def moment(at: int, zone: ZoneInfo = OFFICE_ZONE) -> datetime:
    """The moment of ``at`` in the office's zone."""
    return (_EPOCH + timedelta(microseconds=at)).astimezone(zone)


def local_date(at: int, zone: ZoneInfo = OFFICE_ZONE) -> date:
    """The legal date 日期 of ``at``: the local date of the office."""
    return moment(at, zone).date()


def iso(at: int, zone: ZoneInfo = OFFICE_ZONE) -> str:
    """ISO 8601 with offset, to the second."""
    return moment(at, zone).isoformat(timespec="seconds")


def parse(text: str, zone: ZoneInfo = OFFICE_ZONE) -> int:
    """Read ISO 8601; without an offset the office's zone is meant. ValueError when it is no time."""
    read = datetime.fromisoformat(text.strip())
    return micros(read if read.tzinfo else read.replace(tzinfo=zone))
