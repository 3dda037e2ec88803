"""Where things stand in the drawings of figures: in percent of a box, x from the left, y from the top. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from returns.domain.rates import Bar, Point, chart, pareto


__all__ = ["Bar", "Column", "Control", "Paretoed", "control", "paretoed"]

_TOPS: Final = tuple(Fraction(part, 1000) for part in (5, 10, 20, 50, 100, 150, 200, 300, 400, 500, 750, 1000))
_LINES: Final = 4
_GAP: Final = 0.24
MOST_NAMED: Final = 7
"""Spans named under a drawing at most."""


@dataclass(frozen=True, slots=True)
class Column:
    """One span: its first day, its point, and its bar. `edge` and `minor` as the style sheet names them."""

    begins: date
    point: Point
    hits: int
    count: int
    dress: str
    bar: str
    limits: str
    x: float
    is_named: bool
    edge: str
    minor: bool


@dataclass(frozen=True, slots=True)
class Control:
    """A control chart: its columns, the middle of all (a share and its place), and the lines behind with their shares."""

    columns: Sequence[Column]
    middle: Fraction | None
    middle_y: float
    ticks: Sequence[tuple[float, Fraction]]

    @property
    def unusual(self) -> int:
        """How many spans are beyond the usual."""
        return sum(column.point.unusual for column in self.columns)


def control(spans: Sequence[tuple[date, int, int]]) -> Control:
    """Spans of (first day, hits, count) in order."""
    middle, points = chart([(hits, count) for _, hits, count in spans])
    highest = max((float(point.rate.share or 0) for point in points), default=0.0)
    top = next((top for top in _TOPS if highest <= top), _TOPS[-1])
    width = 100 / len(spans) if spans else 100.0
    every = max(1, -(-len(spans) // MOST_NAMED))
    columns = []
    for place, ((begins, hits, count), point) in enumerate(zip(spans, points, strict=True)):
        share = float(point.rate.share or 0)
        x, wide = width * (place + _GAP / 2), width * (1 - _GAP)
        columns.append(
            Column(
                begins, point, hits, count,
                "g-bar g-bar--late" if point.unusual else "g-bar",
                _box(x, wide, 0.0, share, float(top)) if hits else "",
                _box(width * place, width, point.low, min(point.high, float(top)), float(top)) if count else "",
                width * (place + 0.5),
                place % every == 0,
                "start" if place == 0 and len(spans) > 1 else "",
                minor=(place // every) % 2 == 1,
            )
        )  # fmt: skip
    ticks = [(100 - 100 * part / _LINES, top * part / _LINES) for part in range(_LINES + 1)]
    return Control(columns, middle, 100 - 100 * float((middle or 0) / top), ticks)


def _box(x: float, width: float, low: float, high: float, top: float) -> str:
    return f"M{x:.2f} {100 - 100 * low / top:.2f}V{100 - 100 * high / top:.2f}h{width:.2f}V{100 - 100 * low / top:.2f}Z"


@dataclass(frozen=True, slots=True)
class Paretoed:
    """A cause as a bar from the left: `width` is its share of the most frequent one, in percent."""

    bar: Bar
    width: float


def paretoed(counts: dict[str, int]) -> list[Paretoed]:
    """Causes, most frequent first."""
    bars = pareto(counts)
    most = bars[0].count if bars else 1
    return [Paretoed(bar, 100 * bar.count / most) for bar in bars]
