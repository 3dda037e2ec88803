"""Reviews that the rules for automatic answers have not looked at yet. A row stays until its decision is written, so a crash loses none."""

from collections.abc import Collection, Sequence
from datetime import datetime

from reviews.models import AutomaticWait
from sellerdesk import setwise
from sellerdesk.shops import ShopFacts


def look_at(shop: ShopFacts, review_ids: Collection[int], *, now: datetime) -> None:
    """Have the rules look at these reviews, which were judged just now. Inside a command that has locked them.

    Only good ones that were written since a rule of the shop was turned on, and that no rule has decided on: history, and what is
    judged again for another reason, is not reached.
    """
    if not review_ids:
        return
    setwise.run(
        "INSERT INTO reviews_automaticwait (desk_id, shop_id, review_id, not_before) SELECT r.desk_id, r.shop_id, r.id, %s"
        " FROM reviews_review AS r WHERE r.desk_id = %s AND r.shop_id = %s AND r.id = ANY(%s) AND r.author = 1 AND r.verdict = 1"
        " AND r.at >= (SELECT min(u.since) FROM reviews_automaticrule AS u WHERE u.desk_id = %s AND u.shop_id = %s"
        " AND u.deleted_at IS NULL)"
        " AND NOT EXISTS (SELECT FROM reviews_automaticentry AS e WHERE e.desk_id = r.desk_id AND e.review_id = r.id)"
        " ORDER BY r.at, r.id ON CONFLICT DO NOTHING",
        [now, shop.desk_id, shop.id, list(review_ids), shop.desk_id, shop.id],
    )


def ask(shop: ShopFacts, review_ids: Sequence[int], rule_id: int, *, now: datetime) -> int:
    """Have one rule answer these, in this order, however old they are. Inside a command; returns how many wait for it."""
    made = setwise.insert(
        "reviews_automaticwait",
        "desk_id, shop_id, review_id, rule_id, not_before",
        [(shop.desk_id, shop.id, own, rule_id, now) for own in review_ids],
        tail="ON CONFLICT (desk_id, review_id) DO UPDATE SET rule_id = excluded.rule_id RETURNING id",
    )
    return len(made)


def due(shop: ShopFacts, *, now: datetime, limit: int = 500) -> list[int]:
    """What waits now, the oldest first."""
    waiting = AutomaticWait.objects.filter(desk_id=shop.desk_id, shop_id=shop.id, not_before__lte=now)
    return list(waiting.order_by("not_before", "id").values_list("pk", flat=True)[:limit])


def shops_with_due(*, now: datetime) -> list[int]:
    """Ids of the shops where something waits now. A sweep over all desks."""
    return [shop_id for (shop_id,) in setwise.rows("SELECT DISTINCT shop_id FROM reviews_automaticwait WHERE not_before <= %s", [now])]
