"""Days of a shop: when one ends, and which ones a window holds."""

import calendar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """The first moment after the day: 00:00 of the next one, local."""
    return datetime.combine(day + timedelta(days=1), time(0), tzinfo=zone).astimezone(UTC)


def local_day(moment: datetime, zone: ZoneInfo) -> date:
    """The date on the shop's wall."""
    return moment.astimezone(zone).date()


def local_month(moment: datetime, zone: ZoneInfo) -> tuple[int, int]:
    """The calendar month on the shop's wall."""
    day = local_day(moment, zone)
    return day.year, day.month


def first_day(window: str, last: date) -> date:
    """The first day of the window that ends with `last` (rule 4)."""
    if window == "180_days":
        return last - timedelta(days=179)
    after = last + timedelta(days=1)
    year, month = (after.year, after.month - 6) if after.month > 6 else (after.year - 1, after.month + 6)
    return date(year, month, min(after.day, calendar.monthrange(year, month)[1]))
