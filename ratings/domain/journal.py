"""What a rating changes in the shop's figures, and on which day.

A day's figure under a window is the running sum of these changes up to that day. They are written
ahead: the day on which a mark leaves is known when it begins to count.
"""

from collections.abc import Iterator
from enum import IntEnum
from functools import lru_cache

from ratings.domain.standing import Standing, Timeline
from sellerdesk.domain.days import WINDOWS, leaving_day


class Cause(IntEnum):
    """Why a figure moves. Up to DEMOTED they change the marks counted, the rest what is not counted."""

    EFFECTIVE = 0
    COUNTED = 1
    LEFT = 2
    STRUCK = 3
    PROMOTED = 4
    DEMOTED = 5
    PENDING = 6
    CAPPED = 7
    VOIDED = 8


class Windows(IntEnum):
    """Which windows a change concerns."""

    BOTH = 0
    SIX_MONTHS = 1
    HALF_YEAR_DAYS = 2


MARK_CAUSES = frozenset({Cause.EFFECTIVE, Cause.COUNTED, Cause.LEFT, Cause.STRUCK, Cause.PROMOTED, Cause.DEMOTED})
_SINGLE = {"6_months": Windows.SIX_MONTHS, "180_days": Windows.HALF_YEAR_DAYS}

Change = tuple[int, Cause, Windows, int]
"""(day, cause, windows, +1 or -1)"""


@lru_cache(maxsize=65536)
def changes(timeline: Timeline, effective_day: int | None, at_day: int) -> tuple[Change, ...]:
    """Every change that one rating makes, over all time (rulebook 2 to 5, 20)."""
    made: list[Change] = []
    before: Standing | None = None
    for (start, standing), end in zip(timeline, _ends(timeline), strict=True):
        after = end[1] if end else None
        until = end[0] if end else None
        if standing is Standing.PENDING:
            made.append((start, Cause.PENDING, Windows.BOTH, 1))
            if until is not None:
                made.append((until, Cause.PENDING, Windows.BOTH, -1))
        elif standing is Standing.STRUCK:
            made.extend(_in_windows(start, until, at_day, (Cause.VOIDED, Cause.VOIDED, Cause.VOIDED)))
        else:
            assert effective_day is not None
            made.extend(_in_windows(start, until, effective_day, _causes(before, standing, after)))
        before = standing
    return tuple(made)


def _ends(timeline: Timeline) -> Iterator[tuple[int, Standing] | None]:
    yield from timeline[1:]
    yield None


def _causes(before: Standing | None, standing: Standing, after: Standing | None) -> tuple[Cause, Cause, Cause]:
    """Why it enters, why it goes before its time, and what its leaving the window is called."""
    if standing is Standing.CAPPED:
        return Cause.CAPPED, Cause.CAPPED, Cause.CAPPED
    enters = Cause.PROMOTED if before is Standing.CAPPED else Cause.EFFECTIVE if before is Standing.PENDING else Cause.COUNTED
    goes = Cause.DEMOTED if after is Standing.CAPPED else Cause.STRUCK
    return enters, goes, Cause.LEFT


def _in_windows(start: int, until: int | None, dated: int, causes: tuple[Cause, Cause, Cause]) -> list[Change]:
    """In at `start`, out at `until` or when its date leaves the window, for each window by itself."""
    enters, goes, leaves = causes
    by_window: list[list[tuple[int, Cause, int]]] = []
    for kind in WINDOWS:
        leaving = leaving_day(dated, kind)
        own: list[tuple[int, Cause, int]] = []
        if start < leaving:
            own.append((start, enters, 1))
            own.append((until, goes, -1) if until is not None and until < leaving else (leaving, leaves, -1))
        by_window.append(own)
    six, half = by_window
    shared = [change for change in six if change in half]
    return [
        *((day, cause, Windows.BOTH, sign) for day, cause, sign in shared),
        *((day, cause, Windows.SIX_MONTHS, sign) for day, cause, sign in six if (day, cause, sign) not in shared),
        *((day, cause, Windows.HALF_YEAR_DAYS, sign) for day, cause, sign in half if (day, cause, sign) not in shared),
    ]
