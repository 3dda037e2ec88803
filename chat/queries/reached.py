"""The conversation of an order or a buyer for another room that writes there, and what became of its messages."""

import uuid
from collections.abc import Mapping, Sequence

from chat.models import Message
from sellerdesk import setwise


def to_write(desk_id: int, shop_ids: Sequence[int], buyer_id: int, order_ref: str) -> tuple[int, int, str, bool] | None:
    """(id, newest arrival, the buyer's latest words, whether it is about this order) of the buyer's thread, that of the order first."""
    found = setwise.rows(
        "SELECT t.id, t.arrivals, coalesce((SELECT left(coalesce(m.new_text, m.text), 300) FROM chat_message AS m"
        " WHERE m.desk_id = t.desk_id AND m.thread_id = t.id AND m.sender = %s AND m.removed_at IS NULL ORDER BY m.at DESC, m.id DESC"
        " LIMIT 1), ''), t.order_ref IS NOT DISTINCT FROM %s FROM chat_thread AS t WHERE t.desk_id = %s AND t.shop_id = ANY(%s)"
        " AND t.buyer_id = %s AND t.messages > 0 ORDER BY (t.order_ref IS NOT DISTINCT FROM %s) DESC, t.last_at DESC, t.id DESC LIMIT 1",
        [Message.Sender.BUYER, order_ref, desk_id, list(shop_ids), buyer_id, order_ref],
    )
    return found[0] if found else None


def fates(desk_id: int, keys: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, str]:
    """What became of messages written here, by their keys."""
    found = Message.objects.filter(desk_id=desk_id, client_key__in=list(keys)).values_list("client_key", "delivery")
    return {key: delivery for key, delivery in found if key is not None}
