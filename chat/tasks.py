"""What workers do for the chat room."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from chat.services import settling
from sellerdesk import queueing, shops


@shared_task(name="chat.settle")
def settle(shop_id: int, **_: Any) -> None:
    """Keep what is derived from the conversations of a shop that changed."""
    queueing.started("chat.settle", shop_id=shop_id)
    shop = shops.by_id(shop_id)
    while shop is not None and settling.settle(shop=shop, now=timezone.now()):
        pass


@shared_task(name="chat.sweep")
def sweep(**_: Any) -> None:
    """Find the shops whose conversations changed while no worker was told."""
    for shop_id in settling.shops_with_unsettled():
        queueing.ask("chat.settle", shop_id=shop_id)
