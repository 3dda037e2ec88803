"""Splits and what leaves as digits: the same for the page, the file and the API, so that they cannot differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from ratings.domain.figures import STARS, Figure, shown
from ratings.domain.leaving import Leaving
from ratings.domain.splitting import Part, Split


PART_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Net:
    """What a part adds to the star counts. Only the balance is told: of several causes together one alone may be a single mark."""

    stars: tuple[int, ...]

    @property
    def marks(self) -> int:
        """How many more marks there are by it."""
        return sum(self.stars)

    @property
    def sum(self) -> int:
        """And how many more stars."""
        return sum(star * count for star, count in zip(STARS, self.stars, strict=True))

    @property
    def rows(self) -> list[tuple[int, int]]:
        """(stars, how many), five first."""
        return sorted(zip(STARS, self.stars, strict=True), reverse=True)

    @property
    def mean(self) -> Fraction | None:
        """The mean of its marks, where all of them came or all went."""
        one_way = all(count >= 0 for count in self.stars) or all(count <= 0 for count in self.stars)
        return Fraction(self.sum, self.marks) if one_way and self.marks else None


def net(part: Part) -> Net:
    """What may be told of the marks of a part."""
    return Net(part.flow.net)


def exact(value: Fraction | None) -> str | None:
    """A fraction as it is, "-7/25"."""
    return None if value is None else f"{value.numerator}/{value.denominator}"


def decimal(value: Fraction | None, places: int) -> str | None:
    """A fraction in decimal digits, rounded half up away from nought."""
    if value is None:
        return None
    digits = shown(abs(value), places)
    return f"-{digits}" if value < 0 and any(one in digits for one in "123456789") else digits


def of_figure(figure: Figure) -> dict[str, Any]:
    """Count, sum and mean of a figure."""
    return {
        "count": figure.count,
        "sum": figure.sum,
        "mean": decimal(figure.mean, 4),
        "mean_exact": exact(figure.mean),
    }


def of_split(found: Split) -> dict[str, Any]:
    """A split: both figures, the difference, the parts."""
    return {
        "before": of_figure(found.before),
        "after": of_figure(found.after),
        "moved": decimal(found.moved, PART_DECIMALS),
        "moved_exact": exact(found.moved),
        "parts": [of_part(part) for part in found.parts],
    }


def of_part(part: Part) -> dict[str, Any]:
    """One part: its causes, the balance of its marks, how far it moved the mean."""
    own = net(part)
    return {
        "causes": list(part.reasons),
        "marks": own.marks,
        "sum": own.sum,
        "stars": by_star(own.stars),
        "moved": decimal(part.moved, PART_DECIMALS),
        "moved_exact": exact(part.moved),
    }


def by_star(stars: Sequence[int]) -> dict[str, int]:
    """Star counts by their star."""
    return {str(star): count for star, count in zip(STARS, stars, strict=True)}


def of_leaving(row: Leaving) -> dict[str, Any]:
    """One row of what leaves."""
    return {
        "first": date.fromordinal(row.first).isoformat(),
        "last": date.fromordinal(row.last).isoformat(),
        **of_figure(row.marks),
        "stars": by_star(row.marks.stars),
        "then": of_figure(row.then),
    }
