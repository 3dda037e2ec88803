"""What the variables of a reply template stand for in a conversation, and what its text may say."""

from collections.abc import Sequence
from dataclasses import replace

from sellerdesk import setwise
from sellerdesk.domain.replies.values import VariableFacts
from sellerdesk.replies.facts import of_order


def thread(desk_id: int, thread_id: int, shop_ids: Sequence[int], /) -> VariableFacts | None:
    """What is known about a conversation: its buyer and listing, and of its order the numbers. None where there is none in these shops."""
    found = setwise.rows(
        """
        SELECT coalesce(b.name, ''), coalesce(p.title, ''), coalesce(nullif(p.article, ''), p.outside_id, ''),
            shop.name, shop.greeting, shop.rules, shop.id, t.order_ref, o.id
        FROM chat_thread AS t JOIN sellerdesk_shop AS shop ON shop.desk_id = t.desk_id AND shop.id = t.shop_id
        LEFT JOIN sellerdesk_buyer AS b ON b.desk_id = t.desk_id AND b.id = t.buyer_id
        LEFT JOIN sellerdesk_product AS p ON p.desk_id = t.desk_id AND p.id = t.product_id
        LEFT JOIN sellerdesk_order AS o ON o.desk_id = t.desk_id AND o.shop_id = t.shop_id AND o.outside_id = t.order_ref
        WHERE t.desk_id = %s AND t.id = %s AND t.shop_id = ANY(%s::bigint[])
        """,
        [desk_id, thread_id, list(shop_ids)],
    )
    if not found:
        return None
    buyer, product, article, shop, style, rules, shop_id, order_ref, order_id = found[0]
    own = VariableFacts(
        buyer_name=buyer, product=product, article=article, shop_name=shop, style=style, rules=rules, shop_id=shop_id,
        order_no=order_ref or "",
    )  # fmt: skip
    told = of_order(desk_id, order_id, shop_ids) if order_id else None
    if told is None:
        return own
    return replace(own, track_no=told.track_no, product=product or told.product, article=article or told.article)
