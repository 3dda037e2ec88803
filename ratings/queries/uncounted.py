"""Ratings that do not count, by the day on which they were given. Never who gave them, for which order, or their marks (rulebook 9)."""

from collections import Counter
from datetime import date, timedelta
from typing import NamedTuple

from ratings.domain.standing import Standing
from ratings.models import StoreRating
from ratings.queries.days import ShopLine
from ratings.rows import RatingRow
from sellerdesk import setwise
from sellerdesk.domain.days import WindowKind, window_first


REASONS = {Standing.CAPPED: "month_cap", Standing.STRUCK: "voided"}
_FOUND = f"""
    WITH latest AS MATERIALIZED (
        SELECT (at AT TIME ZONE %(zone)s)::date AS day, (effective_at AT TIME ZONE %(zone)s)::date AS effective_day, states
        FROM {StoreRating._meta.db_table} WHERE desk_id = %(desk)s AND shop_id = %(shop)s AND states && '{{3,4}}'
        ORDER BY at DESC LIMIT %(read)s
    ), seen AS (
        SELECT day, effective_day, (
            SELECT states[place + 1] FROM generate_series(1, cardinality(states), 2) AS place
            WHERE states[place] <= %(today)s ORDER BY place DESC LIMIT 1
        ) AS standing
        FROM latest WHERE day > (SELECT CASE WHEN count(*) < %(read)s THEN '-infinity' ELSE min(day) END FROM latest)
    )
    (
        SELECT day, standing, count(*) FROM seen
        WHERE (standing = 3 AND effective_day >= %(first)s) OR (standing = 4 AND day >= %(first)s)
        GROUP BY 1, 2 ORDER BY 1 DESC, 2 LIMIT %(most)s
    )
    UNION ALL SELECT min(day), NULL, count(*) FROM latest
"""
"""`states` are pairs of a day ordinal and a standing; 3 and 4 are no days, so the partial index holds what was ever cut or struck.

Of its rows only the latest are read: where that cuts a day in two, the day is left out. The last row tells of these.
"""
LATEST = 5_000


class Uncounted(NamedTuple):
    """How many ratings given on a day do not count, for one reason (`month_cap`, `voided`)."""

    day: date
    reason: str
    ratings: int


def uncounted(line: ShopLine, window: WindowKind, *, most: int, read: int = LATEST) -> tuple[list[Uncounted], bool]:
    """The latest days of ratings in the window that are past the monthly cap or struck, newest first, and whether there may be more.

    At most `most` rows, out of the `read` latest ratings that were ever cut or struck, so that a large shop costs no more.
    As of the instant of `line`: what changes later today is taken back.
    """
    shop, first = line.shop, window_first(line.today, window)
    asked = {"desk": shop.desk_id, "shop": shop.id, "zone": str(shop.zone), "today": line.today, "first": date.fromordinal(first)}
    rows = most + len(line.later) + 1
    *found, (first_read, _, all_read) = setwise.rows(_FOUND, {**asked, "most": rows, "read": read})
    counts = Counter({(day, Standing(standing)): ratings for day, standing, ratings in found})
    is_cut = len(found) == rows or all_read >= read
    # What changes later today may be of a day that is not listed.
    oldest = found[-1][0] if len(found) == rows else first_read + timedelta(days=1) if is_cut else date.min
    for row, at_end, at_now in line.later:
        for standing, by in ((at_end, -1), (at_now, 1)):
            given = date.fromordinal(shop.day(row.at))
            if standing in REASONS and given >= oldest and _is_inside(line, row, standing, first):
                counts[given, standing] += by
    kept = sorted((key for key, ratings in counts.items() if ratings > 0), key=lambda key: (-key[0].toordinal(), key[1]))
    return [Uncounted(day, REASONS[standing], counts[day, standing]) for day, standing in kept[:most]], is_cut or len(kept) > most


def _is_inside(line: ShopLine, row: RatingRow, standing: Standing, first: int) -> bool:
    dated = row.at if standing is Standing.STRUCK else row.effective_at
    return dated is not None and first <= line.shop.day(dated) <= line.today
