"""Where a page of a list goes on: the last row that was shown, as an address carries it. What cannot be read is none, never an error."""

from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple


LARGEST_ID: Final = 2**63 - 1
"""Of any table: what is larger names no row, and a query about it would fail."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
EARLIEST: Final = (datetime.min.replace(tzinfo=UTC) - _EPOCH) // _MICROSECOND
LATEST: Final = (datetime.max.replace(tzinfo=UTC) - _EPOCH) // _MICROSECOND
"""Microseconds to the ends of what a datetime can say."""


class Cursor(NamedTuple):
    """The last row that was shown: its place in the order of the list, and its id."""

    at: datetime
    id: int

    def text(self) -> str:
        """For an address."""
        return f"{micros(self.at)}-{self.id}"


def cursor(text: str) -> Cursor | None:
    """The place that a cursor's text tells; None where it is none, so that a spoilt address begins at the top."""
    at, _, own = text.partition("-")
    moment, own_id = moment_of(at), whole(own)
    return None if moment is None or own_id is None else Cursor(moment, own_id)


def whole(text: str) -> int | None:
    """A whole number that may be an id; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 and int(text) <= LARGEST_ID else None


def micros(at: datetime) -> int:
    """A moment as microseconds since 1970."""
    return (at - _EPOCH) // _MICROSECOND


def moment(number: int) -> datetime:
    """The moment of such microseconds, from EARLIEST to LATEST."""
    return _EPOCH + number * _MICROSECOND


def moment_of(text: str) -> datetime | None:
    """The moment that microseconds in an address tell; None where they are none."""
    number = whole(text)
    return None if number is None or number > LATEST else moment(number)
