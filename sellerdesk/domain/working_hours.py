"""When a shop works, and which moment comes after so much of its working time. Pure.

Hours are walls of a clock: "09:00 to 18:00" begins when the clock of that day first shows 09:00 and ends when it first shows 18:00.
Where the clock jumps over such a time, that is the moment of the jump; where it shows it twice, the first time counts.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo


DAY_MINUTES = 1440
Interval = tuple[int, int]
"""From and to, in minutes after midnight; the end is not part of it."""
Week = tuple[tuple[Interval, ...], ...]
"""The intervals of seven days from Monday on, in order and apart."""
LEAST_A_WEEK = 60
"""Minutes. With less, a deadline could be years away."""
MOST_HOLIDAYS = 200
_ONE = timedelta(minutes=1)
_FARTHEST_DAYS = 366 * 40
_INTERVAL = re.compile(r"(\d{1,2})[:.](\d{2})\s*[-\u2013\u2014]\s*(\d{1,2})[:.](\d{2})")
_BETWEEN = re.compile(r"[,;\uff0c\uff1b\u3001]")


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """A shop's clock, its week (None: always) and the days on which it does not work at all."""

    zone: ZoneInfo
    week: Week | None = None
    holidays: Mapping[int, str] = field(default_factory=dict)
    """Ordinals of local days, with their names."""

    @property
    def always(self) -> bool:
        """Whether no moment is outside."""
        return self.week is None and not self.holidays


def add(hours: WorkingHours, since: datetime, allowed: timedelta) -> datetime:
    """The first moment by which `allowed` of working time has passed since a moment."""
    if hours.always or allowed <= timedelta(0):
        return since + max(allowed, timedelta(0))
    left = allowed
    for begins, ends in _open_from(hours, since):
        room = ends - max(begins, since)
        if left <= room:
            return max(begins, since) + left
        left -= room
    # Only holidays without end lead here; a deadline by the plain clock is better than none.
    return since + allowed


def is_open(hours: WorkingHours, at: datetime) -> bool:
    """Whether the shop works at a moment."""
    return hours.always or next_open(hours, at) == at


def next_open(hours: WorkingHours, at: datetime) -> datetime | None:
    """The moment itself where the shop works then, else when it works next; None where it never does."""
    if hours.always:
        return at
    return next((max(begins, at) for begins, _ends in _open_from(hours, at)), None)


def works_on(hours: WorkingHours, day: date) -> bool:
    """Whether the shop works at all on a day of its own."""
    return bool(_of_day(hours, day))


def _open_from(hours: WorkingHours, since: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The spans of work that end after a moment, in order."""
    # A clock that is put back over midnight shows the day before again, so one day earlier is looked at too.
    first = since.astimezone(hours.zone).toordinal() - 1
    for ordinal in range(first, min(first + _FARTHEST_DAYS, date.max.toordinal() - 1)):
        for begins, ends in _of_day(hours, date.fromordinal(ordinal)):
            from_, to = instant(hours.zone, ordinal, begins), instant(hours.zone, ordinal, ends)
            if from_ < to and to > since:
                yield from_, to


def _of_day(hours: WorkingHours, day: date) -> Sequence[Interval]:
    if day.toordinal() in hours.holidays:
        return ()
    return ((0, DAY_MINUTES),) if hours.week is None else hours.week[day.weekday()]


def instant(zone: ZoneInfo, ordinal: int, minutes: int) -> datetime:
    """When the clock of a local day first shows so many minutes after midnight, or jumps over it."""
    wall = datetime.combine(date.fromordinal(ordinal), time()) + timedelta(minutes=minutes)
    late = wall.replace(tzinfo=zone).astimezone(UTC)
    if late.astimezone(zone).replace(tzinfo=None) == wall:
        return late
    # In a gap the two readings lie on either side of the jump: it is the first minute whose clock shows the wall or more.
    early = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    low, high = 0, int((late - early) / _ONE)
    while low < high:
        middle = (low + high) // 2
        if (early + middle * _ONE).astimezone(zone).replace(tzinfo=None) >= wall:
            high = middle
        else:
            low = middle + 1
    return early + low * _ONE


class UnreadableHours(ValueError):
    """A text that names no hours; `args[0]` says what is wrong: shape, order, overlap."""


def read_day(text: str) -> tuple[Interval, ...]:
    """The intervals that a person wrote for one day: "09:00-13:00, 14:00-18:00"; nothing for a day off. Else UnreadableHours."""
    found: list[Interval] = []
    for part in _BETWEEN.split(text.strip()) if text.strip() else []:
        met = _INTERVAL.fullmatch(part.strip())
        if met is None:
            raise UnreadableHours("shape")
        hour, minute, to_hour, to_minute = map(int, met.groups())
        if minute > 59 or to_minute > 59 or hour > 23 or to_hour * 60 + to_minute > DAY_MINUTES:
            raise UnreadableHours("shape")
        found.append((hour * 60 + minute, to_hour * 60 + to_minute))
    if any(begins >= ends for begins, ends in found):
        raise UnreadableHours("order")
    found.sort()
    if any(later[0] < earlier[1] for earlier, later in pairwise(found)):
        raise UnreadableHours("overlap")
    return tuple(found)


def span_over(zone: ZoneInfo, begins: int, ends: int, at: datetime) -> tuple[datetime, datetime] | None:
    """The span of every day, from one time of the clock to another, in which a moment lies; it may reach over midnight."""
    today = at.astimezone(zone).toordinal()
    for day in (today - 1, today):
        from_, to = instant(zone, day, begins), instant(zone, day + (ends <= begins), ends)
        if from_ <= at < to:
            return from_, to
    return None


def written(intervals: Sequence[Interval]) -> str:
    """The intervals of a day as `read_day` takes them."""
    return ", ".join(f"{_clock(begins)}\u2013{_clock(ends)}" for begins, ends in intervals)


def minutes_a_week(week: Week) -> int:
    """How long the shop works in a week without a holiday."""
    return sum(ends - begins for day in week for begins, ends in day)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
