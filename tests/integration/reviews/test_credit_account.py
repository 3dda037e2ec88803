"""The figures of the credit page against a naive recount of the ledger, and each figure against the rows that it opens."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from reviews.domain.account import CAUSES, NOT_SCORED, PENDING, SPANS, VERDICTS, Asked, Cause, Over, Which
from reviews.domain.credit import Cell
from reviews.models import CreditLine, Review, ReviewStep
from reviews.queries.account import Account, account
from reviews.queries.account_rows import page
from reviews.queries.credit import Credit, at_instant
from reviews.rows import CreditRow, read
from sellerdesk import shops
from sellerdesk.feed import loading, reading
from sellerdesk.shops import ShopFacts
from tests.domain.naive_credit import cells_on
from tests.feeding import line_of, make_shop
from tests.oracle.records import instant
from tests.oracle.strategies import HostileFeed, hostile_feeds


pytestmark = pytest.mark.django_db
FRESH = count(1)
STEPS = tuple(timedelta(seconds=s) for s in (0, 1, -1, 1800, 43_200, 86_400, 3 * 86_400, 15 * 86_400))
NEW: dict[Cell, Cause] = {
    Cell.GOOD: "new_good",
    Cell.NEUTRAL: "new_neutral",
    Cell.BAD: "new_bad",
    Cell.SAME_ITEM: "new_same_item",
    Cell.MONTH_CAP: "new_month_cap",
}
POINTS = {Cell.GOOD: 1, Cell.BAD: -1}
FIELDS = ("good", "neutral", "bad", "same_item", "month_cap")


class Recount:
    """Every line of a shop, day by day, by the slow reading of rulebook 16 and 17."""

    def __init__(self, shop: ShopFacts, now: datetime) -> None:
        self.shop, self.now, self.today = shop, now, shop.day(now)
        self.month = date.fromordinal(self.today).replace(day=1).toordinal()
        buyers = CreditLine.objects.filter(shop_id=shop.id).values_list("buyer_id", flat=True).distinct()
        self.by_buyer: dict[int, list[CreditRow]] = defaultdict(list)
        for row in read(shop, "buyer_id", list(buyers)):
            self.by_buyer[row.buyer_id].append(row)

    def cells(self, day: int) -> Iterator[tuple[CreditRow, Cell]]:
        """Each line with where it stands at the end of a day, today as of now."""
        for rows in self.by_buyer.values():
            seen = [(row, row.line(self.shop, until=self.now if day == self.today else None)) for row in rows]
            there = [(row, line) for row, line in seen if line is not None]
            found = cells_on(day, [line for _, line in there], self.shop.rules)
            standing = {row: cell for (row, _), cell in zip(there, found, strict=True)}
            yield from ((row, standing.get(row, Cell.NONE)) for row in rows)

    def sums(self, day: int) -> Credit:
        found = Counter(cell for _, cell in self.cells(day))
        return Credit(*(found[cell] for cell in list(Cell)[1:]))

    def split(self) -> dict[Over, tuple[int, int, int]]:
        edges = {over: self.today - days + 1 for over, days in SPANS}
        counts: dict[Over, Counter[Cell]] = defaultdict(Counter)
        for row, cell in self.cells(self.today):
            effective = self.shop.day(row.course.since)
            counts["total"][cell] += 1
            counts["older"][cell] += effective < edges["180"]
            for over, first in edges.items():
                counts[over][cell] += effective >= first
        return {over: (own[Cell.GOOD], own[Cell.NEUTRAL], own[Cell.BAD]) for over, own in counts.items()}

    def moves(self) -> Counter[tuple[Cause, Cell, Cell]]:
        found: Counter[tuple[Cause, Cell, Cell]] = Counter()
        earlier = dict(self.cells(self.month - 1))
        for day in range(self.month, self.today + 1):
            for row, cell in list(self.cells(day)):
                if cell is not earlier[row]:
                    found[self.cause(row, day, earlier[row], cell), earlier[row], cell] += 1
                earlier[row] = cell
        return found

    def cause(self, row: CreditRow, day: int, before: Cell, cell: Cell) -> Cause:
        if before is Cell.NONE:
            return "default_good" if row.default_good and cell is Cell.GOOD else NEW[cell]
        if cell is Cell.NONE:
            return self.ended(row)
        if row.course.good_at is not None and self.shop.day(row.course.good_at) == day:
            return "changed"
        if cell in {Cell.SAME_ITEM, Cell.MONTH_CAP}:
            return "shifted" if before in {Cell.SAME_ITEM, Cell.MONTH_CAP} else "displaced"
        return "released"

    def ended(self, row: CreditRow) -> Cause:
        told = Review.objects.get(
            shop_id=self.shop.id, order_ref=row.order_ref, placed_line=row.line_ref, author=2 if row.default_good else 1, ruling=""
        )
        if told.struck_at == row.course.until:
            return "struck"
        if row.default_good:
            return "default_withdrawn"
        step = ReviewStep.objects.get(shop_id=self.shop.id, review_ref=told.outside_id, verdict=None, ruling="")
        return "deleted_by_marketplace" if step.by_platform else "deleted_by_buyer"


def loaded(feed: HostileFeed, now: datetime) -> ShopFacts:
    slug = f"account-{next(FRESH)}"
    make_shop(rules=feed.rules, time_zone=feed.time_zone, window=feed.window, slug=slug)
    shop = shops.named(slug)
    load = loading.start(shop=shop, source="test", now=now)
    facts = [reading.fact(number, line_of(record), shop.id) for number, record in enumerate(feed.records, start=1)]
    loading.apply_batch(load=load, records=facts, now=now)
    return shop


def opened(shop: ShopFacts, which: Which, over: Over, now: datetime) -> int:
    """How many different rows a figure opens, page by page; its list says as many."""
    asked, seen, counted = Asked(which, over), [], None
    while True:
        found = page(shop, asked, now=now, size=2)
        seen += [(entry.id, entry.day) for entry in found.entries]
        counted = found.count
        if found.next is None:
            break
        asked = Asked(which, over, found.next)
    assert len(seen) == len(set(seen)) == counted
    return counted


def figures(told: Account) -> Iterator[tuple[Which, Over, int]]:
    """Every figure of the page that can be opened."""
    for over, counts in told.split:
        yield from ((which, over, shown) for which, shown in zip(VERDICTS, counts, strict=True))
    yield from ((which, "total", getattr(told.now, which)) for which in NOT_SCORED)
    yield from ((which, "start", getattr(told.begin, which)) for which in (*VERDICTS, *NOT_SCORED))
    yield "scored", "total", told.now.good + told.now.neutral + told.now.bad
    yield PENDING, "total", told.pending
    times = {move.cause: move.times for move in told.moves}
    yield from ((cause, "total", times.get(cause, 0)) for cause in CAUSES)


def check(data: st.DataObject, feed: HostileFeed) -> None:
    now = data.draw(st.sampled_from(sorted({instant(record["at"]) for record in feed.records}))) + data.draw(st.sampled_from(STEPS))
    shop = loaded(feed, now)
    naive, told = Recount(shop, now), account(shop, now=now)

    assert told.now == at_instant(shop, now=now) == naive.sums(naive.today)
    assert told.begin == naive.sums(naive.month - 1)
    assert dict(told.split) == naive.split() or not naive.by_buyer
    moves = naive.moves()
    times: Counter[Cause] = Counter()
    for (cause, _, _), number in moves.items():
        times[cause] += number
    assert {move.cause: move.times for move in told.moves} == dict(times)
    for name in FIELDS:
        assert getattr(told.begin, name) + sum(getattr(move, name) for move in told.moves) == getattr(told.now, name), name
    for move in told.moves:
        mine = [(before, cell, number) for (cause, before, cell), number in moves.items() if cause == move.cause]
        assert move.score == sum(number * (POINTS.get(cell, 0) - POINTS.get(before, 0)) for before, cell, number in mine), move.cause
    assert told.pending == sum(row.course.since > now for rows in naive.by_buyer.values() for row in rows)
    shown = list(figures(told))
    empty = data.draw(st.sampled_from([one for one in shown if not one[2]]))
    for which, over, number in [*(one for one in shown if one[2]), empty]:
        assert opened(shop, which, over, now) == number, (which, over)


@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.data(), hostile_feeds(most_orders=4))
def test_the_figures_are_a_recount_of_the_ledger_and_open_their_rows(data: st.DataObject, feed: HostileFeed) -> None:
    check(data, feed)


@pytest.mark.long
@pytest.mark.timeout(900)
@settings(max_examples=400, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.data(), hostile_feeds())
def test_the_same_of_very_many_ledgers(data: st.DataObject, feed: HostileFeed) -> None:
    check(data, feed)
