"""The forecast in the drawing of a dimension's days: its path and its two bands, to the right of today."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ratings.domain import charts
from ratings.domain.forecast import Z80, Z95, Step
from ratings.domain.trend import Trend


DRAWN_DAYS = 60


@dataclass(frozen=True, slots=True)
class Ahead:
    """What is drawn: bands from the wider to the narrower, the expected path, and the last day's label."""

    bands: list[str]
    path: str
    last: Step
    label_y: float
    end: int
    """The last day of the axis."""


def expected(now: Fraction, steps: Sequence[Step]) -> list[Fraction]:
    """The means that the scale has to show: today's, and the ends of the 80 % interval. The wider one may run over the edge."""
    edges = [edge for step in steps for edge in step.interval(Z80)]
    return [now, *(Fraction(round(edge * 10_000), 10_000) for edge in (min(edges), max(edges)))] if edges else []


def ahead(now: Fraction, steps: Sequence[Step], on: Trend) -> Ahead:
    """The drawing of the told `steps`, at least one of them, from today's mean on, in a chart that has room for DRAWN_DAYS."""
    days = on.today + DRAWN_DAYS - on.first

    def place(day: int, mean: float) -> charts.Point:
        return 100 * (day - on.first) / days, min(max(on.axis.y(mean), 0.0), 100.0)

    start = place(on.today, float(now))
    bands = []
    for z in (Z95, Z80):
        low, high = ([place(step.day, step.interval(z)[side]) for step in steps] for side in (0, 1))
        bands.append(f"{charts.path([start, *high])}L{charts.path(low[::-1])[1:]}Z" if len(steps) > 1 else _wedge(start, low[0], high[0]))
    points = [start, *(place(step.day, step.mean) for step in steps)]
    label_y = charts.label_height([points], [level.y for level in on.levels])
    return Ahead(bands, charts.path(points), steps[-1], label_y, on.today + DRAWN_DAYS)


def _wedge(start: charts.Point, low: charts.Point, high: charts.Point) -> str:
    return f"{charts.path([start, high, low])}Z"
