"""What workers do for receivers outside that anybody may have named: webhooks and bots, in turns of their own."""

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from celery import shared_task
from django.db import connections
from django.utils import timezone

from sellerdesk import outbox, queueing
from sellerdesk.delivery import senders, sending
from sellerdesk.delivery.waking import DELIVER_ASIDE
from sellerdesk.telegram import polling
from sellerdesk.webhooks import answering


TURN_SECONDS = 10.0
AT_ONCE = 4
"""So many receivers are spoken to at the same time: one that is slow costs the others nothing while fewer are."""
_turn = threading.BoundedSemaphore(1)
"""One turn at a time in a process: the workers' own threads are for flags, messages and notices."""
_hearing = threading.BoundedSemaphore(1)


@shared_task(name=DELIVER_ASIDE)
def deliver_aside(**_: Any) -> None:
    """Send what webhooks and bots are owed, for a few seconds; the rest is asked for again."""
    queueing.started(DELIVER_ASIDE)
    if not _turn.acquire(blocking=False):
        return
    try:
        ends = time.monotonic() + TURN_SECONDS
        lanes = outbox.lanes_due(senders.aside(), now=timezone.now(), limit=AT_ONCE)
        if lanes:
            with ThreadPoolExecutor(lanes, thread_name_prefix="aside") as pool:
                for done in [pool.submit(_send, ends) for _one in range(lanes)]:
                    done.result()
        more = bool(lanes) and time.monotonic() > ends
    finally:
        _turn.release()
    if more:
        queueing.ask(DELIVER_ASIDE)


def _send(ends: float) -> None:
    """One thread's part; its database connection ends with it."""
    try:
        sending.deliver_due(clock=timezone.now, dice=random.SystemRandom().random, enough=lambda: time.monotonic() > ends, aside=True)
    finally:
        connections.close_all()


@shared_task(name="sellerdesk.hear_bots")
def hear_bots(**_: Any) -> None:
    """Read what bots were written, where somebody has a code that one of them may hear: one turn at a time, for a few seconds."""
    if not _hearing.acquire(blocking=False):
        return
    try:
        ends = time.monotonic() + TURN_SECONDS
        for desk_id in polling.to_hear(now=timezone.now()):
            if time.monotonic() > ends:
                return
            polling.hear(desk_id=desk_id, clock=timezone.now)
    finally:
        _hearing.release()


@shared_task(name="sellerdesk.forget_deliveries")
def forget_deliveries(**_: Any) -> None:
    """Delete deliveries to webhooks and bots that are long over."""
    while answering.forget_old(now=timezone.now()):
        pass
