"""Questions about reviews: the credit of any day and of right now."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from reviews.domain.credit import Cell, fold
from reviews.domain.levels import good_rate, level, score
from reviews.rows import CreditRow, read
from sellerdesk import setwise
from sellerdesk.domain.days import end_of
from sellerdesk.shops import ShopFacts
from sellerdesk.snapshots import one_instant


MOMENT = "credit"
_SUMS = (
    "SELECT coalesce(sum(good), 0)::int AS good, coalesce(sum(neutral), 0)::int AS neutral, coalesce(sum(bad), 0)::int AS bad,"
    " coalesce(sum(same_item), 0)::int AS same_item, coalesce(sum(month_cap), 0)::int AS month_cap"
    " FROM reviews_creditday WHERE desk_id = %s AND shop_id = %s AND day <= %s"
)
_COUNTED = (Cell.GOOD, Cell.NEUTRAL, Cell.BAD, Cell.SAME_ITEM, Cell.MONTH_CAP)


@dataclass(frozen=True, slots=True)
class Credit:
    """A shop's credit (rulebook 18, 19): scored reviews, and why the rest are not scored."""

    good: int
    neutral: int
    bad: int
    same_item: int
    month_cap: int

    @property
    def score(self) -> int:
        """Goods less bads."""
        return score(good=self.good, bad=self.bad)

    @property
    def level(self) -> int:
        """0 to 20."""
        return level(self.score)

    @property
    def good_rate(self) -> str | None:
        """Percent with two decimals, None without reviews."""
        return good_rate(good=self.good, neutral=self.neutral, bad=self.bad)


def at_end_of(shop: ShopFacts, day: int) -> Credit:
    """The credit as of the end of a local day (ordinal), past or to come, with everything known now."""
    found = setwise.rows(_SUMS, [shop.desk_id, shop.id, date.fromordinal(day)])
    return Credit(*found[0])


def _today(shop: ShopFacts, today: int, now: datetime) -> tuple[Credit, list[str]]:
    """The credit of the current day's end, and the buyers for whom something is still to come: one question, since pages ask both."""
    coming = (
        "(SELECT coalesce(string_agg(DISTINCT subject, ','), '') FROM sellerdesk_moment WHERE desk_id = %s AND shop_id = %s AND kind = %s"
    )
    [(*sums, subjects)] = setwise.rows(
        f"SELECT told.*, {coming} AND at > %s AND at < %s) FROM ({_SUMS}) AS told",
        [shop.desk_id, shop.id, MOMENT, now, end_of(today, shop.zone), shop.desk_id, shop.id, date.fromordinal(today)],
    )
    return Credit(*sums), subjects.split(",") if subjects else []


@one_instant()
def at_instant(shop: ShopFacts, *, now: datetime, coming: Collection[str] | None = None) -> Credit:
    """The credit as of an instant of the current day: its end, less what is still to come today.

    `coming` are the buyers for whom something is still to come today, where that was asked already.
    """
    today = shop.day(now)
    if coming is None:
        credit, coming = _today(shop, today, now)
    else:
        credit = at_end_of(shop, today)
    if not coming:
        return credit
    by_buyer: dict[int, list[CreditRow]] = defaultdict(list)
    for row in read(shop, "buyer_id", [int(subject) for subject in coming]):
        by_buyer[row.buyer_id].append(row)
    cells = Counter(dict(zip(_COUNTED, (credit.good, credit.neutral, credit.bad, credit.same_item, credit.month_cap), strict=True)))
    for rows in by_buyer.values():
        cells.subtract(_cells(shop, rows, today, None))
        cells.update(_cells(shop, rows, today, now))
    return Credit(*(cells[cell] for cell in _COUNTED))


def _cells(shop: ShopFacts, rows: Sequence[CreditRow], day: int, until: datetime | None) -> Counter[Cell]:
    lines = [line for row in rows if (line := row.line(shop, until=until)) is not None]
    standing: Counter[Cell] = Counter()
    for steps in fold(lines, shop.rules):
        past = [cell for start, cell in steps if start <= day]
        if past:
            standing[past[-1]] += 1
    return standing
