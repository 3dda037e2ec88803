"""Where complaints of one topic about one product come together in conversations: kept up as they come, and every night."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sellerdesk import setwise
from sellerdesk.commands import command
from sellerdesk.domain.topics.cluster import FEWEST, LOOKED_BACK, Cluster, cluster
from sellerdesk.shops import ShopFacts


LOCK_SPACE = 0x63636C75
"""The advisory locks of these signals, apart from those of reviews, returns, loads and figures."""
Pair = tuple[int, str]
"""A product and a topic."""
_TOLD = ("since", "ripe", "newest", "number", "why", "is_open")


def shops() -> list[int]:
    """Ids of the shops that have complaints. A sweep over all desks."""
    found = setwise.rows(
        "SELECT id FROM sellerdesk_shop AS s WHERE EXISTS (SELECT FROM chat_complaint AS c WHERE c.desk_id = s.desk_id"
        " AND c.shop_id = s.id AND c.product_id IS NOT NULL) OR EXISTS (SELECT FROM chat_complaintsignal AS c"
        " WHERE c.desk_id = s.desk_id AND c.shop_id = s.id AND c.is_open) ORDER BY id",
        [],
    )
    return [shop_id for (shop_id,) in found]


@command
def look(*, shop: ShopFacts, now: datetime) -> None:
    """Look at all complaints of the last weeks of one shop, and at its open signals: time alone begins and ends some."""
    lock(shop)
    found = setwise.rows(
        "SELECT product_id, topic FROM chat_complaint WHERE desk_id = %s AND shop_id = %s AND product_id IS NOT NULL AND at > %s"
        " GROUP BY 1, 2 HAVING count(*) >= %s"
        " UNION SELECT product_id, topic FROM chat_complaintsignal WHERE desk_id = %s AND shop_id = %s AND is_open",
        [shop.desk_id, shop.id, now - LOOKED_BACK, FEWEST, shop.desk_id, shop.id],
    )
    refresh(shop, sorted((product, topic) for product, topic in found), now=now)


def lock(shop: ShopFacts) -> None:
    """One worker after the other in each shop: two that each bring a part of the complaints would both miss the other's."""
    setwise.rows("SELECT pg_advisory_xact_lock(%s, %s)::text", [LOCK_SPACE, shop.id % 2**31])


def refresh(shop: ShopFacts, pairs: Sequence[Pair], *, now: datetime) -> None:
    """Judge these products and topics anew. Inside a command that holds the lock, after its complaints are written."""
    if not pairs:
        return
    complaints, kept = _complaints(shop, pairs, now), _open_ones(shop, pairs)
    found = {pair: cluster(complaints.get(pair, []), seen=None, kept=kept.get(pair), now=now) for pair in pairs}
    _write(shop, {pair: one for pair, one in found.items() if one is not None and kept.get(pair) != one})
    setwise.change(
        "UPDATE chat_complaintsignal AS s SET is_open = false FROM {told} AS v (product_id, topic)"
        f" WHERE s.desk_id = {shop.desk_id:d} AND s.shop_id = {shop.id:d} AND s.product_id = v.product_id AND s.topic = v.topic",
        "bigint, text",
        [pair for pair in kept if found[pair] is None],
    )


def _complaints(shop: ShopFacts, pairs: Sequence[Pair], now: datetime) -> Mapping[Pair, Sequence[datetime]]:
    found = setwise.rows(
        "SELECT c.product_id, c.topic, c.at FROM unnest(%s::bigint[], %s::text[]) AS p (product_id, topic) JOIN chat_complaint AS c"
        " ON c.desk_id = %s AND c.shop_id = %s AND c.product_id = p.product_id AND c.topic = p.topic AND c.product_id IS NOT NULL"
        " AND c.at > %s ORDER BY c.at",
        [[product for product, _topic in pairs], [topic for _product, topic in pairs], shop.desk_id, shop.id, now - LOOKED_BACK],
    )
    told: dict[Pair, list[datetime]] = {}
    for product, topic, at in found:
        told.setdefault((product, topic), []).append(at)
    return told


def _open_ones(shop: ShopFacts, pairs: Sequence[Pair]) -> Mapping[Pair, Cluster]:
    found = setwise.rows(
        "SELECT s.product_id, s.topic, s.since, s.ripe, s.newest, s.number, s.why FROM chat_complaintsignal AS s"
        " JOIN unnest(%s::bigint[], %s::text[]) AS p (product_id, topic) ON s.product_id = p.product_id AND s.topic = p.topic"
        " WHERE s.desk_id = %s AND s.shop_id = %s AND s.is_open",
        [[product for product, _topic in pairs], [topic for _product, topic in pairs], shop.desk_id, shop.id],
    )
    return {(product, topic): Cluster(*told) for product, topic, *told in found}


def _write(shop: ShopFacts, changed: Mapping[Pair, Cluster]) -> None:
    setwise.insert(
        "chat_complaintsignal",
        f"desk_id, shop_id, product_id, topic, {', '.join(_TOLD)}",
        [
            (shop.desk_id, shop.id, *pair, one.since, one.ripe, one.newest, one.number, one.why, True)
            for pair, one in sorted(changed.items())
        ],
        tail=f"ON CONFLICT (desk_id, shop_id, product_id, topic) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _TOLD)}",
    )
