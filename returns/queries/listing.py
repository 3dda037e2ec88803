"""Which claims a view shows, a page at a time, and how many there are of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from returns.domain.clocks import OF_BUYER, OF_SHOP
from returns.domain.filters import Cursor, Filter, View
from returns.models.deciding import UNDER_WAY
from sellerdesk import setwise


PAGE = 30
COUNTED = 2_000
"""Beyond this "more than" is said."""
# Each with an index of its own (models.ledger): a shop may have as many open claims as it has claims.
_WHERE: Mapping[View, str] = {
    "open": "c.is_open",
    "decide": "c.is_open AND (c.talk = 'shop' OR c.stage = ANY(%(of_shop)s))",
    "buyer": "c.is_open AND c.stage = ANY(%(of_buyer)s)",
    "marketplace": "c.is_open AND c.talk = 'marketplace'",
    "closed": "NOT c.is_open",
}
_ROW = (
    "c.id, c.shop_id, c.outside_id, c.at, c.wants, c.reason, left(c.reason_text, 300), c.amount_minor, c.amount_currency, c.money,"
    " c.goods, c.talk, c.stage, c.clock_since, c.due_at, c.moved_at, c.is_open, c.ruling, coalesce(b.name, ''),"
    " coalesce(nullif(p.title, ''), nullif(p.article, ''), p.outside_id, ''), coalesce(p.image, ''),"
    f" coalesce((SELECT d.state FROM returns_decision AS d WHERE d.desk_id = c.desk_id AND d.claim_id = c.id AND {UNDER_WAY}"
    " ORDER BY d.id DESC LIMIT 1), '')"
)
_JOINED = (
    " LEFT JOIN sellerdesk_buyer AS b ON b.desk_id = c.desk_id AND b.id = c.buyer_id"
    " LEFT JOIN sellerdesk_product AS p ON p.desk_id = c.desk_id AND p.id = c.product_id"
)


@dataclass(frozen=True, slots=True)
class Row:
    """A claim as lists show it."""

    id: int
    shop_id: int
    number: str
    at: datetime
    wants: str
    reason: str
    text: str
    amount_minor: int | None
    amount_currency: str
    money: str
    goods: str
    talk: str
    stage: str
    clock_since: datetime | None
    due_at: datetime | None
    moved_at: datetime
    is_open: bool
    ruling: str
    buyer: str
    product: str
    image: str
    decision: str
    """How far a decision of ours is that the marketplace has not told of; empty where there is none."""


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of one page in their order, and where the next one begins, None after the last."""

    rows: Sequence[Row]
    next: Cursor | None


@dataclass(frozen=True, slots=True)
class Count:
    """A number, or more than it."""

    number: int
    more: bool = False


def page(desk_id: int, shop_ids: Sequence[int], asked: Filter, *, size: int = PAGE) -> Page:
    """The page behind the filter's cursor: open ones by deadline, closed ones from the last that moved."""
    key, way = ("queue_at", "") if asked.view != "closed" else ("moved_at", " DESC")
    order = f"c.{key}{way}, c.id{way}"
    after = f" AND (c.{key}, c.id) {'<' if way else '>'} (%(at)s, %(own)s)" if asked.after else ""
    # Each shop by its own index, no further than a page, and merged.
    found = setwise.rows(
        f"SELECT c.{key}, {_ROW} FROM unnest(%(shops)s::bigint[]) AS s (id) CROSS JOIN LATERAL ("
        f" SELECT * FROM returns_claim AS c WHERE c.desk_id = %(desk)s AND c.shop_id = s.id AND {_WHERE[asked.view]}{after}"
        f" ORDER BY {order} LIMIT %(limit)s) AS c{_JOINED} ORDER BY {order} LIMIT %(limit)s",
        _parameters(desk_id, shop_ids) | {"limit": size + 1} | ({"at": asked.after.at, "own": asked.after.id} if asked.after else {}),
    )
    rows = [Row(*row[1:]) for row in found[:size]]
    return Page(rows, Cursor(found[size - 1][0], rows[-1].id) if len(found) > size else None)


def counts(desk_id: int, shop_ids: Sequence[int]) -> dict[View, Count]:
    """How many there are in each view but the closed ones, whose number says nothing."""
    views = [view for view in _WHERE if view != "closed"]
    parts = ", ".join(
        f"(SELECT count(*) FROM (SELECT FROM returns_claim AS c WHERE c.desk_id = %(desk)s AND c.shop_id = ANY(%(shops)s)"
        f" AND {_WHERE[view]} LIMIT {COUNTED + 1:d}) AS counted)"
        for view in views
    )
    found = setwise.rows(f"SELECT {parts}", _parameters(desk_id, shop_ids))[0]
    return {view: Count(min(number, COUNTED), number > COUNTED) for view, number in zip(views, found, strict=True)}


def by_ids(desk_id: int, ids: Sequence[int]) -> dict[int, Row]:
    """Claims of a desk by their ids; what is none is left out."""
    found = setwise.rows(
        f"SELECT {_ROW} FROM returns_claim AS c{_JOINED} WHERE c.desk_id = %(desk)s AND c.id = ANY(%(ids)s)",
        {"desk": desk_id, "ids": list(ids)},
    )
    return {row[0]: Row(*row) for row in found}


def of_buyer(desk_id: int, buyer_id: int, *, besides: int, limit: int) -> list[Row]:
    """The newest claims of a buyer, without the one `besides`."""
    found = setwise.rows(
        f"SELECT {_ROW} FROM returns_claim AS c{_JOINED} WHERE c.desk_id = %(desk)s AND c.buyer_id = %(buyer)s AND c.ruling = ''"
        " AND c.id <> %(besides)s ORDER BY c.at DESC, c.id DESC LIMIT %(limit)s",
        {"desk": desk_id, "buyer": buyer_id, "besides": besides, "limit": limit},
    )
    return [Row(*row) for row in found]


def _parameters(desk_id: int, shop_ids: Sequence[int]) -> dict[str, Any]:
    return {"desk": desk_id, "shops": list(shop_ids), "of_shop": OF_SHOP, "of_buyer": OF_BUYER}
