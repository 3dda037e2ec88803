"""Where the bars of a chart of days stand: in percent of a box, x from the left, y from the top. Counts begin at nought. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from chat.domain.figures import NOTHING, Tally


_STEPS = (1, 2, 5)
_MOST_TICKS = 4
_GAP = 0.24
"""The share of a day's width that stays free."""
_NAMED_DAYS = 7
"""Days named under the chart at most."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A piece of one day's bar."""

    dress: str
    path: str


@dataclass(frozen=True, slots=True)
class Named:
    """A day that is named under the chart. `minor` ones are left out on a phone."""

    day: date
    x: float
    edge: str
    minor: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """The bars, the lines behind them with their counts, and the days named."""

    bars: list[Bar]
    ticks: list[tuple[float, int]]
    names: list[Named]


def days(found: Mapping[int, Tally], first: int, last: int) -> Chart:
    """Each day's rounds from the foot: in time, late, still in time."""
    count = last - first + 1
    step, top = _scale(max((one.rounds for one in found.values()), default=0))
    width = 100 / count
    bars = []
    for place in range(count):
        one = found.get(first + place, NOTHING)
        x, low = width * (place + _GAP / 2), 0
        for dress, part in (("g-bar", one.in_time), ("g-bar g-bar--late", one.late), ("g-bar g-bar--mute", one.running)):
            if part:
                bars.append(Bar(dress, _box(x, width * (1 - _GAP), 100 * low / top, 100 * (low + part) / top)))
                low += part
    ticks = [(100 - 100 * value / top, value) for value in range(0, top + 1, step)]
    return Chart(bars, ticks, _names(first, count))


def _box(x: float, width: float, low: float, high: float) -> str:
    return f"M{x:.2f} {100 - low:.2f}V{100 - high:.2f}h{width:.2f}V{100 - low:.2f}Z"


def _scale(most: int) -> tuple[int, int]:
    """The step between lines, and the highest of them."""
    power = 1
    while True:
        for digit in _STEPS:
            step = digit * power
            if most <= step * _MOST_TICKS:
                return step, step * max(1, -(-most // step))
        power *= 10


def _names(first: int, count: int) -> list[Named]:
    """The first and the last day, and some between at even distances."""
    every = max(1, -(-(count - 1) // (_NAMED_DAYS - 1)))
    places = [place for place in range(0, count, every) if place in {0, count - 1} or place + every <= count - 1 + every // 2]
    places = [*places, *([count - 1] if places[-1] != count - 1 else [])]
    crowded = len(places) > 2 and places[-1] - places[-2] < every
    if crowded:
        del places[-2]
    edges = {0: "start", count - 1: "end"} if count > 1 else {}
    return [
        Named(
            date.fromordinal(first + place),
            _x(place, count, edges.get(place, "")),
            edges.get(place, ""),
            minor=0 < place < count - 1 and number % 2 == 1,
        )
        for number, place in enumerate(places)
    ]


def _x(place: int, count: int, edge: str) -> float:
    return {"start": 0.0, "end": 100.0}.get(edge, 100 * (place + 0.5) / count)
