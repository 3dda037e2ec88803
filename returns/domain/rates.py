"""Shares of few and of many: intervals that are honest about three orders, limits of a usual range, and the few causes of most."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt


Z95 = 1.959963984540054
"""Of the normal distribution: 95 % lie within so many standard deviations."""
SIGMAS = 3.0
RUN = 8
"""So many points in a row on one side of the middle are no chance."""
MOST = Fraction(4, 5)


@dataclass(frozen=True, slots=True)
class Rate:
    """`hits` of `count`, with its 95 % interval after Wilson, as shares of 1."""

    hits: int
    count: int
    low: float
    high: float

    @property
    def share(self) -> Fraction | None:
        """Exact; None of nothing."""
        return Fraction(self.hits, self.count) if self.count else None


def rate(hits: int, count: int) -> Rate:
    """A share with its interval. Of nothing, anything is possible: 0 to 1. `hits` outside 0 to `count` is a ValueError."""
    if not 0 <= hits <= count:
        raise ValueError(f"{hits} of {count} is no share.")
    if count == 0:
        return Rate(0, 0, 0.0, 1.0)
    share, square = hits / count, Z95 * Z95
    middle = (share + square / (2 * count)) / (1 + square / count)
    half = Z95 / (1 + square / count) * sqrt(share * (1 - share) / count + square / (4 * count * count))
    return Rate(hits, count, 0.0 if hits == 0 else middle - half, 1.0 if hits == count else middle + half)


@dataclass(frozen=True, slots=True)
class Point:
    """One span of a control chart: its share, the limits for so many, and whether it is out of the usual."""

    rate: Rate
    low: float
    high: float
    unusual: bool


def chart(spans: Sequence[tuple[int, int]]) -> tuple[Fraction | None, list[Point]]:
    """The middle of all spans, and each with its limits at three deviations (a p chart): fewer orders have wider ones.

    A point is unusual beyond its limits, or as the eighth and later in a row on one side of the middle. Spans of nothing have no
    limits, are not unusual, and neither end nor lengthen such a row.
    """
    count = sum(span[1] for span in spans)
    if not count:
        return None, [Point(rate(0, 0), 0.0, 1.0, unusual=False) for _ in spans]
    middle = Fraction(sum(span[0] for span in spans), count)
    share, points = float(middle), []
    side, run = 0, 0
    for hits, of in spans:
        if not of:
            points.append(Point(rate(0, 0), 0.0, 1.0, unusual=False))
            continue
        half = SIGMAS * sqrt(share * (1 - share) / of)
        low, high = max(0.0, share - half), min(1.0, share + half)
        own = Fraction(hits, of)
        beside = (own > middle) - (own < middle)
        run = run + 1 if beside and beside == side else 1
        side = beside
        points.append(Point(rate(hits, of), low, high, unusual=not low <= hits / of <= high or (side != 0 and run >= RUN)))
    return middle, points


@dataclass(frozen=True, slots=True)
class Bar:
    """One cause of a Pareto chart: how often, the share of all up to and with it, and whether it is one of the few that make most."""

    cause: str
    count: int
    together: Fraction
    is_of_the_few: bool


def pareto(counts: Mapping[str, int]) -> list[Bar]:
    """Causes by their number, most frequent first (ties by name), until four in five are explained and on to the end; none of 0."""
    ordered = sorted(((cause, count) for cause, count in counts.items() if count > 0), key=lambda one: (-one[1], one[0]))
    whole, before, bars = sum(count for _, count in ordered), 0, []
    for cause, count in ordered:
        bars.append(Bar(cause, count, Fraction(before + count, whole), is_of_the_few=Fraction(before, whole) < MOST))
        before += count
    return bars
