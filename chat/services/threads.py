"""The threads that a batch names: made where they are new."""

from collections.abc import Iterable
from dataclasses import dataclass

from chat.domain.facts import SPEAKERS
from sellerdesk import setwise
from sellerdesk.feed.batch import Batch
from sellerdesk.feed.fact import Fact


@dataclass(slots=True)
class Known:
    """A thread while a batch is applied, and how many messages have come."""

    id: int
    arrivals: int

    @property
    def arrival(self) -> int:
        """The number of the newest."""
        return self.arrivals


_COLUMNS = (
    "desk_id, shop_id, outside_id, buyer_id, first_at, last_at, last_sender, excerpt, files, messages, arrivals, seen_arrival, unread,"
    " done_arrival, settled"
)


def open_threads(batch: Batch, facts: Iterable[Fact]) -> dict[str, Known]:
    """The threads of these messages by outside id. What a new one's messages say is folded afterwards."""
    firsts: dict[str, Fact] = {}
    for fact in facts:
        firsts.setdefault(fact.data["conversation"], fact)
    if not firsts:
        return {}
    found = setwise.rows(
        "SELECT outside_id, id, arrivals FROM chat_thread WHERE desk_id = %s AND shop_id = %s AND outside_id = ANY(%s) ORDER BY id"
        " FOR NO KEY UPDATE",
        [batch.shop.desk_id, batch.shop.id, list(firsts)],
    )
    known = {ref: Known(own_id, arrivals) for ref, own_id, arrivals in found}
    rows = [
        (
            *(batch.shop.desk_id, batch.shop.id, ref, batch.buyers[fact.data["buyer"]["id"]], fact.at, fact.at),
            *(SPEAKERS[fact.data["sender"]], "", 0, 0, 0, 0, 0, 0, False),
        )
        for ref, fact in firsts.items()
        if ref not in known
    ]
    made = setwise.insert("chat_thread", _COLUMNS, rows, tail="RETURNING outside_id, id")
    return known | {ref: Known(own_id, 0) for ref, own_id in made}
