"""How many conversations there are in each tab, as far as it is worth counting, and what the list can be narrowed to."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chat.domain.facts import KIND
from chat.domain.filters import Tab
from chat.queries.finding import Places
from sellerdesk import setwise


COUNTED = 999
"""Beyond this "999+" is said: who has more does not count them by hand, and the page would wait for it."""
CHOICES_OF = 2_000
"""The articles to choose from are those of so many of the newest conversations."""
MOST_CHOICES = 100


@dataclass(frozen=True, slots=True)
class Count:
    """A number, or more than it."""

    number: int
    more: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """How many in each tab; `late` of those that wait are past their deadline."""

    tabs: dict[Tab, Count]
    late: int


_THREADS: tuple[tuple[Tab, str], ...] = (
    ("unread", "shop_id = ANY(%(shops)s) AND unread > 0"),
    ("mine", "shop_id = ANY(%(shops)s) AND assignee_id = %(reader)s AND done_at IS NULL AND messages > 0"),
    ("all", "shop_id = ANY(%(shops)s) AND messages > 0"),
    ("done", "shop_id = ANY(%(shops)s) AND done_at IS NOT NULL AND messages > 0"),
)


def counts(places: Places, *, now: datetime) -> Counts:
    """How many there are in each tab of these shops, whatever else the filter asks for."""
    parts = ", ".join(
        f"(SELECT count(*) FROM (SELECT FROM chat_thread WHERE desk_id = %(desk)s AND {where} LIMIT {COUNTED + 1}) AS {tab}_ones)"
        for tab, where in _THREADS
    )
    parameters: dict[str, Any] = {
        "desk": places.desk_id,
        "shops": list(places.shop_ids),
        "reader": places.reader_id,
        "kind": KIND,
        "now": now,
    }
    waiting, late, *rest = setwise.rows(
        f"SELECT open_ones.number, open_ones.late, {parts} FROM (SELECT count(*) AS number, count(*) FILTER (WHERE due_at <="
        f" %(now)s) AS late"
        " FROM sellerdesk_workitem WHERE desk_id = %(desk)s AND kind = %(kind)s AND state = 'open' AND shop_id = ANY(%(shops)s)"
        " AND (snoozed_until IS NULL OR snoozed_until <= %(now)s)) AS open_ones",
        parameters,
    )[0]
    tabs: dict[Tab, Count] = {"waiting": _count(waiting)}
    tabs |= {tab: _count(number) for (tab, _), number in zip(_THREADS, rest, strict=True)}
    return Counts(tabs, late)


def _count(number: int) -> Count:
    return Count(min(number, COUNTED), number > COUNTED)


def unread(desk_id: int, shop_ids: list[int]) -> int:
    """How many conversations of these shops are unread, for the rail; one more than COUNTED stands for all beyond."""
    where = dict(_THREADS)["unread"]
    found = setwise.rows(
        f"SELECT count(*) FROM (SELECT FROM chat_thread WHERE desk_id = %(desk)s AND {where} LIMIT {COUNTED + 1}) AS ones",
        {"desk": desk_id, "shops": list(shop_ids)},
    )
    return int(found[0][0])


@dataclass(frozen=True, slots=True)
class Choice:
    """A product that the list can be narrowed to."""

    id: int
    title: str
    article: str


def products(places: Places, chosen: int | None) -> list[Choice]:
    """The products of the newest conversations, by title, and the chosen one whatever it is."""
    found = setwise.rows(
        "SELECT p.id, p.title, p.article, p.outside_id FROM sellerdesk_product AS p WHERE p.desk_id = %(desk)s AND p.shop_id ="
        " ANY(%(shops)s)"
        " AND (p.id = %(chosen)s OR p.id IN (SELECT lane.product_id FROM unnest(%(shops)s::bigint[]) AS shops (shop_id), LATERAL ("
        "SELECT product_id FROM chat_thread AS t WHERE t.desk_id = %(desk)s AND t.shop_id = shops.shop_id ORDER BY t.last_at"
        " DESC, t.id DESC"
        f" LIMIT {CHOICES_OF:d}) AS lane)) ORDER BY p.id = %(chosen)s DESC NULLS LAST, p.id DESC LIMIT {MOST_CHOICES:d}",
        {"desk": places.desk_id, "shops": list(places.shop_ids), "chosen": chosen},
    )
    choices = [Choice(own, title or outside_id, article) for own, title, article, outside_id in found]
    return sorted(choices, key=lambda choice: (choice.title.casefold(), choice.id))
