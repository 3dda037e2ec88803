"""Complaints that came together in conversations, for programs."""

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from chat.api.threads import PAGED, ThreadSerializer
from chat.queries import complaints as queries
from sellerdesk import access
from sellerdesk.api import paging, routes
from sellerdesk.api.base import ApiView
from sellerdesk.domain import permissions
from sellerdesk.domain.cursors import LARGEST_ID
from sellerdesk.domain.topics.keys import TOPICS
from sellerdesk.errors import NotVisible
from sellerdesk.models import Shop


if TYPE_CHECKING:
    from chat.models import ComplaintSignal


class ChatComplaintSerializer(serializers.Serializer[Any]):
    """Complaints of one topic about one product that came together in conversations."""

    id = serializers.IntegerField()
    topic = serializers.ChoiceField(choices=TOPICS)
    product = serializers.CharField(source="product.outside_id", help_text="the product's id in the feed")
    title = serializers.CharField(source="product.title")
    since = serializers.DateTimeField(help_text="when the first of them was made")
    newest = serializers.DateTimeField()
    number = serializers.IntegerField(help_text="conversations when it was last looked at")
    why = serializers.CharField(help_text="close (3 within 7 days) or rate (more in 28 days than the 90 before let expect)")
    open = serializers.BooleanField(source="is_open", help_text="whether it is a signal still")


class ChatComplaintPageSerializer(serializers.Serializer[Any]):
    """Some of them and the next cursor."""

    items = ChatComplaintSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class ChatComplaintThreadSerializer(serializers.Serializer[Any]):
    """A conversation behind it."""

    at = serializers.DateTimeField(help_text="when its buyer first complained of the topic")
    thread = ThreadSerializer()


class ChatComplaintThreadPageSerializer(serializers.Serializer[Any]):
    """How many conversations are behind it now, some of them, and the next cursor."""

    number = serializers.IntegerField()
    items = ChatComplaintThreadSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class ChatComplaintsView(ApiView):
    """GET /api/v1/shops/{shop}/chat-complaints/"""

    @extend_schema(
        operation_id="shop_chat_complaints",
        parameters=[OpenApiParameter("open", str, enum=["1"], description="only those that are a signal still"), *PAGED],
        responses=ChatComplaintPageSerializer,
    )
    def get(self, request: Request, shop: str) -> Response:
        """What buyers of a shop complain of in conversations, the one with the newest complaint first. Needs chats.see."""
        place = access.shop(request, shop, may=permissions.CHATS_SEE)
        rows = queries.of_shop(place.desk_id, [place.pk])
        if request.query_params.get("open") == "1":
            rows = rows.filter(is_open=True)
        found = paging.page(request, rows, keys=("-newest", "-id"))
        return Response({"items": ChatComplaintSerializer(found.items, many=True).data, "next": found.next})


class ChatComplaintThreadsView(ApiView):
    """GET /api/v1/shops/{shop}/chat-complaints/{complaint}/threads/"""

    @extend_schema(operation_id="shop_chat_complaint_threads", parameters=PAGED, responses=ChatComplaintThreadPageSerializer)
    def get(self, request: Request, shop: str, complaint: int) -> Response:
        """The conversations behind it, the newest complaint first. Needs chats.see."""
        place = access.shop(request, shop, may=permissions.CHATS_SEE)
        rows = queries.behind(_signal(place, complaint))
        found = paging.page(request, rows, keys=("-at", "-id"))
        context = {"orders": access.may(request, place, permissions.ORDERS_SEE)}
        items = ChatComplaintThreadSerializer(found.items, many=True, context=context).data
        return Response({"number": rows.count(), "items": items, "next": found.next})


def hang() -> None:
    """Register the views."""
    at = "shops/<slug:shop>/chat-complaints/"
    routes.register(at, ChatComplaintsView.as_view(), "shop-chat-complaints")
    routes.register(f"{at}<int:complaint>/threads/", ChatComplaintThreadsView.as_view(), "shop-chat-complaint-threads")


def _signal(place: Shop, own: int) -> "ComplaintSignal":
    found = queries.of_shop(place.desk_id, [place.pk]).filter(pk=own).first() if own <= LARGEST_ID else None
    if found is None:
        raise NotVisible
    return found
