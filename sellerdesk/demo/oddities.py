"""The few records that the marketplace tells and the rules reject: they belong to a believable year.

Each plan says in `meant` which codes come how often.
"""

from collections.abc import Callable
from datetime import timedelta

from sellerdesk.demo.grammar import formed
from sellerdesk.demo.house import House, Review, Trade


def break_rules(house: House) -> None:
    """Tell what the plan means to be rejected."""
    for code, times in house.plan.meant.items():
        for n in range(times):
            _TELL[code](house, n)


def _already_rated(house: House, n: int) -> None:
    """The second product of one order was rated, too."""
    trade = [trade for trade in house.trades if trade.rated_at and house.age(trade.rated_at) > 3 and len(trade.lines) > 1][-1 - n]
    assert trade.rated_at is not None
    house.tell(
        "store_rating", house.number("S"), trade.rated_at + timedelta(minutes=3), order=trade.id, scores={"described": 5, "service": 5}
    )


def _change_window_closed(house: House, n: int) -> None:
    """A buyer relents, but after thirty days."""
    _, review = _reviews(house, lambda review: review.flagged and not review.over and house.age(review.at) > 50)[n]
    house.tell("review_change", review.id, review.at + timedelta(days=37, hours=4), verdict="good")


def _answer_window_closed(house: House, n: int) -> None:
    """Somebody thanks for a review of the month before last."""
    _, review = _reviews(house, lambda review: review.replied_at is None and not review.over and house.age(review.at) > 60)[n]
    text = house.deck.deal(house.plan.language.answered.good_ends)
    house.tell("reply", house.number("A"), review.at + timedelta(days=41), review=review.id, text=text)


def _review_window_closed(house: House, n: int) -> None:
    """A buyer reviews three weeks after the success."""
    trade = [
        trade
        for trade in house.trades
        if trade.completed_at and not trade.reviews and len(trade.lines) == 1 and house.age(trade.completed_at) > 40
    ][-1 - n]
    assert trade.completed_at is not None
    text = formed(house.deck.deal(house.plan.language.judged.short), woman=trade.buyer.woman)
    house.tell("review", house.number("R"), trade.completed_at + timedelta(days=21), order=trade.id, verdict="good", text=text)


def _reviews(house: House, fits: Callable[[Review], bool]) -> list[tuple[Trade, Review]]:
    """Reviews of trades that stand, the latest first."""
    found = [(trade, review) for trade in house.trades if trade.struck_at is None for review in trade.reviews if fits(review)]
    return sorted(found, key=lambda pair: pair[1].at, reverse=True)


_TELL = {
    "already_rated": _already_rated,
    "change_window_closed": _change_window_closed,
    "answer_window_closed": _answer_window_closed,
    "review_window_closed": _review_window_closed,
}
