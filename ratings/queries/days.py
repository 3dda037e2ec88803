"""The figures of many days of several shops, the last day being right now: one reading of the days' changes, whatever was rated."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import sub

from ratings.domain.figures import CELLS, DIMENSIONS, Figure
from ratings.domain.journal import Cause
from ratings.domain.standing import Standing
from ratings.models import CELL_COLUMNS, FigureChange
from ratings.queries import MOMENT, ShopFigures, as_figures, differing, put
from ratings.rows import RatingRow, still_changing
from sellerdesk import setwise
from sellerdesk.domain.days import WINDOWS, WindowKind, end_of, window_first
from sellerdesk.shops import ShopFacts
from sellerdesk.snapshots import one_instant


_WIDTH = CELLS + 3
_NUMBERS = {"6_months": "0, 1", "180_days": "0, 2"}


def _running(kind: WindowKind) -> Iterator[str]:
    """The running sums under one window: twenty star counts, then pending, past the cap, struck."""
    own = f"windows IN ({_NUMBERS[kind]})"
    marks = f"cause <= {Cause.DEMOTED.value} AND {own}"
    yield from (f"sum({name}) FILTER (WHERE {marks})" for name in CELL_COLUMNS)
    for cause in (Cause.PENDING, Cause.CAPPED, Cause.VOIDED):
        yield f"sum(ratings) FILTER (WHERE cause = {cause.value} AND {own})"


_SUMS = [term for kind in WINDOWS for term in _running(kind)]
_LINES = f"""
    WITH asked (shop_id, first, today) AS (SELECT * FROM unnest(%s::bigint[], %s::date[], %s::date[])),
    moved AS (
        SELECT c.shop_id, greatest(c.day, a.first) AS on_day, {", ".join(f"{term} AS n{place}" for place, term in enumerate(_SUMS))}
        FROM asked a JOIN {FigureChange._meta.db_table} c
            ON c.desk_id = %s AND c.shop_id = a.shop_id
            AND (c.day <= a.today OR c.cause = {Cause.PENDING.value} OR (%s AND c.cause = {Cause.LEFT.value}))
        GROUP BY 1, 2
    )
    SELECT shop_id, on_day, {", ".join(f"coalesce(sum(n{place}) OVER days, 0)::int" for place in range(len(_SUMS)))}
    FROM moved WINDOW days AS (PARTITION BY shop_id ORDER BY on_day) ORDER BY shop_id, on_day
"""
"""What happened before the first day asked is one row; days to come only tell when pending ratings begin to count, and what leaves."""


@dataclass(slots=True)
class ShopLine:
    """A shop's figures day by day under both windows; the last day is today, as of this instant."""

    shop: ShopFacts
    first: int
    today: int
    numbers: dict[WindowKind, list[list[int]]]
    """For each day the twenty star counts, then pending, past the cap, struck."""
    coming: dict[int, int]
    """How many of the pending ratings begin to count on which day to come."""
    ever: bool
    """Whether the shop was ever rated."""
    going: dict[WindowKind, dict[int, list[int]]] = field(default_factory=dict)
    """Which marks leave on which day to come, as twenty star counts, where that was asked."""
    later: list[tuple[RatingRow, Standing | None, Standing | None]] = field(default_factory=list)
    """The ratings that stand otherwise at the day's end than now, with both standings."""

    def now(self, window: WindowKind) -> ShopFigures:
        """The figures of this instant."""
        return as_figures(self.numbers[window][-1])

    def leaves(self, window: WindowKind, dimension: str) -> list[tuple[int, tuple[int, ...]]]:
        """(day, stars) of what leaves of one dimension on days to come."""
        start, width = DIMENSIONS.index(dimension) * 5, 5
        return [(day, tuple(cells[start : start + width])) for day, cells in sorted(self.going[window].items())]

    def of(self, window: WindowKind, dimension: str, *, first: int | None = None) -> list[Figure]:
        """One dimension's figure of each day from `first` to today."""
        start, width = DIMENSIONS.index(dimension) * 5, 5
        skipped = 0 if first is None else first - self.first
        return [Figure(tuple(numbers[start : start + width])) for numbers in self.numbers[window][skipped:]]


def window_start(shop: ShopFacts, now: datetime) -> int:
    """The earliest day that either window of today holds."""
    return min(window_first(shop.day(now), kind) for kind in WINDOWS)


@one_instant()
def lines(
    shops: Sequence[ShopFacts], *, now: datetime, whole: bool = True, since: int | None = None, ahead: bool = False
) -> list[ShopLine]:
    """The lines of these shops of one desk, in their order; with `whole` false only today, with `since` from that day on.
    With `ahead` also what leaves on days to come.

    Two queries, for however many shops and ratings.
    """
    if not shops:
        return []
    desk_id = shops[0].desk_id
    begins = {shop.id: since if since is not None else window_start(shop, now) if whole else shop.day(now) for shop in shops}
    asked = {shop.id: (shop, begins[shop.id], shop.day(now)) for shop in shops}
    firsts, todays = ([date.fromordinal(day) for day in days] for days in zip(*(span for _, *span in asked.values()), strict=True))
    by_shop: dict[int, dict[int, list[int]]] = defaultdict(dict)
    for shop_id, day, *numbers in setwise.rows(_LINES, [list(asked), firsts, todays, desk_id, ahead]):
        by_shop[shop_id][day.toordinal()] = numbers
    found = [_line(*values, by_shop[shop_id]) for shop_id, values in asked.items()]
    _take_back(desk_id, found, now)
    return found


def _line(shop: ShopFacts, first: int, today: int, told: Mapping[int, list[int]]) -> ShopLine:
    kept = [0] * (_WIDTH * len(WINDOWS))
    by_window: dict[WindowKind, list[list[int]]] = {kind: [] for kind in WINDOWS}
    for day in range(first, today + 1):
        kept = told.get(day, kept)
        for place, kind in enumerate(WINDOWS):
            by_window[kind].append(list(kept[place * _WIDTH : (place + 1) * _WIDTH]))
    coming: dict[int, int] = {}
    going: dict[WindowKind, dict[int, list[int]]] = {kind: {} for kind in WINDOWS}
    for day in sorted(one for one in told if one > today):
        if kept[CELLS] > told[day][CELLS]:
            coming[day] = kept[CELLS] - told[day][CELLS]
        for place, kind in enumerate(WINDOWS):
            cells = slice(place * _WIDTH, place * _WIDTH + CELLS)
            if kept[cells] != told[day][cells]:
                going[kind][day] = list(map(sub, kept[cells], told[day][cells]))
        kept = told[day]
    return ShopLine(shop, first, today, by_window, coming, bool(told), going)


def _take_back(desk_id: int, found: Sequence[ShopLine], now: datetime) -> None:
    """Today's end, less what of today is still to come."""
    by_shop = {line.shop.id: line for line in found}
    until = {shop_id: end_of(line.today, line.shop.zone) for shop_id, line in by_shop.items()}
    for shop_id, rows in still_changing(desk_id, MOMENT, until, after=now).items():
        line = by_shop[shop_id]
        for row, (at_end, at_now) in differing(line.shop, rows, line.today, now):
            line.later.append((row, at_end, at_now))
            for kind in WINDOWS:
                put(line.numbers[kind][-1], line.shop, row, at_end, line.today, kind, -1)
                put(line.numbers[kind][-1], line.shop, row, at_now, line.today, kind, 1)
            if at_now is Standing.PENDING and at_end is not None:
                # It begins to count (or is cut or struck) later today.
                line.coming[line.today] = line.coming.get(line.today, 0) + 1
