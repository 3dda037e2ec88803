"""The conversations of a buyer, beside something else of theirs."""

from dataclasses import dataclass
from datetime import datetime

from sellerdesk import setwise


NAMED = 5


@dataclass(frozen=True, slots=True)
class Talk:
    """One conversation: its latest words, and since when it waits for a person."""

    id: int
    last_at: datetime
    excerpt: str
    product: str
    messages: int
    waiting_since: datetime | None


def talks(desk_id: int, buyer_id: int, *, besides: int) -> list[Talk]:
    """The newest conversations of a buyer, without the one `besides`."""
    found = setwise.rows(
        "SELECT t.id, t.last_at, left(t.excerpt, 160), coalesce(nullif(p.title, ''), nullif(p.article, ''), p.outside_id, ''), t.messages,"
        " t.waiting_since FROM chat_thread AS t LEFT JOIN sellerdesk_product AS p ON p.desk_id = t.desk_id AND p.id = t.product_id"
        " WHERE t.desk_id = %s AND t.buyer_id = %s AND t.id <> %s"
        f" ORDER BY t.last_at DESC, t.id DESC LIMIT {NAMED:d}",
        [desk_id, buyer_id, besides],
    )
    return [Talk(*row) for row in found]
