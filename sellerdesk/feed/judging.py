"""Kept records judged again, on a person's wish: after an update, or when somebody doubts a ruling.

Nothing should move: everything is judged again by itself whenever something of its order arrives. What does move is said.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sellerdesk import audit, setwise
from sellerdesk.commands import command
from sellerdesk.domain.actor import Actor
from sellerdesk.feed import erased, loading, reading, registry
from sellerdesk.feed.batch import APPLIED, Batch
from sellerdesk.feed.fact import CONFLICT, MALFORMED, NOT_KNOWN_YET, Fact
from sellerdesk.feed.keeping import STORE_RATING
from sellerdesk.models import FeedRecord
from sellerdesk.shops import ShopFacts


OF_A_REVIEW = {"review_change": "id", "review_delete": "id", "follow_up": "review", "reply": "review"}
"""Types that name a review, and where."""
_OF_A_CLAIM = "claim_step"
_OF_AN_ORDER = frozenset({"review", "trade_void", "claim", "refusal"})
_State = FeedRecord.State


@dataclass(frozen=True, slots=True)
class Judged:
    """How many records were judged again, and how many of all kept ones are applied now that were not before."""

    judged: int
    released: int


def again(*, shop: ShopFacts, ids: Sequence[int], actor: Actor, now: datetime) -> Judged:
    """Judge up to 500 waiting or rejected records of a shop again.

    Malformed ones are read again, those of rooms that have opened are applied, of all others the order is judged again. A
    store rating does not say its order (rulebook 9): it is judged when something of the order arrives, not here. The audit log
    gets one entry with the numbers, none where there was nothing to judge.
    """
    batch, done = _in_one_transaction(shop=shop, ids=list(ids)[: loading.BATCH], actor=actor, now=now)
    for applier in registry.appliers():
        applier.after_commit(batch)
    return done


@command
def _in_one_transaction(*, shop: ShopFacts, ids: list[int], actor: Actor, now: datetime) -> tuple[Batch, Judged]:
    loading.lock(shop)
    batch = Batch(shop=shop, now=now)
    kept = setwise.rows(
        "SELECT id, line, type, code, raw FROM sellerdesk_feedrecord"
        " WHERE desk_id = %s AND shop_id = %s AND id = ANY(%s) AND state = ANY(%s) AND type <> %s ORDER BY id",
        [shop.desk_id, shop.id, ids, [_State.WAITING.value, _State.REJECTED.value], STORE_RATING],
    )
    facts = [fact for row in kept if (fact := _as_new(batch, *row)) is not None]
    batch.touched |= _orders_of(shop, [row for row in kept if row[3] not in {MALFORMED, NOT_KNOWN_YET}])
    batch.erased |= erased.withhold_kept(shop, facts)
    loading.apply_facts(batch, facts)
    released = sum(1 for before, after in batch.rulings.values() if before not in {None, APPLIED} and after == APPLIED)
    if kept:
        numbers = {"judged": len(kept), "released": released}
        audit.record(shop.desk_id, actor, "records.judged", f"shop:{shop.id}", None, numbers, now)
    return batch, Judged(len(kept), released)


def _as_new(batch: Batch, own_id: int, line: int, record_type: str, code: str, raw: str) -> Fact | None:
    """The record as a fact where no ledger holds it; None where one does, or where it is still no fact."""
    waits_for_room = code == NOT_KNOWN_YET and record_type in registry.known_types()
    if code not in {MALFORMED, CONFLICT} and not waits_for_room:
        return None
    fact = reading.fact(line, raw.encode(), batch.shop.id)
    if not isinstance(fact, Fact) or fact.type == STORE_RATING:
        return None
    if code == MALFORMED and not _took_identity(batch.shop, own_id, fact):
        return None
    fact.record = own_id
    batch.rule(own_id, code, APPLIED)
    return fact


def _took_identity(shop: ShopFacts, own_id: int, fact: Fact) -> bool:
    """Give a record that was malformed its identity; False where the same content has come again since and is kept already."""
    return bool(
        setwise.run(
            "UPDATE sellerdesk_feedrecord r SET type = %s, outside_id = %s, content_hash = %s, at = %s, detail = NULL"
            " WHERE r.id = %s AND NOT EXISTS (SELECT 1 FROM sellerdesk_feedrecord o WHERE o.desk_id = %s AND o.shop_id = %s"
            " AND o.type = %s AND o.outside_id = %s AND o.content_hash = %s)",
            [
                *(fact.type, fact.outside_id, fact.hash, fact.at, own_id),
                *(shop.desk_id, shop.id, fact.type, fact.outside_id, fact.hash),
            ],
        )
    )


def _orders_of(shop: ShopFacts, kept: Sequence[tuple[Any, ...]]) -> set[str]:
    """The orders that these records speak of, by themselves or through their review or claim."""
    orders: set[str] = set()
    parents: set[tuple[str, str]] = set()
    for _, _, record_type, _, raw in kept:
        value = json.loads(raw)
        if record_type in _OF_AN_ORDER and value.get("order"):
            orders.add(value["order"])
        elif record_type in OF_A_REVIEW:
            parents.add(("review", value[OF_A_REVIEW[record_type]]))
        elif record_type == _OF_A_CLAIM:
            parents.add(("claim", value["claim"]))
    found = setwise.rows(
        "SELECT DISTINCT raw ->> 'order' FROM sellerdesk_feedrecord"
        " JOIN unnest(%s::text[], %s::text[]) AS parent (kind, ref) ON kind = type AND ref = outside_id"
        " WHERE desk_id = %s AND shop_id = %s AND raw ? 'order'",
        [[kind for kind, _ in parents], [ref for _, ref in parents], shop.desk_id, shop.id],
    )
    return orders | {ref for (ref,) in found if ref}
