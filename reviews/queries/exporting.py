"""What is listed, whole: for a table that leaves the desk. Page by page, so that memory stays flat however long the list is."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from reviews.domain.filters import Filter
from reviews.domain.flags import KIND
from reviews.queries import listing
from reviews.queries.finding import Places
from reviews.queries.tags import TAGS
from sellerdesk import setwise


PAGE = 500


class Told(NamedTuple):
    """One review as the table tells it: nothing that its page would not show. `order` is empty for who may not see orders."""

    id: int
    shop_id: int
    outside_id: str
    at: datetime
    stars: int | None
    verdict: int
    """As it is now."""
    product: str
    article: str
    buyer: str
    """Empty where the buyer is unknown or wishes to be anonymous."""
    title: str
    text: str
    pros: str
    cons: str
    photos: int
    followed_at: datetime | None
    changed_at: datetime | None
    deleted_at: datetime | None
    answered_at: datetime | None
    due_at: datetime | None
    """Of the open work item."""
    order: str
    tags: list[str]
    topics: list[str]
    """What it complains of, by the order of their keys in the alphabet."""


_COLUMNS = (
    "r.id, r.shop_id, r.outside_id, r.at, r.stars, r.mark / 10 - 1, coalesce(nullif(p.title, ''), p.article, p.outside_id, ''),"
    " coalesce(p.article, ''),"
    " CASE WHEN r.anonymous THEN '' ELSE coalesce(nullif(b.name, ''), b.outside_id, '') END, r.title, r.text, r.pros, r.cons,"
    " jsonb_array_length(r.photos), r.followed_at, r.changed_at, r.deleted_at, r.answered_at, w.due_at,"
    " CASE WHEN %s THEN coalesce(r.order_ref, '') ELSE '' END, "
    f"{TAGS}, ARRAY(SELECT c.topic::text FROM reviews_reviewtopic AS c WHERE c.desk_id = r.desk_id AND c.review_id = r.id AND c.by <> 3"
    " ORDER BY c.topic)"
)


def told(places: Places, asked: Filter, *, now: datetime) -> Iterator[Told]:
    """All reviews of the filter in its order."""
    following: Filter | None = replace(asked, after=None)
    while following is not None:
        page = listing.page(places, following, now=now, size=PAGE)
        yield from whole(places, page.ids)
        following = replace(asked, after=page.next) if page.next else None


def whole(places: Places, ids: Sequence[int]) -> list[Told]:
    """These reviews of buyers in the shops shown, in the order given."""
    found = setwise.rows(
        f"SELECT {_COLUMNS} FROM unnest(%s::bigint[]) WITH ORDINALITY AS wanted (id, place)"
        " JOIN reviews_review AS r ON r.desk_id = %s AND r.id = wanted.id"
        " LEFT JOIN sellerdesk_buyer AS b ON b.desk_id = r.desk_id AND b.id = r.buyer_id"
        " LEFT JOIN sellerdesk_product AS p ON p.desk_id = r.desk_id AND p.id = r.product_id"
        " LEFT JOIN sellerdesk_workitem AS w ON w.desk_id = r.desk_id AND w.kind = %s AND w.state = 'open'"
        " AND w.subject = 'review:' || r.id WHERE r.author = 1 AND r.shop_id = ANY(%s) ORDER BY wanted.place",
        [places.orders, list(ids), places.desk_id, KIND, list(places.shop_ids)],
    )
    return [Told(*row) for row in found]
