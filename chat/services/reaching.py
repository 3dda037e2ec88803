"""The thread and the message that a command is about, for who may see their shop."""

from collections.abc import Collection

from chat.models import Message, Thread
from sellerdesk import shops
from sellerdesk.errors import NotVisible
from sellerdesk.shops import ShopFacts


def thread(desk_id: int, shop_ids: Collection[int], thread_id: int) -> Thread:
    """The thread, locked until the command ends: everything that is written in one conversation queues here. Else NotVisible."""
    found = Thread.objects.select_for_update(no_key=True).filter(desk_id=desk_id, shop_id__in=shop_ids, pk=thread_id).first()
    if found is None:
        raise NotVisible
    return found


def seen(desk_id: int, shop_ids: Collection[int], thread_id: int) -> Thread:
    """The thread without a lock, for what concerns nobody else. Else NotVisible."""
    found = Thread.objects.filter(desk_id=desk_id, shop_id__in=shop_ids, pk=thread_id).first()
    if found is None:
        raise NotVisible
    return found


def own_message(desk_id: int, shop_ids: Collection[int], message_id: int) -> Message:
    """A message that was written here, not locked. Else NotVisible."""
    found = Message.objects.filter(desk_id=desk_id, shop_id__in=shop_ids, pk=message_id, client_key__isnull=False).first()
    if found is None:
        raise NotVisible
    return found


def shop(shop_id: int) -> ShopFacts:
    """The rules and the clock of a shop."""
    found = shops.by_id(shop_id)
    if found is None:
        raise NotVisible
    return found
