"""Periods of days cut into what is kept: whole months, and the days at their edges."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sellerdesk.domain.days import shift_months


DAY, MONTH = 1, 2


@dataclass(frozen=True, slots=True)
class Piece:
    """Days from `first` to `last`, both included, to be read from rows of days or of months."""

    span: int
    first: date
    last: date


def pieces(first: date, last: date) -> list[Piece]:
    """A period in at most three pieces that hold each of its days once. None of an empty period."""
    if last < first:
        return []
    begins = first if first.day == 1 else shift_months(first.replace(day=1), 1)
    ends = (last + timedelta(days=1)).replace(day=1)
    if begins >= ends:
        return [Piece(DAY, first, last)]
    one = timedelta(days=1)
    cut = [Piece(DAY, first, begins - one), Piece(MONTH, begins, ends - one), Piece(DAY, ends, last)]
    return [piece for piece in cut if piece.first <= piece.last]


def weeks(first: date, last: date) -> Iterator[date]:
    """The Monday of each week of which any day lies in the period."""
    monday = first - timedelta(days=first.weekday())
    while monday <= last:
        yield monday
        monday += timedelta(weeks=1)
