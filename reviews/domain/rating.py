"""Rating the buyer: until when the shop may review a line of an order, and what that or silence does. Rulebook 10 to 12. Pure.

What is asked here is what the feed is judged by: `placing.why_not_review` for the window, `credit.course_of` for what it earns.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, NamedTuple, cast

from reviews.domain.credit import Course, Side, course_of
from reviews.domain.facts import ACCEPTED, SHOP, Review, Trade
from reviews.domain.placing import why_not_review
from reviews.domain.verdicts import Verdict
from sellerdesk.domain.cursors import micros, moment
from sellerdesk.domain.rules import RuleProfile


AT_ONCE: Final = 200
"""So many good ratings in one go at most."""
_PLACE = re.compile(r"([0-9]{1,17})-([0-9]{1,18})-([0-9]{1,18})", re.ASCII)
Code = Literal[
    "rating_not_offered", "trade_struck", "already_rated", "line_missing", "line_unknown", "order_not_reviewable", "order_not_completed",
    "review_window_closed",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class RatingFacts:
    """A line of an order as far as rating its buyer goes. `buyer` is the review that the buyer gave of it, deleted or not."""

    trade: Trade
    line: str
    given: bool
    """Whether the shop's review of it is there, or on its way from here."""
    buyer: Side | None = None


class WhyNot(NamedTuple):
    """Why it may not be rated: a code, and since when where that is known."""

    code: Code
    since: datetime | None = None


def until(completed_at: datetime, rules: RuleProfile) -> datetime:
    """The last instant of the window after success; it belongs to the window. Only where the shop rates its buyers."""
    assert rules.review_window is not None
    return completed_at + rules.review_window


def why_not_rate(facts: RatingFacts, rules: RuleProfile, now: datetime) -> WhyNot | None:
    """Why the shop may not rate the buyer for this line now, or None (rulebook 10, 20)."""
    if not rules.rates_buyers:
        return WhyNot("rating_not_offered")
    if facts.trade.struck_at is not None:
        return WhyNot("trade_struck", facts.trade.struck_at)
    if facts.given:
        return WhyNot("already_rated")
    ours = Review("", now, SHOP, Verdict.GOOD, facts.line)
    code = why_not_review(facts.trade, ours, facts.line, rules)
    if code == ACCEPTED:
        return None
    completed_at = facts.trade.completed_at
    last = until(completed_at, rules) if code == "review_window_closed" and completed_at is not None else None
    return WhyNot(cast("Code", code), last)


class Place(NamedTuple):
    """A place in the list of what may be rated: the end of a row's window, its order, its line."""

    until: datetime
    order_id: int
    line_id: int

    def text(self) -> str:
        """For addresses."""
        return f"{micros(self.until)}-{self.order_id}-{self.line_id}"


def place_of(text: str) -> Place | None:
    """The place that `Place.text` told; None for anything else."""
    found = _PLACE.fullmatch(text)
    return Place(moment(int(found[1])), int(found[2]), int(found[3])) if found else None


@dataclass(frozen=True, slots=True)
class Effect:
    """What a rating of now does, beside silence until the end of the window, should the buyer do nothing more."""

    until: datetime
    buyer: Verdict | None
    """What the buyer's review says now; None where there is none, or it is deleted."""
    deleted: bool
    rated_good: Course | None
    """What the line then earns the shop; None where nothing. Neutral or bad earns the same where the buyer has reviewed, else nothing."""
    silent: Course | None
    default_good: bool
    """Whether the shop, silent, will have given a default good at the end of the window (12)."""


def effect(facts: RatingFacts, rules: RuleProfile, now: datetime) -> Effect:
    """What it does to rate the buyer now, and what silence does (rulebook 11, 12). Only of what may be rated now."""
    trade, buyer = facts.trade, facts.buyer
    assert trade.completed_at is not None
    says = None if buyer is None or buyer.deleted_at is not None else Verdict.GOOD if buyer.changed_at is not None else buyer.verdict

    def earns(shop: Verdict | None) -> Course | None:
        ours = None if shop is None else Side(now, shop, None, None)
        return course_of(
            buyer=buyer, shop=ours, placed_at=trade.at, completed_at=trade.completed_at, struck_at=trade.struck_at, rules=rules
        )

    return Effect(
        until=until(trade.completed_at, rules),
        buyer=says,
        deleted=buyer is not None and buyer.deleted_at is not None,
        rated_good=earns(Verdict.GOOD),
        silent=earns(None),
        default_good=rules.default_good and says is Verdict.GOOD,
    )
