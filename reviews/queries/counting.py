"""How many reviews there are of each kind, as far as it is worth counting."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from reviews.domain.filters import Filter, View
from reviews.domain.flags import KIND
from reviews.models import NOT_OWED
from reviews.queries.finding import Places, newest
from sellerdesk import setwise


COUNTED = 2_000
"""Beyond this "more than" is said: who has more does not count them by hand, and the page would wait for it."""
PRODUCTS_OF = 500
"""The products to choose from are those of so many of the newest reviews."""
MOST_PRODUCTS = 100


@dataclass(frozen=True, slots=True)
class Count:
    """A number, or more than it."""

    number: int
    more: bool = False


_COUNTS: tuple[tuple[View, str], ...] = (
    ("flagged", "sellerdesk_workitem WHERE desk_id = %(desk)s AND kind = %(kind)s AND state = 'open' AND shop_id = ANY(%(shops)s)"),
    ("unanswered", f"reviews_review AS r WHERE {{mine}} AND answerable_until >= %(now)s AND {NOT_OWED}"),
    ("followed", "reviews_review WHERE {mine} AND followed_at IS NOT NULL"),
    ("bad", "reviews_review WHERE {mine} AND mark = ANY(%(bad)s)"),
    ("neutral", "reviews_review WHERE {mine} AND mark = ANY(%(neutral)s)"),
    ("good", "reviews_review WHERE {mine} AND mark = ANY(%(good)s)"),
)


def counts(places: Places, *, now: datetime) -> dict[View, Count]:
    """How many there are in each view of these shops, whatever else the filter asks for; `low` and `all` are sums of the verdicts."""
    mine = "desk_id = %(desk)s AND author = 1 AND shop_id = ANY(%(shops)s)"
    parts = ", ".join(
        f"(SELECT count(*) FROM (SELECT FROM {table.format(mine=mine)} LIMIT {COUNTED + 1}) AS {view})" for view, table in _COUNTS
    )
    parameters: dict[str, Any] = {"desk": places.desk_id, "shops": list(places.shop_ids), "kind": KIND, "now": now}
    parameters |= {view: replace(Filter(), view=view).marks() for view in ("bad", "neutral", "good")}
    found = setwise.rows(f"SELECT {parts}", parameters)[0]
    counted = {view: Count(min(number, COUNTED), number > COUNTED) for (view, _), number in zip(_COUNTS, found, strict=True)}
    low = _sum(counted["bad"], counted["neutral"])
    return counted | {"low": low, "all": _sum(low, counted["good"])}


def _sum(*counted: Count) -> Count:
    return Count(sum(one.number for one in counted), any(one.more for one in counted))


@dataclass(frozen=True, slots=True)
class Choice:
    """A product that the list can be narrowed to."""

    id: int
    title: str
    article: str


def products(places: Places, chosen: int | None, *, now: datetime) -> list[Choice]:
    """The products of the newest reviews that have a name, by title, and the chosen one whatever it is."""
    lately, parameters = newest(places, Filter(view="all"), now=now, limit=PRODUCTS_OF)
    found = setwise.rows(
        f"WITH lately AS ({lately}) SELECT p.id, p.title, p.article, p.outside_id FROM sellerdesk_product AS p WHERE p.desk_id = %s"
        " AND p.shop_id = ANY(%s) AND (p.id = %s OR (p.title <> '' AND p.id IN (SELECT r.product_id FROM lately"
        " JOIN reviews_review AS r ON r.id = lately.id AND r.desk_id = %s)))"
        f" ORDER BY p.id = %s DESC NULLS LAST, p.id DESC LIMIT {MOST_PRODUCTS:d}",
        [*parameters, places.desk_id, list(places.shop_ids), chosen, places.desk_id, chosen],
    )
    choices = [Choice(own, title or outside_id, article) for own, title, article, outside_id in found]
    return sorted(choices, key=lambda choice: (choice.title.casefold(), choice.id))
