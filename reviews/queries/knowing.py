"""What the variables of a reply template stand for in an answer to a review or a question, and what its text may say."""

from collections.abc import Sequence
from dataclasses import replace

from sellerdesk import setwise
from sellerdesk.domain.replies.values import VariableFacts
from sellerdesk.replies.facts import of_order


def review(desk_id: int, review_id: int, shop_ids: Sequence[int], /) -> VariableFacts | None:
    """What is known about a review: its buyer unless anonymous, its product, the numbers of its order. None where it is not here."""
    found = setwise.rows(
        """
        SELECT CASE WHEN r.anonymous THEN '' ELSE coalesce(b.name, '') END, coalesce(p.title, ''),
            coalesce(nullif(p.article, ''), p.outside_id, ''), shop.name, shop.greeting, shop.rules, shop.id, r.order_ref, o.id
        FROM reviews_review AS r JOIN sellerdesk_shop AS shop ON shop.desk_id = r.desk_id AND shop.id = r.shop_id
        LEFT JOIN sellerdesk_buyer AS b ON b.desk_id = r.desk_id AND b.id = r.buyer_id
        LEFT JOIN sellerdesk_product AS p ON p.desk_id = r.desk_id AND p.id = r.product_id
        LEFT JOIN sellerdesk_order AS o ON o.desk_id = r.desk_id AND o.shop_id = r.shop_id AND o.outside_id = r.order_ref
        WHERE r.desk_id = %s AND r.id = %s AND r.shop_id = ANY(%s::bigint[]) AND r.author = 1
        """,
        [desk_id, review_id, list(shop_ids)],
    )
    if not found:
        return None
    buyer, product, article, shop, style, rules, shop_id, order_ref, order_id = found[0]
    own = VariableFacts(
        buyer_name=buyer,
        product=product,
        article=article,
        shop_name=shop,
        style=style,
        rules=rules,
        shop_id=shop_id,
        order_no=order_ref or "",
    )
    told = of_order(desk_id, order_id, shop_ids) if order_id else None
    return own if told is None else replace(own, track_no=told.track_no)


def question(desk_id: int, question_id: int, shop_ids: Sequence[int], /) -> VariableFacts | None:
    """What is known about a question: its buyer and its product. None where it is not here."""
    found = setwise.rows(
        """
        SELECT coalesce(b.name, ''), p.title, coalesce(nullif(p.article, ''), p.outside_id), shop.name, shop.greeting, shop.rules, shop.id
        FROM reviews_question AS q JOIN sellerdesk_shop AS shop ON shop.desk_id = q.desk_id AND shop.id = q.shop_id
        JOIN sellerdesk_product AS p ON p.desk_id = q.desk_id AND p.id = q.product_id
        LEFT JOIN sellerdesk_buyer AS b ON b.desk_id = q.desk_id AND b.id = q.buyer_id
        WHERE q.desk_id = %s AND q.id = %s AND q.shop_id = ANY(%s::bigint[])
        """,
        [desk_id, question_id, list(shop_ids)],
    )
    if not found:
        return None
    buyer, product, article, shop, style, rules, shop_id = found[0]
    return VariableFacts(buyer_name=buyer, product=product, article=article, shop_name=shop, style=style, rules=rules, shop_id=shop_id)
