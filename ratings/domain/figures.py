"""Means, marks needed, the category: rulebook 2, 6, 7 and 8, in exact fractions."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from sellerdesk.domain import rounding


DIMENSIONS = ("described", "service", "dispatch", "logistics")
STARS = (1, 2, 3, 4, 5)
CELLS = len(DIMENSIONS) * len(STARS)
MEAN_DECIMALS = 4
LEVEL_WITHIN = Fraction(5, 1000)


def cell(dimension: int, stars: int) -> int:
    """Where a mark sits in a row of star counts: five cells per dimension, in the order of DIMENSIONS."""
    return dimension * len(STARS) + stars - 1


@dataclass(frozen=True, slots=True)
class Figure:
    """One dimension: how many marks of each star, from 1 to 5."""

    stars: tuple[int, ...]

    @property
    def count(self) -> int:
        """How many marks count (rulebook 2)."""
        return sum(self.stars)

    @property
    def sum(self) -> int:
        """Their sum in stars."""
        ones, twos, threes, fours, fives = self.stars
        return ones + 2 * twos + 3 * threes + 4 * fours + 5 * fives

    @property
    def mean(self) -> Fraction | None:
        """The exact mean, None without marks (rulebook 6)."""
        return Fraction(self.sum, self.count) if self.count else None


def figures_of(cells: Sequence[int]) -> dict[str, Figure]:
    """The four dimensions out of one row of twenty star counts."""
    width = len(STARS)
    return {name: Figure(tuple(cells[i * width : (i + 1) * width])) for i, name in enumerate(DIMENSIONS)}


def shown(value: Fraction, decimals: int = MEAN_DECIMALS) -> str:
    """A fraction in decimal digits, rounded half up (rulebook 6)."""
    return rounding.shown(value, decimals)


def meets(figure: Figure, threshold: Fraction) -> bool | None:
    """Whether the exact mean reaches a threshold; None without marks (rulebook 6)."""
    return None if figure.mean is None else figure.mean >= threshold


def marks_needed(*, total: int, count: int, threshold: Fraction) -> int | None:
    """Rulebook 7: the fewest five-star marks that lift the mean to `threshold`; None if none can."""
    if not count:
        return 1 if threshold <= STARS[-1] else None
    missing = threshold * count - total
    if missing <= 0:
        return 0
    room = STARS[-1] - threshold
    return -(-missing // room) if room > 0 else None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A shop against its category: where it is, and how far as a share of the way to the edge."""

    side: Literal["above", "below", "level"]
    share: Fraction


def against_category(*, mean: Fraction, average: Fraction, most: Fraction = Fraction(5), least: Fraction = Fraction(0)) -> Comparison:
    """Rulebook 8: the distance to the category's average as a share of the room there is; under 0.5 % is level."""
    if mean > average:
        side: Literal["above", "below", "level"] = "above"
        share = (mean - average) / (most - average) if most > average else Fraction(0)
    elif mean < average:
        side = "below"
        share = (average - mean) / (average - least) if average > least else Fraction(0)
    else:
        side, share = "level", Fraction(0)
    return Comparison("level", share) if share < LEVEL_WITHIN else Comparison(side, share)
