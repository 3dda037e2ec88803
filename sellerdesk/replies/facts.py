"""What the variables of a template stand for, by subject: the kernel knows orders, rooms tell of their own."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from sellerdesk import setwise
from sellerdesk.domain.replies.values import VariableFacts


class FindFacts(Protocol):
    """Says what is known about one subject of a room, in a fixed number of queries."""

    def __call__(self, desk_id: int, subject_id: int, shop_ids: Sequence[int], /) -> VariableFacts | None:
        """None where there is no such subject in these shops. The agent's name is added by the caller."""


_known: dict[str, tuple[FindFacts, str]] = {}


def add_facts(kind: str, find: FindFacts, *, may: str = "") -> None:
    """Tell how subjects of a kind ("thread" for "thread:12") are known, and what one must be allowed for it. A kind is told once."""
    if _known.setdefault(kind, (find, may))[0] is not find:
        raise ValueError(f"{kind} is taken.")


def facts_of(
    desk_id: int, subject: str, shop_ids: Sequence[int], *, agent_name: str = "", may: Callable[[str], bool] | None = None
) -> VariableFacts | None:
    """What is known about a subject such as "thread:12"; None where it is not known, or not in these shops.

    `may` says what the reader is allowed to; a command that has asked already leaves it out.
    """
    kind, _colon, number = subject.partition(":")
    find, needed = _known.get(kind, (None, ""))
    if find is None or not (number.isascii() and number.isdigit() and len(number) <= 18):
        return None
    if needed and may is not None and not may(needed):
        return None
    found = find(desk_id, int(number), shop_ids)
    return None if found is None else replace(found, agent_name=agent_name)


def of_order(desk_id: int, order_id: int, shop_ids: Sequence[int], /) -> VariableFacts | None:
    """What is known about an order: its buyer, numbers, and the listing where it is of one alone."""
    found = setwise.rows(
        """
        SELECT coalesce(buyer.name, ''), o.outside_id, o.tracking, shop.name, shop.greeting, shop.rules, shop.id, line.title, line.article
        FROM sellerdesk_order o
        JOIN sellerdesk_shop shop ON shop.desk_id = o.desk_id AND shop.id = o.shop_id
        LEFT JOIN sellerdesk_buyer buyer ON buyer.desk_id = o.desk_id AND buyer.id = o.buyer_id
        LEFT JOIN LATERAL (
            SELECT product.title, coalesce(nullif(product.article, ''), product.outside_id) AS article FROM sellerdesk_orderline line
            JOIN sellerdesk_product product ON product.desk_id = line.desk_id AND product.id = line.product_id
            WHERE line.desk_id = o.desk_id AND line.order_id = o.id
              AND NOT EXISTS (
                SELECT FROM sellerdesk_orderline other
                WHERE other.desk_id = o.desk_id AND other.order_id = o.id AND other.product_id <> line.product_id
              )
            LIMIT 1
        ) AS line ON true
        WHERE o.desk_id = %s AND o.id = %s AND o.shop_id = ANY(%s::bigint[])
        """,
        [desk_id, order_id, list(shop_ids)],
    )
    if not found:
        return None
    buyer, number, tracking, shop, greeting, rules, shop_id, title, article = found[0]
    return VariableFacts(
        buyer_name=buyer, order_no=number, track_no=tracking, shop_name=shop, style=greeting, rules=rules, shop_id=shop_id,
        product=title or "", article=article or "",
    )  # fmt: skip


def recent_orders(desk_id: int, shop_ids: Sequence[int], limit: int = 8) -> list[tuple[int, str, str]]:
    """(id, number, buyer) of the orders that were told last, of buyers with a name: what a template is tried on.

    Of the desk's last 500 alone, so that a shop that was quiet for years costs no walk through all the others.
    """
    return [
        (int(order), str(number), str(buyer))
        for order, number, buyer in setwise.rows(
            """
            SELECT o.id, o.outside_id, buyer.name FROM (
                SELECT * FROM sellerdesk_order WHERE desk_id = %s ORDER BY id DESC LIMIT 500
            ) AS o JOIN sellerdesk_buyer buyer ON buyer.desk_id = o.desk_id AND buyer.id = o.buyer_id
            WHERE o.shop_id = ANY(%s::bigint[]) AND buyer.name <> '' ORDER BY o.id DESC LIMIT %s
            """,
            [desk_id, list(shop_ids), limit],
        )
    ]
