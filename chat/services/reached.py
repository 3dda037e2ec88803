"""One thread that somebody of the team does something with: found in the shops that they may see, and locked."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sellerdesk import setwise, shops
from sellerdesk.errors import NotVisible
from sellerdesk.shops import ShopFacts


@dataclass(frozen=True, slots=True)
class Reached:
    """A thread, locked until the command ends."""

    id: int
    shop: ShopFacts
    arrivals: int
    seen_arrival: int
    unread: int
    waiting_since: datetime | None
    done_at: datetime | None
    done_arrival: int
    assignee_id: int | None


def thread(desk_id: int, shop_ids: Collection[int], thread_id: int) -> Reached:
    """Lock a thread of one of these shops. NotVisible where there is none."""
    found = setwise.rows(
        "SELECT id, shop_id, arrivals, seen_arrival, unread, waiting_since, done_at, done_arrival, assignee_id FROM chat_thread"
        " WHERE desk_id = %s AND id = %s AND shop_id = ANY(%s) FOR NO KEY UPDATE",
        [desk_id, thread_id, sorted(shop_ids)],
    )
    shop = shops.by_id(found[0][1]) if found else None
    if shop is None:
        raise NotVisible
    own_id, _, *rest = found[0]
    return Reached(own_id, shop, *rest)
