"""What is told of ratings that do not count, on the page and to programs: never who gave them, for which order, or their marks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ratings.domain.opening import folded, opens
from ratings.queries import ShopFigures
from ratings.queries.days import ShopLine, lines
from ratings.queries.uncounted import LATEST, uncounted
from sellerdesk.domain.days import WindowKind
from sellerdesk.shops import ShopFacts
from sellerdesk.snapshots import one_instant


FEW_ROWS, FEW_TO_COME, MANY_ROWS = 8, 3, 400
MANY_RATINGS = 10_000


@dataclass(frozen=True, slots=True)
class Reason:
    """How many ratings do not count for one reason."""

    reason: str
    ratings: int

    @property
    def opens(self) -> bool:
        """Whether the days may be told on which they were given."""
        return opens(self.ratings)


@dataclass(frozen=True, slots=True)
class Row:
    """How many ratings of some days do not count for one reason: one day, or neighbours that have fewer than five each."""

    first: date
    last: date
    reason: str
    ratings: int


@one_instant()
def of_shop(shop: ShopFacts, kind: WindowKind, *, now: datetime) -> dict[str, Any]:
    """All days that may be told of one shop under a window, as of now."""
    (line,) = lines([shop], now=now, whole=False)
    return not_counted(line, kind, line.now(kind), all_days=True)


def not_counted(line: ShopLine, kind: WindowKind, here: ShopFigures, *, all_days: bool) -> dict[str, Any]:
    """How many, by which rule, and from five of one kind on their days (rulebook 9)."""
    reasons = [Reason("pending", here.pending), Reason("month_cap", here.month_cap), Reason("voided", here.voided)]
    opened = {one.reason for one in reasons if one.opens}
    most = MANY_ROWS if all_days else FEW_ROWS
    coming = _rows("pending", sorted(line.coming.items())) if "pending" in opened else []
    rows = coming if all_days else coming[:FEW_TO_COME]
    more = len(coming) > len(rows)
    if opened & {"month_cap", "voided"}:
        given, is_cut = _given(line, kind, opened, read=MANY_RATINGS if all_days else LATEST)
        rows, more = [*rows, *given], more or is_cut
    undated = max(0, here.pending - sum(line.coming.values()))
    more = more or len(rows) > most
    return {
        "reasons": [one for one in reasons if one.ratings],
        "uncounted": sum(one.ratings for one in reasons),
        "uncounted_days": rows[:most],
        "more_days": more and not all_days,
        "cut_days": more and all_days,
        "is_folded": any(row.first != row.last for row in rows[:most]),
        "undated": undated if opens(here.pending) else 0,
        "closed": [one for one in reasons if one.ratings and not one.opens],
    }


def _given(line: ShopLine, kind: WindowKind, opened: Iterable[str], *, read: int) -> tuple[list[Row], bool]:
    """The rows of what is past the cap or struck, newest first, and whether older days are left out.

    All days are read, however few are shown: a short list must be the beginning of the long one, or
    their difference would tell the days between.
    """
    found, is_cut = uncounted(line, kind, most=2 * MANY_ROWS, read=read)
    rows = []
    for reason in opened:
        days = [(day.toordinal(), ratings) for day, named, ratings in found if named == reason]
        rows += _rows(reason, days, is_cut=is_cut)
    return sorted(rows, key=lambda row: (row.last, row.reason), reverse=True), is_cut


def _rows(reason: str, days: list[tuple[int, int]], *, is_cut: bool = False) -> list[Row]:
    return [Row(date.fromordinal(first), date.fromordinal(last), reason, ratings) for first, last, ratings in folded(days, is_cut=is_cut)]
