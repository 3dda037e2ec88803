"""Orders at risk: found by indexes of what has not left or not arrived, opened as work, closed when the facts say so.

Whoever judges an order holds its row. A sweep passes over those that a load is changing: the load judges them itself, and the next
sweep looks again; so a sweep never waits while it holds orders, and what is shipped meanwhile is not opened.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from returns.domain.risks import FINAL, KIND, LAPSES, AtRisk, Order, Risk, at_risk, subject_of, why_over
from returns.services.risk_spans import spans_of
from sellerdesk import hours, setwise, work
from sellerdesk.commands import command, note
from sellerdesk.feed.batch import Batch
from sellerdesk.shops import ShopFacts


BATCH = 500
# OFFSET 0 keeps each of these a look into an index for one order: Postgres would rather read a whole table, of all desks, into a hash.
REFUSED = (
    "(EXISTS (SELECT FROM returns_refusal AS r WHERE r.desk_id = o.desk_id AND r.shop_id = o.shop_id AND r.order_ref = o.outside_id"
    " AND r.ruling = '' OFFSET 0) AND NOT EXISTS (SELECT FROM sellerdesk_orderline AS l WHERE l.desk_id = o.desk_id AND l.order_id = o.id"
    " AND NOT EXISTS (SELECT FROM returns_refusal AS r WHERE r.desk_id = o.desk_id AND r.shop_id = o.shop_id"
    " AND r.order_ref = o.outside_id AND r.ruling = '' AND (r.line_ref IS NULL OR r.line_ref = l.outside_id) OFFSET 0) OFFSET 0))"
)
"""Whether refusals are told of all lines of an order `o`."""
_MICROS = "(extract(epoch FROM o.{0}) * 1000000)::bigint::text"
_TO_SHIP = "o.status = 'placed' AND o.shipped_at IS NULL AND o.delivered_at IS NULL"
_ON_ITS_WAY = "o.status IN ('placed', 'shipped') AND o.shipped_at IS NOT NULL AND o.delivered_at IS NULL"
# By risk: which orders (each by its index), their instant, and their telling as `domain.risks.basis_of` writes it.
_SOUGHT: Mapping[Risk, tuple[str, str, str]] = {
    "note": (f"{_TO_SHIP} AND o.note <> ''", "placed_at", "md5(o.note)"),
    "ship": (f"{_TO_SHIP} AND o.ship_by IS NOT NULL", "ship_by", _MICROS.format("ship_by")),
    "quiet": (_ON_ITS_WAY, "shipped_at", _MICROS.format("shipped_at")),
    "late": (_ON_ITS_WAY, "shipped_at", _MICROS.format("shipped_at")),
}
_FACTS = (
    "o.placed_at, o.status, o.ship_by, o.shipped_at, o.delivered_at, o.completed_at, o.struck_at,"
    f" CASE WHEN o.note = '' THEN '' ELSE md5(o.note) END, {REFUSED}"
)
_COLUMNS = "desk_id, shop_id, order_id, risk, basis, since, due_at, turns_at, is_open, outcome, way"
_ANEW = "closed_at = NULL, closed_by_id = NULL, written_at = NULL, written_by_id = NULL, letter = NULL"
_CHANGES = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS.split(", ")[4:])


@dataclass(frozen=True, slots=True)
class _Kept:
    """A risk as it was."""

    id: int
    basis: str
    since: datetime
    due_at: datetime
    turns_at: datetime
    is_open: bool
    outcome: str


Key = tuple[int, Risk]
"""An order and a risk."""


def shops() -> list[int]:
    """Ids of all shops: each is asked by its own indexes. A sweep over all desks."""
    return [row[0] for row in setwise.rows("SELECT id FROM sellerdesk_shop ORDER BY id", [])]


def due(shop: ShopFacts, *, now: datetime, limit: int = BATCH) -> list[int]:
    """Orders of a shop that have come to be at risk and are not opened yet, and those whose risk time alone has changed."""
    spans = spans_of(shop)
    found: list[int] = []
    for risk, (where, at, basis) in _SOUGHT.items():
        span = spans[risk]
        if span is None:
            continue
        last = now + span if risk == "ship" else now - span
        first = last - LAPSES
        if risk == "quiet" and (late := spans["late"]) is not None:
            first = max(first, now - late)
        found += _orders(
            f"SELECT o.id FROM sellerdesk_order AS o WHERE o.desk_id = %(desk)s AND o.shop_id = %(shop)s AND {where}"
            f" AND o.{at} > %(first)s AND o.{at} <= %(last)s AND o.completed_at IS NULL AND o.struck_at IS NULL AND NOT {REFUSED}"
            " AND NOT EXISTS (SELECT FROM returns_orderrisk AS k WHERE k.desk_id = o.desk_id AND k.order_id = o.id AND k.risk = %(risk)s"
            f" AND (k.is_open OR (k.basis = {basis} AND k.outcome = ANY(%(final)s))) OFFSET 0) ORDER BY o.{at} LIMIT %(limit)s",
            shop, {"first": first, "last": last, "risk": risk, "final": sorted(FINAL), "limit": limit},
        )  # fmt: skip
    found += _orders(
        "SELECT order_id FROM returns_orderrisk WHERE desk_id = %(desk)s AND shop_id = %(shop)s AND is_open AND turns_at <= %(now)s"
        " ORDER BY turns_at LIMIT %(limit)s",
        shop, {"now": now, "limit": limit},
    )  # fmt: skip
    return sorted(set(found))[:limit]


@command
def look(*, shop: ShopFacts, orders: Sequence[int], now: datetime) -> int:
    """Judge these orders of a shop as a sweep found them; returns how many risks were opened or closed."""
    return _judge(shop, _lock(shop, orders, " SKIP LOCKED"), now)


def told(batch: Batch, refs: Iterable[str], named: Collection[str]) -> None:
    """Judge the open risks of the orders that a batch tells of. Inside the load's command; it has written the orders `named`.

    What comes to be at risk is opened by the next sweep.
    """
    ids = {ref: batch.trades[ref].order_id for ref in refs if ref in batch.trades}
    if not ids:
        return
    # Before looking: a sweep that is opening one of them must have ended.
    _lock(batch.shop, [own for ref, own in ids.items() if ref not in named], "")
    found = _orders(
        "SELECT DISTINCT order_id FROM returns_orderrisk WHERE desk_id = %(desk)s AND shop_id = %(shop)s AND order_id = ANY(%(orders)s)"
        " AND is_open",
        batch.shop, {"orders": sorted(ids.values())},
    )  # fmt: skip
    if found:
        _judge(batch.shop, sorted(found), batch.now)


def _orders(statement: str, shop: ShopFacts, parameters: Mapping[str, Any]) -> list[int]:
    return [row[0] for row in setwise.rows(statement, {"desk": shop.desk_id, "shop": shop.id, **parameters})]


def _lock(shop: ShopFacts, orders: Sequence[int], otherwise: str) -> list[int]:
    """Hold these orders against loads and other sweeps; returns those that are held."""
    if not orders:
        return []
    return _orders(
        "SELECT id FROM sellerdesk_order WHERE desk_id = %(desk)s AND shop_id = %(shop)s AND id = ANY(%(orders)s) ORDER BY id"
        f" FOR NO KEY UPDATE{otherwise}",
        shop, {"orders": list(orders)},
    )  # fmt: skip


def _judge(shop: ShopFacts, orders: Sequence[int], now: datetime) -> int:
    """Open, move and close the risks of orders that are held. Only here, after the lock, their facts are read."""
    if not orders:
        return 0
    spans, facts, kept = spans_of(shop), _facts(shop, orders), _risks(shop, orders)
    found: dict[Key, AtRisk] = {(own, one.risk): one for own, order in facts.items() for one in at_risk(order, spans, now)}
    due_at = _due(shop, found.values())
    fresh = {key: one for key, one in found.items() if _is_new(kept.get(key), one)}
    changed = {key: one for key, one in found.items() if key not in fresh and _moved(kept[key], one, due_at[one])}
    over = [
        (old.id, why_over(risk, old.basis, facts[own], spans, now))
        for (own, risk), old in kept.items()
        if old.is_open and (own, risk) not in found
    ]
    _open(shop, fresh, due_at, now)
    _move(shop, kept, changed, due_at)
    _close(shop, over, now)
    if fresh or changed or over:
        note(shop.desk_id, "returns.risk", shop_id=shop.id, coalesce=True)
    return len(fresh) + len(over)


def _is_new(old: _Kept | None, one: AtRisk) -> bool:
    """Whether a risk is to be opened: not where it is open, or was ended for good on the same telling."""
    return old is None or not (old.is_open or (old.basis == one.basis and old.outcome in FINAL))


def _moved(old: _Kept, one: AtRisk, due_at: datetime) -> bool:
    return old.is_open and (old.basis, old.since, old.due_at, old.turns_at) != (one.basis, one.since, due_at, one.turns_at)


def _facts(shop: ShopFacts, orders: Sequence[int]) -> dict[int, Order]:
    found = setwise.rows(
        f"SELECT o.id, {_FACTS} FROM sellerdesk_order AS o WHERE o.desk_id = %s AND o.id = ANY(%s)", [shop.desk_id, list(orders)]
    )
    return {row[0]: Order(*row[1:]) for row in found}


def _risks(shop: ShopFacts, orders: Sequence[int]) -> dict[Key, _Kept]:
    found = setwise.rows(
        "SELECT order_id, risk, id, basis, since, due_at, turns_at, is_open, outcome FROM returns_orderrisk"
        " WHERE desk_id = %s AND order_id = ANY(%s) ORDER BY id FOR NO KEY UPDATE",
        [shop.desk_id, list(orders)],
    )
    return {(order, risk): _Kept(*rest) for order, risk, *rest in found}


def _due(shop: ShopFacts, found: Iterable[AtRisk]) -> dict[AtRisk, datetime]:
    """Until when: a shipping deadline is its own; the rest is by the shop's target, a note at the latest when the goods must leave."""
    ones = list(found)
    by_target = hours.due_each(shop, [one.since for one in ones if one.risk != "ship"])
    told: dict[AtRisk, datetime] = {}
    for one in ones:
        own = by_target.get(one.since, one.due_at)
        assert own is not None
        told[one] = own if one.due_at is None else one.due_at if one.risk == "ship" else min(own, one.due_at)
    return told


