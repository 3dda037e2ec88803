"""Trades that the marketplace struck."""

from collections.abc import Iterable
from datetime import datetime

from sellerdesk import setwise
from sellerdesk.feed.batch import APPLIED, WAITING, Batch
from sellerdesk.feed.fact import Fact
from sellerdesk.feed.identity import Standing, settle
from sellerdesk.feed.trades.finding import find


def apply(batch: Batch) -> None:
    """Keep the voids told anew, and strike the orders that they and earlier ones name."""
    facts = list(batch.of("trade_void"))
    fresh = [ref for ref in batch.touched if ref in batch.trades]
    if not facts and not fresh:
        return
    moved = _write_voids(batch, facts)
    refs = {*fresh, *moved, *(fact.data["order"] for fact in facts)}
    find(batch, refs)
    struck: dict[str, datetime] = {}
    new = {fact.record for fact in facts}
    waited = False
    for record, ref, at, placed in _voids_of(batch, refs):
        if ref in batch.trades:
            struck[ref] = min(struck.get(ref, at), at)
            waited = waited or not placed
        ruling = APPLIED if ref in batch.trades else WAITING
        before = None if record in new else (APPLIED if placed else WAITING)
        if before != ruling:
            batch.rule(record, before, ruling)
    _strike(batch, [ref for ref in refs if ref in batch.trades], struck)
    if waited:
        setwise.run(
            "UPDATE sellerdesk_tradevoid SET placed = true WHERE desk_id = %s AND shop_id = %s AND order_ref = ANY(%s) AND NOT placed",
            [batch.shop.desk_id, batch.shop.id, list(struck)],
        )


def _write_voids(batch: Batch, facts: list[Fact]) -> set[str]:
    """Write the voids that stand; returns the orders that a displaced one named before."""
    if not facts:
        return set()
    rows = setwise.rows(
        "SELECT outside_id, record, at, content_hash, placed, order_ref FROM sellerdesk_tradevoid"
        " WHERE desk_id = %s AND shop_id = %s AND outside_id = ANY(%s)",
        [batch.shop.desk_id, batch.shop.id, [fact.outside_id for fact in facts]],
    )
    standing = {row[0]: Standing(row[1], row[2], bytes(row[3]), APPLIED if row[4] else WAITING) for row in rows}
    winners = settle(batch, facts, standing, lambda fact: fact.outside_id)
    setwise.insert(
        "sellerdesk_tradevoid",
        "desk_id, shop_id, record, outside_id, order_ref, at, content_hash, reason, placed",
        [
            (batch.shop.desk_id, batch.shop.id, f.record, f.outside_id, f.data["order"], f.at, f.hash, f.data["reason"], False)
            for f in winners
        ],
        tail="ON CONFLICT (desk_id, shop_id, outside_id) DO UPDATE SET record = excluded.record, order_ref = excluded.order_ref,"
        " at = excluded.at, content_hash = excluded.content_hash, reason = excluded.reason, placed = false",
    )
    displaced = {fact.outside_id for fact in winners}
    return {row[5] for row in rows if row[0] in displaced}


def _strike(batch: Batch, refs: Iterable[str], struck: dict[str, datetime]) -> None:
    changed = [ref for ref in refs if batch.trades[ref].struck_at != struck.get(ref)]
    for ref in changed:
        batch.trades[ref].struck_at = struck.get(ref)
        batch.touched.add(ref)
    setwise.change(
        "UPDATE sellerdesk_order AS o SET struck_at = v.struck_at FROM {told} AS v (id, struck_at) WHERE o.id = v.id",
        "bigint, timestamptz",
        [(batch.trades[ref].order_id, struck.get(ref)) for ref in changed],
    )


def _voids_of(batch: Batch, refs: Iterable[str]) -> list[tuple[int, str, datetime, bool]]:
    found = setwise.rows(
        "SELECT record, order_ref, at, placed FROM sellerdesk_tradevoid WHERE desk_id = %s AND shop_id = %s AND order_ref = ANY(%s)",
        [batch.shop.desk_id, batch.shop.id, list(refs)],
    )
    return [(record, ref, at, placed) for record, ref, at, placed in found]
