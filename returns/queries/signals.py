"""Signals of refusals and claims, as lists and their own page show them: the rows behind one, and the rate before and after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from returns.domain.rates import Rate, rate
from returns.domain.signals import REASONS_OF_TOPIC, Cause, Sort, subject_of
from returns.models import ReturnSignal
from returns.rows.sums import begins_of, orders_of, places_of, share_of, since
from sellerdesk import setwise
from sellerdesk.domain.cursors import Cursor
from sellerdesk.shops import ShopFacts


PAGE = 30
MOST = 100
"""Closed signals that the list shows, the newest."""


@dataclass(frozen=True, slots=True)
class Signal:
    """A signal with its product or buyer, and its work item where that is open."""

    id: int
    shop_id: int
    sort: Sort
    key: str
    product_id: int | None
    buyer_id: int | None
    reason: str
    topic: str
    told_page: str
    told_id: int | None
    first_day: date
    last_day: date
    hits: int
    lines: int
    usual_ppm: int
    cause: Cause
    opened_at: datetime
    is_open: bool
    outcome: str
    closed_at: datetime | None
    closed_on: date | None
    closed_by: str
    did: str
    product: str
    image: str
    buyer: str
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Behind:
    """One thing behind a signal: a claim, or a refusal (`claim_id` 0) with its stage."""

    at: datetime
    place: int
    claim_id: int
    number: str
    order_ref: str
    reason: str
    text: str
    stage: int
    buyer: str
    product: str


@dataclass(frozen=True, slots=True)
class Afterwards:
    """The share before somebody did something, and of what was ordered since."""

    before: Rate
    after: Rate


_READ = (
    "SELECT s.id, s.shop_id, s.sort, s.key, s.product_id, s.buyer_id, s.reason, s.topic, s.told_page, s.told_id, s.first_day, s.last_day,"
    " s.hits, s.lines, s.usual_ppm, s.cause, s.opened_at, s.is_open, s.outcome, s.closed_at, s.closed_on,"
    " coalesce(nullif(u.name, ''), u.email, ''), s.did, coalesce(nullif(p.title, ''), nullif(p.article, ''), p.outside_id, ''),"
    " coalesce(p.image, ''), coalesce(nullif(b.name, ''), b.outside_id, ''), w.due_at FROM returns_returnsignal AS s"
    " LEFT JOIN sellerdesk_product AS p ON p.desk_id = s.desk_id AND p.id = s.product_id"
    " LEFT JOIN sellerdesk_buyer AS b ON b.desk_id = s.desk_id AND b.id = s.buyer_id LEFT JOIN sellerdesk_user AS u"
    " ON u.id = s.closed_by_id LEFT JOIN sellerdesk_workitem AS w ON w.desk_id = s.desk_id AND w.kind = 'return_signal'"
    " AND w.state = 'open' AND w.subject = 'return_signal:' || s.id WHERE s.desk_id = %s"
)


def signal(desk_id: int, shop_ids: Sequence[int], signal_id: int) -> Signal | None:
    """One signal of these shops, or None."""
    found = setwise.rows(f"{_READ} AND s.id = %s AND s.shop_id = ANY(%s)", [desk_id, signal_id, list(shop_ids)])
    return Signal(*found[0]) if found else None


def signals(desk_id: int, shop_ids: Sequence[int], *, is_open: bool) -> list[Signal]:
    """The open signals of these shops, or the latest closed ones, the newest first."""
    order = "s.opened_at DESC, s.id DESC" if is_open else "s.closed_at DESC, s.id DESC"
    found = setwise.rows(
        f"{_READ} AND s.shop_id = ANY(%s) AND s.is_open = %s ORDER BY {order} LIMIT {MOST:d}", [desk_id, list(shop_ids), is_open]
    )
    return [Signal(*row) for row in found]


def of_subjects(desk_id: int, ids: Sequence[int]) -> Mapping[str, Signal]:
    """The signals that work items are about, by subject."""
    found = setwise.rows(f"{_READ} AND s.id = ANY(%s)", [desk_id, list(ids)])
    return {subject_of(row[0]): Signal(*row) for row in found}


def of_shop(desk_id: int, shop_id: int) -> QuerySet[ReturnSignal]:
    """The signals of a shop, with their products, for programs."""
    return ReturnSignal.objects.filter(desk_id=desk_id, shop_id=shop_id).select_related("product", "buyer")


def behind(one: Signal, shop: ShopFacts, *, after: Cursor | None) -> tuple[Sequence[Behind], Cursor | None]:
    """The claims and refusals of what was ordered in the days of a signal, newest first, a page at a time. One query."""
    given = {
        "desk": shop.desk_id, "shop": shop.id, "begins": begins_of(shop, one.first_day), "product": one.product_id, "buyer": one.buyer_id,
        "ends": begins_of(shop, one.last_day + timedelta(days=1)), "reasons": _reasons(one), "limit": PAGE + 1,
        "at": after.at if after else None, "own": after.id if after else None,
    }  # fmt: skip
    refusals = "SELECT c.at, c.id * 2 AS place, 0::bigint AS claim_id, c.outside_id, c.order_ref, c.reason, c.reason_text, c.stage"
    claims = "SELECT c.at, c.id * 2 + 1 AS place, c.id AS claim_id, c.outside_id, c.order_ref, c.reason, c.reason_text, 0 AS stage"
    parts = []
    if one.sort != "claimed":
        parts.append(_part(one, refusals, "returns_refusal", 0, after))
    if one.sort not in {"refused", "buyer"}:
        parts.append(_part(one, claims, "returns_claim", 1, after))
    found = setwise.rows(
        "SELECT t.at, t.place, t.claim_id, t.outside_id, t.order_ref, t.reason, left(t.reason_text, 300), t.stage, coalesce(b.name, ''),"
        " coalesce(nullif(p.title, ''), nullif(p.article, ''), p.outside_id, '') FROM ("
        + " UNION ALL ".join(f"({part})" for part in parts)
        + ") AS t LEFT JOIN sellerdesk_buyer AS b ON b.desk_id = %(desk)s AND b.id = t.buyer_id"
        " LEFT JOIN sellerdesk_product AS p ON p.desk_id = %(desk)s AND p.id = t.product_id ORDER BY t.at DESC, t.place DESC"
        " LIMIT %(limit)s",
        given,
    )
    rows = [Behind(*row) for row in found[:PAGE]]
    return rows, Cursor(rows[-1].at, rows[-1].place) if len(found) > PAGE else None


def _part(one: Signal, columns: str, table: str, odd: int, after: Cursor | None) -> str:
    where = ""
    if one.product_id is not None:
        where += " AND c.product_id = %(product)s"
    if one.buyer_id is not None:
        where += " AND c.buyer_id = %(buyer)s"
    if one.reason or one.topic:
        where += " AND c.reason = ANY(%(reasons)s)"
    if after is not None:
        where += f" AND (c.at, c.id * 2 + {odd:d}) < (%(at)s, %(own)s)"
    return (
        f"{columns}, c.buyer_id, c.product_id FROM {table} AS c JOIN sellerdesk_order AS o ON o.desk_id = c.desk_id AND o.id = c.order_id"
        " WHERE c.desk_id = %(desk)s AND c.shop_id = %(shop)s AND c.ruling = '' AND c.at >= %(begins)s AND o.placed_at >= %(begins)s"
        f" AND o.placed_at < %(ends)s{where} ORDER BY c.at DESC, c.id DESC LIMIT %(limit)s"
    )


def _reasons(one: Signal) -> list[str]:
    return [one.reason] if one.reason else list(REASONS_OF_TOPIC.get(one.topic, ()))


def afterwards(one: Signal, shop: ShopFacts, today: date) -> Afterwards | None:
    """The share before and after a signal was closed by a person; None of one that is open or ended by itself. One query."""
    if one.outcome != "done" or one.closed_on is None:
        return None
    first = one.closed_on + timedelta(days=1)
    if one.buyer_id is not None:
        share = orders_of(shop.desk_id, shop.id, {one.buyer_id: begins_of(shop, first)}).get(one.buyer_id)
        return Afterwards(rate(one.hits, max(one.lines, one.hits)), rate(share.hits, share.lines) if share else rate(0, 0))
    if one.topic:
        return _of_topic(one, shop, first, today)
    hits, lines = places_of(one.sort, one.key)
    found = since(shop, {(hits, first), (lines, first)}, today)
    share = share_of(one.sort, found[hits, first], found[lines, first])
    return Afterwards(rate(one.hits, one.lines), rate(share.hits, share.lines))


def _of_topic(one: Signal, shop: ShopFacts, first: date, today: date) -> Afterwards:
    """Of complaints: what came back for the reasons that they foretold. The share before was kept with the signal."""
    before = min(one.lines, round(one.usual_ppm * one.lines / 1_000_000))
    product = ("product", str(one.product_id))
    places = [("product_reason", f"{one.product_id}:{reason}") for reason in _reasons(one)]
    found = since(shop, {(place, first) for place in [product, *places]}, today)
    lines = found[product, first].lines
    back = min(lines, sum(found[place, first].back for place in places))
    return Afterwards(rate(before, one.lines), rate(back, lines))
