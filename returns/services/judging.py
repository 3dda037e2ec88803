"""Folding claims anew because of what somebody of the shop said, as a load does because of what it tells."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from returns.domain.moving import State
from sellerdesk import setwise, shops
from sellerdesk.domain.cursors import LARGEST_ID
from sellerdesk.errors import NotVisible
from sellerdesk.feed import loading, registry
from sellerdesk.feed.batch import Batch
from sellerdesk.shops import ShopFacts


@dataclass(frozen=True, slots=True)
class Held:
    """A claim whose shop's lock is held: nothing else is folded meanwhile."""

    id: int
    shop: ShopFacts
    order_ref: str
    state: State
    moved_at: datetime
    reason: str
    text: str
    told_reason: str


def shop_of(desk_id: int, shop_ids: Sequence[int], claim_id: int) -> ShopFacts:
    """The shop of a claim that is seen. NotVisible otherwise."""
    found = setwise.rows(
        "SELECT shop_id FROM returns_claim WHERE desk_id = %s AND shop_id = ANY(%s) AND id = %s",
        [desk_id, list(shop_ids), claim_id if claim_id <= LARGEST_ID else 0],
    )
    shop = shops.by_id(found[0][0]) if found else None
    if shop is None:
        raise NotVisible
    return shop


def hold(desk_id: int, shop_ids: Sequence[int], claim_id: int) -> Held:
    """Wait for the shop's loads, then read the claim as it stands. Inside a command. NotVisible where it is not seen."""
    shop = shop_of(desk_id, shop_ids, claim_id)
    loading.lock(shop)
    [(order_ref, money, goods, talk, *rest)] = setwise.rows(
        "SELECT order_ref, money, goods, talk, moved_at, reason, reason_text, told_reason FROM returns_claim"
        " WHERE desk_id = %s AND id = %s",
        [desk_id, claim_id],
    )
    return Held(claim_id, shop, order_ref, State(money, goods, talk), *rest)


def again(held: Held, now: datetime) -> Batch:
    """Fold the claims of its order anew, with their work, their marks and what is ruled of their steps."""
    batch = Batch(shop=held.shop, now=now)
    batch.touched.add(held.order_ref)
    loading.apply_facts(batch, [])
    return batch


def after_commit(batch: Batch) -> None:
    """What the rooms leave for later, as after a load."""
    for applier in registry.appliers():
        applier.after_commit(batch)
