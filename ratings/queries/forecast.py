"""The forecast of a shop's dimensions: one reading of the days' changes, past and written ahead, whatever was rated."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ratings.domain.figures import DIMENSIONS, STARS, Figure
from ratings.domain.forecast import HORIZON, YEAR, Habit, Step, forecast, habit
from ratings.domain.forecast_crossing import Crossing, crossings
from ratings.domain.forecast_drawing import DRAWN_DAYS
from ratings.domain.forecast_told import told_steps
from ratings.domain.journal import Cause
from ratings.models import CELL_COLUMNS, FigureChange
from ratings.queries.days import ShopLine
from sellerdesk import setwise
from sellerdesk.domain.days import WindowKind
from sellerdesk.shops import ShopFacts


_OWN = {"6_months": "0, 1", "180_days": "0, 2"}
_WIDTH = len(STARS)


@dataclass(frozen=True, slots=True)
class Changes:
    """What happened to one dimension by day (ordinal), and what of the days to come is known."""

    given: dict[int, tuple[int, ...]]
    """Marks that begin to count: of the last year, and of days to come those given already."""
    net: dict[int, tuple[int, ...]]
    """By how many marks of each star the figure changes; what came before the year is in its first day."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """One dimension under the shop's own window: how it stands, and the days to come that may be told."""

    dimension: str
    now: Figure
    usual: Habit | None
    """None where too few marks came in the last year."""
    steps: list[Step]
    """The told days, up to 180 ahead; none without a habit."""
    near: list[Step]
    """Those of the next 60 days, which are drawn."""
    crossings: list[Crossing]
    """Of the thresholds, within the days that are drawn; the likeliest first."""


def outlooks(line: ShopLine, dimensions: Sequence[str] = DIMENSIONS) -> list[Outlook]:
    """The forecasts of these dimensions. One query. `line` holds the days of the whole window."""
    found = changes(line.shop, line.shop.window, line.today, dimensions)
    return [_outlook(line, name, found[name]) for name in dimensions]


def changes(shop: ShopFacts, window: WindowKind, today: int, dimensions: Sequence[str]) -> Mapping[str, Changes]:
    """The changes of these dimensions under a window, of the last 365 days and the next 180."""
    columns = [name for dimension in dimensions for name in _columns(dimension)]
    sums = [
        *(f"coalesce(sum({name}) FILTER (WHERE cause <= {Cause.COUNTED.value}), 0)::int" for name in columns),
        *(f"coalesce(sum({name}), 0)::int" for name in columns),
    ]
    rows = setwise.rows(
        f"SELECT greatest(day, %(first)s) AS on_day, {', '.join(sums)} FROM {FigureChange._meta.db_table}"
        f" WHERE desk_id = %(desk)s AND shop_id = %(shop)s AND day <= %(last)s AND cause <= {Cause.DEMOTED.value}"
        f" AND windows IN ({_OWN[window]}) GROUP BY 1 ORDER BY 1",
        {
            "desk": shop.desk_id,
            "shop": shop.id,
            "first": date.fromordinal(today - YEAR),
            "last": date.fromordinal(today + HORIZON),
        },
    )
    found = {name: Changes({}, {}) for name in dimensions}
    for day, *numbers in rows:
        for place, name in enumerate(dimensions):
            start, second = place * _WIDTH, (len(dimensions) + place) * _WIDTH
            found[name].given[day.toordinal()] = tuple(numbers[start : start + _WIDTH])
            found[name].net[day.toordinal()] = tuple(numbers[second : second + _WIDTH])
    return found


def _columns(dimension: str) -> Sequence[str]:
    start = DIMENSIONS.index(dimension) * _WIDTH
    return CELL_COLUMNS[start : start + _WIDTH]


def known_ahead(found: Changes, today: int, days: int = HORIZON) -> list[Figure]:
    """The figures of the days after `today` without news."""
    stars = [0] * _WIDTH
    for day, moved in found.net.items():
        if day <= today:
            stars = [kept + by for kept, by in zip(stars, moved, strict=True)]
    figures = []
    for day in range(today + 1, today + days + 1):
        stars = [kept + by for kept, by in zip(stars, found.net.get(day, (0,) * _WIDTH), strict=True)]
        figures.append(Figure(tuple(stars)))
    return figures


def steps_of(found: Changes, today: int, usual: Habit) -> list[Step]:
    """A step for each of the next 180 days, told or not: not for a reader (rulebook 9)."""
    coming = [sum(found.given.get(day, ())) for day in range(today + 1, today + HORIZON + 1)]
    return forecast(known_ahead(found, today), coming, today, usual)


def _outlook(line: ShopLine, dimension: str, found: Changes) -> Outlook:
    official = line.of(line.shop.window, dimension)
    now, usual = official[-1], habit(found.given, line.today)
    if usual is None or not now.count:
        return Outlook(dimension, now, None, [], [], [])
    steps = told_steps(steps_of(found, line.today, usual), official)
    near = [step for step in steps if step.day <= line.today + DRAWN_DAYS]
    return Outlook(dimension, now, usual, steps, near, crossings(now, near, line.shop.rules.thresholds))
