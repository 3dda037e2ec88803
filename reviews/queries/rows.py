"""How the reviews of a list read: each row with its product, its buyer and what waits about it, in one query."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from reviews.domain.flags import KIND
from reviews.domain.state import State
from reviews.domain.verdicts import Verdict
from reviews.models import ANSWERED
from reviews.queries.tags import TAGS
from sellerdesk import setwise


EXCERPT = 400


@dataclass(frozen=True, slots=True)
class Row:
    """One review as a list shows it."""

    id: int
    shop_id: int
    at: datetime
    state: State
    stars: int | None
    title: str
    text: str
    """The beginning of what the buyer said: the text, else the pros and cons."""
    photos: int
    buyer: str
    """The buyer's name, else the number; empty where unknown or anonymous."""
    anonymous: bool
    product: str
    image: str
    due_at: datetime | None
    opened_at: datetime | None
    """Of the open work item, where there is one."""
    tags: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    """What it complains of (`domain.topics`)."""
    holder: str = ""
    """Who else is writing about it now."""


_COLUMNS = (
    "r.id, r.shop_id, coalesce(nullif(h.name, ''), h.email, ''), r.at, r.stars,"
    " left(r.title, 200), left(coalesce(nullif(r.text, ''), nullif(concat_ws(' ', r.pros, r.cons), ' ')),"
    f" {EXCERPT:d}), jsonb_array_length(r.photos), CASE WHEN r.anonymous THEN '' ELSE coalesce(nullif(b.name, ''), b.outside_id, '') END,"
    " r.anonymous, coalesce(nullif(p.title, ''), p.article, p.outside_id, ''), coalesce(p.image, ''), w.due_at, w.opened_at,"
    f" {TAGS},"
    " (SELECT string_agg(t.topic, ' ' ORDER BY t.topic) FROM reviews_reviewtopic AS t WHERE t.desk_id = r.desk_id AND t.review_id = r.id"
    " AND t.by <> 3),"
    f" r.verdict, r.ruling, r.author, r.changed_at, r.deleted_at, {ANSWERED}, r.struck_at, r.followed_at, r.answerable_until"
)


def rows(desk_id: int, ids: Sequence[int], *, reader_id: int | None = None, now: datetime | None = None) -> list[Row]:
    """The rows of these ids, in the order given; those of another desk are left out. With `now` also who but the reader writes there."""
    if not ids:
        return []
    found = setwise.rows(
        f"SELECT {_COLUMNS} FROM unnest(%s::bigint[]) WITH ORDINALITY AS wanted (id, place)"
        " JOIN reviews_review AS r ON r.desk_id = %s AND r.id = wanted.id"
        " LEFT JOIN sellerdesk_buyer AS b ON b.desk_id = r.desk_id AND b.id = r.buyer_id"
        " LEFT JOIN sellerdesk_product AS p ON p.desk_id = r.desk_id AND p.id = r.product_id"
        " LEFT JOIN sellerdesk_workitem AS w ON w.desk_id = r.desk_id AND w.kind = %s AND w.state = 'open'"
        " AND w.subject = 'review:' || r.id"
        " LEFT JOIN sellerdesk_lease AS l ON l.desk_id = r.desk_id AND l.subject = 'review:' || r.id AND l.until > %s AND l.holder_id <> %s"
        " LEFT JOIN sellerdesk_user AS h ON h.id = l.holder_id ORDER BY wanted.place",
        [list(ids), desk_id, KIND, now, reader_id],
    )
    return [_row(*values) for values in found]


def _row(own: int, shop_id: int, holder: str, at: datetime, stars: int | None, title: str, text: str | None, *more: Any) -> Row:
    photos, buyer, anonymous, product, image, due_at, opened_at, tags, topics, verdict, *rest = more
    state = State(at, Verdict(verdict), *rest)
    complains = tuple((topics or "").split())
    beside = (photos, buyer, anonymous, product, image, due_at, opened_at)
    return Row(own, shop_id, at, state, stars, title, text or "", *beside, tuple(tags), complains, holder)
