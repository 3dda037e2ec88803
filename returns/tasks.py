"""What workers do for the returns room."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from returns.services import risks
from sellerdesk import shops


MOST_ROUNDS = 40
"""Of one shop in one sweep: what is left is found by the next one."""


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
