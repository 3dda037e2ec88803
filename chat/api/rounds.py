"""GET /api/v1/shops/{shop}/chat-figure-rounds/ and /chat-figure-marks/: the rows behind the chat figures, as their pages list them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from chat.api.figures import DAYS, NARROWED, asked_of
from chat.domain import asking
from chat.domain.asking import WHICH
from chat.domain.figures import ELSEWHERE, NOBODY
from chat.queries import beside, marks, rounds
from chat.queries.scope import Scope, day_in
from sellerdesk import access, shops
from sellerdesk.api import paging, routes
from sellerdesk.api.base import ApiView
from sellerdesk.domain import permissions
from sellerdesk.domain.cursors import Cursor, cursor
from sellerdesk.errors import NotVisible


PAGED: Final = [OpenApiParameter("cursor", str), OpenApiParameter("limit", int, description=f"1 to {paging.MOST}")]
_AGENTS: Final = {ELSEWHERE: "elsewhere", NOBODY: "nobody"}


class ChatRoundSerializer(serializers.Serializer[Any]):
    """One round: a buyer asked, and somebody answered or not. `thread` and `buyer` are told to tokens with chats.see alone."""

    id = serializers.IntegerField()
    thread = serializers.IntegerField(allow_null=True)
    buyer = serializers.CharField(allow_null=True)
    asked_at = serializers.DateTimeField()
    answered_at = serializers.DateTimeField(allow_null=True, help_text="the first answer of a person")
    agent = serializers.JSONField(help_text='who answered: an account\'s number, "elsewhere" or "nobody"')
    name = serializers.CharField(allow_blank=True, help_text="of the account")
    automatic_at = serializers.DateTimeField(allow_null=True, help_text="the first automatic answer")
    done_at = serializers.DateTimeField(allow_null=True, help_text="when it was marked as done without an answer")
    after_sale = serializers.BooleanField()
    state = serializers.ChoiceField(["late", "in_time", "done", "running"], help_text="by the shop's target")


class ChatRoundsSerializer(serializers.Serializer[Any]):
    """Some rounds behind a figure, the newest first; how many there are in all, which is the figure; and the next cursor."""

    which = serializers.ChoiceField(WHICH)
    count = serializers.IntegerField()
    items = ChatRoundSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class ChatMarkSerializer(serializers.Serializer[Any]):
    """What a buyer thought of a conversation. `thread` and `buyer` are told to tokens with chats.see alone, and known once it was told."""

    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    score = serializers.IntegerField()
    thread = serializers.IntegerField(allow_null=True)
    buyer = serializers.CharField(allow_null=True)


class ChatMarksSerializer(serializers.Serializer[Any]):
    """Some marks behind a figure of satisfaction, the newest first; how many there are in all; and the next cursor."""

    count = serializers.IntegerField()
    items = ChatMarkSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class ChatFigureRoundsView(ApiView):
    """GET /api/v1/shops/{shop}/chat-figure-rounds/"""

    @extend_schema(
        operation_id="shop_chat_figure_rounds",
        parameters=[
            *DAYS,
            OpenApiParameter("which", str, enum=list(WHICH), description="the figure; all unless told"),
            *NARROWED,
            OpenApiParameter("hour", int, enum=list(range(24)), description="that they began in, shop time"),
            OpenApiParameter("weekday", int, enum=list(range(1, 8)), description="1 Monday to 7 Sunday"),
            *PAGED,
        ],
        responses=ChatRoundsSerializer,
    )
    def get(self, request: Request, shop: str) -> Response:
        """The rounds that a figure of the chats counts; of buyers one for each buyer and day. Needs figures.see."""
        scope, sees = _scope(request, shop)
        which = asking.which(request.query_params.get("which", ""))
        found = rounds.page(scope, which, after=_cursor(request), size=_limit(request))
        names = beside.names(scope.desk_id, {row.round.agent for row in found.rows if row.round.agent})
        items = [_round(row, names, sees=sees) for row in found.rows]
        told = {"which": which, "count": found.count, "items": items, "next": found.next.text() if found.next else None}
        return Response(ChatRoundsSerializer(told).data)


class ChatFigureMarksView(ApiView):
    """GET /api/v1/shops/{shop}/chat-figure-marks/"""

    @extend_schema(
        operation_id="shop_chat_figure_marks",
        parameters=[
            *DAYS,
            OpenApiParameter("of", str, description="the agent as the marketplace names agents; without it those who are not named"),
            OpenApiParameter("good", bool, description="only marks of 4 and 5"),
            *PAGED,
        ],
        responses=ChatMarksSerializer,
    )
    def get(self, request: Request, shop: str) -> Response:
        """The marks behind the satisfaction with one agent; 404 where too few were given for it to be told (CH-05). Needs figures.see."""
        scope, sees = _scope(request, shop)
        params = request.query_params
        good = params.get("good") == "true"
        found = marks.page(scope, params.get("of", ""), good=good, after=_cursor(request), size=_limit(request))
        if found is None:
            raise NotVisible
        items = [
            {
                "id": one.id,
                "at": one.at,
                "score": one.score,
                "thread": one.thread_id if sees else None,
                "buyer": one.buyer if sees else None,
            }
            for one in found.rows
        ]
        return Response(ChatMarksSerializer({"count": found.count, "items": items, "next": found.next.text() if found.next else None}).data)


def _scope(request: Request, shop: str) -> tuple[Scope, bool]:
    """What is asked for, and whether the token may see conversations. Refused with 400: days, agent."""
    row = access.shop(request, shop, may=permissions.FIGURES_SEE)
    place, now = shops.facts(row), datetime.now(UTC)
    asked = asked_of(request.query_params, today=day_in([place], now))
    return Scope(place.desk_id, [place], asked, now), access.may(request, row, permissions.CHATS_SEE)


def _cursor(request: Request) -> Cursor | None:
    given = request.query_params.get("cursor", "")
    found = cursor(given)
    if given and found is None:
        raise ValidationError({"cursor": [_("This cursor is not one of this list.")]}, code="invalid")
    return found


def _limit(request: Request) -> int:
    return paging.whole(request, "limit", paging.DEFAULT_LIMIT, least=1, most=paging.MOST)


def _round(row: rounds.Shown, names: Mapping[int, str], *, sees: bool) -> dict[str, Any]:
    one, tally = row.round, row.tally
    states = {"late": tally.late, "in_time": tally.in_time, "done": tally.done}
    return {
        "id": row.id, "thread": row.thread_id if sees else None, "buyer": row.buyer if sees else None, "asked_at": one.asked_at,
        "answered_at": one.answered_at, "agent": _AGENTS.get(one.who, one.who), "name": names.get(one.who, ""),
        "automatic_at": one.automatic_at, "done_at": one.done_at, "after_sale": row.after_sale,
        "state": next((state for state, holds in states.items() if holds), "running"),
    }  # fmt: skip


def hang() -> None:
    """Serve them."""
    routes.register("shops/<slug:shop>/chat-figure-rounds/", ChatFigureRoundsView.as_view(), "shop-chat-figure-rounds")
    routes.register("shops/<slug:shop>/chat-figure-marks/", ChatFigureMarksView.as_view(), "shop-chat-figure-marks")
