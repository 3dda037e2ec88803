"""What workers do for the returns room."""

from typing import Any

import structlog
from celery import shared_task
from django.utils import timezone

from returns.services import automatic, automatic_queue, fetching, keeping, risks, signals, unheard
from sellerdesk import queueing, shops
from sellerdesk.marketplaces import registry


_log = structlog.get_logger(__name__)


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


@shared_task(name="returns.decide_by_rules")
def decide_by_rules(*, shop_id: int, **_: Any) -> None:
    """Decide the claims of a shop that a rule is for, each by itself: what fails waits for the sweep, and holds up no other."""
    queueing.started("returns.decide_by_rules", shop_id=shop_id)
    shop = shops.by_id(shop_id)
    if shop is None:
        return
    for wait_id in automatic_queue.due(shop):
        try:
            automatic.decide(shop=shop, wait_id=wait_id, now=timezone.now())
        except Exception:  # noqa: BLE001 - one claim must not hold up the others
            _log.exception("automatic_decision_failed", shop_id=shop_id, wait_id=wait_id)


@shared_task(name="returns.decide_by_rules_sweep")
def decide_by_rules_sweep(**_: Any) -> None:
    """Find what a crash left waiting for the rules."""
    for shop_id in automatic_queue.shops_with_due():
        decide_by_rules(shop_id=shop_id)


MOST_ROUNDS = 40
"""Of one shop in one sweep: what is left is found by the next one."""


@shared_task(name="returns.unheard")
def give_up_unheard(**_: Any) -> None:
    """Bring back the claims whose decision the marketplace has not told of for a day."""
    for desk_id, decision_id in unheard.due(now=timezone.now()):
        unheard.give_up(desk_id=desk_id, decision_id=decision_id, now=timezone.now())


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
