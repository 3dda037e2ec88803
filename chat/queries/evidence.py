"""What buyers wrote, for whoever must prove something about an order or a buyer."""

from collections.abc import Sequence

from sellerdesk import setwise
from sellerdesk.evidence import Piece
from sellerdesk.panels import Subject
from sellerdesk.shops import ShopFacts


MOST_THREADS = 20
LONGEST = 1000
"""Characters of one message that are offered."""


def said(desk_id: int, shop: ShopFacts, subject: Subject, limit: int, /) -> Sequence[Piece]:
    """The newest messages that the buyer wrote in this shop, or that were written about the order, as they stand now."""
    if subject.buyer_id is None and subject.order_ref is None:
        return []
    # Each half has an index of its own; together they would have none.
    of_buyer = "SELECT id, last_at FROM chat_thread WHERE desk_id = %(desk)s AND buyer_id = %(buyer)s AND shop_id = %(shop)s"
    of_order = "SELECT id, last_at FROM chat_thread WHERE desk_id = %(desk)s AND shop_id = %(shop)s AND order_ref = %(order)s"
    found = setwise.rows(
        f"WITH threads AS ((SELECT * FROM ({of_buyer} ORDER BY last_at DESC LIMIT {MOST_THREADS:d}) AS b) UNION"
        f" (SELECT * FROM ({of_order} ORDER BY last_at DESC LIMIT {MOST_THREADS:d}) AS o))"
        f" SELECT m.id, m.at, left(coalesce(m.new_text, m.text), {LONGEST:d}) FROM threads JOIN chat_message AS m"
        " ON m.desk_id = %(desk)s AND m.thread_id = threads.id WHERE m.sender = 1 AND m.removed_at IS NULL"
        " AND coalesce(m.new_text, m.text) <> '' ORDER BY m.at DESC, m.id DESC LIMIT %(limit)s",
        {"desk": desk_id, "shop": shop.id, "buyer": subject.buyer_id, "order": subject.order_ref, "limit": limit},
    )
    return [Piece(f"message:{own}", at, text) for own, at, text in reversed(found)]
