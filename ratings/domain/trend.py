"""The drawing of one dimension day by day: what stands where, from figures to percent of the box."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ratings.domain import charts
from ratings.domain.charts import DayMark, Point
from ratings.domain.figures import Figure
from ratings.domain.opening import told_days


SPARK_EVERY = 4
DELTA_DAYS = 30
_BESIDE_TODAY = 8.0


@dataclass(frozen=True, slots=True)
class Level:
    """A threshold's line and where its name stands; `shift` moves the name off its line where two lines are close."""

    value: Fraction
    y: float
    side: str
    shift: int


@dataclass(frozen=True, slots=True)
class Trend:
    """All that the chart draws. Without `paths` there is nothing to draw."""

    first: int
    today: int
    ticks: list[tuple[float, float]]
    """(height, value)"""
    paths: list[str]
    last: Point | None
    """Today's point; None where today has no figure."""
    label_y: float
    levels: list[Level]
    category_y: float | None
    months: list[DayMark]
    whole: bool
    """Whether every day is told."""
    begin: Fraction | None
    """The first mean told."""
    breaks: bool
    """Whether days without marks break the line."""
    axis: charts.Scale
    today_x: float = 100.0
    """Where today stands; days to come are drawn to the right of it."""


def trend(
    line: Sequence[Figure],
    told: Sequence[bool],
    *,
    first: int,
    thresholds: Sequence[Fraction],
    category: Fraction | None = None,
    after: int = 0,
    expected: Sequence[Fraction] = (),
) -> Trend:
    """The chart of a line of days that ends today. `told` comes from `opening.told_days`.

    `after` leaves room for that many days to come, and the scale shows the means `expected` on them.
    """
    means = [figure.mean for figure in line]
    known = [mean for mean, is_told in zip(means, told, strict=True) if is_told and mean is not None]
    always = [*thresholds, *([] if category is None else [category])]
    axis = charts.scale(known, [*always, *expected])
    parts = charts.segments(means, told, axis, after=after)
    heights = [axis.y(one) for one in thresholds]
    last = parts[-1][-1] if parts and told[-1] and means[-1] is not None else None
    names = (-110, 10) if charts.crowded(heights) else (-50, -50)
    today = first + len(line) - 1
    today_x = 100 * (today - first) / max(1, today - first + after)
    return Trend(
        first=first,
        today=today,
        ticks=[(axis.y(tick), tick) for tick in axis.ticks],
        paths=[charts.path(part) for part in parts],
        last=last,
        label_y=0.0 if last is None else charts.label_height(parts, heights),
        levels=[
            Level(value, y, charts.clear_side(parts, y), names[min(place, 1)])
            for place, (value, y) in enumerate(zip(thresholds, heights, strict=True))
        ],
        category_y=None if category is None else axis.y(category),
        months=[mark for mark in charts.month_marks(first, today + after) if not after or abs(mark.x - today_x) > _BESIDE_TODAY],
        whole=all(told),
        begin=known[0] if known else None,
        breaks=any(mean is None for mean in means),
        axis=axis,
        today_x=today_x,
    )


@dataclass(frozen=True, slots=True)
class Spark:
    """A small line without axes, and how far the figure moved since about a month ago."""

    paths: list[str]
    areas: list[str]
    last: Point | None
    threshold_y: float | None
    """The first threshold's height, where it lies inside."""
    delta: Fraction | None
    days: int
    """How many days ago the figure was told that `delta` starts from."""


def spark(line: Sequence[Figure], thresholds: Sequence[Fraction]) -> Spark | None:
    """The small line of a dimension; None where there is nothing to draw."""
    told = told_days(line)
    means = [figure.mean for figure in line]
    known = [mean for mean, is_told in zip(means, told, strict=True) if is_told and mean is not None]
    if not known or not told[-1] or means[-1] is None:
        return None
    axis = charts.spark_scale(known)
    # Every fourth day, counted from today; a day without marks is kept, it breaks the line.
    seen = [is_told and (len(line) - 1 - place) % SPARK_EVERY == 0 for place, is_told in enumerate(told)]
    if sum(seen) < len(line) // (4 * SPARK_EVERY):
        seen = told
    parts = charts.segments(means, seen, axis)
    height = axis.y(thresholds[0])
    delta, days = _moved(means, told)
    return Spark(
        paths=[charts.path(part) for part in parts],
        areas=[charts.area(part) for part in parts if len(part) > 1],
        last=parts[-1][-1],
        threshold_y=height if 0 < height < 100 else None,
        delta=delta,
        days=days,
    )


def _moved(means: Sequence[Fraction | None], told: Sequence[bool]) -> tuple[Fraction | None, int]:
    """How far the mean moved since the latest day told that is at least 30 days back."""
    now = means[-1]
    for place in range(len(means) - 1 - DELTA_DAYS, -1, -1):
        then = means[place]
        if told[place] and then is not None and now is not None:
            return now - then, len(means) - 1 - place
    return None, 0
