"""All that is known of one review: its own words, what became of it, its order, its product, its buyer. In a fixed number of queries."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from reviews.domain.credit import Cell
from reviews.domain.facts import BUYER
from reviews.domain.flags import KIND
from reviews.domain.standing import Earned
from reviews.domain.state import State
from reviews.domain.timeline import Child, Trade
from reviews.domain.verdicts import Verdict
from reviews.models import ANSWERED, NOT_OWED
from reviews.queries.tags import TAGS
from reviews.queries.topical import TOPICS_TOLD
from sellerdesk import setwise


MOST_LINES = 100


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """The order of a review, where it is known."""

    id: int
    number: str
    status: str
    trade: Trade
    courier: str
    tracking: str
    region: str
    struck_reason: str
    lines: tuple["Bought", ...]


@dataclass(frozen=True, slots=True)
class Article:
    """A product as an order line or a review names it."""

    title: str
    article: str
    image: str
    price_minor: int | None
    price_currency: str


@dataclass(frozen=True, slots=True)
class Bought:
    """One line of the order. `reviewed` marks the one that the review is about."""

    product: str
    quantity: int
    price_minor: int | None
    price_currency: str
    reviewed: bool


@dataclass(frozen=True, slots=True)
class Review:
    """A review with what stands beside it."""

    id: int
    shop_id: int
    outside_id: str
    state: State
    stars: int | None
    title: str
    text: str
    pros: str
    cons: str
    photos: tuple[str, ...]
    anonymous: bool
    flags: tuple[str, ...]
    buyer_id: int | None
    buyer: str
    product_id: int | None
    product: Article | None
    order_ref: str | None
    order: OrderFacts | None
    due_at: datetime | None
    opened_at: datetime | None
    earned: Earned | None
    line: str | None
    tags: tuple[str, ...] = ()
    topics: Sequence[Sequence[Any]] = ()
    """As `topical.of_review` reads them."""


_STATE = (
    f"r.at, r.verdict, r.ruling, r.author, r.changed_at, r.deleted_at, {ANSWERED}, r.struck_at, r.followed_at,"
    f" CASE WHEN {NOT_OWED} THEN r.answerable_until END"
)
_OWN = (
    "r.id, r.shop_id, r.outside_id, r.stars, r.title, r.text, r.pros, r.cons, r.photos, r.anonymous, r.flags, r.buyer_id,"
    " coalesce(nullif(b.name, ''), b.outside_id, ''), r.product_id, r.order_ref, w.due_at, w.opened_at, r.placed_line"
)
_PRODUCT = "coalesce(nullif(p.title, ''), p.article, p.outside_id), p.article, p.image, p.price_minor, p.price_currency"
_ORDER = "o.id, o.outside_id, o.status, o.placed_at, o.delivered_at, o.completed_at, o.courier, o.tracking, o.region"
_LINES = (
    "(SELECT jsonb_agg(jsonb_build_array(coalesce(nullif(p.title, ''), p.article, p.outside_id), l.quantity, l.price_minor,"
    " l.price_currency, l.outside_id) ORDER BY l.id) FROM (SELECT * FROM sellerdesk_orderline AS l WHERE l.desk_id = o.desk_id"
    f" AND l.order_id = o.id ORDER BY l.id LIMIT {MOST_LINES:d}) AS l"
    " JOIN sellerdesk_product AS p ON p.desk_id = l.desk_id AND p.id = l.product_id)"
)
_REASON = (
    "(SELECT v.reason FROM sellerdesk_tradevoid AS v WHERE v.desk_id = r.desk_id AND v.shop_id = r.shop_id AND v.order_ref = r.order_ref"
    " ORDER BY v.at, v.id LIMIT 1)"
)


def review(desk_id: int, shop_ids: Sequence[int], review_id: int, *, since: datetime | None = None) -> Review | None:
    """A buyer's review of one of these shops; None where there is none. The same fault of others is counted `since` a moment."""
    found = setwise.rows(
        f"SELECT {_STATE}, {_OWN}, {_PRODUCT}, {_ORDER}, {_REASON}, {_LINES}, c.since, c.steps, {TAGS}, {TOPICS_TOLD}"
        " FROM reviews_review AS r"
        " LEFT JOIN sellerdesk_buyer AS b ON b.desk_id = r.desk_id AND b.id = r.buyer_id"
        " LEFT JOIN sellerdesk_product AS p ON p.desk_id = r.desk_id AND p.id = r.product_id"
        " LEFT JOIN sellerdesk_order AS o ON o.desk_id = r.desk_id AND o.shop_id = r.shop_id AND o.outside_id = r.order_ref"
        " LEFT JOIN sellerdesk_workitem AS w ON w.desk_id = r.desk_id AND w.kind = %s AND w.state = 'open'"
        " AND w.subject = 'review:' || r.id"
        " LEFT JOIN reviews_creditline AS c ON c.desk_id = r.desk_id AND c.shop_id = r.shop_id AND c.order_ref = r.order_ref"
        " AND c.line_ref = r.placed_line AND NOT c.default_good"
        " WHERE r.desk_id = %s AND r.id = %s AND r.shop_id = ANY(%s) AND r.author = %s",
        [since, KIND, desk_id, review_id, list(shop_ids), BUYER],
    )
    return _review(found[0]) if found else None


