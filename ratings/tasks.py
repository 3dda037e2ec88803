"""What workers do with ratings."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from ratings.queries import alerts as alerts_of, causes as finding
from ratings.queries.category import peers
from ratings.services import alerting, causes as keeping, lookouts, moving, replaying
from sellerdesk import queueing, shops
from sellerdesk.shops import ShopFacts


@shared_task(name="ratings.settle")
def settle(*, shop_id: int, **_: Any) -> None:
    """After loads of a shop: which thresholds were crossed."""
    queueing.started("ratings.settle", shop_id=shop_id)
    if (shop := shops.by_id(shop_id)) is not None:
        moving.settle(shop=shop, now=timezone.now())
        _look(shop)


@shared_task(name="ratings.sweep")
def sweep(**_: Any) -> None:
    """Find the shops that a crash, or a queue that was away, left unsettled."""
    for shop_id in moving.unsettled():
        settle(shop_id=shop_id)


@shared_task(name="ratings.midnight")
def midnight(**_: Any) -> None:
    """Move every shop whose midnight has come, and catch up those that missed some."""
    while moving.move_due(now=timezone.now()):
        pass


@shared_task(name="ratings.alerts")
def alerts(**_: Any) -> None:
    """Look at every shop whose day has moved: what leaves the window may cross a threshold, too."""
    for shop_id in alerting.unlooked():
        if (shop := shops.by_id(shop_id)) is not None:
            _look(shop, ahead=True)


def _look(shop: ShopFacts, *, ahead: bool = False) -> None:
    """With `ahead` the forecast is asked too: once a day, since of one day it hardly changes and costs a shop's whole year."""
    now = timezone.now()
    foreseen = alerts_of.foreseen(shop, lookouts.of(shop.desk_id, shop.id), now=now) if ahead else None
    alerting.look(shop=shop, averages={name: one.mean for name, one in peers(shop, now=now).items()}, foreseen=foreseen, now=now)


@shared_task(name="ratings.check")
def check(*, shop_id: int | None = None, **_: Any) -> None:
    """Compare running figures with a full replay of the ledger, and repair what differs."""
    for shop in replaying.shops() if shop_id is None else [shop_id]:
        replaying.check(shop_id=shop, now=timezone.now())


@shared_task(name="ratings.causes")
def causes(*, shop_id: int | None = None, **_: Any) -> None:
    """Put marks to what the feed tells of their orders, in groups; every night for every shop, and for one that was never counted."""
    if shop_id is not None:
        queueing.started("ratings.causes", shop_id=shop_id)
    for one in replaying.shops() if shop_id is None else [shop_id]:
        if (shop := shops.by_id(one)) is not None:
            now = timezone.now()
            keeping.keep(shop=shop, counted=finding.count(shop, now=now), now=now)
