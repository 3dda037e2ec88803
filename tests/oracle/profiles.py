"""The numbers of the rulebook's first table, as far as rules 1 to 21 use them."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Profile:
    """What a shop's rules say. None: the rule is off."""

    ratings_per_month: int | None
    waits_for_both_sides: bool
    same_item_gap: timedelta | None
    goods_per_month: int | None
    default_good: bool


REVIEW_WINDOW = timedelta(days=15)
"""After success: to review (taobao), until a one-sided review takes effect, until silence becomes a default good."""
SHOWN_AFTER = timedelta(minutes=30)
CHANGE_WINDOW = timedelta(days=30)
FOLLOW_UP_WINDOW = timedelta(days=180)
ANSWER_WINDOW = timedelta(days=30)

TAOBAO = Profile(ratings_per_month=3, waits_for_both_sides=True, same_item_gap=timedelta(days=14), goods_per_month=6, default_good=True)
STANDARD = Profile(ratings_per_month=None, waits_for_both_sides=False, same_item_gap=None, goods_per_month=None, default_good=False)
PROFILES = {"taobao": TAOBAO, "standard": STANDARD, "wildberries": STANDARD}
"""Wildberries differs from standard only in limits on texts and answers, which move no figure."""
