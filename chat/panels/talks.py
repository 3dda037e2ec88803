"""How other rooms write to a buyer: into the conversation, with everything that is asked of a message written here."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.urls import reverse

from chat.queries import reached
from chat.services import sending
from sellerdesk.domain import permissions
from sellerdesk.domain.actor import Actor
from sellerdesk.talks import Talk


class Talks:
    """The conversations of the chat room, for the rooms that have something to tell a buyer."""

    may = permissions.CHATS_ANSWER

    def find(self, desk_id: int, desk_slug: str, shop_ids: Sequence[int], buyer_id: int, order_ref: str, /) -> Talk | None:
        """The conversation of the order, else the buyer's latest."""
        found = reached.to_write(desk_id, shop_ids, buyer_id, order_ref)
        if found is None:
            return None
        own, seen, said, about_order = found
        return Talk(own, reverse("chat", args=[desk_slug, own]), seen, said, about_order)

    def send(
        self, *, desk_id: int, shop_ids: Collection[int], talk_id: int, user_id: int | None, actor: Actor, text: str, key: uuid.UUID,
        seen: int, reason: str, now: datetime,
    ) -> None:  # fmt: skip
        """Refused and stale as `sending.send` is."""
        sending.send(
            desk_id=desk_id, shop_ids=shop_ids, thread_id=talk_id, user_id=user_id, actor=actor, text=text, files=[], client_key=key,
            seen=seen, reason=reason, now=now,
        )  # fmt: skip

    def fates(self, desk_id: int, keys: Sequence[uuid.UUID], /) -> Mapping[uuid.UUID, str]:
        """By key; one that is not there (any more) is left out."""
        return reached.fates(desk_id, keys)
