"""/api/v1/shops/{shop}/claims/: the open claims of a shop, and how they stand."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from returns.models import Claim
from sellerdesk import access
from sellerdesk.api import paging, routes
from sellerdesk.api.base import ApiView
from sellerdesk.api.views import LIMIT
from sellerdesk.domain import permissions


class ClaimSerializer(serializers.Serializer[Any]):
    """A claim as it stands. `id` is ours, for the other addresses; `number` the marketplace's."""

    id = serializers.IntegerField()
    number = serializers.CharField(source="outside_id")
    at = serializers.DateTimeField()
    order = serializers.SerializerMethodField()
    wants = serializers.CharField()
    reason = serializers.CharField(help_text="in our taxonomy; empty where none was told")
    text = serializers.CharField(source="reason_text")
    amount_minor = serializers.IntegerField(allow_null=True, help_text="in minor units of the currency")
    currency = serializers.CharField(source="amount_currency")
    money = serializers.CharField()
    goods = serializers.CharField()
    talk = serializers.CharField()
    due_at = serializers.DateTimeField(allow_null=True)
    by_itself = serializers.CharField(
        source="outcome", help_text="the event that comes by itself after `due_at`; empty where none is known"
    )

    def get_order(self, row: Claim) -> str | None:
        """Its order's id in the feed, for who may see orders; null else."""
        return row.order_ref if self.context["sees_orders"] else None


class ClaimPageSerializer(serializers.Serializer[Any]):
    """Some claims and the next cursor."""

    items = ClaimSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class ClaimsView(ApiView):
    """GET /api/v1/shops/{shop}/claims/"""

    @extend_schema(operation_id="shop_claims", parameters=[OpenApiParameter("cursor", str), LIMIT], responses=ClaimPageSerializer)
    def get(self, request: Request, shop: str) -> Response:
        """The open claims of a shop, what is due first first. Needs returns.see."""
        place = access.shop(request, shop, may=permissions.RETURNS_SEE)
        mine = Claim.objects.filter(desk_id=place.desk_id, shop_id=place.pk, is_open=True)
        found = paging.page(request, mine, keys=("queue_at", "id"))
        context = {"sees_orders": access.may(request, place, permissions.ORDERS_SEE)}
        return Response({"items": ClaimSerializer(found.items, many=True, context=context).data, "next": found.next})


def hang() -> None:
    """Serve it."""
    routes.register("shops/<slug:shop>/claims/", ClaimsView.as_view(), "shop-claims")
