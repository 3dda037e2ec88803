"""What workers do for the chat room."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from chat.services import clustering, fetching, listening, replaying, settling
from sellerdesk import queueing, shops
from sellerdesk.marketplaces import registry


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


@shared_task(name="chat.fetch")
def fetch(shop_id: int, **_: Any) -> None:
    """Fetch the files that buyers of a shop sent."""
    queueing.started("chat.fetch", shop_id=shop_id)
    shop = shops.by_id(shop_id)
    if shop is not None:
        source = registry.port_of(shop, clock=timezone.now)
        while fetching.fetch(shop=shop, source=source, clock=timezone.now):
            pass


@shared_task(name="chat.find_files")
def find_files(**_: Any) -> None:
    """Find the files that are to be fetched by now, and remove those that nobody names any more."""
    for shop_id in fetching.shops_with_files(timezone.now()):
        queueing.ask("chat.fetch", shop_id=shop_id)
    while fetching.remove_nobodys(now=timezone.now()):
        pass


@shared_task(name="chat.check")
def check(*, shop_id: int | None = None, **_: Any) -> None:
    """Compare where threads stand, words and rounds with a full replay of the messages, and repair what differs.

    By night also let go of the files of drafts that are gone.
    """
    for shop in replaying.shops() if shop_id is None else [shop_id]:
        replaying.check(shop_id=shop, now=timezone.now())
    # Last: where the table of files is too busy for it tonight, everything was compared all the same.
    if shop_id is None:
        fetching.let_go(now=timezone.now())


@shared_task(name="chat.listen")
def listen(shop_id: int, **_: Any) -> None:
    """Look through what buyers of a shop wrote for complaints, a bounded number of messages at a time."""
    queueing.started("chat.listen", shop_id=shop_id)
    shop = shops.by_id(shop_id)
    while shop is not None and listening.listen(shop=shop, now=timezone.now()):
        pass


@shared_task(name="chat.listen_sweep")
def listen_sweep(**_: Any) -> None:
    """Find the shops where buyers wrote something that was not looked through."""
    for shop_id in listening.shops_unheard():
        queueing.ask("chat.listen", shop_id=shop_id)


@shared_task(name="chat.complaints")
def look_for_complaints(**_: Any) -> None:
    """Judge all complaints of the last weeks anew: time alone makes a rate unusual, and ends what is history."""
    for shop_id in clustering.shops():
        shop = shops.by_id(shop_id)
        if shop is not None:
            clustering.look(shop=shop, now=timezone.now())
