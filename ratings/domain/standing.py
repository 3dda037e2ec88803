"""How one buyer's store ratings stand, day by day: rulebook 3, 5 and 20.

The cap couples ratings of one buyer, so they are judged together; nothing couples two buyers.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import IntEnum
from typing import NamedTuple


class Standing(IntEnum):
    """What a rating is on a given day."""

    PENDING = 1
    COUNTED = 2
    CAPPED = 3
    STRUCK = 4


class Given(NamedTuple):
    """One standing store rating in the shop's local days; None where it never happens."""

    at: datetime
    outside_id: str
    given_day: int
    """From this day on the rating exists: its own day, or its order's if that is later."""
    given_month: int
    completed_day: int | None
    completed_month: int | None
    effective_day: int | None
    struck_day: int | None


Timeline = tuple[tuple[int, Standing], ...]
"""(first day, standing) in order of days; the last one lasts for ever."""


def timelines(ratings: Sequence[Given], cap: int | None) -> list[Timeline]:
    """The timeline of each rating of one buyer, in the order given (rulebook 3, 5, 20).

    `cap` is how many count per calendar month; None is no cap. All ratings of the buyer that share
    a month, at any time, with one of these must be among them.
    """
    if cap is None or len(ratings) <= cap or not _may_be_met(ratings, cap):
        return [_alone(rating) for rating in ratings]
    return _together(ratings, cap)


def _may_be_met(ratings: Sequence[Given], cap: int) -> bool:
    """Whether more than `cap` ratings can fall into one month, each taken into both of its months."""
    used: dict[int, int] = {}
    for rating in ratings:
        for month in {rating.given_month, rating.given_month if rating.completed_month is None else rating.completed_month}:
            used[month] = used.get(month, 0) + 1
    return max(used.values()) > cap


def _alone(rating: Given) -> Timeline:
    start, effect, struck = rating.given_day, rating.effective_day, rating.struck_day
    if struck is not None and struck <= start:
        return ((start, Standing.STRUCK),)
    steps = []
    if effect is None or effect > start:
        steps.append((start, Standing.PENDING))
        if effect is not None and (struck is None or effect < struck):
            steps.append((effect, Standing.COUNTED))
    else:
        steps.append((start, Standing.COUNTED))
    if struck is not None:
        steps.append((struck, Standing.STRUCK))
    return tuple(steps)


def _together(ratings: Sequence[Given], cap: int) -> list[Timeline]:
    order = sorted(range(len(ratings)), key=lambda i: ratings[i][:2])
    days = sorted({day for r in ratings for day in (r.given_day, r.completed_day, r.effective_day, r.struck_day) if day is not None})
    steps: list[list[tuple[int, Standing]]] = [[] for _ in ratings]
    for day in days:
        for i, standing in _on(day, ratings, order, cap):
            if not steps[i] or steps[i][-1][1] is not standing:
                steps[i].append((day, standing))
    return [tuple(own) for own in steps]


def _on(day: int, ratings: Sequence[Given], order: Sequence[int], cap: int) -> list[tuple[int, Standing]]:
    """Rulebook 5 as of one day: struck ones drop out, then the first `cap` of each month count."""
    used: dict[int, int] = {}
    standings = []
    for i in order:
        rating = ratings[i]
        if rating.given_day > day:
            continue
        if rating.struck_day is not None and rating.struck_day <= day:
            standings.append((i, Standing.STRUCK))
            continue
        completed = rating.completed_day is not None and rating.completed_day <= day
        month = rating.completed_month if completed and rating.completed_month is not None else rating.given_month
        used[month] = used.get(month, 0) + 1
        if rating.effective_day is None or rating.effective_day > day:
            standings.append((i, Standing.PENDING))
        else:
            standings.append((i, Standing.COUNTED if used[month] <= cap else Standing.CAPPED))
    return standings
