"""What workers do for the returns room."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from returns.services import keeping, risks, signals
from sellerdesk import queueing, shops


MOST_ROUNDS = 40
"""Of one shop in one sweep: what is left is found by the next one."""


@shared_task(name="returns.count")
def count(*, shop_id: int, **_: Any) -> None:
    """Count anew what changed in a shop."""
    queueing.started("returns.count", shop_id=shop_id)
    shop = shops.by_id(shop_id)
    while shop is not None and keeping.keep(shop=shop, now=timezone.now()):
        pass


@shared_task(name="returns.sweep")
def sweep(**_: Any) -> None:
    """Find the shops in which something is to be counted anew. Loads ask for nothing: once a minute is enough, however many come."""
    for shop_id in keeping.shops_with_stale():
        queueing.ask("returns.count", shop_id=shop_id)


@shared_task(name="returns.check")
def check(*, shop_id: int | None = None, **_: Any) -> None:
    """Compare kept figures with a full recount, and repair what differs."""
    for shop in keeping.shops() if shop_id is None else [shop_id]:
        keeping.check(shop_id=shop, now=timezone.now())


@shared_task(name="returns.risks")
def look_for_risks(**_: Any) -> None:
    """Find the orders that have come to be at risk, and those whose risk time alone has changed."""
    for shop_id in risks.shops():
        shop = shops.by_id(shop_id)
        if shop is None:
            continue
        for _round in range(MOST_ROUNDS):
            now = timezone.now()
            found = risks.due(shop, now=now)
            if not found or not risks.look(shop=shop, orders=found, now=now) or len(found) < risks.BATCH:
                break


@shared_task(name="returns.signals")
def look_for_signals(**_: Any) -> None:
    """Judge the figures of every shop: days that end make shares unusual, and usual again."""
    for shop_id in signals.shops():
        shop = shops.by_id(shop_id)
        if shop is not None:
            signals.look(shop=shop, now=timezone.now())
