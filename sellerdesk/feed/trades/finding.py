"""Trades and what belongs to them, found by their outside ids."""

from collections.abc import Iterable

from sellerdesk import setwise
from sellerdesk.feed.batch import Batch, Trade


def find(batch: Batch, refs: Iterable[str]) -> None:
    """Read the trades with these outside ids into `batch.trades`, those that exist and are not there yet.

    Orders are made by this batch alone while it holds the shop's lock, so none is asked for twice.
    """
    wanted = [ref for ref in refs if ref not in batch.trades and ref not in batch.sought]
    if not wanted:
        return
    batch.sought.update(wanted)
    orders = setwise.rows(
        "SELECT o.id, o.outside_id, o.placed_at, o.completed_at, o.struck_at, o.reviewable, o.buyer_id, b.outside_id"
        " FROM sellerdesk_order o JOIN sellerdesk_buyer b ON b.desk_id = o.desk_id AND b.id = o.buyer_id"
        " WHERE o.desk_id = %s AND o.shop_id = %s AND o.outside_id = ANY(%s)",
        [batch.shop.desk_id, batch.shop.id, wanted],
    )
    by_id = {row[0]: Trade(*row) for row in orders}
    if not by_id:
        return
    lines = setwise.rows(
        "SELECT l.order_id, l.outside_id, l.product_id, p.outside_id"
        " FROM sellerdesk_orderline l JOIN sellerdesk_product p ON p.desk_id = l.desk_id AND p.id = l.product_id"
        " WHERE l.desk_id = %s AND l.order_id = ANY(%s) ORDER BY l.id",
        [batch.shop.desk_id, list(by_id)],
    )
    for order_id, ref, product_id, product_ref in lines:
        by_id[order_id].lines[ref] = (product_id, product_ref)
    batch.trades |= {trade.ref: trade for trade in by_id.values()}


def ids(batch: Batch, table: str, refs: Iterable[str]) -> dict[str, int]:
    """Outside id -> id of the products or buyers (`table`) of the shop that exist."""
    found = setwise.rows(
        f"SELECT outside_id, id FROM sellerdesk_{table} WHERE desk_id = %s AND shop_id = %s AND outside_id = ANY(%s)",
        [batch.shop.desk_id, batch.shop.id, list(refs)],
    )
    return dict(found)
