"""The marks behind a figure of satisfaction, the newest first, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from chat.queries import beside
from chat.queries.scope import PIECES, Scope, parameters
from sellerdesk import setwise
from sellerdesk.domain.cursors import Cursor


PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Mark:
    """What a buyer thought of a conversation. `thread_id` is None where no message of it has come yet."""

    id: int
    at: datetime
    score: int
    shop_id: int
    thread_id: int | None
    buyer: str


@dataclass(frozen=True, slots=True)
class Page:
    """Some marks, how many there are in all, and where the next page begins."""

    rows: Sequence[Mark]
    count: int
    next: Cursor | None


def page(scope: Scope, agent: str, *, good: bool = False, after: Cursor | None, size: int = PAGE) -> Page | None:
    """The marks that count for an agent, as the marketplace names agents; with `good` those of 4 and 5.

    None where there are none, or where the figure is closed (CH-05).
    """
    told = next((one for one in beside.satisfaction(scope).agents if one.agent == agent and not one.closed), None)
    if told is None:
        return None
    given = parameters(scope) | {"agent": agent, "limit": size + 1}
    narrowed = " AND s.score >= %(good)s" if good else ""
    if after is not None:
        given |= {"after_at": after.at, "after_id": after.id}
        narrowed += " AND (s.at, s.id) < (%(after_at)s, %(after_id)s)"
    found = setwise.rows(
        f"SELECT s.id, s.at, s.score, s.shop_id, t.id, coalesce(b.name, '') FROM {PIECES}"
        " JOIN chat_satisfaction AS s ON s.desk_id = %(desk)s AND s.shop_id = e.shop_id AND s.counts AND s.at >= e.begins AND s.at < e.ends"
        " LEFT JOIN chat_thread AS t ON t.desk_id = s.desk_id AND t.shop_id = s.shop_id AND t.outside_id = s.conversation_ref"
        " LEFT JOIN sellerdesk_buyer AS b ON b.desk_id = t.desk_id AND b.id = t.buyer_id"
        f" WHERE s.at <= %(now)s AND s.agent = %(agent)s{narrowed} ORDER BY s.at DESC, s.id DESC LIMIT %(limit)s",
        given,
    )
    rows = [Mark(*row) for row in found[:size]]
    count = told.marks.good if good else told.marks.count
    return Page(rows, count, Cursor(rows[-1].at, rows[-1].id) if len(found) > size else None)
