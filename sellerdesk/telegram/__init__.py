"""Telegram: a desk's bot writes to the people who linked their chat with it. What is owed is a row, as with mail.

`calling` speaks to Telegram, `linking` and `bots` are what persons do, `polling` reads what bots are written, `sending` sends.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sellerdesk import outbox


KIND = "telegram"
"""The kind of the outbound rows that are messages by Telegram."""


def owe(
    desk_id: int, user_id: int, sort: str, key: str, *, context: Mapping[str, Any], now: datetime, not_before: datetime | None = None
) -> int | None:
    """Owe one message, inside a command; None where that very one is owed already. `context` holds ids and moments, never texts.

    Each has a lane of its own: one that waits for the end of quiet hours holds up nothing that is told at once.
    """
    payload = {"user": user_id, "sort": sort, "context": dict(context)}
    return outbox.enqueue(desk_id, KIND, key, payload, now=now, lane=f"telegram:{key}"[:120], not_before=not_before)
