"""When a delivery is tried again, when a doubtful one is asked after again, and when either is given up. Pure."""

from datetime import datetime, timedelta
from typing import Final


FIRST_WAIT: Final = timedelta(seconds=5)
LONGEST_WAIT: Final = timedelta(minutes=15)
MOST_ATTEMPTS: Final = 8
DEADLINE: Final = timedelta(hours=24)
"""From the first attempt. What has not left by then no longer fits the talk: a person decides."""
FIRST_CHECK: Final = timedelta(seconds=2)
LONGEST_CHECK: Final = timedelta(minutes=10)
GRACE: Final = timedelta(minutes=1)
"""A parcel may still be under way inside the marketplace when it is asked for: "not there" counts only after so long."""
DOUBT: Final = timedelta(minutes=15)
"""What could not be found out in so long is shown to a person."""
_DOUBLINGS: Final = 20


def wait(attempt: int, *, dice: float, first: timedelta = FIRST_WAIT, longest: timedelta = LONGEST_WAIT) -> timedelta:
    """How long to wait after the attempt of this number (from 1): doubling, never more than `longest`.

    Half of it is by dice (0 to 1), so that many who failed together do not come back together.
    """
    span = min(longest, first * (1 << min(max(attempt, 1) - 1, _DOUBLINGS)))
    return span / 2 + span / 2 * min(max(dice, 0.0), 1.0)


def is_spent(attempts: int, first_tried_at: datetime | None, now: datetime) -> bool:
    """Whether a delivery that failed again is given up: after so many attempts, or so long after the first."""
    return attempts >= MOST_ATTEMPTS or (first_tried_at is not None and now - first_tried_at >= DEADLINE)


def next_try(attempts: int, *, told: timedelta | None, dice: float, now: datetime) -> datetime:
    """The moment of the next attempt: as the marketplace told where it did, never sooner than our own back-off where it did not."""
    return now + (wait(attempts, dice=dice) if told is None else max(told, timedelta(0)))


def next_check(checks: int, *, dice: float, now: datetime) -> datetime:
    """The moment at which a doubtful delivery is asked after again; `checks` is how often that was done."""
    return now + wait(checks, dice=dice, first=FIRST_CHECK, longest=LONGEST_CHECK)


def is_certain(doubt_since: datetime, asked_at: datetime) -> bool:
    """Whether "it is not there", asked at a moment, means that it never will be."""
    return asked_at - doubt_since >= GRACE


def needs_a_person(doubt_since: datetime, now: datetime) -> bool:
    """Whether a doubt has lasted so long that a person is asked."""
    return now - doubt_since >= DOUBT
