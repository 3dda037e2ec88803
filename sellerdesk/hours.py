"""Until when something that began to wait in a shop should be answered."""

from datetime import datetime, timedelta

from sellerdesk.shops import ShopFacts


def due_at(shop: ShopFacts, since: datetime, *, allowed: timedelta | None = None) -> datetime:
    """The deadline of what waits `since` then: the shop's own target unless `allowed` says another time."""
    return since + (shop.reply_target if allowed is None else allowed)
