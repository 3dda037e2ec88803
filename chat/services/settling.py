"""What is derived from conversations after the load: the words for the search. A load would have to wait for it."""

from collections.abc import Sequence
from datetime import datetime

from sellerdesk import setwise
from sellerdesk.commands import command
from sellerdesk.domain.searching import said
from sellerdesk.shops import ShopFacts


AT_ONCE = 200


@command
def settle(*, shop: ShopFacts, now: datetime, limit: int = AT_ONCE) -> int:  # noqa: ARG001 - a command has a moment
    """Settle up to `limit` threads that changed; returns how many there were. Twice is once: rows held by another are passed over."""
    found = setwise.rows(
        "SELECT id FROM chat_thread WHERE desk_id = %s AND shop_id = %s AND NOT settled ORDER BY id LIMIT %s FOR NO KEY UPDATE SKIP LOCKED",
        [shop.desk_id, shop.id, limit],
    )
    threads = [thread_id for (thread_id,) in found]
    if threads:
        _keep_words(shop, threads)
        setwise.run("UPDATE chat_thread SET settled = true WHERE desk_id = %s AND id = ANY(%s)", [shop.desk_id, threads])
    return len(threads)


def shops_with_unsettled() -> list[int]:
    """Ids of the shops where something is not settled yet. A sweep over all desks."""
    return [shop_id for (shop_id,) in setwise.rows("SELECT DISTINCT shop_id FROM chat_thread WHERE NOT settled", [])]


def _keep_words(shop: ShopFacts, threads: Sequence[int]) -> None:
    """Keep the words of messages that have none yet: whoever changes a message takes its words away."""
    found = setwise.rows(
        "SELECT m.id, m.thread_id, m.at, CASE WHEN m.removed_at IS NULL THEN coalesce(m.new_text, m.text) ELSE '' END"
        " FROM chat_message AS m WHERE m.desk_id = %s AND m.thread_id = ANY(%s)"
        " AND NOT EXISTS (SELECT 1 FROM chat_said AS s WHERE s.desk_id = m.desk_id AND s.message_id = m.id) ORDER BY m.id",
        [shop.desk_id, list(threads)],
    )
    setwise.append(
        "chat_said",
        "desk_id, shop_id, thread_id, message_id, at, words",
        [(shop.desk_id, shop.id, thread_id, message_id, at, said([text])) for message_id, thread_id, at, text in found],
    )
