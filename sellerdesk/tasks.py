"""What workers do for the kernel."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from sellerdesk import idempotency, moments, outbox, shops
from sellerdesk.feed import reopening


@shared_task(name="sellerdesk.moments")
def sweep_moments(**_: Any) -> None:
    """Tell the rooms whose moments have come."""
    moments.sweep(now=timezone.now())


@shared_task(name="sellerdesk.outbox")
def sweep_outbox(**_: Any) -> None:
    """Take back what a crashed worker had claimed."""
    while outbox.sweep_expired(limit=500, now=timezone.now()):
        pass


@shared_task(name="sellerdesk.forget_answers")
def forget_answers(**_: Any) -> None:
    """Forget kept answers of repeated requests that are too old to be asked for."""
    while idempotency.forget_old(now=timezone.now()):
        pass


@shared_task(name="sellerdesk.reopen_feed")
def reopen_feed(**_: Any) -> None:
    """Apply the kept records of rooms that have opened since they came."""
    for shop_id in reopening.shops():
        shop = shops.by_id(shop_id)
        while shop is not None and reopening.reopen(shop=shop, now=timezone.now()):
            pass
