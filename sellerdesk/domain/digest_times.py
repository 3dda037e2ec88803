"""When a shop's people are told how things stand: in the morning, at noon, in the evening of its own day. Pure."""

from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from sellerdesk.domain.working_hours import WorkingHours, instant, works_on


Slot = Literal["morning", "noon", "evening"]
MINUTES: dict[Slot, int] = {"morning": 9 * 60, "noon": 13 * 60, "evening": 18 * 60}
"""Minutes after the shop's midnight."""
LATEST = timedelta(hours=2)
"""A digest that comes later than that, because nothing ran, tells nothing any more."""


def next_after(zone: ZoneInfo, now: datetime) -> datetime:
    """The next moment at which a digest is due."""
    today = now.astimezone(zone).toordinal()
    moments = (instant(zone, day, minutes) for day in (today, today + 1) for minutes in MINUTES.values())
    return next(moment for moment in moments if moment > now)


def slot_of(hours: WorkingHours, due: datetime, now: datetime) -> Slot | None:
    """Which digest was due at a moment; None where it is too late for it, or where the shop does not work on that day."""
    local = due.astimezone(hours.zone)
    if now - due > LATEST or not works_on(hours, local.date()):
        return None
    day = local.toordinal()
    return next((slot for slot, minutes in MINUTES.items() if instant(hours.zone, day, minutes) == due), None)
