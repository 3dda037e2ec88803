"""Refusals of a filter, newest first, a page at a time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from returns.domain.refusal_filters import Filter
from returns.domain.refusals import STAGES
from returns.queries import searching
from returns.queries.searching import TRIED, Places, Typed
from sellerdesk import setwise
from sellerdesk.domain.cursors import Cursor


PAGE = 30
EXPORTED = 500
NAMES: Mapping[int, str] = {stage.number: name for name, stage in STAGES.items()}
"""The stages by their numbers in the ledger."""


class Row(NamedTuple):
    """One refusal. `order` is empty for who may not see orders."""

    id: int
    shop_id: int
    outside_id: str
    at: datetime
    stage: str
    reason: str
    told_reason: str
    text: str
    ruling: str
    product: str
    article: str
    image: str
    buyer: str
    order: str


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of one page, where the next one begins, and whether all was looked through."""

    rows: Sequence[Row]
    next: Cursor | None
    complete: bool = True


def page(places: Places, asked: Filter, *, now: datetime, size: int = PAGE) -> Page:
    """The page behind the filter's cursor."""
    told: dict[str, Any] = {
        "desk": places.desk_id, "shops": list(places.shop_ids), "reason": asked.reason, "product": asked.product,
        "stage": STAGES[asked.stage].number if asked.stage else None, "since": asked.since(now),
    }  # fmt: skip
    if asked.after:
        told |= {"at": asked.after.at, "own": asked.after.id}
    typed = searching.read(places, asked.words) if asked.words else None
    complete = True
    if typed is None:
        found = setwise.rows(_first(asked, size + 1), told)
    else:
        found, complete = _with_words(asked, typed, told | typed.parameters, size + 1)
    rows = whole(places, [own for _, own in found[:size]])
    return Page(rows, Cursor(*found[size - 1]) if len(found) > size else None, complete)


def every(places: Places, asked: Filter, *, now: datetime) -> Iterator[Row]:
    """All refusals of the filter."""
    following: Filter | None = replace(asked, after=None)
    while following is not None:
        found = page(places, following, now=now, size=EXPORTED)
        yield from found.rows
        following = replace(asked, after=found.next) if found.next else None


def whole(places: Places, ids: Sequence[int]) -> list[Row]:
    """These refusals of the shops shown, in the order given."""
    found = setwise.rows(
        "SELECT c.id, c.shop_id, c.outside_id, c.at, c.stage, c.reason, c.told_reason, c.reason_text, c.ruling,"
        " coalesce(nullif(p.title, ''), p.article, p.outside_id, ''), coalesce(p.article, ''), coalesce(p.image, ''),"
        " coalesce(b.name, ''), CASE WHEN %s THEN c.order_ref ELSE '' END"
        " FROM unnest(%s::bigint[]) WITH ORDINALITY AS wanted (id, place)"
        " JOIN returns_refusal AS c ON c.desk_id = %s AND c.id = wanted.id"
        " LEFT JOIN sellerdesk_buyer AS b ON b.desk_id = c.desk_id AND b.id = c.buyer_id"
        " LEFT JOIN sellerdesk_product AS p ON p.desk_id = c.desk_id AND p.id = c.product_id"
        " WHERE c.shop_id = ANY(%s) ORDER BY wanted.place",
        [places.orders, list(ids), places.desk_id, list(places.shop_ids)],
    )
    return [Row._make((*row[:4], NAMES[row[4]], *row[5:])) for row in found]


def _narrowed(asked: Filter) -> str:
    where = [f"c.{field} = %({field})s" for field in ("stage", "reason") if getattr(asked, field)]
    if asked.product:
        where.append("c.product_id = %(product)s")
    if asked.days:
        where.append("c.at >= %(since)s")
    if asked.after:
        where.append("(c.at, c.id) < (%(at)s, %(own)s)")
    return " AND ".join(where) or "true"


def _first(asked: Filter, limit: int) -> str:
    """SQL that gives (key, id) of the first so many, whatever the words: each shop by its own index, and merged."""
    return (
        "SELECT f.key, f.id FROM unnest(%(shops)s::bigint[]) AS s (id) CROSS JOIN LATERAL (SELECT c.at AS key, c.id"
        f" FROM returns_refusal AS c WHERE c.desk_id = %(desk)s AND c.shop_id = s.id AND {_narrowed(asked)}"
        f" ORDER BY c.at DESC, c.id DESC LIMIT {limit:d}) AS f ORDER BY f.key DESC, f.id DESC LIMIT {limit:d}"
    )


def _with_words(asked: Filter, typed: Typed, told: Mapping[str, Any], limit: int) -> tuple[list[tuple[datetime, int]], bool]:
    found = setwise.rows(
        f"WITH tried AS MATERIALIZED ({_first(asked, TRIED)}), hit AS (SELECT t.key, t.id FROM tried AS t JOIN returns_said AS s"
        f" ON s.desk_id = %(desk)s AND s.refusal_id = t.id WHERE {typed.like('s.words')} ORDER BY t.key DESC, t.id DESC LIMIT {limit:d})"
        " SELECT key, id FROM hit UNION ALL SELECT NULL, count(*) FROM tried",
        told,
    )
    hits = {(key, own) for key, own in found if key is not None}
    complete = len(hits) == limit or next(number for key, number in found if key is None) < TRIED
    by = [("c.product_id = ANY(%(of_products)s)", typed.products), ("c.order_ref = ANY(%(of_orders)s)", typed.orders)]
    where = [condition for condition, named in by if named]
    if not complete and typed.is_indexed:
        like = f"EXISTS (SELECT FROM returns_said AS s WHERE s.desk_id = c.desk_id AND s.refusal_id = c.id AND {typed.like('s.words')})"
        where, complete = [*where, like], True
    for one in where:
        # Each by itself: together they would have no index.
        hits |= {
            (row[0], row[1])
            for row in setwise.rows(
                f"SELECT c.at, c.id FROM returns_refusal AS c WHERE c.desk_id = %(desk)s AND c.shop_id = ANY(%(shops)s) AND {one}"
                f" AND {_narrowed(asked)} ORDER BY c.at DESC, c.id DESC LIMIT {limit:d}",
                told,
            )
        }
    return sorted(hits, reverse=True)[:limit], complete
