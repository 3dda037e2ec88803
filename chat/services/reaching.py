"""The thread and the message that a command is about, for who may see their shop."""

from collections.abc import Collection

from django.db.models import QuerySet

from chat.models import Message, Thread
from sellerdesk import writing
from sellerdesk.shops import ShopFacts


def thread(desk_id: int, shop_ids: Collection[int], thread_id: int) -> Thread:
    """The thread, locked until the command ends: everything that is written in one conversation queues here. Else NotVisible."""
    return writing.locked(_threads(desk_id, shop_ids, thread_id))


def seen(desk_id: int, shop_ids: Collection[int], thread_id: int) -> Thread:
    """The thread without a lock, for what concerns nobody else. Else NotVisible."""
    return writing.seen(_threads(desk_id, shop_ids, thread_id))


def own_message(desk_id: int, shop_ids: Collection[int], message_id: int) -> Message:
    """A message that was written here, not locked. Else NotVisible."""
    rows = Message.objects.filter(desk_id=desk_id, shop_id__in=shop_ids, pk=message_id, client_key__isnull=False)
    return writing.seen(rows)


def shop(shop_id: int) -> ShopFacts:
    """The rules and the clock of a shop."""
    return writing.shop(shop_id)


def _threads(desk_id: int, shop_ids: Collection[int], thread_id: int) -> QuerySet[Thread]:
    return Thread.objects.filter(desk_id=desk_id, shop_id__in=shop_ids, pk=thread_id)
