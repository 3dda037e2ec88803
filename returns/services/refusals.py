"""Refusals: written down, placed on their orders, never work."""

from typing import Any

from returns.domain.facts import ACCEPTED, WAITING
from returns.domain.folding import LINE_UNKNOWN
from returns.domain.merging import given
from returns.domain.refusals import STAGES
from returns.services import words
from returns.services.claims import product_of
from returns.services.gathering import Order, named_orders, orders
from sellerdesk import setwise
from sellerdesk.feed import trades
from sellerdesk.feed.batch import Batch
from sellerdesk.feed.fact import Fact
from sellerdesk.feed.identity import Standing, settle


_COLUMNS = (
    "desk_id, shop_id, outside_id, record, at, content_hash, ruling, order_ref, line_ref, order_id, product_id, buyer_id, stage,"
    " told_reason, reason_text, reason, reason_read"
)
_CHANGES = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS.split(", ")[3:])


def apply(batch: Batch) -> set[str]:
    """Take in the refusals told anew, and place again those of every order that the batch tells of; returns the orders concerned."""
    facts = list(batch.of("refusal"))
    winners, displaced = _settle(batch, facts)
    touched = named_orders(batch)
    fresh = {fact.data["order"] for fact in winners}
    trades.find(batch, fresh | displaced)
    again = _standing_of(batch, touched, without={fact.outside_id for fact in winners})
    known = orders(batch, fresh | {row[2] for row in again})
    written = setwise.insert(
        "returns_refusal",
        _COLUMNS,
        [_row(batch, fact, known.get(fact.data["order"])) for fact in winners],
        tail=f"ON CONFLICT (desk_id, shop_id, outside_id) DO UPDATE SET {_CHANGES} RETURNING id",
    )
    _place_again(batch, again, known)
    words.keep_refusals(batch.shop, [*(own for (own,) in written), *(row[0] for row in again)])
    return fresh | displaced | {row[2] for row in again}


def _settle(batch: Batch, facts: list[Fact]) -> tuple[list[Fact], set[str]]:
    """Those that stand, and the orders of the contents that they displace."""
    if not facts:
        return [], set()
    known = setwise.rows(
        "SELECT outside_id, record, at, content_hash, ruling, order_ref FROM returns_refusal"
        " WHERE desk_id = %s AND shop_id = %s AND outside_id = ANY(%s)",
        [batch.shop.desk_id, batch.shop.id, [fact.outside_id for fact in facts]],
    )
    standing = {row[0]: Standing(row[1], row[2], bytes(row[3]), row[4]) for row in known}
    winners = settle(batch, facts, standing, lambda fact: fact.outside_id)
    told = {fact.outside_id for fact in winners}
    return winners, {row[5] for row in known if row[0] in told}


def _row(batch: Batch, fact: Fact, order: Order | None) -> tuple[Any, ...]:
    data, line = fact.data, fact.data.get("line")
    reason, ruling = given(data.get("reason")), ruling_of(order, line)
    batch.rule(fact.record, None, ruling)
    return (
        *(batch.shop.desk_id, batch.shop.id, fact.outside_id, fact.record, fact.at, fact.hash, ruling, data["order"], line),
        *(order.id if order else None, product_of(order, line), order.buyer_id if order else None, STAGES[data["stage"]].number),
        *(reason.told, reason.text, reason.code, reason.read),
    )


def ruling_of(order: Order | None, line: str | None) -> str:
    """Empty, "waiting" for the order, or line_unknown."""
    if order is None:
        return WAITING
    return LINE_UNKNOWN if line is not None and line not in order.lines else ACCEPTED


def _standing_of(batch: Batch, orders_told: set[str], without: set[str]) -> list[tuple[Any, ...]]:
    if not orders_told:
        return []
    found = setwise.rows(
        "SELECT id, record, order_ref, line_ref, ruling, outside_id FROM returns_refusal"
        " WHERE desk_id = %s AND shop_id = %s AND order_ref = ANY(%s)",
        [batch.shop.desk_id, batch.shop.id, list(orders_told)],
    )
    return [row[:5] for row in found if row[5] not in without]


def _place_again(batch: Batch, rows: list[tuple[Any, ...]], known: dict[str, Order]) -> None:
    changed = []
    for own_id, record, order_ref, line, before in rows:
        order = known.get(order_ref)
        ruling = ruling_of(order, line)
        batch.rule(record, before, ruling)
        changed.append((own_id, ruling, order.id if order else None, product_of(order, line), order.buyer_id if order else None))
    setwise.change(
        "UPDATE returns_refusal AS r SET ruling = v.ruling, order_id = v.order_id, product_id = v.product_id, buyer_id = v.buyer_id"
        " FROM {told} AS v (id, ruling, order_id, product_id, buyer_id) WHERE r.id = v.id AND (r.ruling, r.order_id, r.product_id,"
        " r.buyer_id) IS DISTINCT FROM (v.ruling, v.order_id, v.product_id, v.buyer_id)",
        "bigint, text, bigint, bigint, bigint",
        changed,
    )
