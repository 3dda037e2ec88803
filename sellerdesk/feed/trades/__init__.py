"""The kernel's own part of the feed: products, buyers, orders with their lines, and struck trades."""

from sellerdesk.feed.batch import Batch
from sellerdesk.feed.trades import buyers, orders, products, voids
from sellerdesk.feed.trades.finding import find


__all__ = ["OWN_TYPES", "apply", "find"]

OWN_TYPES = frozenset({"product", "order", "trade_void"})
"""Record types that the kernel itself applies."""


def apply(batch: Batch) -> None:
    """Write what is new and fill `batch.trades`, `batch.products`, `batch.buyers` and `batch.touched`."""
    products.apply(batch)
    buyers.apply(batch)
    named = {ref for fact in batch.of("review", "store_rating", "trade_void") if (ref := fact.data.get("order"))}
    find(batch, named | {fact.outside_id for fact in batch.of("order")})
    orders.apply(batch)
    voids.apply(batch)