def _openings(
    shop: ShopFacts, ids: Mapping[Key, int], found: Mapping[Key, AtRisk], due_at: Mapping[AtRisk, datetime]
) -> list[work.Opening]:
    return [
        work.Opening(
            kind=KIND, subject=subject_of(ids[key]), shop_id=shop.id, due_at=due_at[one], since=one.since,
            allowed=None if due_at[one] == one.due_at else shop.reply_target,
        )
        for key, one in sorted(found.items())
    ]  # fmt: skip


def _open(shop: ShopFacts, fresh: Mapping[Key, AtRisk], due_at: Mapping[AtRisk, datetime], now: datetime) -> None:
    rows = [
        (shop.desk_id, shop.id, *key, one.basis, one.since, due_at[one], one.turns_at, True, "", "") for key, one in sorted(fresh.items())
    ]
    tail = f"ON CONFLICT (desk_id, order_id, risk) DO UPDATE SET {_CHANGES}, {_ANEW} RETURNING order_id, risk, id"
    made = setwise.insert("returns_orderrisk", _COLUMNS, rows, tail=tail)
    ids = {(order, risk): own for order, risk, own in made}
    work.open_items(shop.desk_id, _openings(shop, ids, fresh, due_at), now=now)


def _move(shop: ShopFacts, kept: Mapping[Key, _Kept], changed: Mapping[Key, AtRisk], due_at: Mapping[AtRisk, datetime]) -> None:
    """What is told anew of an open one moves it, and brings it back from snoozing; who wrote for it has written."""
    if not changed:
        return
    setwise.change(
        "UPDATE returns_orderrisk AS k SET basis = v.basis, since = v.since, due_at = v.due_at, turns_at = v.turns_at"
        " FROM {told} AS v (id, basis, since, due_at, turns_at) WHERE k.id = v.id",
        "bigint, text, timestamptz, timestamptz, timestamptz",
        [(kept[key].id, one.basis, one.since, due_at[one], one.turns_at) for key, one in sorted(changed.items())],
    )
    items = _openings(shop, {key: kept[key].id for key in changed}, changed, due_at)
    work.move_items(shop.desk_id, items)
    work.wake_items(shop.desk_id, KIND, [subject_of(kept[key].id) for key, one in changed.items() if kept[key].basis != one.basis])


def _close(shop: ShopFacts, over: Sequence[tuple[int, str]], now: datetime) -> None:
    setwise.change(
        "UPDATE returns_orderrisk AS k SET is_open = false, outcome = v.outcome, closed_at = v.at FROM {told} AS v (id, outcome, at)"
        " WHERE k.id = v.id",
        "bigint, text, timestamptz",
        [(own, why, now) for own, why in sorted(over)],
    )
    for outcome in sorted({why for _own, why in over}):
        work.close_items(shop.desk_id, KIND, [subject_of(own) for own, why in over if why == outcome], outcome, now)
