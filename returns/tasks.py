"""What workers do for the returns room."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from returns.services import fetching
from sellerdesk import queueing, shops
from sellerdesk.marketplaces import registry


@shared_task(name="returns.fetch")
def fetch(shop_id: int, **_: Any) -> None:
    """Fetch the pictures of claims that somebody of a shop asked for."""
    queueing.started("returns.fetch", shop_id=shop_id)
    shop = shops.by_id(shop_id)
    if shop is not None:
        source = registry.port_of(shop, clock=timezone.now)
        while fetching.fetch(shop=shop, source=source, clock=timezone.now):
            pass


@shared_task(name="returns.find_pictures")
def find_pictures(**_: Any) -> None:
    """Find the pictures that are to be fetched by now."""
    for shop_id in fetching.shops_with_pictures(timezone.now()):
        queueing.ask("returns.fetch", shop_id=shop_id)
