"""Claims as tables and programs are told of them: whole, and all of a filter some at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from returns.domain.filters import Filter
from returns.queries import listing
from returns.queries.reading import COURSE, Happened, happened
from returns.queries.searching import Places
from sellerdesk import setwise


PAGE = 500


class Told(NamedTuple):
    """One claim: nothing that its page would not show. `order` is empty for who may not see orders."""

    id: int
    shop_id: int
    outside_id: str
    at: datetime
    wants: str
    reason: str
    first_reason: str
    told_reason: str
    reason_text: str
    amount_minor: int | None
    amount_currency: str
    money: str
    goods: str
    talk: str
    stage: str
    due_at: datetime | None
    outcome: str
    is_open: bool
    moved_at: datetime
    ruling: str
    product: str
    article: str
    buyer: str
    photos: int
    findings: int
    order: str


_COLUMNS = (
    "c.id, c.shop_id, c.outside_id, c.at, c.wants, c.reason, c.first_reason, c.told_reason, c.reason_text, c.amount_minor,"
    " c.amount_currency, c.money, c.goods, c.talk, c.stage, c.due_at, c.outcome, c.is_open, c.moved_at, c.ruling,"
    " coalesce(nullif(p.title, ''), p.article, p.outside_id, ''), coalesce(p.article, ''), coalesce(b.name, ''),"
    " jsonb_array_length(c.photos), (SELECT count(*) FROM returns_finding AS f WHERE f.desk_id = c.desk_id AND f.claim_id = c.id"
    " AND f.withdrawn_at IS NULL), CASE WHEN %s THEN c.order_ref ELSE '' END"
)


def whole(places: Places, ids: Sequence[int]) -> list[Told]:
    """These claims of the shops shown, in the order given."""
    found = setwise.rows(
        f"SELECT {_COLUMNS} FROM unnest(%s::bigint[]) WITH ORDINALITY AS wanted (id, place)"
        " JOIN returns_claim AS c ON c.desk_id = %s AND c.id = wanted.id"
        " LEFT JOIN sellerdesk_buyer AS b ON b.desk_id = c.desk_id AND b.id = c.buyer_id"
        " LEFT JOIN sellerdesk_product AS p ON p.desk_id = c.desk_id AND p.id = c.product_id"
        " WHERE c.shop_id = ANY(%s) ORDER BY wanted.place",
        [places.orders, list(ids), places.desk_id, list(places.shop_ids)],
    )
    return [Told(*row) for row in found]


def told(places: Places, asked: Filter, *, now: datetime) -> Iterator[Told]:
    """All claims of the filter in its order."""
    following: Filter | None = replace(asked, after=None)
    while following is not None:
        page = listing.page(places.desk_id, places.shop_ids, following, now=now, size=PAGE, orders=places.orders)
        yield from whole(places, [row.id for row in page.rows])
        following = replace(asked, after=page.next) if page.next else None


def course(desk_id: int, claim_id: int, *, skip: int, limit: int) -> list[Happened]:
    """Some steps of a claim, oldest first, behind the first `skip`. Whether the claim is seen is known already."""
    found = setwise.rows(
        f"SELECT told.* FROM returns_claim AS c CROSS JOIN LATERAL ({COURSE}) AS told (at, event, by, text, amount_minor, amount_currency,"
        " tracking, ruling, place, found, who, finding, gone) WHERE c.desk_id = %s AND c.id = %s ORDER BY at, place, finding"
        " OFFSET %s LIMIT %s",
        [desk_id, claim_id, skip, limit],
    )
    return [happened(row) for row in found]
