"""The threads that a batch names: locked before anything of them is read, made where they are new."""

from collections.abc import Iterable
from dataclasses import dataclass

from chat.domain.facts import SPEAKERS
from sellerdesk import setwise
from sellerdesk.feed.batch import Batch
from sellerdesk.feed.fact import Fact


@dataclass(slots=True)
class Known:
    """A thread while a batch is applied, and the number of its newest message."""

    id: int
    arrivals: int


_COLUMNS = (
    "desk_id, shop_id, outside_id, buyer_id, first_at, last_at, last_sender, excerpt, files, messages, arrivals, seen_arrival, unread,"
    " done_arrival, counted, covered, settled"
)


def lock(batch: Batch) -> dict[str, Known]:
    """Lock every thread that the batch's messages and changes concern, in id order; returns them by outside id.

    People write and settle their messages under the same lock, so what is read after it stays true until the load ends.
    """
    messages, changes = list(batch.of("message")), list(batch.of("message_change"))
    own = (batch.shop.desk_id, batch.shop.id)
    refs = {*(fact.outside_id for fact in messages), *(fact.data["message"] for fact in changes)}
    if changes:
        told_before = "SELECT message_ref FROM chat_messagechange WHERE desk_id = %s AND shop_id = %s AND outside_id = ANY(%s)"
        refs |= {ref for (ref,) in setwise.rows(told_before, [*own, [fact.outside_id for fact in changes]])}
    if not refs:
        return {}
    found = setwise.rows(
        "WITH concerned AS MATERIALIZED ("
        "SELECT id FROM chat_thread WHERE desk_id = %s AND shop_id = %s AND outside_id = ANY(%s)"
        " UNION SELECT thread_id FROM chat_message WHERE desk_id = %s AND shop_id = %s AND outside_id = ANY(%s))"
        " SELECT t.outside_id, t.id, t.arrivals FROM chat_thread AS t"
        " WHERE t.desk_id = %s AND t.id IN (SELECT id FROM concerned) ORDER BY t.id FOR NO KEY UPDATE OF t",
        [*own, sorted({fact.data["conversation"] for fact in messages}), *own, sorted(refs), batch.shop.desk_id],
    )
    return {ref: Known(own_id, arrivals) for ref, own_id, arrivals in found}


def make(batch: Batch, facts: Iterable[Fact], known: dict[str, Known]) -> None:
    """Make the threads of these messages that are not known, and add them. What their messages say is folded afterwards."""
    firsts: dict[str, Fact] = {}
    for fact in facts:
        if fact.data["conversation"] not in known:
            firsts.setdefault(fact.data["conversation"], fact)
    rows = [
        (
            *(batch.shop.desk_id, batch.shop.id, ref, batch.buyers[fact.data["buyer"]["id"]], fact.at, fact.at),
            *(SPEAKERS[fact.data["sender"]], "", 0, 0, 0, 0, 0, 0, 0, 0, False),
        )
        for ref, fact in firsts.items()
    ]
    for ref, own_id in setwise.insert("chat_thread", _COLUMNS, rows, tail="RETURNING outside_id, id"):
        known[ref] = Known(own_id, 0)
