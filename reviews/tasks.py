"""What workers do with reviews."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from reviews.services import appeal_outcomes, flagging, replaying, signals
from sellerdesk import queueing, shops


@shared_task(name="reviews.judge")
def judge(*, shop_id: int, **_: Any) -> None:
    """Judge what is new in a shop."""
    queueing.started("reviews.judge", shop_id=shop_id)
    shop = shops.by_id(shop_id)
    if shop is not None:
        # First: while anything is not judged a crash is noticed, and all of it done again.
        appeal_outcomes.settle_told(shop=shop, now=timezone.now())
    while shop is not None and flagging.judge(shop=shop, now=timezone.now()):
        pass


@shared_task(name="reviews.sweep")
def sweep(**_: Any) -> None:
    """Find what a crash left unjudged."""
    for shop_id in flagging.shops_with_unjudged():
        judge(shop_id=shop_id)


@shared_task(name="reviews.check")
def check(*, shop_id: int | None = None, **_: Any) -> None:
    """Compare the days' credit with a full replay of the ledger, and repair what differs."""
    for shop in replaying.shops() if shop_id is None else [shop_id]:
        replaying.check(shop_id=shop, now=timezone.now())


@shared_task(name="reviews.signals")
def look_for_signals(**_: Any) -> None:
    """Look at all complaints anew: time alone makes a rate unusual, and ends what is history."""
    for shop_id in signals.shops():
        shop = shops.by_id(shop_id)
        if shop is not None:
            signals.look(shop=shop, now=timezone.now())
