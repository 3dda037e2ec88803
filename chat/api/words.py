"""The words of a conversation for programs: found in it, and how a message read before it was edited."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from chat.api.threads import MessageSerializer
from chat.domain.filters import words_of
from chat.queries import programs, searching
from sellerdesk import access
from sellerdesk.api import paging, routes
from sellerdesk.api.base import ApiView
from sellerdesk.domain import permissions
from sellerdesk.errors import NotVisible
from sellerdesk.models import Shop


class FoundMessagesSerializer(serializers.Serializer[Any]):
    """The messages that hold the words, the newest first, and whether there are more of them."""

    items = MessageSerializer(many=True)
    more = serializers.BooleanField()


class WordingsSerializer(serializers.Serializer[Any]):
    """A message as it reads, and as it was written; the same where it was never edited."""

    text = serializers.CharField()
    first_text = serializers.CharField()
    edited_at = serializers.DateTimeField(allow_null=True, help_text="when it was edited last")


class ThreadFindView(ApiView):
    """GET /api/v1/shops/{shop}/threads/{thread}/find/"""

    @extend_schema(
        operation_id="shop_thread_find",
        parameters=[
            OpenApiParameter("q", str, required=True, description="words; a message has to hold all of them"),
            OpenApiParameter("limit", int, description=f"1 to {paging.MOST}"),
        ],
        responses=FoundMessagesSerializer,
    )
    def get(self, request: Request, shop: str, thread: int) -> Response:
        """Find words in a conversation; what was removed is not found. Needs chats.see."""
        place = access.shop(request, shop, may=permissions.CHATS_SEE)
        _known(place, thread)
        limit = paging.whole(request, "limit", paging.DEFAULT_LIMIT, least=1, most=paging.MOST)
        if not (typed := words_of(request.query_params.get("q", ""))):
            raise ValidationError({"q": [_("Say which words to look for.")]}, code="required")
        found, _wanted = searching.within(place.desk_id, thread, typed, limit=limit + 1)
        rows = programs.messages(place.desk_id, thread).in_bulk(found[:limit])
        shown = [rows[own] for own in found[:limit] if own in rows]
        context = {"files": programs.files(place.desk_id, [one.pk for one in shown if one.files])}
        return Response({"items": MessageSerializer(shown, many=True, context=context).data, "more": len(found) > limit})


class MessageWordingsView(ApiView):
    """GET /api/v1/shops/{shop}/threads/{thread}/messages/{message}/wordings/"""

    @extend_schema(operation_id="shop_thread_message_wordings", responses=WordingsSerializer)
    def get(self, request: Request, shop: str, thread: int, message: int) -> Response:
        """How a message reads and how it was written at first; of a removed one nothing is told: 404. Needs chats.see."""
        place = access.shop(request, shop, may=permissions.CHATS_SEE)
        rows = programs.messages(place.desk_id, thread).filter(pk=message, shop_id=place.pk, removed_at__isnull=True)
        found = rows.first()
        if found is None:
            raise NotVisible
        told = {"text": found.text if found.new_text is None else found.new_text, "first_text": found.text, "edited_at": found.changed_at}
        return Response(WordingsSerializer(told).data)


def _known(place: Shop, thread: int) -> None:
    """NotVisible for a conversation of another shop."""
    if not programs.threads(place.desk_id, place.pk).filter(pk=thread).exists():
        raise NotVisible


def hang() -> None:
    """Serve them."""
    at = "shops/<slug:shop>/threads/<int:thread>/"
    routes.register(f"{at}find/", ThreadFindView.as_view(), "shop-thread-find")
    routes.register(f"{at}messages/<int:message>/wordings/", MessageWordingsView.as_view(), "shop-thread-message-wordings")
