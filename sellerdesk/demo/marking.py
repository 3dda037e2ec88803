"""Store ratings, struck trades and what the marketplace says of the shop's peers."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from sellerdesk.demo.goods import CATEGORIES
from sellerdesk.demo.house import House, Record, Trade
from sellerdesk.demo.plans import DAYS
from sellerdesk.domain.days import day_of, window_first


RATED = 0.66
DIMENSIONS = ("described", "service", "dispatch", "logistics")
HURT = {
    "goods": ("described",),
    "batch": ("described",),
    "described": ("described",),
    "delivery": ("dispatch", "logistics"),
    "crisis": ("logistics",),
    "packing": ("logistics",),
    "service": ("service",),
}
USUAL = {"described": (89, 9, 1, 0.5, 0.5), "service": (84, 12, 2, 1, 1), "dispatch": (84, 11, 3, 1, 1), "logistics": (84, 11, 3, 1, 1)}
"""Weights of five to one star where nothing went wrong."""
STANDS = {"described": ("4.73", "4.83"), "service": ("4.72", "4.84"), "dispatch": ("4.68", "4.79"), "logistics": ("4.66", "4.78")}
"""Where a shop without a story in that dimension stands on the last day."""
PEERS = {"described": 4.79, "service": 4.75, "dispatch": 4.73, "logistics": 4.67}


def mark_a_year(house: House) -> None:
    """Store ratings with the buyer's session, then the struck trades, then the figures brought to where they stand."""
    rated: list[tuple[Trade, Record]] = []
    for trade in house.trades:
        if trade.completed_at is None or not house.chance(RATED):
            continue
        at = trade.reviews[0].at + timedelta(minutes=1) if trade.reviews else house.by_day(house.after(trade.completed_at, 0.3, 60))
        if at > house.until:
            continue
        trade.rated_at = at
        house.tell("store_rating", house.number("S"), at, order=trade.id, scores=_scores(house, trade.wrong))
        rated.append((trade, house.records[-1]))
    _strike(house, [trade for trade, _ in rated])
    for dimension in DIMENSIONS:
        _bring_to_where_it_stands(house, dimension, rated)


def peers_of_a_year(house: House) -> None:
    """Once a month, what the category's shops have on average."""
    for month in range(DAYS // 30 + 1):
        at = house.until - timedelta(days=month * 30, hours=9)
        for dimension in DIMENSIONS:
            mean = PEERS[dimension] + house.rng.uniform(-0.02, 0.02)
            house.tell(
                "category_average", house.number("M"), at, category=CATEGORIES[house.plan.language.code], dimension=dimension,
                mean=f"{mean:.4f}", max="4.9600", min="3.9000", shops=house.rng.randrange(380, 420),
            )  # fmt: skip


def _scores(house: House, wrong: str) -> dict[str, int | None]:
    hurt = HURT.get(wrong, ())
    scores: dict[str, int | None] = {}
    for dimension in DIMENSIONS:
        if dimension in hurt:
            scores[dimension] = house.rng.choices((1, 2, 3, 4), (4, 3, 3, 1))[0]
        elif house.chance(0.02):
            scores[dimension] = None
        else:
            scores[dimension] = house.rng.choices((5, 4, 3, 2, 1), USUAL[dimension])[0]
    return scores


def _strike(house: House, rated: Sequence[Trade]) -> None:
    """A few trades a year: some long ago, one lately."""
    old = [trade for trade in rated if 25 < house.age(trade.at) < 150 and not trade.wrong]
    for trade in house.rng.sample(old, 3) + [trade for trade in rated if 8 < house.age(trade.at) < 25][:1]:
        assert trade.completed_at is not None
        at = house.known(house.after(trade.completed_at, 100, 400))
        if at is not None:
            house.tell("trade_void", house.number("X"), at, order=trade.id, reason=house.deck.deal(house.plan.language.talked.voids))
            trade.struck_at = at


def effective_at(trade: Trade, *, waits: bool) -> datetime:
    """When the marks of a trade begin to count (rulebook 3)."""
    assert trade.rated_at is not None
    assert trade.completed_at is not None
    if not waits:
        return trade.rated_at
    if trade.reviews and trade.seller_at:
        begins = max(min(review.at for review in trade.reviews), trade.seller_at) + timedelta(minutes=30)
    else:
        begins = trade.completed_at + timedelta(days=15)
    return max(begins, trade.rated_at)


def _bring_to_where_it_stands(house: House, dimension: str, rated: Sequence[tuple[Trade, Record]]) -> None:
    """Turn single marks, from between the window's first month and the last six weeks, until the mean is where the story wants it.

    In the shop with the crisis what leaves the window next is good and what comes in is bad, so the figure is on its way down.
    """
    zone, today = house.plan.zone, house.until.toordinal()
    first = window_first(today, "6_months")
    counted: list[dict[str, Any]] = []
    middle: list[dict[str, Any]] = []
    for trade, record in rated:
        day = day_of(effective_at(trade, waits=house.plan.rules == "taobao"), zone)
        if trade.struck_at or not first <= day <= today or record["scores"][dimension] is None:
            continue
        counted.append(record["scores"])
        if day < first + 35 and house.plan.crisis and dimension in HURT["crisis"]:
            record["scores"][dimension] = 5 if house.chance(0.93) else 4
        elif day < today - 45:
            middle.append(record["scores"])
    least, most = (Fraction(bound) * len(counted) for bound in house.plan.stands.get(dimension, STANDS[dimension]))
    total = sum(scores[dimension] for scores in counted)
    # Each may be turned as often as it has stars; then the story must do with what there is.
    for scores in house.rng.sample(middle, len(middle)) * 4:
        if least <= total <= most:
            break
        step = 1 if total < least else -1
        if 2 <= scores[dimension] + step <= 5:
            scores[dimension] += step
            total += step
