"""Signals of refusals and claims for programs."""

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from returns.domain.signals import SORTS
from returns.queries import signals as queries
from returns.services import signals as acting
from returns.services.signals import LONGEST_DID
from sellerdesk import access
from sellerdesk.api import paging, routes
from sellerdesk.api.base import ApiView
from sellerdesk.api.bodies import body
from sellerdesk.api.repeating import idempotent
from sellerdesk.api.views import LIMIT
from sellerdesk.domain import permissions
from sellerdesk.errors import NotVisible
from sellerdesk.models import Shop


if TYPE_CHECKING:
    from returns.models import ReturnSignal


class ReturnSignalSerializer(serializers.Serializer[Any]):
    """Something that comes back or is not taken beyond the usual."""

    id = serializers.IntegerField()
    sort = serializers.ChoiceField(choices=SORTS)
    product = serializers.CharField(source="product.outside_id", default=None, allow_null=True, help_text="the product's id in the feed")
    buyer = serializers.CharField(source="buyer.outside_id", default=None, allow_null=True, help_text="the buyer's id in the feed")
    reason = serializers.CharField(help_text="of those about a reason; else empty")
    topic = serializers.CharField(help_text="of complaints; else empty")
    first_day = serializers.DateField(help_text="of the ordered lines that were judged, in the shop's days")
    last_day = serializers.DateField()
    hits = serializers.IntegerField(help_text="lines that came back or were not taken; of a buyer orders, of complaints complaints")
    lines = serializers.IntegerField(help_text="lines ordered; of a buyer orders")
    usual_ppm = serializers.IntegerField(help_text="the share to expect, in millionths")
    cause = serializers.CharField(help_text="the likely one; empty where none is clear")
    opened_at = serializers.DateTimeField()
    open = serializers.BooleanField(source="is_open")
    outcome = serializers.CharField(help_text="done, fell or rose; empty while it is open")
    closed_at = serializers.DateTimeField(allow_null=True)
    did = serializers.CharField(help_text="what was done about it")


class ReturnSignalPageSerializer(serializers.Serializer[Any]):
    """Some signals and the next cursor."""

    items = ReturnSignalSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class ClosingSerializer(serializers.Serializer[Any]):
    """What was done about it."""

    did = serializers.CharField(max_length=LONGEST_DID)


class ReturnSignalsView(ApiView):
    """GET /api/v1/shops/{shop}/return-signals/"""

    @extend_schema(
        operation_id="return_signals",
        parameters=[OpenApiParameter("open", str, enum=["1"], description="only open ones"), OpenApiParameter("cursor", str), LIMIT],
        responses=ReturnSignalPageSerializer,
    )
    def get(self, request: Request, shop: str) -> Response:
        """The signals of a shop, the newest first. Needs returns.see."""
        place = access.shop(request, shop, may=permissions.RETURNS_SEE)
        rows = queries.of_shop(place.desk_id, place.pk)
        if request.query_params.get("open") == "1":
            rows = rows.filter(is_open=True)
        found = paging.page(request, rows, keys=("-opened_at", "-id"))
        return Response({"items": ReturnSignalSerializer(found.items, many=True).data, "next": found.next})


class ReturnSignalView(ApiView):
    """GET /api/v1/shops/{shop}/return-signals/{return_signal}/"""

    @extend_schema(operation_id="return_signal", responses=ReturnSignalSerializer)
    def get(self, request: Request, shop: str, return_signal: int) -> Response:
        """One signal. Needs returns.see."""
        place = access.shop(request, shop, may=permissions.RETURNS_SEE)
        return Response(ReturnSignalSerializer(_signal(place, return_signal)).data)


class ReturnSignalCloseView(ApiView):
    """POST /api/v1/shops/{shop}/return-signals/{return_signal}/close/"""

    @extend_schema(operation_id="return_signal_close", request=ClosingSerializer, responses=ReturnSignalSerializer)
    @idempotent
    def post(self, request: Request, shop: str, return_signal: int) -> Response:
        """Say what was done about a signal. 422 signal_not_open. Needs returns.see and chats.answer."""
        place = access.shop(request, shop, may=permissions.RETURNS_SEE)
        if not access.may(request, place, permissions.CHATS_ANSWER):
            raise NotVisible
        own = _signal(place, return_signal).pk
        told = body(request, ClosingSerializer)
        acting.close(
            desk_id=place.desk_id, shop_ids=[place.pk], signal_id=own, user_id=None, did=told["did"],
            actor=access.actor(request), now=timezone.now(),
        )  # fmt: skip
        return Response(ReturnSignalSerializer(_signal(place, own)).data)


def hang() -> None:
    """Register the views."""
    at = "shops/<slug:shop>/return-signals/"
    routes.register(at, ReturnSignalsView.as_view(), "shop-return-signals")
    routes.register(f"{at}<int:return_signal>/", ReturnSignalView.as_view(), "shop-return-signal")
    routes.register(f"{at}<int:return_signal>/close/", ReturnSignalCloseView.as_view(), "shop-return-signal-close")


def _signal(place: Shop, own: int) -> "ReturnSignal":
    found = queries.of_shop(place.desk_id, place.pk).filter(pk=own).first()
    if found is None:
        raise NotVisible
    return found
