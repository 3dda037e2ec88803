"""A message that a program wrote and that has not left yet: at another moment, called off, or once more after a refusal."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from chat.api.threads import MOST_ARRIVAL
from chat.queries import programs
from chat.services import withdrawing
from sellerdesk import access
from sellerdesk.api import routes
from sellerdesk.api.base import ApiView
from sellerdesk.api.bodies import body
from sellerdesk.domain import permissions
from sellerdesk.errors import NotVisible
from sellerdesk.models import Shop


class WhenSerializer(serializers.Serializer[Any]):
    """When it is to go."""

    not_before = serializers.DateTimeField(allow_null=True, help_text="within 30 days; null for now")


class LeavesSerializer(serializers.Serializer[Any]):
    """When it leaves."""

    leaves_at = serializers.DateTimeField()


class MessageAgainSerializer(serializers.Serializer[Any]):
    """What was before its author."""

    seen = serializers.IntegerField(min_value=0, max_value=MOST_ARRIVAL, help_text="the newest arrival of the thread")


class MessageWhenView(ApiView):
    """POST /api/v1/shops/{shop}/threads/{thread}/messages/{message}/when/"""

    @extend_schema(operation_id="thread_message_when", request=WhenSerializer, responses=LeavesSerializer)
    def post(self, request: Request, shop: str, thread: int, message: int) -> Response:
        """Give a message for later another moment. 409 stale where it is on its way, 422 later_is_past, later_is_too_far.

        Needs chats.see and chats.answer.
        """
        place = _entered(request, shop, thread, message)
        leaves = withdrawing.reschedule(
            desk_id=place.desk_id, shop_ids=[place.pk], message_id=message, actor=access.actor(request), now=timezone.now(),
            **body(request, WhenSerializer),
        )  # fmt: skip
        return Response(LeavesSerializer({"leaves_at": leaves}).data)


class MessageBackView(ApiView):
    """POST /api/v1/shops/{shop}/threads/{thread}/messages/{message}/back/"""

    @extend_schema(operation_id="thread_message_back", request=None, responses={204: None})
    def post(self, request: Request, shop: str, thread: int, message: int) -> Response:
        """Call off a program's message before it leaves; twice is once. 409 stale where it is on its way.

        A person's message goes back into that person's draft, and is theirs to take back: 404. Needs chats.see and chats.answer.
        """
        place = _entered(request, shop, thread, message)
        withdrawing.call_off(
            desk_id=place.desk_id, shop_ids=[place.pk], message_id=message, actor=access.actor(request), now=timezone.now()
        )
        return Response(status=204)


class MessageAgainView(ApiView):
    """POST /api/v1/shops/{shop}/threads/{thread}/messages/{message}/again/"""

    @extend_schema(operation_id="thread_message_again", request=MessageAgainSerializer, responses=LeavesSerializer)
    def post(self, request: Request, shop: str, thread: int, message: int) -> Response:
        """Send a message that was refused once more, as it is. 409 stale where something newer came. Needs chats.see and chats.answer."""
        place = _entered(request, shop, thread, message)
        leaves = withdrawing.again(
            desk_id=place.desk_id, shop_ids=[place.pk], message_id=message, user_id=None, actor=access.actor(request), now=timezone.now(),
            **body(request, MessageAgainSerializer),
        )  # fmt: skip
        return Response(LeavesSerializer({"leaves_at": leaves}).data)


def _entered(request: Request, shop: str, thread: int, message: int) -> Shop:
    place = access.answered(request, shop, may=permissions.CHATS_ANSWER)
    if not programs.messages(place.desk_id, thread).filter(pk=message, shop_id=place.pk).exists():
        raise NotVisible
    return place


def hang() -> None:
    """Serve them."""
    at = "shops/<slug:shop>/threads/<int:thread>/messages/<int:message>/"
    routes.register(f"{at}when/", MessageWhenView.as_view(), "shop-thread-message-when")
    routes.register(f"{at}back/", MessageBackView.as_view(), "shop-thread-message-back")
    routes.register(f"{at}again/", MessageAgainView.as_view(), "shop-thread-message-again")
