"""Writing to the buyer of an order from another room: the room that holds conversations says how.

Rooms do not know one another. Whoever keeps conversations registers the way in ready(); whoever has something to tell a buyer asks for
the conversation of an order, sends through it, and asks later what became of the message.
"""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sellerdesk.domain.actor import Actor


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation that a message can go to: its page, what was seen of it by now, and the buyer's latest words."""

    id: int
    href: str
    seen: int
    said: str
    about_order: bool
    """Whether it is about this order; otherwise it is the buyer's latest about anything."""


class TalkWay(Protocol):
    """The room that holds conversations."""

    may: str
    """The permission without which nobody writes through it."""

    def find(self, desk_id: int, desk_slug: str, shop_ids: Sequence[int], buyer_id: int, order_ref: str, /) -> Talk | None:
        """The conversation to write to, that of the order first; None where the buyer has none. One query."""

    def send(
        self, *, desk_id: int, shop_ids: Collection[int], talk_id: int, user_id: int | None, actor: Actor, text: str, key: uuid.UUID,
        seen: int, reason: str, now: datetime,
    ) -> None:  # fmt: skip
        """A command: send once for each key. Refused as the room refuses what is written there; Stale where something newer came."""

    def fates(self, desk_id: int, keys: Sequence[uuid.UUID], /) -> Mapping[uuid.UUID, str]:
        """What became of messages sent with these keys: queued, sending, moderated, sent, refused, unknown, by_hand, cancelled."""


_ways: list[TalkWay] = []


def register(way: TalkWay) -> None:
    """Tell how buyers are written to. Once."""
    if _ways and _ways[0] is not way:
        raise ValueError("How buyers are written to is known already.")
    _ways[:] = [way]


def way() -> TalkWay | None:
    """How buyers are written to; None where no room holds conversations."""
    return _ways[0] if _ways else None
