"""When a store rating takes effect: rulebook 3."""

from datetime import datetime

from sellerdesk.domain.rules import RuleProfile


def effective_at(
    *,
    at: datetime,
    completed_at: datetime | None,
    buyer_reviewed_at: datetime | None,
    shop_reviewed_at: datetime | None,
    rules: RuleProfile,
) -> datetime | None:
    """The instant (UTC) from which a rating counts, or None while that is not settled (rulebook 3).

    `buyer_reviewed_at` and `shop_reviewed_at` are the first accepted reviews of either side, deleted
    ones too. The answer for an earlier moment never differs once that moment is past: accepted
    reviews end with the review window, so nothing later can move it.
    """
    if not rules.waits_for_both_sides:
        return at
    if completed_at is None:
        return None
    if buyer_reviewed_at is not None and shop_reviewed_at is not None:
        settled = max(buyer_reviewed_at, shop_reviewed_at) + rules.both_sides_delay
    else:
        assert rules.review_window is not None
        settled = completed_at + rules.review_window
    return max(settled, at)
