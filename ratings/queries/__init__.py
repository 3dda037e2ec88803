"""Questions about store ratings: the figures of any day under either window, and of right now."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ratings.domain.figures import CELLS, Figure, figures_of
from ratings.domain.journal import Cause
from ratings.domain.standing import Standing, timelines
from ratings.models import CELL_COLUMNS, WINDOW_COLUMNS, FigureChange
from ratings.rows import RatingRow, read
from sellerdesk import moments, setwise
from sellerdesk.domain.days import WindowKind, end_of, window_first
from sellerdesk.shops import ShopFacts
from sellerdesk.snapshots import one_instant


MOMENT = "rating"
_MARKS = "cause BETWEEN 0 AND 5"
_SUMMED = ", ".join(
    (
        *(f"coalesce(sum({name}) FILTER (WHERE {_MARKS}), 0)::int" for name in CELL_COLUMNS),
        *(f"coalesce(sum(ratings) FILTER (WHERE cause = {cause.value}), 0)::int" for cause in (Cause.PENDING, Cause.CAPPED, Cause.VOIDED)),
    )
)
_WINDOW_NUMBER = {"6_months": 1, "180_days": 2}
_CURRENT = {
    kind: f"SELECT {', '.join(columns)}, next_midnight, EXISTS ("
    "SELECT 1 FROM sellerdesk_moment m WHERE m.desk_id = r.desk_id AND m.shop_id = r.shop_id AND m.kind = 'rating'"
    " AND m.at > %s AND m.at < r.next_midnight) FROM ratings_runningfigure r WHERE desk_id = %s AND shop_id = %s"
    for kind, columns in WINDOW_COLUMNS.items()
}


@dataclass(frozen=True, slots=True)
class ShopFigures:
    """What a shop's store ratings say under one window: the four dimensions, and how many ratings do not count."""

    dimensions: dict[str, Figure]
    pending: int
    month_cap: int
    voided: int


def at_end_of(shop: ShopFacts, day: int, window: WindowKind) -> ShopFigures:
    """The figures as of the end of a local day (ordinal), past or to come, with everything known now."""
    return as_figures(_numbers_at_end_of(shop, day, window))


def current(shop: ShopFacts, window: WindowKind, *, now: datetime) -> ShopFigures:
    """The figures as of this instant: the running row, unless its day is over or something of today is still to come."""
    found = setwise.rows(_CURRENT[window], [now, shop.desk_id, shop.id])
    if not found:
        return as_figures([0] * (CELLS + 3))
    *numbers, next_midnight, more_to_come = found[0]
    if now < next_midnight and not more_to_come:
        return as_figures(numbers)
    return at_instant(shop, window, now=now)


@one_instant()
def at_instant(shop: ShopFacts, window: WindowKind, *, now: datetime) -> ShopFigures:
    """The figures as of an instant of the current day: its end, less what is still to come today."""
    today = shop.day(now)
    numbers = _numbers_at_end_of(shop, today, window)
    coming = moments.subjects(shop, MOMENT, after=now, before=end_of(today, shop.zone))
    if coming:
        for row, (at_end, at_now) in _standings(shop, coming, today, now):
            put(numbers, shop, row, at_end, today, window, -1)
            put(numbers, shop, row, at_now, today, window, 1)
    return as_figures(numbers)


def as_figures(numbers: Sequence[int]) -> ShopFigures:
    """Twenty star counts, then pending, past the cap, struck."""
    pending, capped, voided = numbers[CELLS:]
    return ShopFigures(figures_of(numbers[:CELLS]), pending, capped, voided)


def _numbers_at_end_of(shop: ShopFacts, day: int, window: WindowKind) -> list[int]:
    found = setwise.rows(
        f"SELECT {_SUMMED} FROM {FigureChange._meta.db_table} WHERE desk_id = %s AND shop_id = %s AND day <= %s AND windows IN (0, %s)",
        [shop.desk_id, shop.id, date.fromordinal(day), _WINDOW_NUMBER[window]],
    )
    return list(found[0])


def _standings(
    shop: ShopFacts, outside_ids: Sequence[str], day: int, now: datetime
) -> list[tuple[RatingRow, tuple[Standing | None, Standing | None]]]:
    """Where the ratings of these buyers stand at the day's end and right now; only those that differ."""
    asked = read(shop, "outside_id", outside_ids)
    buyers = {row.buyer_key for row in asked if row.buyer_key is not None}
    return differing(shop, read(shop, "buyer_key", buyers), day, now)


def differing(
    shop: ShopFacts, ratings: Sequence[RatingRow], day: int, now: datetime
) -> list[tuple[RatingRow, tuple[Standing | None, Standing | None]]]:
    """The ratings that stand otherwise at the day's end than right now, with both; all ratings of a buyer must be among them."""
    by_buyer: dict[bytes | None, list[RatingRow]] = defaultdict(list)
    for row in ratings:
        by_buyer[row.buyer_key].append(row)
    found = []
    for rows in by_buyer.values():
        at_end, at_now = (_on(shop, rows, day, until) for until in (None, now))
        found += [(row, (at_end.get(row.outside_id), at_now.get(row.outside_id))) for row in rows]
    return [(row, standings) for row, standings in found if standings[0] is not standings[1]]


def _on(shop: ShopFacts, rows: Sequence[RatingRow], day: int, until: datetime | None) -> dict[str, Standing]:
    taking_part = [given for row in rows if (given := row.given(shop, until=until)) is not None]
    standings = {}
    for given, timeline in zip(taking_part, timelines(taking_part, shop.rules.ratings_per_buyer_month), strict=True):
        past = [standing for start, standing in timeline if start <= day]
        if past:
            standings[given.outside_id] = past[-1]
    return standings


def put(numbers: list[int], shop: ShopFacts, row: RatingRow, standing: Standing | None, day: int, window: WindowKind, sign: int) -> None:
    """Add or take one rating as it stands on a day."""
    if standing is Standing.PENDING:
        numbers[CELLS] += sign
        return
    dated = row.at if standing is Standing.STRUCK else row.effective_at
    if standing is None or dated is None or not window_first(day, window) <= shop.day(dated) <= day:
        return
    places = {Standing.STRUCK: [CELLS + 2], Standing.CAPPED: [CELLS + 1]}
    for place in places.get(standing) or row.cells():
        numbers[place] += sign
