"""Deliveries for tests: a room that carries them, shops at the simulated marketplace, and a clock that jumps."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Min

from sellerdesk import carriers, hints, outbox
from sellerdesk.commands import command
from sellerdesk.delivery import checking, holding, sending
from sellerdesk.marketplaces import breakers, limiter, shared
from sellerdesk.marketplaces.ports import MessageOut, Parcel, Receipt
from sellerdesk.models import Outbound, Shop, ShopConnection
from sellerdesk.outbox import Claimed, Outcome
from tests.factories.kernel import NOW


KIND = "test.message"
STEP = timedelta(seconds=5)


class Clock:
    """A moment that only tests move."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def on(self, **span: float) -> None:
        self.now += timedelta(**span)


class Room:
    """A room whose deliveries carry their text in the payload, and which remembers what it is told."""

    kind = KIND

    def __init__(self) -> None:
        self.told: list[tuple[int, Outcome, Receipt | None, str]] = []

    def parcel(self, claimed: Claimed, /) -> Parcel | None:
        text = claimed.payload.get("text")
        if text is None:
            return None
        return MessageOut(conversation=claimed.lane or "C1", text=text, key=claimed.payload.get("key", f"m-{claimed.id}"), written_at=NOW)

    def settled(self, claimed: Claimed, outcome: Outcome, receipt: Receipt | None, reason: str, /, *, now: datetime) -> None:
        self.told.append((claimed.id, outcome, receipt, reason))

    def outcomes(self) -> list[Outcome]:
        return [outcome for _, outcome, _, _ in self.told]


@contextmanager
def room() -> Iterator[Room]:
    """A room that carries deliveries of KIND, for as long as it lasts; nothing is held, open or limited before or after."""
    made = Room()
    forget_marketplaces()
    carriers.register(made, label="message")
    try:
        yield made
    finally:
        carriers.forget(KIND)
        forget_marketplaces()


def forget_marketplaces() -> None:
    """No breaker is open, no shop held, no bucket used."""
    for kept in (breakers._own, limiter._own, holding._own):
        kept.clear()
    shared.come_back()
    client = hints.client()
    for pattern in ("breaker:*", "pace:*", "deliveries:*", "*asked:*"):
        for key in client.scan_iter(pattern):
            client.delete(key)


def connected(shop: Shop, **manner: Any) -> Shop:
    """The shop, connected to the simulated marketplace."""
    ShopConnection.objects.create(desk_id=shop.desk_id, shop=shop, kind="simulator", settings=manner, changed_at=NOW, read_after=NOW)
    return shop


@command
def owe(*, shop: Shop, texts: list[str], now: datetime, lane: str = "", kind: str = KIND, not_before: datetime | None = None) -> list[int]:
    """Owe messages; ids in order. An empty lane gives each one of its own."""
    made = []
    for number, text in enumerate(texts):
        key = f"{lane}/{number}/{text}/{Outbound.objects.count()}"
        own = lane or f"conversation {number}"
        made.append(outbox.enqueue(shop.desk_id, kind, key, {"text": text}, shop_id=shop.pk, lane=own, now=now, not_before=not_before))
    return [pk for pk in made if pk is not None]


def turn(clock: Clock) -> int:
    """One worker's turn, at one moment: everything that is due. Returns how many rows were taken up."""
    ends = _Patience()
    asked = checking.check_due(clock=clock, dice=lambda: 0.5, enough=ends)
    return asked + sending.deliver_due(clock=clock, dice=lambda: 0.5, enough=ends)


def run_dry(clock: Clock, *, most: int = 500) -> None:
    """Turns and jumps of the clock until nothing is under way any more."""
    for _ in range(most):
        if not turn(clock) and not jump(clock):
            return
    raise AssertionError("It never ends.")


def jump(clock: Clock) -> bool:
    """Set the clock to when the next thing is due; whether there is one."""
    outbox.sweep_expired(limit=500, now=clock())
    under_way = Outbound.objects.filter(state__in=["queued", "claimed", "unknown", "moderated"])
    found = under_way.aggregate(due=Min("not_before"), lease=Min("lease_until"))
    moments = [moment for moment in found.values() if moment is not None]
    if not moments:
        return False
    # A held shop is passed over although its rows are due.
    clock.now = max(min(moments), clock.now + STEP)
    return True


class _Patience:
    """Ends a turn that would never end by itself."""

    def __init__(self, most: int = 5000) -> None:
        self.left, self.lock = most, threading.Lock()

    def __call__(self) -> bool:
        with self.lock:
            self.left -= 1
            return self.left < 0


def state(pk: int) -> str:
    return str(Outbound.objects.values_list("state", flat=True).get(pk=pk))
