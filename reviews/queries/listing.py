"""Which reviews a filter shows, a page at a time. Words are tried on the newest reviews first, and looked up only where they are rare."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from reviews.domain.filters import Filter
from reviews.queries.finding import Places, looked_up, newest, of_order, order_of
from sellerdesk import setwise
from sellerdesk.domain.cursors import Cursor
from sellerdesk.domain.searching import Pattern, fold, order_numbers, patterns, stemmed, words


PAGE = 30
TRIED = 2_000
"""How many of the first rows of a filter are tried for words. A word in 2 % of them fills a page, and costs no look-up."""
MOST_PRODUCTS = 20


@dataclass(frozen=True, slots=True)
class Page:
    """The ids of one page in their order, and where the next one begins, None after the last."""

    ids: tuple[int, ...]
    next: Cursor | None
    complete: bool = True
    """False where only the newest rows were tried, since nothing of the words can be looked up."""


def page(places: Places, asked: Filter, *, now: datetime, size: int = PAGE) -> Page:
    """The page that begins after the filter's cursor."""
    found, complete = _found(places, asked, now, size + 1)
    shown = found[:size]
    return Page(tuple(own for _, own in shown), Cursor(*shown[-1]) if len(found) > size else None, complete)


def _found(places: Places, asked: Filter, now: datetime, limit: int) -> tuple[list[tuple[datetime, int]], bool]:
    typed = words(asked.words)
    if not typed:
        return _pairs(*newest(places, asked, now=now, limit=limit)), True
    wanted, products = wanted_of(places, typed, fold(asked.words))
    of_products = _pairs(*newest(places, asked, now=now, limit=limit, products=products)) if products else []
    numbers = order_numbers(asked.words) if places.orders else []
    of_orders = _pairs(*of_order(places, asked, numbers, now=now, limit=limit)) if numbers else []
    by_words, complete = _with_words(places, asked, wanted, now, limit)
    return sorted({*by_words, *of_products, *of_orders}, reverse=asked.view != "flagged")[:limit], complete


def wanted_of(places: Places, typed: Sequence[str], whole: str) -> tuple[list[Pattern], list[int]]:
    """What a text must be like, and the products whose article or number is just what was typed."""
    (stems, products) = setwise.rows(
        "SELECT (SELECT json_object_agg(word, (ts_lexize('russian_stem', word))[1]) FROM unnest(%s::text[]) AS word),"
        " ARRAY(SELECT id FROM sellerdesk_product WHERE desk_id = %s AND shop_id = ANY(%s)"
        f" AND (lower(article) = %s OR lower(outside_id) = %s) ORDER BY id LIMIT {MOST_PRODUCTS:d})",
        [stemmed(typed), places.desk_id, list(places.shop_ids), whole, whole],
    )[0]
    return patterns(typed, {word: stem for word, stem in (stems or {}).items() if stem}), products


def _with_words(
    places: Places, asked: Filter, wanted: Sequence[Pattern], now: datetime, limit: int
) -> tuple[list[tuple[datetime, int]], bool]:
    tried, parameters = newest(places, asked, now=now, limit=TRIED)
    like = " AND ".join("s.words LIKE %s" for _ in wanted)
    # Materialized, or the planner may begin with the words and lose the order in which it can stop early.
    found = setwise.rows(
        f"WITH tried AS MATERIALIZED ({tried}), hit AS (SELECT tried.key, tried.id FROM tried JOIN reviews_said AS s"
        f" ON s.desk_id = %s AND s.review_id = tried.id WHERE {like} ORDER BY {order_of(asked, 'tried.key', 'tried.id')} LIMIT {limit:d})"
        " SELECT key, id FROM hit UNION ALL SELECT NULL, count(*) FROM tried",
        [*parameters, places.desk_id, *(pattern.like for pattern in wanted)],
    )
    hits = [(key, own) for key, own in found if key is not None]
    was_all = next(number for key, number in found if key is None) < TRIED
    if len(hits) == limit or was_all:
        return hits, True
    if not any(pattern.indexed for pattern in wanted):
        return hits, False
    return _pairs(*looked_up(places, asked, wanted, now=now, limit=limit)), True


def _pairs(sql: str, parameters: Sequence[Any]) -> list[tuple[datetime, int]]:
    return [(row[0], row[1]) for row in setwise.rows(sql, parameters)]
