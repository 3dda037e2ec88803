"""What leaves the window on the days to come: known exactly, since a mark's last day is known when it begins to count."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from operator import add, sub

from ratings.domain.figures import Figure
from ratings.domain.opening import folded, opens
from ratings.domain.splitting import NO_STARS, Stars


HORIZONS = (30, 60, 90)


@dataclass(frozen=True, slots=True)
class Leaving:
    """The marks that leave on a day, or on neighbouring days that have fewer than five each; `then` is what stays if nothing comes."""

    first: int
    last: int
    marks: Figure
    then: Figure


def leaving(today: Figure, days: Sequence[tuple[int, Stars]]) -> list[Leaving]:
    """The rows of all days to come, in their order (rulebook 9: no row of fewer than five marks, so fewer in all are no row).

    `days` are (day, stars that leave on it). All of them are folded, however few are shown: a shorter list must be the beginning of
    the longer one, or their difference would tell what lies between.
    """
    ordered = [(day, stars) for day, stars in sorted(days) if any(stars)]
    coming = iter(ordered)
    rows = []
    left = NO_STARS
    for first, last, marks in folded([(day, sum(stars)) for day, stars in ordered]):
        own = NO_STARS
        # The rows hold the days in their order, all of them.
        while sum(own) < marks:
            own = tuple(map(add, own, next(coming)[1]))
        left = tuple(map(add, left, own))
        rows.append(Leaving(first, last, Figure(own), Figure(tuple(map(sub, today.stars, left)))))
    return rows


def within(rows: Sequence[Leaving], until: int) -> list[Leaving]:
    """The rows that begin by a day; the last one may reach beyond it."""
    return [row for row in rows if row.first <= until]


def opened(today: Figure, days: Sequence[tuple[int, Stars]], until: int) -> list[Leaving]:
    """The rows up to a day that may be told: none where today's figure does not open (rulebook 9)."""
    return within(leaving(today, days), until) if opens(today.count) else []


def together(rows: Sequence[Leaving]) -> Figure:
    """All marks of some rows."""
    stars = NO_STARS
    for row in rows:
        stars = tuple(map(add, stars, row.marks.stars))
    return Figure(stars)


def shifted(before: Figure, rows: Sequence[Leaving]) -> Fraction | None:
    """By how much the mean moves when all these rows leave and nothing comes; None where nothing would be left or was there."""
    if not rows or before.mean is None or (then := rows[-1].then.mean) is None:
        return None
    return then - before.mean
