"""How good the forecast would have been: on every tenth day of a year of real ratings, knowing only what was known that day.

Sellers are split in two by a hash of their id. The forecast's constants were chosen on one half, `tuned`; what counts is the
other, `kept back`, which nothing was chosen on. A case is a seller and a day with at least ten marks in the six months' window; of
cases of one seller many overlap, so their errors are not independent.
"""

import bisect
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from ratings.domain.figures import STARS, Figure
from ratings.domain.forecast import BLOCK, FEWEST_MARKS, Z80, Z95, Stars, forecast, habit
from sellerdesk.domain.days import leaving_day, window_first


EVERY = 10
WINDOW = "6_months"
HALVES = ("kept_back", "tuned")

Mark = tuple[int, int]
"""(day, stars)"""


@dataclass(frozen=True, slots=True)
class Case:
    """One forecast beside what came: absolute errors, and whether the intervals held it."""

    forecast: float
    same_as_today: float
    moving_average: float
    in_80: bool
    in_95: bool


@dataclass(frozen=True, slots=True)
class Score:
    """The cases of one half, taken together; shares are of 1."""

    cases: int
    sellers: int
    error: float
    error_same_as_today: float
    error_moving_average: float
    coverage_80: float
    coverage_95: float

    @property
    def better_than_today(self) -> float:
        """By how much the mean error is lower than that of "tomorrow equals today"."""
        return 1 - self.error / self.error_same_as_today

    @property
    def better_than_average(self) -> float:
        """By how much it is lower than that of the mean of the last 30 days' figures."""
        return 1 - self.error / self.error_moving_average


def half_of(seller: str) -> str:
    """Which half a seller belongs to, for ever."""
    return HALVES[1 - int(hashlib.sha256(seller.encode()).hexdigest(), 16) % 2]


def score(marks: Mapping[str, Sequence[Mark]], *, first: int, last: int, ahead: int, half: str, least: int = FEWEST_MARKS) -> Score | None:
    """The forecasts made from `first` to `last` for `ahead` days later; None without a case."""
    cases: list[Case] = []
    sellers = 0
    for seller, given in sorted(marks.items()):
        found = list(_cases(sorted(given), range(first, last + 1, EVERY), ahead, least)) if half_of(seller) == half else []
        cases += found
        sellers += bool(found)
    if not cases:
        return None
    return Score(
        cases=len(cases),
        sellers=sellers,
        error=_mean(case.forecast for case in cases),
        error_same_as_today=_mean(case.same_as_today for case in cases),
        error_moving_average=_mean(case.moving_average for case in cases),
        coverage_80=_mean(case.in_80 for case in cases),
        coverage_95=_mean(case.in_95 for case in cases),
    )


def _cases(marks: Sequence[Mark], days: Iterable[int], ahead: int, least: int) -> Iterator[Case]:
    dates = [day for day, _ in marks]
    sums = [0, *accumulate(stars for _, stars in marks)]

    def span(day: int) -> tuple[int, int]:
        return bisect.bisect_left(dates, window_first(day, WINDOW)), bisect.bisect_right(dates, day)

    def mean(day: int) -> float | None:
        start, end = span(day)
        return (sums[end] - sums[start]) / (end - start) if end > start else None

    for day in days:
        start, end = span(day)
        now, came = mean(day), mean(day + ahead)
        if end - start < least or now is None or came is None:
            continue
        known_today = marks[:end]
        usual = habit(_by_day(known_today), day)
        if usual is None:
            continue
        step = forecast(_known(known_today[start:], day, ahead), [0] * ahead, day, usual)[-1]
        average = _mean(one for back in range(BLOCK) if (one := mean(day - back)) is not None)
        inside = [low - 1e-9 <= came <= high + 1e-9 for low, high in map(step.interval, (Z80, Z95))]
        yield Case(abs(came - step.mean), abs(came - now), abs(came - average), *inside)


def _by_day(marks: Iterable[Mark]) -> dict[int, Stars]:
    found: dict[int, list[int]] = {}
    for day, stars in marks:
        found.setdefault(day, [0] * len(STARS))[stars - 1] += 1
    return {day: tuple(counts) for day, counts in found.items()}


def _known(marks: Iterable[Mark], today: int, ahead: int) -> list[Figure]:
    """The figures of the coming days without news."""
    left = [[0] * len(STARS) for _ in range(ahead + 1)]
    stay = [0] * len(STARS)
    for day, stars in marks:
        stay[stars - 1] += 1
        leaves = leaving_day(day, WINDOW) - today
        if leaves <= ahead:
            left[leaves][stars - 1] += 1
    figures = []
    for gone in left[1:]:
        stay = [kept - leaving for kept, leaving in zip(stay, gone, strict=True)]
        figures.append(Figure(tuple(stay)))
    return figures


def _mean(values: Iterable[float]) -> float:
    kept = list(values)
    return sum(kept) / len(kept)
