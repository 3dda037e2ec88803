"""How long the buyers of orders waited for a person in the chat (CH-01): the longest round of the conversations about the order."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from chat.domain.waits import wait_class
from sellerdesk import setwise
from sellerdesk.shops import ShopFacts


_LONGEST = """
    SELECT t.order_ref, max(r.waited), bool_or(r.waited IS NULL)
    FROM chat_thread t JOIN chat_round r ON r.desk_id = t.desk_id AND r.thread_id = t.id
    WHERE t.desk_id = %s AND t.shop_id = %s AND t.order_ref = ANY(%s) AND r.done_at IS NULL
    GROUP BY t.order_ref
"""


def of_orders(shop: ShopFacts, order_refs: Sequence[str], /) -> Mapping[str, str]:
    """Outside id of the order -> class of its longest wait. Rounds that were marked as done without an answer are left out."""
    return {
        ref: wait_class(None if unanswered else timedelta(microseconds=waited))
        for ref, waited, unanswered in setwise.rows(_LONGEST, [shop.desk_id, shop.id, list(order_refs)])
    }
