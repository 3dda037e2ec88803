"""Conversations for programs: the list of a shop, one of them, its messages."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from chat.api.sending import Sending
from chat.domain.facts import SPEAKERS
from chat.queries import programs
from sellerdesk import access
from sellerdesk.api import paging, routes
from sellerdesk.api.base import ApiView
from sellerdesk.domain import permissions
from sellerdesk.errors import NotVisible
from sellerdesk.models import Shop


SENDERS = {number: word for word, number in SPEAKERS.items()}
MOST_ARRIVAL = 2**31 - 1


class BuyerSerializer(serializers.Serializer[Any]):
    """A buyer as the marketplace names them."""

    id = serializers.CharField(source="outside_id")
    name = serializers.CharField()


class ThreadSerializer(serializers.Serializer[Any]):
    """A conversation and where it stands. `order` is told to tokens with orders.see alone."""

    id = serializers.IntegerField()
    conversation = serializers.CharField(source="outside_id")
    buyer = BuyerSerializer()
    product = serializers.CharField(source="product.outside_id", allow_null=True, default=None)
    order = serializers.SerializerMethodField()
    after_sale = serializers.SerializerMethodField()
    first_at = serializers.DateTimeField()
    last_at = serializers.DateTimeField()
    last_sender = serializers.SerializerMethodField()
    messages = serializers.IntegerField()
    unread = serializers.IntegerField()
    waiting_since = serializers.DateTimeField(allow_null=True)
    answered_at = serializers.DateTimeField(allow_null=True)
    done_at = serializers.DateTimeField(allow_null=True)
    assignee = serializers.IntegerField(source="assignee_id", allow_null=True, help_text="the id of the person who has it")
    arrivals = serializers.IntegerField(help_text="the newest arrival: what `seen` names")

    def get_order(self, thread: Any) -> str | None:
        """The number of the order that it is about."""
        return thread.order_ref if self.context.get("orders") else None

    def get_after_sale(self, thread: Any) -> bool:
        """Whether there is an order."""
        return thread.order_ref is not None

    def get_last_sender(self, thread: Any) -> str:
        """Who spoke last: buyer, seller, marketplace."""
        return SENDERS[thread.last_sender]


class ThreadPageSerializer(serializers.Serializer[Any]):
    """Some conversations and the next cursor."""

    items = ThreadSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class FileSerializer(serializers.Serializer[Any]):
    """An attachment: what the marketplace told of it, or what was sent from here. `id` opens it below files/ once it is kept."""

    id = serializers.IntegerField()
    state = serializers.CharField(help_text="told (not here yet), kept (it can be read here), refused or failed")
    reason = serializers.CharField(help_text="why it is not here; else empty")
    name = serializers.CharField()
    kind = serializers.CharField()
    url = serializers.CharField()
    content_type = serializers.CharField()
    size = serializers.IntegerField(allow_null=True)


class MessageSerializer(serializers.Serializer[Any]):
    """A message as it stands: one that was removed has no text. `message` is null until the marketplace has named it."""

    id = serializers.IntegerField()
    message = serializers.CharField(source="outside_id", allow_null=True)
    at = serializers.DateTimeField()
    sender = serializers.SerializerMethodField()
    text = serializers.SerializerMethodField()
    edited_at = serializers.DateTimeField(source="changed_at", allow_null=True)
    removed_at = serializers.DateTimeField(allow_null=True)
    automatic = serializers.BooleanField()
    delivery = serializers.CharField()
    attachments = serializers.SerializerMethodField()

    def get_sender(self, message: Any) -> str:
        """Who speaks: buyer, seller, marketplace."""
        return SENDERS[message.sender]

    def get_text(self, message: Any) -> str:
        """The words as they were changed last."""
        if message.removed_at is not None:
            return ""
        return str(message.text if message.new_text is None else message.new_text)

    @extend_schema(responses=FileSerializer(many=True))
    def get_attachments(self, message: Any) -> list[dict[str, Any]]:
        """Its files."""
        found = [] if message.removed_at is not None else self.context["files"].get(message.pk, [])
        return list(FileSerializer(found, many=True).data)


class MessagePageSerializer(serializers.Serializer[Any]):
    """Some messages and the next cursor."""

    items = MessageSerializer(many=True)
    next = serializers.CharField(allow_null=True)


PAGED = [OpenApiParameter("cursor", str), OpenApiParameter("limit", int, description=f"1 to {paging.MOST}")]


class ThreadsView(ApiView):
    """GET /api/v1/shops/{shop}/threads/"""

    @extend_schema(operation_id="shop_threads", parameters=PAGED, responses=ThreadPageSerializer)
    def get(self, request: Request, shop: str) -> Response:
        """The conversations of a shop, the newest first. Needs chats.see."""
        place = access.shop(request, shop, may=permissions.CHATS_SEE)
        found = paging.page(request, programs.threads(place.desk_id, place.pk), keys=("-last_at", "-id"))
        context = {"orders": access.may(request, place, permissions.ORDERS_SEE)}
        return Response({"items": ThreadSerializer(found.items, many=True, context=context).data, "next": found.next})


class ThreadView(ApiView):
    """GET /api/v1/shops/{shop}/threads/{thread}/"""

    @extend_schema(operation_id="shop_thread", responses=ThreadSerializer)
    def get(self, request: Request, shop: str, thread: int) -> Response:
        """One conversation. Needs chats.see."""
        place = access.shop(request, shop, may=permissions.CHATS_SEE)
        return told(request, place, thread)


class MessagesView(Sending):
    """GET /api/v1/shops/{shop}/threads/{thread}/messages/"""

    @extend_schema(operation_id="shop_thread_messages", parameters=PAGED, responses=MessagePageSerializer)
    def get(self, request: Request, shop: str, thread: int) -> Response:
        """The messages of a conversation, the oldest first. Needs chats.see. Private notes are never among them."""
        place = access.shop(request, shop, may=permissions.CHATS_SEE)
        if not programs.threads(place.desk_id, place.pk).filter(pk=thread).exists():
            raise NotVisible
        found = paging.page(request, programs.messages(place.desk_id, thread), keys=("at", "sender", "id"))
        context = {"files": programs.files(place.desk_id, [message.pk for message in found.items if message.files])}
        return Response({"items": MessageSerializer(found.items, many=True, context=context).data, "next": found.next})


def told(request: Request, place: Shop, thread: int) -> Response:
    """One conversation of a shop as it is now, as much of it as the token may see. NotVisible where there is none."""
    found = programs.threads(place.desk_id, place.pk).filter(pk=thread).first()
    if found is None:
        raise NotVisible
    return Response(ThreadSerializer(found, context={"orders": access.may(request, place, permissions.ORDERS_SEE)}).data)


def hang() -> None:
    """Serve them."""
    routes.register("shops/<slug:shop>/threads/", ThreadsView.as_view(), "shop-threads")
    routes.register("shops/<slug:shop>/threads/<int:thread>/", ThreadView.as_view(), "shop-thread")
    routes.register("shops/<slug:shop>/threads/<int:thread>/messages/", MessagesView.as_view(), "shop-thread-messages")
