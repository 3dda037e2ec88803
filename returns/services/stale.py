"""Marks on what must be counted anew. Left by whoever changes facts, in the same transaction; taken away by `keeping`."""

from collections.abc import Collection, Iterable
from datetime import date

from returns.models.figures import Stale
from sellerdesk import setwise
from sellerdesk.feed.batch import Batch
from sellerdesk.shops import ShopFacts


CLAIM, DAY, MONTH = (span.value for span in Stale.Span)
_COLUMNS = "desk_id, shop_id, span, claim_id, day"


def mark_claims(shop: ShopFacts, claims: Collection[int]) -> None:
    """Mark claims, by their ids, whose moves or fields may have changed."""
    setwise.append("returns_stale", _COLUMNS, [(shop.desk_id, shop.id, CLAIM, claim_id, None) for claim_id in sorted(claims)])


def mark_days(shop: ShopFacts, days: Collection[date]) -> None:
    """Mark the shop's own days on which something that counts was ordered or happened, or no longer is."""
    setwise.append("returns_stale", _COLUMNS, [(shop.desk_id, shop.id, DAY, None, day) for day in sorted(days)])


def mark_months(shop: ShopFacts, months: Collection[date]) -> None:
    """Mark months, by their first days, of which a day was counted."""
    setwise.append("returns_stale", _COLUMNS, [(shop.desk_id, shop.id, MONTH, None, month) for month in sorted(months)])


def mark_orders(batch: Batch, orders: Iterable[str]) -> None:
    """Mark the days on which these orders of a batch were placed, and on which others were before it told another moment."""
    moments = [batch.trades[ref].placed_at for ref in orders if ref in batch.trades] + batch.left_at
    mark_days(batch.shop, {date.fromordinal(batch.shop.day(at)) for at in moments})
