"""Conversations and their messages as programs read them, to be put into pages."""

from django.db.models import QuerySet

from chat.models import Attachment, Message, Thread


def threads(desk_id: int, shop_id: int) -> QuerySet[Thread]:
    """The conversations of a shop, with buyer and product."""
    return Thread.objects.filter(desk_id=desk_id, shop_id=shop_id).select_related("buyer", "product")


def messages(desk_id: int, thread_id: int) -> QuerySet[Message]:
    """The messages of a conversation."""
    return Message.objects.filter(desk_id=desk_id, thread_id=thread_id)


def files(desk_id: int, message_ids: list[int]) -> dict[int, list[Attachment]]:
    """The attachments of messages, by message."""
    found: dict[int, list[Attachment]] = {}
    for one in Attachment.objects.filter(desk_id=desk_id, message_id__in=message_ids).order_by("message_id", "place", "id"):
        found.setdefault(one.message_id or 0, []).append(one)
    return found
