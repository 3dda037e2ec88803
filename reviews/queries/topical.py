"""Topics of reviews: of one, of a list, of a product in the last weeks, and as a table of what buyers complain of."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from reviews.models import ReviewTopic
from reviews.queries.finding import Places
from sellerdesk import setwise
from sellerdesk.domain.cursors import Cursor
from sellerdesk.domain.topics.keys import TOPICS


MOST_PRODUCTS = 30
"""Products of the table: those with the most complaints."""
PAGE = 50
_COMPLAINTS = "t.desk_id = %s AND t.shop_id = ANY(%s) AND t.complains AND t.product_id IS NOT NULL AND t.by <> 3"


@dataclass(frozen=True, slots=True)
class Named:
    """A topic of a review, and whether a person said so."""

    topic: str
    by_person: bool


@dataclass(frozen=True, slots=True)
class Fault:
    """How many standing negative reviews of one product complain of one topic, and since when."""

    topic: str
    number: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """One product of the table, with its complaints by topic."""

    product_id: int
    title: str
    numbers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Table:
    """Complaints by topic and product. `topics` are those that occur, the most frequent first; `more` are products left out."""

    topics: Sequence[str]
    totals: Mapping[str, int]
    lines: Sequence[Line]
    more: int


@dataclass(frozen=True, slots=True)
class Behind:
    """The reviews behind a figure: their ids, newest first, how many there are in all, and where the next page begins."""

    ids: Sequence[int]
    number: int
    next: Cursor | None


TOPICS_TOLD = (
    "(SELECT jsonb_agg(jsonb_build_array(t.topic, t.by, c.number, extract(epoch FROM c.since))) FROM reviews_reviewtopic AS t"
    " LEFT JOIN LATERAL (SELECT count(*) AS number, min(o.at) AS since FROM reviews_reviewtopic AS o WHERE o.desk_id = t.desk_id"
    " AND o.shop_id = t.shop_id AND o.product_id = t.product_id AND o.product_id IS NOT NULL AND o.topic = t.topic AND o.complains"
    " AND o.by <> 3 AND o.at >= %s::timestamptz) AS c ON true WHERE t.desk_id = r.desk_id AND t.review_id = r.id AND t.by <> 3)"
)
"""The topics of a review `r`, as a column of its query since a page has few: who said each, and who else complains of it since when."""


def of_review(told: Sequence[Sequence[Any]]) -> tuple[list[Named], Fault | None]:
    """The topics of one review (`TOPICS_TOLD`), in the order of `TOPICS`, and the one that most reviews of its product complain of.

    No fault where no other review than this one complains of the same.
    """
    found = sorted(told, key=lambda row: TOPICS.index(row[0]))
    faults = [Fault(topic, number, datetime.fromtimestamp(first, UTC)) for topic, _by, number, first in found if number > 1]
    named = [Named(topic, by == ReviewTopic.By.PERSON) for topic, by, _number, _first in found]
    return named, max(faults, key=lambda fault: fault.number, default=None)


def named(desk_id: int, review_id: int) -> list[Named]:
    """The topics of one review, in the order of `TOPICS`."""
    found = setwise.rows(
        "SELECT topic, by FROM reviews_reviewtopic WHERE desk_id = %s AND review_id = %s AND by <> 3", [desk_id, review_id]
    )
    return [Named(topic, by == ReviewTopic.By.PERSON) for topic, by in sorted(found, key=lambda row: TOPICS.index(row[0]))]


def of_rows(desk_id: int, review_ids: Sequence[int]) -> dict[int, list[str]]:
    """The topics of each of these reviews; those without one are left out."""
    if not review_ids:
        return {}
    told: dict[int, list[str]] = defaultdict(list)
    found = setwise.rows(
        "SELECT review_id, topic FROM reviews_reviewtopic WHERE desk_id = %s AND review_id = ANY(%s) AND by <> 3",
        [desk_id, list(review_ids)],
    )
    for review_id, topic in sorted(found, key=lambda row: TOPICS.index(row[1])):
        told[review_id].append(topic)
    return dict(told)


def table(places: Places, *, since: datetime) -> Table:
    """What buyers complain of since a moment: the products with the most complaints against the topics."""
    found = setwise.rows(
        f"WITH told AS MATERIALIZED (SELECT t.product_id, t.topic, count(*) AS number FROM reviews_reviewtopic AS t WHERE {_COMPLAINTS}"
        " AND t.at >= %s GROUP BY 1, 2), most AS (SELECT product_id, sum(number) AS number FROM told GROUP BY 1)"
        " SELECT told.product_id, coalesce(nullif(p.title, ''), p.article, p.outside_id), told.topic, told.number FROM told"
        " JOIN most USING (product_id) JOIN sellerdesk_product AS p ON p.desk_id = %s AND p.id = told.product_id"
        " ORDER BY most.number DESC, told.product_id",
        [places.desk_id, list(places.shop_ids), since, places.desk_id],
    )
    totals: dict[str, int] = defaultdict(int)
    lines: dict[int, Line] = {}
    numbers: dict[int, dict[str, int]] = defaultdict(dict)
    for product_id, title, topic, number in found:
        totals[topic] += number
        numbers[product_id][topic] = number
        lines.setdefault(product_id, Line(product_id, title, numbers[product_id]))
    topics = sorted(totals, key=lambda topic: (-totals[topic], TOPICS.index(topic)))
    return Table(topics, dict(totals), list(lines.values())[:MOST_PRODUCTS], max(0, len(lines) - MOST_PRODUCTS))


def behind(places: Places, topic: str, *, product_id: int | None, since: datetime, after: Cursor | None = None) -> Behind:
    """The complaints of a topic since a moment, of one product or of all, a page at a time."""
    where, parameters = f"{_COMPLAINTS} AND t.topic = %s AND t.at >= %s", [places.desk_id, list(places.shop_ids), topic, since]
    if product_id is not None:
        where, parameters = f"{where} AND t.product_id = %s", [*parameters, product_id]
    number = setwise.rows(f"SELECT count(*) FROM reviews_reviewtopic AS t WHERE {where}", parameters)[0][0]
    if after is not None:
        where, parameters = f"{where} AND (t.at, t.review_id) < (%s, %s)", [*parameters, *after]
    found = setwise.rows(
        f"SELECT t.at, t.review_id FROM reviews_reviewtopic AS t WHERE {where} ORDER BY t.at DESC, t.review_id DESC LIMIT {PAGE + 1:d}",
        parameters,
    )
    shown = found[:PAGE]
    return Behind([own for _, own in shown], number, Cursor(*shown[-1]) if len(found) > PAGE else None)


def product_name(places: Places, product_id: int) -> str | None:
    """What a product is called; None where these shops have none such."""
    found = setwise.rows(
        "SELECT coalesce(nullif(title, ''), article, outside_id) FROM sellerdesk_product WHERE desk_id = %s AND id = %s"
        " AND shop_id = ANY(%s)",
        [places.desk_id, product_id, list(places.shop_ids)],
    )
    return found[0][0] if found else None
