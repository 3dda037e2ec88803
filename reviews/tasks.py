"""What workers do with reviews."""

from typing import Any

import structlog
from celery import shared_task
from django.utils import timezone

from reviews.services import appeal_outcomes, automatic, automatic_queue, flagging, replaying, signals
from sellerdesk import queueing, shops


_log = structlog.get_logger(__name__)


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
    if shop is not None and automatic_queue.due(shop, now=timezone.now(), limit=1):
        queueing.ask("reviews.answer_good", shop_id=shop_id)


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


@shared_task(name="reviews.answer_good")
def answer_good(*, shop_id: int, **_: Any) -> None:
    """Answer the good reviews of a shop that a rule is for, each by itself: what fails waits for the sweep, and holds up no other."""
    queueing.started("reviews.answer_good", shop_id=shop_id)
    shop = shops.by_id(shop_id)
    if shop is None:
        return
    for wait_id in automatic_queue.due(shop, now=timezone.now()):
        try:
            automatic.decide(shop=shop, wait_id=wait_id, now=timezone.now())
        except Exception:  # noqa: BLE001 - one review must not hold up the others
            _log.exception("automatic_answer_failed", shop_id=shop_id, wait_id=wait_id)


@shared_task(name="reviews.answer_good_sweep")
def answer_good_sweep(**_: Any) -> None:
    """Find what a crash or a full day left waiting for the rules."""
    for shop_id in automatic_queue.shops_with_due(now=timezone.now()):
        answer_good(shop_id=shop_id)
