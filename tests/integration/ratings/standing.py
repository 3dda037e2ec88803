"""A shop with ratings of all fates, and its running figure put beside the sums of its days."""

from datetime import UTC, datetime, timedelta

from ratings import queries
from ratings.models import CELL_COLUMNS, WINDOW_COLUMNS, DayFigure, RunningFigure
from ratings.queries import ShopFigures
from sellerdesk.domain.days import WINDOWS, WindowKind
from sellerdesk.shops import ShopFacts
from tests.factories.feed import Record, feed_shop, load, order, rating, told


Told = tuple[tuple[int, ...], int, int, int]
"""Twenty star counts; pending, past the cap, struck."""


def busy_shop(now: datetime, *, rules: str = "taobao", time_zone: str = "Asia/Shanghai") -> ShopFacts:
    """200 ratings around `now` and around what leaves the windows then: pending, counted, past the cap, struck."""
    shop = feed_shop(rules, time_zone)
    records: list[Record] = []
    for number in range(200):
        at = now - timedelta(days=number % 40, hours=7 * number % 24) - timedelta(days=175 if number % 3 == 0 else 0)
        completed = at - timedelta(days=number % 12)
        ref = f"O{number}"
        placed = (completed - timedelta(days=3)).isoformat()
        done = None if number % 17 == 0 else completed.isoformat()
        records.append(order(ref, at=placed, buyer=f"B{number % 7}", completed_at=done))
        stars = {"described": 1 + number % 5, "service": 5 - number % 2, "logistics": 4}
        records.append(rating(f"S{number}", ref, at=at.isoformat(), **stars))
        if number % 11 == 0:
            struck = now + timedelta(days=number % 9 - 4, hours=3)
            records.append(told("trade_void", f"V{number}", struck.isoformat(), order=ref, reason="x"))
    load(shop, *records, now=now)
    return shop


def summed(shop: ShopFacts, day: int, window: WindowKind) -> Told:
    """The figures of a day as its changes sum up."""
    return _told(queries.at_end_of(shop, day, window))


def _told(figures: ShopFigures) -> Told:
    stars = tuple(count for figure in figures.dimensions.values() for count in figure.stars)
    return stars, figures.pending, figures.month_cap, figures.voided


def kept(row: RunningFigure | DayFigure, window: WindowKind) -> Told:
    """The figures of a running or daily row."""
    numbers = [getattr(row, name) for name in WINDOW_COLUMNS[window]]
    pending, capped, voided = numbers[len(CELL_COLUMNS) :]
    return tuple(numbers[: len(CELL_COLUMNS)]), pending, capped, voided


def running(shop: ShopFacts) -> RunningFigure:
    """The shop's running figure."""
    return RunningFigure.objects.get(desk_id=shop.desk_id, shop_id=shop.id)


def assert_runs_true(shop: ShopFacts) -> None:
    """The running figure is that of its day, under both windows."""
    row = running(shop)
    for window in WINDOWS:
        assert kept(row, window) == summed(shop, row.day.toordinal(), window)


def local(shop: ShopFacts, year: int, month: int, day: int, hour: int = 0) -> datetime:
    """An instant on the shop's own clock."""
    return datetime(year, month, day, hour, tzinfo=shop.zone).astimezone(UTC)
