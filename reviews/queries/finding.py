"""The statements that find reviews of a filter in its order: newest first, or by deadline.

Every order has an index of its own. Where no index holds the common order of several shops, marks or products, each of them
is read for itself, no further than a page, and merged.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from reviews.domain.filters import Condition, Filter
from reviews.domain.flags import KIND
from reviews.models import NOT_OWED
from reviews.queries import appealed
from sellerdesk.conditions import Conditions
from sellerdesk.domain.rules import PROFILES
from sellerdesk.domain.searching import Pattern


Statement = tuple[str, list[Any]]
"""SQL that gives (key, id) in the order of the list, and its parameters."""
_KEYS = {"flagged": "w.due_at", "unanswered": "r.answerable_until", "followed": "r.followed_at"}
_OPEN_ITEM = "sellerdesk_workitem AS w JOIN reviews_review AS r ON r.desk_id = w.desk_id AND r.id = substring(w.subject FROM 8)::bigint"
_OF_TOPIC = "reviews_reviewtopic AS t JOIN reviews_review AS r ON r.desk_id = t.desk_id AND r.id = t.review_id"
"""The judge keeps `t.at` the same as `r.at`, so that the reviews of a topic have an index in the order of the lists."""
_CLAIM = "claim"
"""The kind of the order marks that the room of claims writes."""
_ALSO: dict[Condition, str] = {
    "unanswered": f"r.answerable_until >= %(now)s AND {NOT_OWED}",
    "followed": "r.followed_at IS NOT NULL",
    "photos": "NOT (r.photos = '[]')",
    "changed": "r.changed_at IS NOT NULL",
    "claim": "EXISTS (SELECT FROM sellerdesk_order AS o JOIN sellerdesk_ordermark AS m ON m.desk_id = o.desk_id AND m.order_id = o.id"
    " AND m.kind = %(claim)s WHERE o.desk_id = r.desk_id AND o.shop_id = r.shop_id AND o.outside_id = r.order_ref)",
    "appealed": appealed.CONDITION,
}
"""What each condition asks of a review; all of them are rare, so their own indexes are read instead of the marks'."""


class Places(NamedTuple):
    """Whose reviews: a desk and some of its shops; and whether who reads them may see their orders, and so find by them."""

    desk_id: int
    shop_ids: Sequence[int]
    orders: bool


def key_of(asked: Filter) -> str:
    """The column that the list is ordered by."""
    return _KEYS.get(asked.view, "r.at")


def order_of(asked: Filter, key: str = "key", own: str = "id") -> str:
    """What stands behind ORDER BY: the earliest deadline first, otherwise the newest."""
    way = "" if asked.view == "flagged" else " DESC"
    return f"{key}{way}, {own}{way}"


def newest(places: Places, asked: Filter, *, now: datetime, limit: int, products: Sequence[int] = ()) -> Statement:
    """The first rows of the filter, whatever its words; with `products` only theirs."""
    products = products or ([asked.product] if asked.product else [])
    if asked.topic and asked.view not in _KEYS:
        return _of_topic(places, asked, now, limit, products)
    rest = _rest(places, asked, now)
    _complains(rest, asked)
    rest.add("r.desk_id = %s AND r.author = 1", places.desk_id)
    if asked.view in _KEYS:
        if products:
            rest.add("r.product_id = ANY(%s)", list(products))
        _marks(rest, asked)
    if asked.view == "flagged":
        rest.add("r.shop_id = ANY(%s)", list(places.shop_ids))
        return _ordered(_OPEN_ITEM, rest, asked, limit)
    if products and asked.view not in _KEYS:
        rest.add("r.product_id = lanes.product_id AND r.shop_id = ANY(%s)", list(places.shop_ids))
        _marks(rest, asked)
        one = _ordered("reviews_review AS r", rest, asked, limit)
        return _merged("unnest(%s::bigint[]) AS lanes (product_id)", [list(products)], one, asked, limit)
    rest.add("r.shop_id = shops.shop_id")
    lanes, of_lanes = "unnest(%s::bigint[]) AS shops (shop_id)", [list(places.shop_ids)]
    if asked.view not in _KEYS and _is_sparse(asked):
        _marks(rest, asked)
    elif asked.view not in _KEYS:
        rest.add("r.mark = marks.mark")
        lanes, of_lanes = f"{lanes}, unnest(%s::smallint[]) AS marks (mark)", [*of_lanes, asked.marks()]
    return _merged(lanes, of_lanes, _ordered("reviews_review AS r", rest, asked, limit), asked, limit)


def looked_up(places: Places, asked: Filter, wanted: Sequence[Pattern], *, now: datetime, limit: int) -> Statement:
    """The same rows, found from their words by the index of trigrams: for words that are rare."""
    rest = _narrowed(places, asked, now)
    rest.add("s.desk_id = %s", places.desk_id)
    for pattern in wanted:
        rest.add("s.words LIKE %s", pattern.like)
    tables = f"{_tables(asked)} JOIN reviews_said AS s ON s.desk_id = r.desk_id AND s.review_id = r.id"
    return _ordered(tables, rest, asked, limit)


def of_order(places: Places, asked: Filter, numbers: Sequence[str], *, now: datetime, limit: int) -> Statement:
    """The same rows, of the orders with these numbers; for readers who may see orders."""
    rest = _narrowed(places, asked, now)
    rest.add("r.order_ref = ANY(%s)", list(numbers))
    return _ordered(_tables(asked), rest, asked, limit)


