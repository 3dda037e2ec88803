"""How long a sign-in lasts: until nobody was there for a while, and never longer than its whole life."""

from datetime import datetime, timedelta
from typing import Final


# Of who wished to stay signed in: a weekend does not end it.
KEPT_IDLE: Final = timedelta(days=4)
KEPT_WHOLE: Final = timedelta(days=14)
# Of who did not.
IDLE: Final = timedelta(hours=8)
WHOLE: Final = timedelta(hours=24)
SEEN_EVERY: Final = timedelta(minutes=5)
"""So often it is written down that somebody was there."""


def ends_at(began_at: datetime, seen_at: datetime, *, kept: bool) -> datetime:
    """When a sign-in ends by itself if nobody comes any more."""
    idle, whole = (KEPT_IDLE, KEPT_WHOLE) if kept else (IDLE, WHOLE)
    return min(seen_at + idle, began_at + whole)
