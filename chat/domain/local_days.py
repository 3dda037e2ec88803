"""A shop's days and hours for sums over many instants: pieces of time in which its clock runs evenly. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sellerdesk.domain.days import day_of, end_of


_SECOND = timedelta(seconds=1)


class Piece(NamedTuple):
    """From `begins` to before `ends` (UTC), local time is UTC plus `shift`.

    `day_ends` is set on a day on which the clock is changed: when that day is over. Elsewhere it follows from the shift.
    """

    begins: datetime
    ends: datetime
    shift: timedelta
    day_ends: datetime | None


@dataclass(frozen=True, slots=True)
class Clock:
    """A shop's clock."""

    zone: ZoneInfo

    def local(self, instant: datetime) -> datetime:
        """What it shows then."""
        return instant.astimezone(self.zone)

    def day(self, instant: datetime) -> int:
        """The day (ordinal) that it shows then."""
        return day_of(instant, self.zone)


@lru_cache(maxsize=1024)
def pieces(first: int, last: int, zone: ZoneInfo) -> tuple[Piece, ...]:
    """The days `first` to `last` (ordinals) of a zone, in order and without gaps."""
    found: list[Piece] = []
    begins = at = beginning(first, zone)
    for day in range(first, last + 1):
        ends = beginning(day + 1, zone)
        if ends == at:
            # A day that the zone left out: it moved to the other side of the date line.
            continue
        if _shift(at, zone) != _shift(ends - _SECOND, zone):
            change = _change(at, ends, zone)
            if begins < at:
                found.append(Piece(begins, at, _shift(begins, zone), None))
            if at < change:
                found.append(Piece(at, change, _shift(at, zone), ends))
            found.append(Piece(change, ends, _shift(change, zone), ends))
            begins = ends
        elif begins < at and _shift(begins, zone) != _shift(at, zone):
            # The clock was changed at midnight itself.
            found.append(Piece(begins, at, _shift(begins, zone), None))
            begins = at
        at = ends
    if begins < at:
        found.append(Piece(begins, at, _shift(begins, zone), None))
    return tuple(found)


def beginning(day: int, zone: ZoneInfo) -> datetime:
    """The first instant (UTC) of a local day (ordinal)."""
    return end_of(day - 1, zone)


def _shift(instant: datetime, zone: ZoneInfo) -> timedelta:
    return instant.astimezone(zone).utcoffset() or timedelta()


def _change(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """The first second between the two that has the later one's shift."""
    high -= _SECOND
    later = _shift(high, zone)
    while high - low > _SECOND:
        middle = low + (high - low) // _SECOND // 2 * _SECOND
        low, high = (low, middle) if _shift(middle, zone) == later else (middle, high)
    return high
