"""Conversations for tests: records of messages, and threads loaded from them."""

import uuid
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from chat.models import Message, Thread
from chat.services import adopting, folding
from sellerdesk import shops
from sellerdesk.commands import command
from sellerdesk.models import Shop, User
from tests.factories.feed import Record, load


START = datetime(2026, 3, 31, 9, 0, tzinfo=UTC)


def message(
    ref: str, minute: float = 0, *, sender: str = "buyer", conversation: str = "C1", text: str | None = "Hello", **fields: Any
) -> Record:
    """A message so many minutes after nine."""
    return {
        "type": "message",
        "id": ref,
        "at": (START + timedelta(minutes=minute)).isoformat(),
        "conversation": conversation,
        "sender": sender,
        "buyer": {"id": "B1", "name": "Anna Kirillova"},
        "text": text,
        **fields,
    }


def change(ref: str, of: str, minute: float, text: str | None, *, by: str = "buyer") -> Record:
    """A message edited, or removed (no text)."""
    return {
        "type": "message_change",
        "id": ref,
        "at": (START + timedelta(minutes=minute)).isoformat(),
        "message": of,
        "text": text,
        "by": by,
    }


def mark(ref: str, minute: float, score: int, *, conversation: str = "C1", **fields: Any) -> Record:
    """What the buyer thought of the talk."""
    at = (START + timedelta(minutes=minute)).isoformat()
    return {"type": "satisfaction", "id": ref, "at": at, "conversation": conversation, "score": score, **fields}


def talk(shop: Shop, records: Iterable[Record], *, now: datetime = START + timedelta(hours=1), conversation: str = "C1") -> Thread:
    """Load the records into a shop; returns the thread of this conversation."""
    load(shops.facts(shop), *records, now=now)
    return Thread.objects.get(shop=shop, outside_id=conversation)


@command
def send(
    *, thread: Thread, text: str = "Yes.", seen: int | None = None, delivery: str = "sent", author: User | None = None, now: datetime,
    automatic: bool = False,
) -> Message:  # fmt: skip
    """A message that was written here, as whoever sends one writes it: numbered and folded under the thread's lock."""
    shop = shops.facts(thread.shop)
    folding.lock(shop, [thread.pk])
    thread = Thread.objects.get(pk=thread.pk)
    message = Message.objects.create(
        desk_id=thread.desk_id, shop_id=thread.shop_id, thread_id=thread.pk, arrival=thread.arrivals + 1, at=now, sender=2, text=text,
        buyer_id=thread.buyer_id, author=author, client_key=uuid.uuid4(), covers=thread.arrivals if seen is None else seen,
        delivery=delivery, automatic=automatic,
    )  # fmt: skip
    folding.fold(shop, [thread.pk], now=now)
    return message


@command
def deliver(*, message: Message, delivery: str, outside_id: str = "", now: datetime) -> None:
    """What became of it on its way out."""
    shop = shops.facts(message.shop)
    folding.lock(shop, [message.thread_id])
    Message.objects.filter(pk=message.pk, record__isnull=True).update(delivery=delivery)
    if outside_id:
        adopting.name(shop, message.pk, outside_id, now=now)
    folding.fold(shop, [message.thread_id], now=now)
