"""Local days, windows and what leaves them: rulebook 4, in whole numbers.

A day is a proleptic ordinal (`date.toordinal()`), a month is `year * 12 + month - 1`; both are the
shop's own. Instants are aware datetimes. Working in whole numbers keeps the folds small and exact.
"""

import calendar
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Literal


WindowKind = Literal["6_months", "180_days"]
WINDOWS: tuple[WindowKind, WindowKind] = ("6_months", "180_days")
MONTHS_IN_WINDOW = 6
DAYS_IN_WINDOW = 180


def day_of(instant: datetime, zone: tzinfo) -> int:
    """The local day that an instant falls on in `zone`."""
    return instant.astimezone(zone).toordinal()


def month_of(instant: datetime, zone: tzinfo) -> int:
    """The local calendar month that an instant falls in."""
    local = instant.astimezone(zone)
    return local.year * 12 + local.month - 1


def end_of(day: int, zone: tzinfo) -> datetime:
    """The first instant (UTC) after a local day: 00:00 of the next day in `zone`.

    Where a clock change skips that midnight, it is the instant of the change, so that every instant
    before it still has the old date.
    """
    midnight = datetime.combine(date.fromordinal(day + 1), time(), tzinfo=zone)
    return midnight.astimezone(UTC)


def shift_months(day: date, months: int) -> date:
    """The same day `months` later (or earlier), clamped to the last day of that month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


@lru_cache(maxsize=65536)
def window_first(day: int, kind: WindowKind) -> int:
    """Rulebook 4: the first day of the window that ends with (and includes) `day`."""
    if kind == "180_days":
        return day - DAYS_IN_WINDOW + 1
    return shift_months(date.fromordinal(day + 1), -MONTHS_IN_WINDOW).toordinal()


@lru_cache(maxsize=65536)
def leaving_day(day: int, kind: WindowKind) -> int:
    """The first day whose window no longer holds something dated `day`.

    The inverse of `window_first`: the smallest D with window_first(D) > day. Where the sixth month
    has no such day (31 August, 29-31 of February) the window steps over it on the next month's first.
    """
    if kind == "180_days":
        return day + DAYS_IN_WINDOW
    following = date.fromordinal(day + 1)
    arrival = shift_months(following, MONTHS_IN_WINDOW)
    if arrival.day != following.day:
        arrival += timedelta(days=1)
    return arrival.toordinal() - 1
