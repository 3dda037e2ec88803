"""The statements that find conversations of a filter in its order: open work by deadline, threads the newest first.

Every order has an index of its own. Where none holds the common order of several shops, each of them is read for itself, no
further than a page, and merged.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from chat.domain.facts import KIND
from chat.domain.filters import NOBODY, Cursor, Filter
from sellerdesk import setwise
from sellerdesk.conditions import Conditions


Statement = tuple[str, list[Any]]
"""SQL that gives (part, key, id) in the order of the list, and its parameters."""
_TURN = "t.waiting_since IS NULL AND t.done_at IS NULL"
_TABS = {"waiting": _TURN, "unread": "t.unread > 0", "mine": "t.done_at IS NULL", "all": "true", "done": "t.done_at IS NOT NULL"}
ITEM = "sellerdesk_workitem AS w JOIN chat_thread AS t ON t.desk_id = w.desk_id AND t.id = substring(w.subject FROM 8)::bigint"
"""An open work item with its thread; the subject is "thread:" and the id."""


class Places(NamedTuple):
    """Whose conversations: some shops of a desk, as one person reads them; and whether they may see orders, and so find by them."""

    desk_id: int
    shop_ids: Sequence[int]
    reader_id: int
    orders: bool


def listed(places: Places, asked: Filter, *, now: datetime, limit: int, upto: Cursor | None = None) -> Statement:
    """The rows of a filter after its cursor and until another, itself included, whatever its words."""
    threads = _threads(places, asked, limit, upto)
    if asked.tab != "waiting" or (asked.after is not None and asked.after.part == "t"):
        return threads
    items, parameters = _items(places, asked, now, limit, upto)
    if upto is not None and upto.part == "w":
        return items, parameters
    # By deadline, then what is answered by time: one list in two orders.
    sql = (
        f"SELECT part, key, id FROM (({items}) UNION ALL ({threads[0]})) AS both_parts ORDER BY part DESC,"
        " CASE part WHEN 'w' THEN extract(epoch FROM key) ELSE -extract(epoch FROM key) END, CASE part WHEN 'w' THEN id ELSE -id END"
        f" LIMIT {limit:d}"
    )
    return sql, [*parameters, *threads[1]]


def _items(places: Places, asked: Filter, now: datetime, limit: int, upto: Cursor | None) -> Statement:
    rest = Conditions()
    rest.add("w.desk_id = %s AND w.kind = %s AND w.state = 'open'", places.desk_id, KIND)
    rest.add("w.shop_id = ANY(%s::bigint[]) AND (w.snoozed_until IS NULL OR w.snoozed_until <= %s)", list(places.shop_ids), now)
    _narrow(rest, asked, items=True)
    if asked.after is not None:
        rest.add("(w.due_at, t.id) > (%s, %s)", asked.after.at, asked.after.id)
    if upto is not None and upto.part == "w":
        rest.add("(w.due_at, t.id) <= (%s, %s)", upto.at, upto.id)
    return (
        f"SELECT 'w' AS part, w.due_at AS key, t.id FROM {ITEM} WHERE {rest.sql} ORDER BY w.due_at, t.id LIMIT {limit:d}",
        rest.parameters,
    )


def _threads(places: Places, asked: Filter, limit: int, upto: Cursor | None) -> Statement:
    rest = Conditions()
    # One whose messages turned out to belong elsewhere is empty: only its notes keep it.
    rest.add(f"t.desk_id = %s AND t.messages > 0 AND {_TABS[asked.tab]}", places.desk_id)
    _narrow(rest, asked, items=False)
    if asked.after is not None and asked.after.part == "t":
        rest.add("(t.last_at, t.id) < (%s, %s)", asked.after.at, asked.after.id)
    if upto is not None and upto.part == "t":
        rest.add("(t.last_at, t.id) >= (%s, %s)", upto.at, upto.id)
    if who := places.reader_id if asked.tab == "mine" else asked.who:
        rest.add("t.assignee_id = %s AND t.shop_id = ANY(%s::bigint[])", who, list(places.shop_ids))
        return _of_person(asked, rest, limit)
    if asked.product and asked.tab != "unread":
        rest.add("t.product_id = %s AND t.shop_id = ANY(%s::bigint[])", asked.product, list(places.shop_ids))
        return _ordered(rest, limit)
    rest.add("t.shop_id = lanes.shop_id")
    one, parameters = _ordered(rest, limit)
    sql = f"SELECT part, key, id FROM unnest(%s::bigint[]) AS lanes (shop_id), LATERAL ({one}) AS lane"
    return f"{sql} ORDER BY key DESC, id DESC LIMIT {limit:d}", [list(places.shop_ids), *parameters]


def _of_person(asked: Filter, rest: Conditions, limit: int) -> Statement:
    """Two indexes hold a person's conversations, those that are done and those that are not: each is read that can have some."""
    halves = {"done": ("NOT NULL",), "all": ("NULL", "NOT NULL"), "unread": ("NULL", "NOT NULL")}.get(asked.tab, ("NULL",))
    one, parameters = _ordered(rest, limit)
    parts = [f"({one.replace(' ORDER BY ', f' AND t.done_at IS {half} ORDER BY ', 1)})" for half in halves]
    return (
        f"SELECT part, key, id FROM ({' UNION ALL '.join(parts)}) AS halves ORDER BY key DESC, id DESC LIMIT {limit:d}",
        parameters * len(halves),
    )


def _ordered(rest: Conditions, limit: int) -> Statement:
    sql = f"SELECT 't' AS part, t.last_at AS key, t.id FROM chat_thread AS t WHERE {rest.sql}"
    return f"{sql} ORDER BY t.last_at DESC, t.id DESC LIMIT {limit:d}", rest.parameters


def _narrow(rest: Conditions, asked: Filter, *, items: bool) -> None:
    """What a list is narrowed to besides its tab, shops and cursor."""
    if asked.side:
        rest.add(f"t.order_ref IS {'NOT ' if asked.side == 'after' else ''}NULL")
    if asked.product and (items or asked.tab in {"unread", "mine"} or asked.who):
        rest.add("t.product_id = %s", asked.product)
    if asked.who == NOBODY:
        rest.add("t.assignee_id IS NULL")
    elif asked.who and (items or asked.tab == "mine"):
        rest.add("t.assignee_id = %s", asked.who)


def next_waiting(places: Places, *, now: datetime, besides: int) -> int | None:
    """The conversation that is due next, other than one; None where nothing waits."""
    found = setwise.rows(
        f"SELECT t.id FROM {ITEM} WHERE w.desk_id = %s AND w.kind = %s AND w.state = 'open' AND w.shop_id = ANY(%s)"
        " AND (w.snoozed_until IS NULL OR w.snoozed_until <= %s) AND t.id <> %s ORDER BY w.due_at, t.id LIMIT 1",
        [places.desk_id, KIND, list(places.shop_ids), now, besides],
    )
    return found[0][0] if found else None
