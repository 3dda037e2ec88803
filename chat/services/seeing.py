"""What of a conversation has been seen. A team answers as one, so what one has seen is read for all."""

from collections.abc import Collection
from datetime import datetime

from chat.services import reached
from chat.services.reached import Reached
from sellerdesk import setwise
from sellerdesk.commands import command, note


# Only what is newer than both what was seen and what was covered by an answer can be unread: a few rows, by the index of arrivals.
_UNREAD = (
    "UPDATE chat_thread AS t SET seen_arrival = %s, unread = (SELECT count(*) FROM chat_message AS m WHERE m.desk_id = t.desk_id"
    " AND m.thread_id = t.id AND m.sender = 1 AND m.removed_at IS NULL AND m.arrival > greatest(t.covered, %s)"
    " AND (t.told_at IS NULL OR m.at > t.told_at)) WHERE t.desk_id = %s AND t.id = %s"
)


@command
def mark_seen(*, desk_id: int, shop_ids: Collection[int], thread_id: int, arrival: int, now: datetime) -> bool:
    """Somebody had everything up to this arrival before them; whether that is news. It only ever grows. NotVisible elsewhere."""
    found = reached.thread(desk_id, shop_ids, thread_id)
    arrival = min(arrival, found.arrivals)
    if arrival <= found.seen_arrival:
        return False
    _write(found, arrival)
    return True


@command
def mark_unread(*, desk_id: int, shop_ids: Collection[int], thread_id: int, now: datetime) -> bool:
    """Have it read again: the buyer's latest message that nobody has answered counts as not seen. Whether anything changed.

    NotVisible elsewhere.
    """
    found = reached.thread(desk_id, shop_ids, thread_id)
    [(latest,)] = setwise.rows(
        "SELECT max(m.arrival) FROM chat_message AS m JOIN chat_thread AS t ON t.desk_id = m.desk_id AND t.id = m.thread_id"
        " WHERE m.desk_id = %s AND m.thread_id = %s AND m.sender = 1 AND m.removed_at IS NULL AND m.arrival > t.covered"
        " AND (t.told_at IS NULL OR m.at > t.told_at)",
        [desk_id, thread_id],
    )
    if found.unread or latest is None:
        return False
    _write(found, latest - 1)
    return True


def _write(found: Reached, arrival: int) -> None:
    setwise.run(_UNREAD, [arrival, arrival, found.shop.desk_id, found.id])
    note(found.shop.desk_id, "chat.changed", shop_id=found.shop.id, thread=found.id)
