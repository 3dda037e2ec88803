"""The order lines behind a figure of the credit page, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from reviews.domain.account import PENDING, Asked, Cursor
from reviews.domain.credit import Cell
from reviews.queries import lines
from sellerdesk import setwise
from sellerdesk.domain.cursors import micros
from sellerdesk.shops import ShopFacts
from sellerdesk.snapshots import one_instant


PAGE: Final = 50
EXCERPT: Final = 160
_LINE: Final = "id, since, day, before, cell, default_good, order_ref, line_ref, product_ref"
_SHOWN: Final = (
    "page.id, page.since, page.day, page.before, page.cell, page.default_good, page.order_ref, page.line_ref, r.id, r.outside_id,"
    f" r.stars, left(coalesce(nullif(r.text, ''), r.title, ''), {EXCERPT:d}), coalesce(r.anonymous, false),"
    " CASE WHEN r.anonymous THEN '' ELSE coalesce(nullif(b.name, ''), b.outside_id, '') END,"
    " coalesce(nullif(p.title, ''), nullif(p.article, ''), page.product_ref)"
)
_BESIDE: Final = (
    " LEFT JOIN reviews_review AS r ON r.desk_id = %(desk)s AND r.shop_id = %(shop)s AND r.order_ref = page.order_ref"
    " AND r.placed_line = page.line_ref AND r.author = 1 AND r.ruling = ''"
    " LEFT JOIN sellerdesk_buyer AS b ON b.desk_id = r.desk_id AND b.id = r.buyer_id"
    " LEFT JOIN sellerdesk_product AS p ON p.desk_id = %(desk)s AND p.shop_id = %(shop)s AND p.outside_id = page.product_ref"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One order line: where it stands, or for a cause when it moved (the shop's day) from where to where."""

    id: int
    since: datetime
    """When it takes effect."""
    day: date | None
    before: Cell | None
    cell: Cell
    default_good: bool
    order: str
    line: str
    review_id: int | None
    """None for a default good, which no buyer wrote."""
    review: str | None
    stars: int | None
    text: str
    anonymous: bool
    buyer: str
    product: str


@dataclass(frozen=True, slots=True)
class Page:
    """Some entries, how many there are in all, and where the next page begins."""

    entries: Sequence[Entry]
    count: int
    next: Cursor | None


@one_instant()
def page(shop: ShopFacts, asked: Asked, *, now: datetime, size: int = PAGE) -> Page:
    """The order lines that a figure of the credit page counts: the newest first, what is pending by when it takes effect."""
    scope = lines.scope(shop, now=now)
    parts, parameters = lines.asked_lines(scope, asked)
    key, way, beyond = _order(asked)
    if asked.after is not None:
        parameters |= {"after_key": asked.after.place if asked.is_cause else asked.after.instant, "after_id": asked.after.id}
    counted = " + ".join(f"(SELECT count(*) FROM ({part}) AS told)" for part in parts)
    [(count,)] = setwise.rows(f"SELECT {counted}", parameters)
    order = f"ORDER BY {key} {way}, id {way} LIMIT %(limit)s"
    found = setwise.rows(
        f"SELECT {_SHOWN} FROM (SELECT * FROM ({_first(parts, beyond, order)}) AS every {order}) AS page{_BESIDE}"
        f" ORDER BY page.{key} {way}, page.id {way}",
        parameters | {"limit": size + 1},
    )
    entries = [_entry(*row) for row in found[:size]]
    return Page(entries, count, _cursor(asked, entries[-1]) if len(found) > size else None)


def _first(parts: Sequence[str], beyond: str, order: str) -> str:
    return " UNION ALL ".join(f"(SELECT {_LINE} FROM ({part}) AS one {beyond} {order})" for part in parts)


def _order(asked: Asked) -> tuple[str, str, str]:
    key, way = ("day" if asked.is_cause else "since"), ("" if asked.which == PENDING else "DESC")
    beyond = f"WHERE ({key}, id) {'<' if way else '>'} (%(after_key)s, %(after_id)s)" if asked.after is not None else ""
    return key, way, beyond


def _cursor(asked: Asked, last: Entry) -> Cursor:
    return Cursor(last.day.toordinal() if asked.is_cause and last.day is not None else micros(last.since), last.id)


def _entry(own: int, since: datetime, day: int | None, before: int | None, cell: int, *more: Any) -> Entry:
    return Entry(
        own,
        since,
        None if day is None else date.fromordinal(day),
        None if before is None else Cell(before),
        Cell(cell),
        *more,
    )
