"""The kernel's own API views."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from sellerdesk import access, live
from sellerdesk.api import paging
from sellerdesk.api.base import ApiView
from sellerdesk.api.desk import shops
from sellerdesk.api.repeating import idempotent
from sellerdesk.api.versions import told
from sellerdesk.domain import permissions


class ShopSerializer(serializers.Serializer[Any]):
    """A shop as programs see it."""

    slug = serializers.CharField()
    name = serializers.CharField()
    desk = serializers.CharField(source="desk.slug")
    rules = serializers.CharField()
    time_zone = serializers.CharField()
    window = serializers.CharField()


class ShopPageSerializer(serializers.Serializer[Any]):
    """Some shops and the next cursor."""

    items = ShopSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class EventSerializer(serializers.Serializer[Any]):
    """One event of the desk log."""

    number = serializers.IntegerField()
    kind = serializers.CharField()
    ids = serializers.DictField()
    at = serializers.DateTimeField()


class EventPageSerializer(serializers.Serializer[Any]):
    """Some events, the number to ask after next, whether there is more at once, and whether none are missing before them.

    Events are kept for two weeks. Who asks after a number that is older is told `complete: false` and reads the facts again.
    """

    items = EventSerializer(many=True)
    last = serializers.IntegerField()
    more = serializers.BooleanField()
    complete = serializers.BooleanField()


LIMIT = OpenApiParameter("limit", int, description=f"1 to {paging.MOST}")


class ShopsView(ApiView):
    """GET /api/v1/shops/"""

    @extend_schema(operation_id="shops", parameters=[OpenApiParameter("cursor", str), LIMIT], responses=ShopPageSerializer)
    def get(self, request: Request) -> Response:
        """List the shops that the token may see, by slug. Needs desk.see, without which there is none."""
        found = paging.page(request, access.shops(request, may=permissions.DESK_SEE), keys=("slug", "id"))
        return Response({"items": ShopSerializer(found.items, many=True).data, "next": found.next})

    @extend_schema(operation_id="shop_create", request=shops.WantedSerializer, responses={201: shops.OneShopSerializer})
    @idempotent
    def post(self, request: Request) -> Response:
        """Add a shop; its slug is made from the name. Needs shops.manage; otherwise 404. Refused: time_zone_unknown, desk_is_demo."""
        made = shops.add(request)
        return told(shops.OneShopSerializer(access.shop(request, made.slug, may=permissions.SHOPS_MANAGE)).data, status=201)


class EventsView(ApiView):
    """GET /api/v1/shops/{shop}/events/"""

    @extend_schema(
        operation_id="shop_events",
        parameters=[OpenApiParameter("after", int, description="the last number already known; 0 for all"), LIMIT],
        responses=EventPageSerializer,
    )
    def get(self, request: Request, shop: str) -> Response:
        """Read what the desk's log says of a shop after a number, oldest first. Needs log.see; otherwise 404."""
        place = access.shop(request, shop, may=permissions.LOG_SEE)
        number = paging.whole(request, "after", 0, least=0, most=2**63 - 1)
        limit = paging.whole(request, "limit", paging.DEFAULT_LIMIT, least=1, most=paging.MOST)
        # Read before the rows, so that nothing written in between is passed over.
        newest = live.last_number(place.desk_id)
        events = live.after(place.desk_id, number, shop_id=place.pk, limit=limit + 1)
        more, events = len(events) > limit, events[:limit]
        highest = events[-1].number if events else 0
        last = highest if more else max(newest, highest)
        complete = live.is_kept(place.desk_id, number)
        return Response({"items": EventSerializer(events, many=True).data, "last": last, "more": more, "complete": complete})
