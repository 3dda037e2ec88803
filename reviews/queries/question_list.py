"""The list of questions: by deadline what waits for a person, the newest first everything else. In a fixed number of queries."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from reviews.domain.question_filters import Filter, View
from reviews.domain.questions import KIND
from reviews.queries.counting import COUNTED, Count
from reviews.queries.finding import Places
from reviews.queries.listing import wanted_of
from sellerdesk import setwise
from sellerdesk.conditions import Conditions
from sellerdesk.domain.cursors import LARGEST_ID, Cursor
from sellerdesk.domain.searching import fold, words


PAGE = 30
EXCERPT = 400
_STANDINGS = {"unanswered": "open", "answered": "answered", "rejected": "rejected"}
_OPEN_ITEM = "sellerdesk_workitem AS w JOIN reviews_question AS q ON q.desk_id = w.desk_id AND q.id = substring(w.subject FROM 10)::bigint"
_OF_QUESTION = re.compile("question:[0-9]{1,19}")


@dataclass(frozen=True, slots=True)
class Row:
    """One question as a list shows it."""

    id: int
    shop_id: int
    at: datetime
    text: str
    standing: str
    buyer: str
    """The buyer's name, else the number; empty where unknown."""
    product: str
    image: str
    due_at: datetime | None
    opened_at: datetime | None
    """Of the open work item, where there is one."""
    holder: str
    """Who else is writing about it now."""
    outside_id: str


_COLUMNS = (
    f"q.id, q.shop_id, q.at, left(q.text, {EXCERPT:d}), q.standing, coalesce(nullif(b.name, ''), b.outside_id, ''),"
    " coalesce(nullif(p.title, ''), nullif(p.article, ''), p.outside_id), p.image, w.due_at, w.opened_at,"
    " coalesce(nullif(h.name, ''), h.email, ''), q.outside_id"
)
_JOINED = (
    "JOIN reviews_question AS q ON q.desk_id = %s AND q.id = wanted.id"
    " JOIN sellerdesk_product AS p ON p.desk_id = q.desk_id AND p.id = q.product_id"
    " LEFT JOIN sellerdesk_buyer AS b ON b.desk_id = q.desk_id AND b.id = q.buyer_id"
    " LEFT JOIN sellerdesk_workitem AS w ON w.desk_id = q.desk_id AND w.kind = %s AND w.state = 'open'"
    " AND w.subject = 'question:' || q.id"
    " LEFT JOIN sellerdesk_lease AS l ON l.desk_id = q.desk_id AND l.subject = 'question:' || q.id AND l.until > %s AND l.holder_id <> %s"
    " LEFT JOIN sellerdesk_user AS h ON h.id = l.holder_id"
)
"""What stands beside the questions that are `wanted`; its parameters are desk, kind, moment and reader."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page in its order, and where the next one begins, None after the last."""

    rows: Sequence[Row]
    next: Cursor | None


def page(places: Places, asked: Filter, *, reader_id: int | None = None, now: datetime | None = None, size: int = PAGE) -> Page:
    """The page that begins after the filter's cursor, in one query; with `now` also who but the reader writes there.

    Words are looked for in the question and its buyer's name, or are an article.
    """
    rest = _rest(places, asked)
    if asked.view == "open":
        sql = f"SELECT w.due_at, q.id FROM {_OPEN_ITEM} WHERE {rest.sql} AND q.shop_id = ANY(%s) ORDER BY w.due_at, q.id LIMIT {size + 1:d}"
        parameters, order = [*rest.parameters, list(places.shop_ids)], "wanted.key, wanted.id"
    else:
        # Each shop is read for itself, no further than a page, and merged: no index holds the common order.
        one = f"SELECT q.at, q.id FROM reviews_question AS q WHERE {rest.sql} AND q.shop_id = shops.shop_id"
        one += f" ORDER BY q.at DESC, q.id DESC LIMIT {size + 1:d}"
        sql = f"SELECT lane.at, lane.id FROM unnest(%s::bigint[]) AS shops (shop_id), LATERAL ({one}) AS lane"
        sql += f" ORDER BY lane.at DESC, lane.id DESC LIMIT {size + 1:d}"
        parameters, order = [list(places.shop_ids), *rest.parameters], "wanted.key DESC, wanted.id DESC"
    found = setwise.rows(
        f"SELECT {_COLUMNS}, wanted.key FROM ({sql}) AS wanted (key, id) {_JOINED} ORDER BY {order}",
        [*parameters, places.desk_id, KIND, now, reader_id],
    )
    shown = found[:size]
    following = Cursor(shown[-1][-1], shown[-1][0]) if len(found) > size else None
    return Page([Row(*row[:-1]) for row in shown], following)


def _rest(places: Places, asked: Filter) -> Conditions:
    rest = Conditions()
    rest.add("q.desk_id = %s", places.desk_id)
    if asked.view == "open":
        rest.add("w.kind = %s AND w.state = 'open'", KIND)
    elif asked.view in _STANDINGS:
        rest.add("q.standing = %s", _STANDINGS[asked.view])
    if asked.product:
        rest.add("q.product_id = %s", asked.product)
    if asked.after is not None:
        rest.add("(w.due_at, q.id) > (%s, %s)" if asked.view == "open" else "(q.at, q.id) < (%s, %s)", *asked.after)
    if typed := words(asked.words):
        wanted, products = wanted_of(places, typed, fold(asked.words))
        like = " AND ".join("q.words LIKE %s" for _ in wanted)
        rest.add(f"(({like}) OR q.product_id = ANY(%s::bigint[]))", *(pattern.like for pattern in wanted), products)
    return rest


def counts(places: Places) -> dict[View, Count]:
    """How many there are in each view of these shops, as far as it is worth counting; `all` is the sum of where they stand."""
    mine = "FROM reviews_question WHERE desk_id = %(desk)s AND shop_id = ANY(%(shops)s) AND standing ="
    tables = {
        "open": "FROM sellerdesk_workitem WHERE desk_id = %(desk)s AND kind = %(kind)s AND state = 'open' AND shop_id = ANY(%(shops)s)",
        **{view: f"{mine} '{standing}'" for view, standing in _STANDINGS.items()},
    }
    parts = ", ".join(f"(SELECT count(*) FROM (SELECT {table} LIMIT {COUNTED + 1}) AS counted)" for table in tables.values())
    asked: dict[str, Any] = {"desk": places.desk_id, "shops": list(places.shop_ids), "kind": KIND}
    waiting, *standings = setwise.rows(f"SELECT {parts}", asked)[0]
    first, *others = (Count(min(number, COUNTED), number > COUNTED) for number in (waiting, *standings))
    total = Count(sum(one.number for one in others), any(one.more for one in others))
    return {"open": first, "unanswered": others[0], "answered": others[1], "rejected": others[2], "all": total}


def of_subjects(desk_id: int, subjects: Sequence[str]) -> Mapping[str, Row]:
    """The questions that work items are about, by subject; what is none of this desk is left out."""
    ids = [one for subject in subjects if _OF_QUESTION.fullmatch(subject) and (one := int(subject.partition(":")[2])) <= LARGEST_ID]
    wanted = "unnest(%s::bigint[]) AS wanted (id)"
    found = setwise.rows(f"SELECT {_COLUMNS} FROM {wanted} {_JOINED}", [ids, desk_id, KIND, None, None]) if ids else []
    return {f"question:{row[0]}": Row(*row) for row in found}
