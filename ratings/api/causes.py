"""Where a shop's marks come from, for programs: groups of orders and how they pull; never who rated, nor which order how."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from ratings.domain.figures import DIMENSIONS, shown
from ratings.domain.forecast import digits
from ratings.queries.category import peers
from ratings.queries.cause_orders import is_listed, orders_of
from ratings.queries.cause_rows import Cause, rows_of
from ratings.rows import kept_groups
from sellerdesk import access, queueing, shops
from sellerdesk.api import routes
from sellerdesk.api.base import ApiView
from sellerdesk.domain import permissions
from sellerdesk.errors import NotVisible


class CauseSerializer(serializers.Serializer[Any]):
    """A group of orders: the mean of its marks, of all the others, and by how much it moves the whole."""

    kind = serializers.CharField(help_text="courier, shipping, on_the_way, product, claim, refusal or chat_wait")
    code = serializers.CharField()
    name = serializers.CharField(help_text="of a product; else empty")
    marks = serializers.IntegerField()
    mean = serializers.CharField(allow_null=True)
    mean_of_the_others = serializers.CharField(allow_null=True)
    pull = serializers.CharField()
    low_95 = serializers.CharField()
    high_95 = serializers.CharField()
    counted_on = serializers.DateField()


class CausesSerializer(serializers.Serializer[Any]):
    """The groups that are told, the strongest pull down first. Nothing was counted yet where `counted` is false: a worker does it now."""

    counted = serializers.BooleanField()
    items = CauseSerializer(many=True)


class CauseOrderSerializer(serializers.Serializer[Any]):
    """An order of a group, rated or not."""

    order = serializers.CharField(source="outside_id")
    courier = serializers.CharField()
    placed_at = serializers.DateTimeField()


class CauseOrdersSerializer(serializers.Serializer[Any]):
    """Some of them, the newest first, and the next cursor."""

    items = CauseOrderSerializer(many=True)
    next = serializers.IntegerField(allow_null=True)


class PeerSerializer(serializers.Serializer[Any]):
    """What was last told of a dimension in the shop's own category."""

    dimension = serializers.CharField()
    category = serializers.CharField()
    mean = serializers.CharField()
    most = serializers.CharField(allow_null=True)
    least = serializers.CharField(allow_null=True)


class PeersSerializer(serializers.Serializer[Any]):
    """By dimension; what was never told is left out."""

    items = PeerSerializer(many=True)


class RatingCausesView(ApiView):
    """GET /api/v1/shops/{shop}/rating-causes/"""

    @extend_schema(
        operation_id="shop_rating_causes",
        parameters=[OpenApiParameter("dimension", str, enum=list(DIMENSIONS), description="described unless told")],
        responses=CausesSerializer,
    )
    def get(self, request: Request, shop: str) -> Response:
        """What pulls a dimension down or up. Needs ratings.see."""
        place = shops.facts(access.shop(request, shop, may=permissions.RATINGS_SEE))
        kept = kept_groups(place)
        if not kept:
            queueing.ask("ratings.causes", shop_id=place.id)
        rows = rows_of(place, kept, request.query_params.get("dimension", DIMENSIONS[0]))
        return Response(CausesSerializer({"counted": bool(kept), "items": [_told(row) for row in rows]}).data)


class RatingCauseOrdersView(ApiView):
    """GET /api/v1/shops/{shop}/rating-cause-orders/"""

    @extend_schema(
        operation_id="shop_rating_cause_orders",
        parameters=[
            OpenApiParameter("kind", str, description="of the group"),
            OpenApiParameter("code", str),
            OpenApiParameter("cursor", int, description="`next` of the page before"),
        ],
        responses=CauseOrdersSerializer,
    )
    def get(self, request: Request, shop: str) -> Response:
        """All orders of a group that is told, rated or not; of none where it is not. Needs ratings.see and orders.see."""
        found = access.shop(request, shop, may=permissions.RATINGS_SEE)
        if not access.may(request, found, permissions.ORDERS_SEE):
            raise NotVisible
        place, params = shops.facts(found), request.query_params
        kind, code = params.get("kind", ""), params.get("code", "")
        is_told = any((one.group.kind, one.group.code) == (kind, code) and any(one.group.shown) for one in kept_groups(place))
        if not is_told or not is_listed(kind, code):
            return Response({"items": [], "next": None})
        rows, following = orders_of(place, kind, code, before=int(params["cursor"]) if "cursor" in params else None)
        return Response({"items": CauseOrderSerializer(rows, many=True).data, "next": following})


class CategoryView(ApiView):
    """GET /api/v1/shops/{shop}/rating-category/"""

    @extend_schema(operation_id="shop_rating_category", responses=PeersSerializer)
    def get(self, request: Request, shop: str) -> Response:
        """The averages of the shop's own category, as last told by the feed. Needs ratings.see."""
        place = shops.facts(access.shop(request, shop, may=permissions.RATINGS_SEE))
        items = [
            {
                "dimension": name, "category": one.category, "mean": shown(one.mean),
                "most": None if one.most is None else shown(one.most), "least": None if one.least is None else shown(one.least),
            }
            for name, one in peers(place, now=timezone.now()).items()
        ]  # fmt: skip
        return Response(PeersSerializer({"items": items}).data)


def _told(row: Cause) -> dict[str, Any]:
    pulled = row.pull
    own, rest = (None if figure.mean is None else shown(figure.mean) for figure in (pulled.own, pulled.rest))
    return {
        "kind": pulled.kind, "code": pulled.code, "name": row.title, "marks": pulled.own.count, "mean": own, "mean_of_the_others": rest,
        "pull": digits(pulled.by), "low_95": digits(pulled.low), "high_95": digits(pulled.high), "counted_on": row.counted_on,
    }  # fmt: skip


def hang() -> None:
    """Serve them."""
    routes.register("shops/<slug:shop>/rating-causes/", RatingCausesView.as_view(), "shop-rating-causes")
    routes.register("shops/<slug:shop>/rating-cause-orders/", RatingCauseOrdersView.as_view(), "shop-rating-cause-orders")
    routes.register("shops/<slug:shop>/rating-category/", CategoryView.as_view(), "shop-rating-category")
