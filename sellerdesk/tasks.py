"""What workers do for the kernel."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from sellerdesk import idempotency, lapsing, moments, outbox, queueing, shops
from sellerdesk.feed import reopening
from sellerdesk.upload import leasing, running
from sellerdesk.upload.receiving import LOAD


@shared_task(name="sellerdesk.moments")
def sweep_moments(**_: Any) -> None:
    """Tell the rooms whose moments have come."""
    moments.sweep(now=timezone.now())


@shared_task(name="sellerdesk.outbox")
def sweep_outbox(**_: Any) -> None:
    """Take back what a crashed worker had claimed."""
    while outbox.sweep_expired(limit=500, now=timezone.now()):
        pass


@shared_task(name="sellerdesk.lapse")
def lapse(**_: Any) -> None:
    """Close the work that nobody can do any more."""
    lapsing.sweep(now=timezone.now())


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


@shared_task(name=LOAD)
def load_uploads(shop_id: int, **_: Any) -> None:
    """Take a turn with the uploads of a shop; the rest is asked for again, behind what else there is to do."""
    queueing.started(LOAD, shop_id=shop_id)
    shop = shops.by_id(shop_id)
    if shop is not None and running.run(shop=shop, clock=timezone.now):
        queueing.ask(LOAD, shop_id=shop_id)


@shared_task(name="sellerdesk.find_uploads")
def find_uploads(**_: Any) -> None:
    """Ask for the uploads that nobody works on: new ones whose message was lost, and those of a worker that died."""
    for shop_id in leasing.due(timezone.now()):
        queueing.ask(LOAD, shop_id=shop_id)


@shared_task(name="sellerdesk.clear_uploads")
def clear_uploads(**_: Any) -> None:
    """Delete the files of uploads that have ended or that nobody finished in a week."""
    leasing.clear(now=timezone.now())
