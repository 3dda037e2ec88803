"""How conversations of a list read: each with its buyer, product, deadline, who has it and who is writing now, in one query."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chat.domain.facts import KIND, SHOP
from sellerdesk import setwise


@dataclass(frozen=True, slots=True)
class Row:
    """One conversation as a list shows it."""

    id: int
    shop_id: int
    buyer: str
    product_id: int | None
    product: str
    image: str
    after_sale: bool
    last_at: datetime
    last_sender: int
    excerpt: str
    removed: bool
    """Whether the latest message is removed; without words and not removed it holds files alone."""
    photos: bool
    unread: int
    waiting_since: datetime | None
    done: bool
    due_at: datetime | None
    opened_at: datetime | None
    snoozed_until: datetime | None
    assignee: str
    holder: str
    """Who is writing to it now."""

    @property
    def is_ours(self) -> bool:
        """Whether the shop spoke last."""
        return self.last_sender == SHOP


PERSON = "coalesce(nullif({0}.name, ''), {0}.email, '')"
_COLUMNS = (
    "t.id, t.shop_id, coalesce(nullif(b.name, ''), b.outside_id), t.product_id, coalesce(nullif(p.title, ''), nullif(p.article,"
    " ''), p.outside_id, ''),"
    " coalesce(p.image, ''), t.order_ref IS NOT NULL, t.last_at, t.last_sender, t.excerpt, coalesce(m.removed, false),"
    " coalesce(m.photos, false),"
    " t.unread, t.waiting_since, t.done_at IS NOT NULL, w.due_at, w.opened_at, w.snoozed_until,"
    f" {PERSON.format('a')}, {PERSON.format('h')}"
)
# Only of a thread without an excerpt the latest message is looked at: it says whether it is removed or a picture.
_LATEST = (
    " LEFT JOIN LATERAL (SELECT latest.removed_at IS NOT NULL AS removed, EXISTS (SELECT FROM chat_attachment AS f WHERE"
    " f.desk_id = t.desk_id"
    " AND f.message_id = latest.id AND f.kind = 'photo') AS photos FROM chat_message AS latest WHERE t.excerpt = '' AND"
    " latest.desk_id = t.desk_id"
    " AND latest.thread_id = t.id ORDER BY latest.at DESC, latest.sender DESC, latest.id DESC LIMIT 1) AS m ON true"
)
JOINS = (
    " JOIN sellerdesk_buyer AS b ON b.desk_id = t.desk_id AND b.id = t.buyer_id"
    " LEFT JOIN sellerdesk_product AS p ON p.desk_id = t.desk_id AND p.id = t.product_id"
    " LEFT JOIN sellerdesk_workitem AS w ON w.desk_id = t.desk_id AND w.kind = %s AND w.state = 'open' AND w.subject = 'thread:' || t.id"
    " LEFT JOIN sellerdesk_user AS a ON a.id = t.assignee_id"
    " LEFT JOIN sellerdesk_lease AS l ON l.desk_id = t.desk_id AND l.subject = 'thread:' || t.id AND l.until > %s AND l.holder_id <> %s"
    " LEFT JOIN sellerdesk_user AS h ON h.id = l.holder_id"
)
"""Parameters: KIND, now, the reader, whose own writing nobody has to tell them of."""


def found(desk_id: int, statement: tuple[str, list[Any]], *, reader_id: int, now: datetime) -> list[tuple[str, datetime, Row]]:
    """The rows that a statement of `finding` gives, in its order, each with its part and key."""
    sql, parameters = statement
    rows = setwise.rows(
        f"WITH found AS MATERIALIZED (SELECT part, key, id, row_number() OVER () AS place FROM ({sql}) AS listed)"
        f" SELECT found.part, found.key, {_COLUMNS} FROM found JOIN chat_thread AS t ON t.desk_id = %s AND t.id = found.id"
        f"{JOINS}{_LATEST} ORDER BY found.place",
        [*parameters, desk_id, KIND, now, reader_id],
    )
    return [(part, key, Row(*values)) for part, key, *values in rows]


def rows(desk_id: int, ids: Sequence[int], *, reader_id: int, now: datetime) -> list[Row]:
    """The rows of these ids, in the order given; those of another desk are left out."""
    if not ids:
        return []
    statement = (
        "SELECT 't' AS part, %s::timestamptz AS key, id FROM unnest(%s::bigint[]) WITH ORDINALITY AS wanted (id, place) ORDER BY place"
    )
    return [row for _, _, row in found(desk_id, (statement, [now, list(ids)]), reader_id=reader_id, now=now)]
