"""Work items about ratings: opened when something has become so since the last look, closed when it is over or somebody has seen it."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from ratings import queries
from ratings.domain.alerts import DROP_DAYS, KIND, changed, of_subject, so_now, subject_of
from ratings.queries.category import peers
from sellerdesk import audit, setwise, shops as all_shops, work
from sellerdesk.commands import command, note
from sellerdesk.domain.actor import Actor
from sellerdesk.errors import NotVisible
from sellerdesk.shops import ShopFacts


SEEN, OVER = "seen", "over"
TIME_TO_LOOK = timedelta(days=1)
_KEPT = (
    "INSERT INTO ratings_ratingwatch (desk_id, shop_id, day, so) VALUES (%s, %s, %s, %s::text[])"
    " ON CONFLICT (desk_id, shop_id) DO UPDATE SET day = excluded.day, so = excluded.so"
)


@command
def look(*, shop: ShopFacts, now: datetime) -> None:
    """See what is so of one shop's official figures. Two looks at once queue at the shop's row of figures."""
    found = setwise.rows(
        "SELECT w.so FROM ratings_runningfigure r LEFT JOIN ratings_ratingwatch w ON w.desk_id = r.desk_id AND w.shop_id = r.shop_id"
        " WHERE r.desk_id = %s AND r.shop_id = %s FOR UPDATE OF r",
        [shop.desk_id, shop.id],
    )
    if not found:
        return
    today = shop.day(now)
    figures = queries.current(shop, shop.window, now=now).dimensions
    before = queries.at_end_of(shop, today - DROP_DAYS, shop.window).dimensions
    so = so_now(figures, before, shop.rules.thresholds, {name: one.mean for name, one in peers(shop, now=now).items()})
    setwise.run(_KEPT, [shop.desk_id, shop.id, date.fromordinal(today), sorted(so)])
    if found[0][0] is None:
        return
    begun, over = changed(found[0][0], so)
    items = [
        work.Opening(kind=KIND, subject=subject_of(shop.id, key), shop_id=shop.id, due_at=now + TIME_TO_LOOK, since=now) for key in begun
    ]
    work.open_items(shop.desk_id, items, now=now)
    if over:
        work.close_items(shop.desk_id, KIND, [subject_of(shop.id, key) for key in over], OVER, now)
    if begun or over:
        note(shop.desk_id, "ratings.alert", shop_id=shop.id, coalesce=True)


@command
def see(*, desk_id: int, shop_ids: Collection[int], subject: str, actor: Actor, now: datetime) -> None:
    """A person has looked: the item is done. It opens again when the same is over and begins anew.

    NotVisible for what is no open item of one of these shops.
    """
    told = of_subject(subject)
    if told is None or told[0] not in shop_ids:
        raise NotVisible
    if not work.close_items(desk_id, KIND, [subject], SEEN, now):
        raise NotVisible
    audit.record(desk_id, actor, "rating_alert.seen", f"shop:{told[0]}", None, {"what": subject.split(":", 2)[2]}, now)
    note(desk_id, "ratings.alert", shop_id=told[0], coalesce=True)


def unlooked() -> list[int]:
    """Ids of the shops whose day has moved since the last look, or that were never looked at. A sweep over all desks."""
    found = setwise.rows(
        "SELECT r.shop_id FROM ratings_runningfigure r LEFT JOIN ratings_ratingwatch w ON w.desk_id = r.desk_id AND w.shop_id = r.shop_id"
        " WHERE w.day IS NULL OR w.day < r.day ORDER BY r.shop_id",
        [],
    )
    return [row[0] for row in found]


def look_at(shop_id: int, *, now: datetime) -> None:
    """The same by the shop's id, for workers; nothing where it is gone."""
    if (shop := all_shops.by_id(shop_id)) is not None:
        look(shop=shop, now=now)
