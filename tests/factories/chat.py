"""Conversations for tests: records of messages, and threads loaded from them."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from chat.models import Thread
from sellerdesk import shops
from sellerdesk.models import Shop
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
