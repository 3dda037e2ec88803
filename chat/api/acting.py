"""What is done with a conversation, for programs: read, done, opened again, given to somebody."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from chat.api.threads import MOST_ARRIVAL, ThreadSerializer, told
from chat.queries import people
from chat.services import assigning, finishing, reached, seeing
from sellerdesk import access
from sellerdesk.api import routes
from sellerdesk.api.base import ApiView
from sellerdesk.api.bodies import body
from sellerdesk.api.repeating import idempotent
from sellerdesk.api.versions import Versioned, told as versioned, unchanged
from sellerdesk.domain import permissions
from sellerdesk.errors import NotVisible
from sellerdesk.models import Shop


class UpToSerializer(serializers.Serializer[Any]):
    """How far it was read."""

    seen = serializers.IntegerField(min_value=0, max_value=MOST_ARRIVAL, help_text="the newest arrival that was read")


class AssignedPersonSerializer(serializers.Serializer[Any]):
    """Somebody who answers chats of the shop."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class AssigneeSerializer(serializers.Serializer[Any]):
    """Who has the conversation, and who could."""

    assignee = serializers.IntegerField(allow_null=True, help_text="a person's id; null where nobody has it")
    people = AssignedPersonSerializer(many=True, help_text="who answers chats of the shop")


class WantedAssigneeSerializer(serializers.Serializer[Any]):
    """Who is to have it."""

    assignee = serializers.IntegerField(allow_null=True, min_value=1, max_value=2**63 - 1, help_text="a person's id; null for nobody")


class ThreadSeenView(ApiView):
    """POST /api/v1/shops/{shop}/threads/{thread}/seen/"""

    @extend_schema(operation_id="shop_thread_seen", request=UpToSerializer, responses=ThreadSerializer)
    def post(self, request: Request, shop: str, thread: int) -> Response:
        """Everything up to an arrival is read, for the whole team; it only ever grows. Needs chats.see and chats.answer."""
        place = _answering(request, shop)
        arrival = body(request, UpToSerializer)["seen"]
        seeing.mark_seen(desk_id=place.desk_id, shop_ids=[place.pk], thread_id=thread, arrival=arrival, now=timezone.now())
        return told(request, place, thread)


class ThreadUnreadView(ApiView):
    """POST /api/v1/shops/{shop}/threads/{thread}/unread/"""

    @extend_schema(operation_id="shop_thread_unread", request=None, responses=ThreadSerializer)
    def post(self, request: Request, shop: str, thread: int) -> Response:
        """The buyer's latest message that nobody has answered counts as not read again. Needs chats.see and chats.answer."""
        place = _answering(request, shop)
        seeing.mark_unread(desk_id=place.desk_id, shop_ids=[place.pk], thread_id=thread, now=timezone.now())
        return told(request, place, thread)


class ThreadDoneView(ApiView):
    """POST /api/v1/shops/{shop}/threads/{thread}/done/"""

    @extend_schema(operation_id="shop_thread_done", request=UpToSerializer, responses=ThreadSerializer)
    @idempotent
    def post(self, request: Request, shop: str, thread: int) -> Response:
        """Nothing more is to be done. 409 stale where the buyer has written since `seen`, 422 done_already.

        Needs chats.see and chats.answer.
        """
        place = _answering(request, shop)
        finishing.finish(
            desk_id=place.desk_id, shop_ids=[place.pk], thread_id=thread, seen=body(request, UpToSerializer)["seen"],
            actor=access.actor(request), user_id=None, now=timezone.now(),
        )  # fmt: skip
        return told(request, place, thread)


class ThreadReopenView(ApiView):
    """POST /api/v1/shops/{shop}/threads/{thread}/reopen/"""

    @extend_schema(operation_id="shop_thread_reopen", request=None, responses=ThreadSerializer)
    @idempotent
    def post(self, request: Request, shop: str, thread: int) -> Response:
        """Not done after all: what nobody has answered waits again. 422 not_done. Needs chats.see and chats.answer."""
        place = _answering(request, shop)
        finishing.reopen(
            desk_id=place.desk_id, shop_ids=[place.pk], thread_id=thread, actor=access.actor(request), now=timezone.now()
        )  # fmt: skip
        return told(request, place, thread)


class ThreadAssigneeView(Versioned, ApiView):
    """GET, PUT /api/v1/shops/{shop}/threads/{thread}/assignee/"""

    @extend_schema(operation_id="shop_thread_assignee", responses=AssigneeSerializer)
    def get(self, request: Request, shop: str, thread: int) -> Response:
        """Who has a conversation, and who could have it. Needs chats.answer."""
        place = access.shop(request, shop, may=permissions.CHATS_ANSWER)
        return versioned(_assignee(place, thread))

    @extend_schema(operation_id="shop_thread_assignee_put", request=WantedAssigneeSerializer, responses=AssigneeSerializer)
    def put(self, request: Request, shop: str, thread: int) -> Response:
        """Give a conversation to somebody, or to nobody. 422 assignee_unknown. Needs chats.answer and work.assign."""
        place = access.shop(request, shop, may=permissions.CHATS_ANSWER)
        if not access.may(request, place, permissions.WORK_ASSIGN):
            raise NotVisible
        wanted = body(request, WantedAssigneeSerializer)["assignee"]
        with unchanged(request, lambda: _assignee(place, thread), lock=lambda: reached.thread(place.desk_id, [place.pk], thread)):
            assigning.assign(
                desk_id=place.desk_id, shop_ids=[place.pk], thread_id=thread, assignee_id=wanted, actor=access.actor(request),
                now=timezone.now(),
            )  # fmt: skip
        return versioned(_assignee(place, thread))


def _answering(request: Request, shop: str) -> Shop:
    """The answer is the conversation: who may not see it does nothing with it either."""
    return access.answered(request, shop, may=permissions.CHATS_ANSWER)


def _assignee(place: Shop, thread: int) -> Any:
    found = people.having(place.desk_id, place.pk, thread)
    who = people.answering(place.desk_id, place.pk)
    return AssigneeSerializer({"assignee": found, "people": who}).data


def hang() -> None:
    """Serve them."""
    at = "shops/<slug:shop>/threads/<int:thread>/"
    routes.register(f"{at}seen/", ThreadSeenView.as_view(), "shop-thread-seen")
    routes.register(f"{at}unread/", ThreadUnreadView.as_view(), "shop-thread-unread")
    routes.register(f"{at}done/", ThreadDoneView.as_view(), "shop-thread-done")
    routes.register(f"{at}reopen/", ThreadReopenView.as_view(), "shop-thread-reopen")
    routes.register(f"{at}assignee/", ThreadAssigneeView.as_view(), "shop-thread-assignee")
