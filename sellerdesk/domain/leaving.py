"""How long what was sent can be taken back: until then no worker takes it. Pure, and the same for all that goes to a marketplace."""

from datetime import datetime, timedelta
from typing import Final


TAKE_BACK: Final = timedelta(seconds=10)
"""Between Send and the first moment at which a worker may take it."""
REACHED_WITHIN: Final = timedelta(seconds=5)
"""A worker looks every three seconds for what is due: what is due later than so long before the end of a window comes too late."""
_SECOND: Final = timedelta(seconds=1)


def leaves_at(now: datetime, last: datetime | None = None) -> datetime:
    """The first moment at which a worker may take what is sent now. `last` is the last instant at which it is taken there, if any.

    Near the end of a window the time for taking back is cut, in whole seconds, to what is left of it; at its very end it leaves at once.
    """
    if last is None:
        return now + TAKE_BACK
    left = (last - REACHED_WITHIN - now) // _SECOND * _SECOND
    return now + max(timedelta(0), min(TAKE_BACK, left))


def seconds_left(leaves: datetime, now: datetime) -> int:
    """For how many seconds what leaves then can still be taken back."""
    return max(0, round((leaves - now).total_seconds()))
