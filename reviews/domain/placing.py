"""Which reviews of one trade stand, and on which line: rulebook 10."""

from collections.abc import Iterable
from typing import NamedTuple

from reviews.domain.facts import ACCEPTED, WAITING, Review, Trade
from sellerdesk.domain.rules import RuleProfile


class Placed(NamedTuple):
    """What became of one review: its ruling, and the line it is about (None where it has none)."""

    ruling: str
    line: str | None


def place(trade: Trade | None, reviews: Iterable[Review], rules: RuleProfile) -> dict[str, Placed]:
    """Judge all reviews that name one order, by outside id (rulebook 10).

    Refusals, in this order: line_missing, line_unknown, then order_not_reviewable,
    order_not_completed, review_window_closed where the profile has a review window, and
    already_reviewed for all but the earliest (at, id) of one line and side.
    """
    ordered = sorted(reviews, key=lambda review: (review.at, review.outside_id))
    if trade is None:
        return {review.outside_id: Placed(WAITING, review.line) for review in ordered}
    placed: dict[str, Placed] = {}
    taken: set[tuple[str, int]] = set()
    for review in ordered:
        line = review.line if review.line is not None or len(trade.lines) != 1 else trade.lines[0]
        ruling = why_not_review(trade, review, line, rules)
        if ruling == ACCEPTED and line is not None:
            if (line, review.author) in taken:
                ruling = "already_reviewed"
            taken.add((line, review.author))
        placed[review.outside_id] = Placed(ruling, line)
    return placed


def why_not_review(trade: Trade, review: Review, line: str | None, rules: RuleProfile) -> str:
    """The code of the first rule that this review breaks by itself, or ACCEPTED (rulebook 10)."""
    if line is None:
        return "line_missing"
    if line not in trade.lines:
        return "line_unknown"
    if rules.review_window is None:
        return ACCEPTED
    if not trade.reviewable:
        return "order_not_reviewable"
    if trade.completed_at is None or trade.completed_at > review.at:
        return "order_not_completed"
    if review.at > trade.completed_at + rules.review_window:
        return "review_window_closed"
    return ACCEPTED
