"""The moments that are offered when something is put off. Pure."""

from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from sellerdesk.domain.working_hours import instant


Later = Literal["today", "tomorrow", "monday"]
MORNING = 9 * 60
"""Minutes after midnight."""
LATEST = 22
"""No hour of the evening after it is offered."""
_AHEAD = timedelta(hours=3)


def offered(now: datetime, zone: ZoneInfo) -> dict[Later, datetime]:
    """Later today (the next full hour in three hours, while there is an evening left), tomorrow at nine, next Monday at nine.

    Where tomorrow is Monday, that is said once.
    """
    local = now.astimezone(zone)
    found: dict[Later, datetime] = {}
    later = (now + _AHEAD).astimezone(zone)
    hour = later.hour + (later.replace(minute=0, second=0, microsecond=0) < later)
    if later.toordinal() == local.toordinal() and hour <= LATEST:
        found["today"] = instant(zone, local.toordinal(), hour * 60)
    found["tomorrow"] = instant(zone, local.toordinal() + 1, MORNING)
    until_monday = 7 - local.weekday()
    if until_monday > 1:
        found["monday"] = instant(zone, local.toordinal() + until_monday, MORNING)
    return found


def chosen(text: str, zone: ZoneInfo) -> datetime | None:
    """The moment that a field of day and time says, by the reader's clock; None where it says none."""
    try:
        wall = datetime.fromisoformat(text)
    except ValueError:
        return None
    if wall.tzinfo is not None or not 2000 <= wall.year < 2200:
        return None
    return instant(zone, wall.toordinal(), wall.hour * 60 + wall.minute)
