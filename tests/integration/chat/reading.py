"""Conversations of a shop as the product has them, in the oracle's words."""

from typing import Any

from chat.models import Attachment, Message, Round, Satisfaction, Thread
from chat.services import settling
from sellerdesk.models import FeedRecord
from sellerdesk.shops import ShopFacts
from tests.factories.kernel import NOW
from tests.feeding import STATES
from tests.oracle.records import State
from tests.oracle.talks import Talk


def talks(shop: ShopFacts) -> dict[str, Talk]:
    """Every conversation that is in a list, settled."""
    while settling.settle(shop=shop, now=NOW):
        pass
    found = Thread.objects.filter(shop_id=shop.id, messages__gt=0).select_related("buyer", "product")
    return {thread.outside_id: _talk(thread) for thread in found}


def _talk(thread: Thread) -> Talk:
    messages = Message.objects.filter(thread=thread)
    assert messages.count() == len(set(messages.values_list("arrival", flat=True)))
    rounds = Round.objects.filter(thread=thread).order_by("asked_at").values_list("asked_at", "answered_at", "after_sale")
    return Talk(
        buyer=thread.buyer.outside_id,
        product=thread.product.outside_id if thread.product else None,
        order=thread.order_ref,
        first_at=thread.first_at,
        last_at=thread.last_at,
        last_sender=thread.last_sender,
        excerpt=thread.excerpt,
        files=thread.files,
        messages=thread.messages,
        unread=thread.unread,
        waiting_since=thread.waiting_since,
        answered_at=thread.answered_at,
        texts={str(one.outside_id): None if one.removed_at else one.text if one.new_text is None else one.new_text for one in messages},
        rounds=list(rounds),
    )


def marks(shop: ShopFacts) -> dict[str, bool]:
    """Which marks count."""
    return dict(Satisfaction.objects.filter(shop_id=shop.id).values_list("outside_id", "counts"))


def fates(shop: ShopFacts) -> dict[str, State]:
    """What became of each content, by its hash."""
    kept = FeedRecord.objects.filter(shop_id=shop.id).values("content_hash", "state", "code")
    return {bytes(row["content_hash"]).hex(): (STATES[FeedRecord.State(row["state"])], row["code"] or None) for row in kept}


def files(shop: ShopFacts) -> list[Any]:
    """Files of messages, in their order."""
    found = Attachment.objects.filter(thread__shop_id=shop.id, message__isnull=False)
    return sorted(found.values_list("message__outside_id", "place", "url", "thread__outside_id"))
