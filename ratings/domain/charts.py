"""Where things stand in the drawings of ratings: in percent of a box, x from the left, y from the top.

Pictures are no place for exactness: positions are floats, means come as exact fractions.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise

from sellerdesk.domain.days import shift_months


Point = tuple[float, float]

RULER_LOW, RULER_HIGH = Fraction(42, 10), Fraction(5)
RULER_MARKS = (Fraction(44, 10), Fraction(46, 10), Fraction(48, 10))
_STEPS = (0.1, 0.2, 0.5, 1.0)
_MOST_TICKS = 7
_ROOM = 0.04
_SPARK_SPAN = 0.14
_CROWDED = 9.0
_LABEL_OFF, _LABEL_CLEAR = 10.0, 7.0
_LABEL_WIDE = 22.0


def on_ruler(value: Fraction) -> float:
    """A mean on the ruler from 4.2 to 5.0; what lies outside stands at its end."""
    place = (value - RULER_LOW) / (RULER_HIGH - RULER_LOW)
    return round(float(min(max(place, Fraction(0)), Fraction(1)) * 100), 2)


@dataclass(frozen=True, slots=True)
class Scale:
    """What an axis of means shows."""

    low: float
    high: float
    ticks: tuple[float, ...] = ()

    def y(self, value: Fraction | float) -> float:
        """The height of a value."""
        return 100 - 100 * (float(value) - self.low) / (self.high - self.low)


def scale(values: Sequence[Fraction], always: Sequence[Fraction]) -> Scale:
    """An axis for these means that also shows the values `always`. It does not start at nought."""
    shown = [float(value) for value in (*values, *always)]
    low, high = min(shown), max(shown)
    room = max(_ROOM, 0.07 * (high - low))
    low, high = low - room, high + room
    step = next((one for one in _STEPS if (high - low) / one <= _MOST_TICKS), _STEPS[-1])
    first, last = int(low / step) + 1, int(high / step)
    ticks = (round(number * step, 1) for number in range(first, last + 1))
    return Scale(low, high, tuple(tick for tick in ticks if 1 <= tick <= 5))


def spark_scale(values: Sequence[Fraction]) -> Scale:
    """A sparkline's own scale: it shows the shape, the figure beside it shows the level."""
    low, high = float(min(values)), float(max(values))
    room = max(0.0, _SPARK_SPAN - (high - low)) / 2 + 0.012
    return Scale(low - room, high + room)


def segments(line: Sequence[Fraction | None], told: Sequence[bool], on: Scale, *, after: int = 0) -> list[list[Point]]:
    """The points of a line of days. Days that are not told are passed over; a day without a mean breaks the line.

    `after` is how many days the drawing goes on after the line.
    """
    width = max(1, len(line) - 1 + after)
    found: list[list[Point]] = []
    broken = True
    for place, (mean, is_told) in enumerate(zip(line, told, strict=True)):
        if mean is None:
            broken = True
        elif is_told:
            if broken:
                found.append([])
            found[-1].append((100 * place / width, on.y(mean)))
            broken = False
    return found


def path(points: Sequence[Point]) -> str:
    """An SVG path. One point alone is a dot, which a line of no length with round ends draws."""
    drawn = "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in points)
    return drawn + "h.01" if len(points) == 1 else drawn


def area(points: Sequence[Point]) -> str:
    """The area under a line, down to the foot."""
    return f"{path(points)}L{points[-1][0]:.2f} 100L{points[0][0]:.2f} 100Z"


def crowded(levels: Sequence[float]) -> bool:
    """Whether the names of two levels would run into each other on their lines."""
    return any(abs(one - other) < _CROWDED for one, other in pairwise(levels))


def clear_side(parts: Sequence[Sequence[Point]], level: float) -> str:
    """At which end of its line a level's name covers less of the curve: `start` or `end`."""
    points = [point for part in parts for point in part]
    left = min((abs(y - level) for x, y in points if x < 40), default=100.0)
    right = min((abs(y - level) for x, y in points if x > 60), default=100.0)
    return "end" if left < _CROWDED and right > left + _CROWDED else "start"


def label_height(parts: Sequence[Sequence[Point]], levels: Sequence[float]) -> float:
    """The height of the last point's label: where it covers least of the curve and of the levels' lines, and never across one of these."""
    y = parts[-1][-1][1]
    left = parts[-1][-1][0] - _LABEL_WIDE
    curve = [height for x, height in _ending(parts[-1], left) if x >= left]
    beside = [*levels, *curve]

    def free(place: float) -> float:
        distance = min(abs(place - taken) for taken in beside)
        crosses = any(min(y, place) < level < max(y, place) for level in levels)
        return distance - 200 * crosses - 100 * (min(curve) < place < max(curve)) - 400 * (not 2 <= place <= 98)

    best = max((y - _LABEL_OFF, y + _LABEL_OFF, min(curve) - _LABEL_CLEAR, max(curve) + _LABEL_CLEAR), key=free)
    return min(max(best, 2.0), 98.0)


def _ending(points: Sequence[Point], left: float) -> Iterator[Point]:
    """The points of a line, and where it crosses the label's left edge: the label ends where the line does."""
    yield from points
    for (x, y), (x2, y2) in pairwise(points):
        if x < left < x2:
            yield left, y + (y2 - y) * (left - x) / (x2 - x)


@dataclass(frozen=True, slots=True)
class DayMark:
    """A day named under a chart. `minor` ones are left out on a phone."""

    day: date
    x: float
    minor: bool


def month_marks(first: int, last: int) -> list[DayMark]:
    """The firsts of the months between two days (ordinals), clear of both ends."""
    inside = [(day, 100 * (day.toordinal() - first) / max(1, last - first)) for day in _firsts(first, last)]
    kept = [(day, x) for day, x in inside if 9 <= x <= 84]
    return [DayMark(day, x, minor=number % 2 == 1 or not 22 <= x <= 76) for number, (day, x) in enumerate(kept, start=1)]


def _firsts(first: int, last: int) -> Iterator[date]:
    month = date.fromordinal(first).replace(day=1)
    while month.toordinal() <= last:
        if month.toordinal() > first:
            yield month
        month = shift_months(month, 1)