def _of_topic(places: Places, asked: Filter, now: datetime, limit: int, products: Sequence[int]) -> Statement:
    """The rows of a topic, read from its own index in their order."""
    rest = _rest(places, asked, now, key="t.at")
    rest.add("r.desk_id = %s AND r.author = 1", places.desk_id)
    rest.add("t.desk_id = %s AND t.shop_id = shops.shop_id AND t.topic = %s AND t.by <> 3", places.desk_id, asked.topic)
    if products:
        rest.add("r.product_id = ANY(%s)", list(products))
    _marks(rest, asked)
    one = _ordered(_OF_TOPIC, rest, asked, limit, key="t.at")
    return _merged("unnest(%s::bigint[]) AS shops (shop_id)", [list(places.shop_ids)], one, asked, limit)


def _narrowed(places: Places, asked: Filter, now: datetime) -> Conditions:
    rest = _rest(places, asked, now)
    _complains(rest, asked)
    rest.add("r.desk_id = %s AND r.author = 1 AND r.shop_id = ANY(%s)", places.desk_id, list(places.shop_ids))
    if asked.product:
        rest.add("r.product_id = %s", asked.product)
    _marks(rest, asked)
    return rest


def _tables(asked: Filter) -> str:
    return _OPEN_ITEM if asked.view == "flagged" else "reviews_review AS r"


def _rest(places: Places, asked: Filter, now: datetime, key: str = "") -> Conditions:
    """What narrows a list in its own order: the view, the period, the cursor."""
    rest, key = Conditions(), key or key_of(asked)
    if asked.view == "flagged":
        rest.add("w.kind = %s AND w.state = 'open'", KIND)
    if asked.view == "unanswered":
        rest.add(f"r.answerable_until >= %s AND {NOT_OWED}", now)
    if asked.view == "followed":
        rest.add("r.followed_at IS NOT NULL")
    if (since := asked.since(now)) is not None:
        rest.add("r.at >= %s", since)
    if asked.after is not None:
        rest.add(f"({key}, r.id) {'>' if asked.view == 'flagged' else '<'} (%s, %s)", *asked.after)
    for condition, sql in _ALSO.items():
        if condition in asked.also:
            rest.named(sql, now=now, claim=_CLAIM, desk=places.desk_id, shops=list(places.shop_ids))
    if "editable" in asked.also:
        _editable(rest, now)
    if asked.tag:
        rest.add(
            "EXISTS (SELECT FROM reviews_tagged AS g JOIN reviews_tag AS l ON l.desk_id = g.desk_id AND l.id = g.tag_id"
            " WHERE g.desk_id = r.desk_id AND g.review_id = r.id AND l.folded = %s)",
            asked.tag,
        )
    return rest


def _complains(rest: Conditions, asked: Filter) -> None:
    """Of a topic, where the order of the list is not that of its index."""
    if asked.topic:
        rest.add(
            "EXISTS (SELECT FROM reviews_reviewtopic AS t WHERE t.desk_id = r.desk_id AND t.review_id = r.id AND t.topic = %s"
            " AND t.by <> 3)",
            asked.topic,
        )


def _is_sparse(asked: Filter) -> bool:
    """Whether so few may be left that reading all marks in order would go on for long."""
    return bool(asked.tag) or not asked.also.isdisjoint(_ALSO)


def _editable(rest: Conditions, now: datetime) -> None:
    """What its buyer can still change or delete, to the second (rulebook 13), by the window of each shop's rules."""
    rest.add("r.verdict < 1 AND r.changed_at IS NULL AND r.deleted_at IS NULL AND r.struck_at IS NULL AND r.ruling IN ('', 'waiting')")
    rest.add("r.at <= %s AND r.at >= %s", now, now - max(profile.change_window for profile in PROFILES.values()))
    windows: dict[datetime, list[str]] = {}
    for profile in PROFILES.values():
        windows.setdefault(now - profile.change_window, []).append(profile.name)
    if len(windows) > 1:
        of_rules = "(r.at >= %s AND EXISTS (SELECT FROM sellerdesk_shop AS h"
        of_rules += " WHERE h.desk_id = r.desk_id AND h.id = r.shop_id AND h.rules = ANY(%s)))"
        rest.add(f"({' OR '.join(of_rules for _ in windows)})", *(part for window in windows.items() for part in window))


def _marks(rest: Conditions, asked: Filter) -> None:
    if asked.by_mark:
        rest.add("r.mark = ANY(%s)", asked.marks())


def _ordered(tables: str, rest: Conditions, asked: Filter, limit: int, key: str = "") -> Statement:
    key = key or key_of(asked)
    sql = f"SELECT {key} AS key, r.id FROM {tables} WHERE {rest.sql} ORDER BY {order_of(asked, key, 'r.id')} LIMIT {limit:d}"
    return sql, rest.parameters


def _merged(lanes: str, of_lanes: list[Any], one: Statement, asked: Filter, limit: int) -> Statement:
    """The first rows of each lane, which one statement reads, in the order of the list."""
    sql, parameters = one
    merged = f"SELECT key, id FROM {lanes}, LATERAL ({sql}) AS lane ORDER BY {order_of(asked)} LIMIT {limit:d}"
    return merged, [*of_lanes, *parameters]
