"""Claims that the rules have not looked at yet. A row stays until its decision is written, so a crash loses none."""

from collections.abc import Collection
from datetime import datetime

from returns.models import ClaimRuleWait
from sellerdesk import setwise
from sellerdesk.shops import ShopFacts


def look_at(shop: ShopFacts, claim_ids: Collection[int], *, now: datetime) -> None:
    """Have the rules look at these claims, which were folded just now. Inside a command that has locked them.

    Only those that wait for the shop's first answer, were made since a rule of the shop was turned on, and that no rule has decided
    on: history, and what is told again, is not reached.
    """
    if not claim_ids:
        return
    setwise.run(
        "INSERT INTO returns_claimrulewait (desk_id, shop_id, claim_id, since) SELECT c.desk_id, c.shop_id, c.id, %s"
        " FROM returns_claim AS c WHERE c.desk_id = %s AND c.shop_id = %s AND c.id = ANY(%s) AND c.ruling = ''"
        " AND c.money = 'asked' AND c.talk = 'shop' AND c.at >= (SELECT min(u.since) FROM returns_claimrule AS u"
        " WHERE u.desk_id = %s AND u.shop_id = %s AND u.deleted_at IS NULL)"
        " AND NOT EXISTS (SELECT FROM returns_claimruleentry AS e WHERE e.desk_id = c.desk_id AND e.claim_id = c.id)"
        " ORDER BY c.at, c.id ON CONFLICT DO NOTHING",
        [now, shop.desk_id, shop.id, list(claim_ids), shop.desk_id, shop.id],
    )


def due(shop: ShopFacts, *, limit: int = 500) -> list[int]:
    """What waits, the oldest first."""
    waiting = ClaimRuleWait.objects.filter(desk_id=shop.desk_id, shop_id=shop.id)
    return list(waiting.order_by("since", "id").values_list("pk", flat=True)[:limit])


def shops_with_due() -> list[int]:
    """Ids of the shops where something waits. A sweep over all desks."""
    return [shop_id for (shop_id,) in setwise.rows("SELECT DISTINCT shop_id FROM returns_claimrulewait", [])]
