"""Orders at risk for programs: which they are, and that something was done about one."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from returns.domain import risk_filters
from returns.domain.risk_filters import FATES
from returns.domain.risks import RISKS
from returns.queries import risks as queries
from returns.services import risk_acts
from returns.services.risk_acts import Doing
from sellerdesk import access
from sellerdesk.api import paging, routes
from sellerdesk.api.base import ApiView
from sellerdesk.api.repeating import idempotent
from sellerdesk.api.views import LIMIT
from sellerdesk.domain import permissions
from sellerdesk.errors import NotVisible
from sellerdesk.models import Shop


_WRITTEN = {"true": "1", "false": "0"}


class RiskSerializer(serializers.Serializer[Any]):
    """One thing that is or was wrong with an order."""

    id = serializers.IntegerField()
    order = serializers.CharField(source="order.outside_id", help_text="the order's id in the feed")
    risk = serializers.ChoiceField(choices=RISKS)
    since = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    open = serializers.BooleanField(source="is_open")
    outcome = serializers.CharField(
        help_text="shipped, delivered, refused, cancelled, struck, read, done, changed, later, lapsed, not_watched; empty while it is open"
    )
    closed_at = serializers.DateTimeField(allow_null=True)
    written = serializers.CharField(source="way", help_text="how the buyer was written to: chat or hand; empty where they were not")
    written_at = serializers.DateTimeField(allow_null=True)


class RiskPageSerializer(serializers.Serializer[Any]):
    """Some of them and the next cursor."""

    items = RiskSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class RiskOutcomeSerializer(serializers.Serializer[Any]):
    """How the orders of one risk ended, of those whose buyers were written to, or of the others; order-risks/ lists them."""

    risk = serializers.ChoiceField(choices=RISKS)
    written = serializers.BooleanField()
    orders = serializers.IntegerField()
    reached = serializers.IntegerField()
    refused = serializers.IntegerField()
    cancelled = serializers.IntegerField()
    on_way = serializers.IntegerField()


class RiskOutcomesSerializer(serializers.Serializer[Any]):
    """The latest closed ones. Buyers who are written to are seldom like the others: the difference proves nothing by itself."""

    latest = serializers.IntegerField(help_text="so many are looked at")
    items = RiskOutcomeSerializer(many=True)


class RisksView(ApiView):
    """GET /api/v1/shops/{shop}/order-risks/"""

    @extend_schema(
        operation_id="order_risks",
        parameters=[
            OpenApiParameter("closed", str, enum=["1"], description="closed ones, the last closed first; else open ones by deadline"),
            OpenApiParameter("risk", str, enum=list(RISKS)),
            OpenApiParameter("written", bool, description="of closed ones: whether the buyer was written to"),
            OpenApiParameter("fate", str, enum=list(FATES), description="of closed ones: what became of the order"),
            OpenApiParameter("cursor", str),
            LIMIT,
        ],
        responses=RiskPageSerializer,
    )
    def get(self, request: Request, shop: str) -> Response:
        """Orders at risk of a shop; by what became of them, the latest of them. Needs returns.see and orders.see."""
        place, params = place_of(request, shop), request.query_params
        closed, risk = params.get("closed") == "1", params.get("risk", "")
        if not closed and (wrong := [name for name in ("written", "fate") if name in params]):
            raise ValidationError({name: [_("Ask for closed ones with this.")] for name in wrong}, code="invalid")
        if "written" in params or "fate" in params:
            asked = risk_filters.read({"show": "closed", **params.dict(), "written": _WRITTEN.get(params.get("written", ""), "")})
            rows = queries.closed_so(place.desk_id, place.pk, asked)
        else:
            rows = queries.of_shop(place.desk_id, place.pk, is_open=not closed)
            rows = rows.filter(risk=risk) if risk in RISKS else rows
        found = paging.page(request, rows, keys=("-closed_at", "-id") if closed else ("due_at", "id"))
        return Response({"items": RiskSerializer(found.items, many=True).data, "next": found.next})


class RiskOutcomesView(ApiView):
    """GET /api/v1/shops/{shop}/order-risk-outcomes/"""

    @extend_schema(operation_id="order_risk_outcomes", responses=RiskOutcomesSerializer)
    def get(self, request: Request, shop: str) -> Response:
        """What came of orders at risk, with a message to the buyer and without. Needs returns.see and orders.see."""
        place = place_of(request, shop)
        rows = [
            {"risk": one.risk, "written": one.written, "orders": one.number, **one.fates}
            for one in queries.came_of(place.desk_id, [place.pk])
        ]
        return Response(RiskOutcomesSerializer({"latest": queries.LATEST, "items": rows}).data)


class _Acting(ApiView):
    """What was done about one."""

    def _do(self, request: Request, shop: str, risk: int, act: Callable[[Doing, datetime], None]) -> Response:
        place = place_of(request, shop)
        if not access.may(request, place, permissions.CHATS_ANSWER):
            raise NotVisible
        doing = Doing(desk_id=place.desk_id, shop_ids=[place.pk], risk_id=risk, user_id=None, actor=access.actor(request))
        act(doing, timezone.now())
        row = queries.of_shop(place.desk_id, place.pk).get(pk=risk)
        return Response(RiskSerializer(row).data)


class RiskReadView(_Acting):
    """POST /api/v1/shops/{shop}/order-risks/{risk}/read/"""

    @extend_schema(operation_id="order_risk_read", request=None, responses=RiskSerializer)
    @idempotent
    def post(self, request: Request, shop: str, risk: int) -> Response:
        """The buyer's note was read. 422 risk_not_open, no_note. Needs returns.see, orders.see and chats.answer."""
        return self._do(request, shop, risk, lambda doing, now: risk_acts.read(doing=doing, now=now))


