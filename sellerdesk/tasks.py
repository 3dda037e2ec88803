"""What workers do for the kernel."""

import random
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from sellerdesk import (
    audit_checking,
    connections,
    digests,
    idempotency,
    lapsing,
    live,
    moments,
    outbox,
    queueing,
    rotating,
    shops,
    watching,
    work,
)
from sellerdesk.delivery import checking, sending
from sellerdesk.delivery.waking import DELIVER
from sellerdesk.feed import reopening
from sellerdesk.marketplaces import reading as marketplace_reading
from sellerdesk.privacy import buyers, retention
from sellerdesk.upload import leasing, running
from sellerdesk.upload.receiving import LOAD


Thing = TypeVar("Thing")
SHARE_OUT = "sellerdesk.share_out"
READ = "sellerdesk.read_facts"
DELIVERING_SECONDS = 10.0
"""Of one turn: flags and notices wait behind it."""
_delivering = threading.BoundedSemaphore(2)
"""Of a worker's threads at most two deliver at once, so that a slow marketplace leaves the others to flags and notices."""


@shared_task(name="sellerdesk.moments")
def sweep_moments(**_: Any) -> None:
    """Tell the rooms whose moments have come."""
    while moments.sweep(now=timezone.now()):
        pass


@shared_task(name="sellerdesk.outbox")
def sweep_outbox(**_: Any) -> None:
    """Take back what a crashed worker had claimed."""
    while outbox.sweep_expired(limit=500, now=timezone.now()):
        pass


@shared_task(name="sellerdesk.lapse")
def lapse(**_: Any) -> None:
    """Close the work that nobody can do any more."""
    lapsing.sweep(now=timezone.now())


@shared_task(name="sellerdesk.watch")
def watch(**_: Any) -> None:
    """Bring back what was snoozed, and tell people of deadlines and reminders."""
    while watching.sweep(now=timezone.now()):
        pass
    while watching.sweep_reminders(now=timezone.now()):
        pass
    watching.close_stages(now=timezone.now())


@shared_task(name="sellerdesk.digests")
def tell_digests(**_: Any) -> None:
    """Tell people how the day stands, where it is morning, noon or evening."""
    while digests.sweep(now=timezone.now()):
        pass


@shared_task(name=SHARE_OUT)
def share_out(desk_id: int, **_: Any) -> None:
    """Give a desk's new work to people in turn, in the lanes where it wants that."""
    queueing.started(SHARE_OUT, desk_id=desk_id)
    for desk, lane in rotating.lanes_on():
        if desk == desk_id:
            rotating.share_all(desk, lane, now=timezone.now())


@shared_task(name="sellerdesk.share_all")
def share_all(**_: Any) -> None:
    """The same for all desks: somebody has come, or has room again."""
    _each(rotating.lanes_on(), lambda one: rotating.share_all(*one, now=timezone.now()))


def ask_to_share(opened: work.Opened) -> None:
    """There is new work: have it shared out as soon as it is there for others to see. Loads do not wait for it."""
    transaction.on_commit(lambda: queueing.ask(SHARE_OUT, desk_id=opened.desk_id))


@shared_task(name=DELIVER)
def deliver(**_: Any) -> None:
    """Ask after what is in doubt and send what is due, for a few seconds; the rest is asked for again."""
    queueing.started(DELIVER)
    if not _delivering.acquire(blocking=False):
        # Those that are at it find this, too.
        return
    try:
        ends = time.monotonic() + DELIVERING_SECONDS

        def enough() -> bool:
            return time.monotonic() > ends

        dice = random.SystemRandom().random
        checking.check_due(clock=timezone.now, dice=dice, enough=enough)
        sending.deliver_due(clock=timezone.now, dice=dice, enough=enough)
        more = enough()
    finally:
        _delivering.release()
    if more:
        queueing.ask(DELIVER)


@shared_task(name="sellerdesk.find_facts")
def find_facts(**_: Any) -> None:
    """Ask for the marketplaces that are to be read now."""
    for shop_id in connections.to_read(timezone.now()):
        queueing.ask(READ, shop_id=shop_id)


@shared_task(name=READ)
def read_facts(shop_id: int, **_: Any) -> None:
    """Read what the marketplace of a shop tells; the rest is asked for again."""
    queueing.started(READ, shop_id=shop_id)
    shop = shops.by_id(shop_id)
    if shop is not None and marketplace_reading.read_shop(shop=shop, clock=timezone.now):
        queueing.ask(READ, shop_id=shop_id)


@shared_task(name="sellerdesk.forget_answers")
def forget_answers(**_: Any) -> None:
    """Forget kept answers of repeated requests that are too old to be asked for."""
    while idempotency.forget_old(now=timezone.now()):
        pass


@shared_task(name="sellerdesk.forget_events")
def forget_events(**_: Any) -> None:
    """Delete what the desks' logs told two weeks ago: no page and no program is that far behind."""
    while live.forget_old(now=timezone.now()):
        pass


@shared_task(name="sellerdesk.reopen_feed")
def reopen_feed(**_: Any) -> None:
    """Apply the kept records of rooms that have opened since they came."""
    _each(reopening.shops(), _reopen)


def _reopen(shop_id: int) -> None:
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


@shared_task(name="sellerdesk.check_audit")
def check_audit(**_: Any) -> None:
    """Walk the audit chain of each desk; owners are told where one is broken."""
    _each(audit_checking.desks(), lambda desk_id: audit_checking.check(desk_id=desk_id, now=timezone.now()))


@shared_task(name="sellerdesk.forget_past_use")
def forget_past_use(**_: Any) -> None:
    """Delete what is kept no longer than some days, as the table of what is kept says, and files of erased buyers that a crash left."""
    retention.sweep(now=timezone.now())
    buyers.remove_files(now=timezone.now())


def _each(things: Iterable[Thing], do: Callable[[Thing], object]) -> None:
    """Do it for each, whatever becomes of the others; the run has failed where it failed for one, and says so at its end."""
    failures: list[Exception] = []
    for thing in things:
        try:
            do(thing)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is raised once the others had their turn
            failures.append(error)
    if failures:
        raise ExceptionGroup("Not all of them could be done.", failures)