def _review(values: Sequence[Any]) -> Review:
    state, own, product, order = values[:10], values[10:28], values[28:33], values[33:42]
    reason, lines, since, steps, tags, topics = values[42:]
    (own_id, shop_id, outside_id, stars, *words, photos, anonymous, flags, buyer_id, buyer, product_id, ref, due_at, opened_at, line) = own
    title, text, pros, cons = words
    return Review(
        id=own_id, shop_id=shop_id, outside_id=outside_id, state=State(state[0], Verdict(state[1]), *state[2:]), stars=stars,
        title=title, text=text, pros=pros, cons=cons, photos=_told(photos), anonymous=anonymous, flags=_told(flags), buyer_id=buyer_id,
        buyer="" if anonymous else buyer, product_id=product_id, product=None if product_id is None else Article(*product), order_ref=ref,
        order=_order(order, reason, lines, line),
        due_at=due_at, opened_at=opened_at, line=line, tags=tuple(tags), topics=json.loads(topics or "[]"),
        earned=None if since is None else Earned(since, [(day, Cell(cell)) for day, cell in zip(steps[::2], steps[1::2], strict=True)]),
    )  # fmt: skip


def _told(listed: str) -> tuple[str, ...]:
    """A list as the driver gives it: Django takes jsonb from it as text."""
    return tuple(json.loads(listed))


def _order(values: Sequence[Any], reason: str | None, lines: str | None, line: str | None) -> OrderFacts | None:
    own_id, number, status, placed_at, delivered_at, completed_at, courier, tracking, region = values
    if own_id is None:
        return None
    trade = Trade(placed_at, delivered_at, completed_at)
    return OrderFacts(own_id, number, status, trade, courier, tracking, region, reason or "", _bought(lines, line))


def _bought(lines: str | None, reviewed: str | None) -> tuple[Bought, ...]:
    return tuple(
        Bought(title, quantity, minor, currency, own == reviewed) for title, quantity, minor, currency, own in json.loads(lines or "[]")
    )


_OF_REVIEW = "desk_id = %(desk)s AND shop_id = %(shop)s AND review_ref = %(ref)s"
CHILD = "kind, at, ruling, text, verdict, by_platform, photos, to_follow_up"
CHILDREN = (
    "SELECT CASE kind WHEN 1 THEN 'change' ELSE 'deletion' END AS kind, at, ruling, text, verdict, by_platform, '[]'::jsonb AS photos,"
    f" false AS to_follow_up FROM reviews_reviewstep WHERE {_OF_REVIEW}"
    f" UNION ALL SELECT 'follow_up', at, ruling, text, NULL, false, photos, false FROM reviews_followup WHERE {_OF_REVIEW}"
    f" UNION ALL SELECT 'answer', at, ruling, text, NULL, false, '[]', follow_up_ref IS NOT NULL FROM reviews_answer WHERE {_OF_REVIEW}"
    " UNION ALL SELECT 'shop_review', at, ruling, text, verdict, false, '[]', false FROM reviews_review WHERE desk_id = %(desk)s"
    " AND shop_id = %(shop)s AND order_ref = %(order)s AND author = 2 AND placed_line = %(line)s"
)


def family(desk_id: int, of: Review) -> dict[str, Any]:
    """The parameters of CHILDREN."""
    return {"desk": desk_id, "shop": of.shop_id, "ref": of.outside_id, "order": of.order_ref, "line": of.line}


def children(desk_id: int, of: Review) -> list[Child]:
    """Changes, deletions, follow-ups and answers of a review, and the shop's own reviews of the same order line."""
    found = setwise.rows(f"SELECT json_build_array({CHILD})::text FROM ({CHILDREN}) AS one", family(desk_id, of))
    return [child(json.loads(told)) for (told,) in found]


def child(told: Sequence[Any]) -> Child:
    """One row of CHILDREN, as JSON tells it in the order of CHILD."""
    kind, at, ruling, text, verdict, by_platform, photos, to_follow_up = told
    given = None if verdict is None else Verdict(verdict)
    return Child(kind, datetime.fromisoformat(at), ruling, text, given, by_platform, tuple(photos), to_follow_up)