class RiskDoneView(_Acting):
    """POST /api/v1/shops/{shop}/order-risks/{risk}/done/"""

    @extend_schema(operation_id="order_risk_done", request=None, responses=RiskSerializer)
    @idempotent
    def post(self, request: Request, shop: str, risk: int) -> Response:
        """Nothing more is to be done while the same facts stand. 422 risk_not_open. Needs returns.see, orders.see and chats.answer."""
        return self._do(request, shop, risk, lambda doing, now: risk_acts.done(doing=doing, now=now))


class RiskWrittenView(_Acting):
    """POST /api/v1/shops/{shop}/order-risks/{risk}/written/"""

    @extend_schema(operation_id="order_risk_written", request=None, responses=RiskSerializer)
    @idempotent
    def post(self, request: Request, shop: str, risk: int) -> Response:
        """The buyer was written to outside the chat. Needs returns.see, orders.see and chats.answer."""
        return self._do(request, shop, risk, lambda doing, now: risk_acts.written(doing=doing, letter=None, now=now))


def hang() -> None:
    """Register the views."""
    at = "shops/<slug:shop>/order-risks/"
    routes.register(at, RisksView.as_view(), "shop-order-risks")
    routes.register("shops/<slug:shop>/order-risk-outcomes/", RiskOutcomesView.as_view(), "shop-order-risk-outcomes")
    routes.register(f"{at}<int:risk>/read/", RiskReadView.as_view(), "shop-order-risk-read")
    routes.register(f"{at}<int:risk>/done/", RiskDoneView.as_view(), "shop-order-risk-done")
    routes.register(f"{at}<int:risk>/written/", RiskWrittenView.as_view(), "shop-order-risk-written")


def place_of(request: Request, shop: str) -> Shop:
    """The shop, where the token may see its returns and its orders. Otherwise NotVisible."""
    place = access.shop(request, shop, may=permissions.RETURNS_SEE)
    if not access.may(request, place, permissions.ORDERS_SEE):
        raise NotVisible
    return place
