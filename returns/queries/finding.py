"""The statements that find claims of a filter in its order: open ones by deadline, closed ones by their last move, all by their moment.

Every order has an index of its own. Each shop is read by it, no further than a page, and merged.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from returns.domain.clocks import OF_BUYER, OF_SHOP
from returns.domain.filters import Filter, View
from returns.queries.searching import TRIED, Places, Typed
from sellerdesk import setwise


# Each with an index of its own (models.ledger): a shop may have as many open claims as it has claims.
WHERE: Mapping[View, str] = {
    "open": "c.is_open",
    "decide": "c.is_open AND (c.talk = 'shop' OR c.stage = ANY(%(of_shop)s))",
    "buyer": "c.is_open AND c.stage = ANY(%(of_buyer)s)",
    "marketplace": "c.is_open AND c.talk = 'marketplace'",
    "closed": "NOT c.is_open",
    "all": "true",
}
_KEYS: Mapping[View, tuple[str, str]] = {"closed": ("moved_at", " DESC"), "all": ("at", " DESC")}


def order_of(view: View) -> tuple[str, str]:
    """The column by which a view is ordered, and the way."""
    return _KEYS.get(view, ("queue_at", ""))


def parameters(places: Places, asked: Filter, *, now: datetime, name: str = "") -> dict[str, Any]:
    """Of `narrowed` and the views; `name` keeps those of one filter apart from those of another in the same query."""
    told = {"reason": asked.reason, "wants": asked.wants, "product": asked.product, "since": asked.since(now)}
    if asked.after:
        told |= {"at": asked.after.at, "own": asked.after.id}
    own = {f"{name}{key}": value for key, value in told.items()} | {f"{name}shops": list(places.shop_ids)}
    return own | {"desk": places.desk_id, "of_shop": OF_SHOP, "of_buyer": OF_BUYER}


def narrowed(asked: Filter, *, name: str = "") -> str:
    """What must hold of a claim `c`: the view, what is asked for besides, the cursor. Its words are not among it."""
    key, way = order_of(asked.view)
    where = [WHERE[asked.view]]
    where += [f"c.{field} = %({name}{field})s" for field in ("reason", "wants") if getattr(asked, field)]
    if asked.product:
        where.append(f"c.product_id = %({name}product)s")
    if asked.days:
        where.append(f"c.at >= %({name}since)s")
    if asked.after:
        where.append(f"(c.{key}, c.id) {'<' if way else '>'} (%({name}at)s, %({name}own)s)")
    return " AND ".join(where)


def first(asked: Filter, limit: int, *, name: str = "") -> str:
    """SQL that gives (key, id) of the first so many, whatever the words."""
    key, way = order_of(asked.view)
    return (
        f"SELECT f.key, f.id FROM unnest(%({name}shops)s::bigint[]) AS s (id) CROSS JOIN LATERAL (SELECT c.{key} AS key, c.id"
        f" FROM returns_claim AS c WHERE c.desk_id = %(desk)s AND c.shop_id = s.id AND {narrowed(asked, name=name)}"
        f" ORDER BY c.{key}{way}, c.id{way} LIMIT {limit:d}) AS f ORDER BY f.key{way}, f.id{way} LIMIT {limit:d}"
    )


@dataclass(frozen=True, slots=True)
class Hits:
    """What was found, (key, and the columns that were asked for) in the order of the list.

    Not `complete` where only the first rows were tried, since nothing of the words can be looked up.
    """

    rows: Sequence[tuple[Any, ...]]
    complete: bool = True


def find(places: Places, asked: Filter, typed: Typed, *, now: datetime, limit: int, columns: str, joined: str) -> Hits:
    """The first so many claims of a filter with the words that were typed: `columns` of each `c`, with what is `joined` to it."""
    told = parameters(places, asked, now=now) | typed.parameters
    way = order_of(asked.view)[1]
    like = typed.like("s.words")
    tried = (
        "SELECT t.key, t.id FROM tried AS t JOIN returns_said AS s ON s.desk_id = %(desk)s AND s.claim_id = t.id"
        f" WHERE {like} ORDER BY t.key{way}, t.id{way} LIMIT {limit:d}"
    )
    looked_up = _of(asked, " JOIN returns_said AS s ON s.desk_id = c.desk_id AND s.claim_id = c.id", like, limit)
    named = " UNION ".join(f"({one})" for one in (_of(asked, "", where, limit) for where in _named(typed)))

    def found(hit: str) -> list[tuple[Any, ...]]:
        # Materialized, or the planner may begin with the words and lose the order in which it can stop early.
        return setwise.rows(
            f"WITH tried AS MATERIALIZED ({first(asked, TRIED)}), hit AS ({hit}), both_of AS (SELECT key, id FROM hit"
            f"{f' UNION {named}' if named else ''}), counted AS"
            " (SELECT (SELECT count(*) FROM tried) AS tried, (SELECT count(*) FROM hit) AS hit)"
            f" SELECT counted.tried, counted.hit, o.key, {columns} FROM counted LEFT JOIN both_of AS o ON true"
            f" LEFT JOIN returns_claim AS c ON c.desk_id = %(desk)s AND c.id = o.id{joined} ORDER BY o.key{way}, o.id{way} LIMIT {limit:d}",
            told,
        )

    rows = found(tried)
    looked_at, hits = rows[0][:2]
    complete = hits == limit or looked_at < TRIED
    if not complete and typed.is_indexed:
        rows, complete = found(looked_up), True
    return Hits([row[2:] for row in rows if row[2] is not None], complete)


def _named(typed: Typed) -> list[str]:
    """The conditions of those of the products and of the order that were named just so; each by itself has an index."""
    by = [("c.product_id = ANY(%(of_products)s)", typed.products), ("c.order_ref = ANY(%(of_orders)s)", typed.orders)]
    return [condition for condition, named in by if named]


def _of(asked: Filter, joined: str, where: str, limit: int) -> str:
    key, way = order_of(asked.view)
    return (
        f"SELECT c.{key} AS key, c.id FROM returns_claim AS c{joined} WHERE c.desk_id = %(desk)s AND c.shop_id = ANY(%(shops)s)"
        f" AND {where} AND {narrowed(asked)} ORDER BY c.{key}{way}, c.id{way} LIMIT {limit:d}"
    )
