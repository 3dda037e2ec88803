"""GET /api/v1/shops/{shop}/credit/ and .../credit/rows/: the figures of the credit page, and the order lines behind each."""

from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from reviews.domain import account as asking
from reviews.queries import account, account_rows
from reviews.queries.account_rows import Entry
from sellerdesk import access, shops
from sellerdesk.api import paging, routes
from sellerdesk.api.base import ApiView
from sellerdesk.domain import permissions


class CountsSerializer(serializers.Serializer[Any]):
    """Order lines by where they stand."""

    good = serializers.IntegerField()
    neutral = serializers.IntegerField()
    bad = serializers.IntegerField()
    same_item = serializers.IntegerField()
    month_cap = serializers.IntegerField()
    score = serializers.IntegerField()


class SpanSerializer(serializers.Serializer[Any]):
    """Scored lines by when they took effect."""

    over = serializers.ChoiceField(choices=[over for over in asking.OVERS if over != "start"])
    good = serializers.IntegerField()
    neutral = serializers.IntegerField()
    bad = serializers.IntegerField()


class MovementSerializer(CountsSerializer):
    """What one cause moved since the month began: how many times, and each count by how much."""

    cause = serializers.ChoiceField(choices=asking.CAUSES)
    times = serializers.IntegerField()


class CreditSerializer(serializers.Serializer[Any]):
    """The credit of one shop. `begin` and `moves` come to `now`, exactly."""

    today = serializers.DateField(help_text="the shop's own day")
    month = serializers.DateField(help_text="its month's first day")
    now = CountsSerializer()
    begin = CountsSerializer(help_text="before the month began")
    level = serializers.IntegerField(source="rung.level")
    level_first = serializers.IntegerField(source="rung.first", allow_null=True)
    level_last = serializers.IntegerField(source="rung.last", allow_null=True)
    points_to_next = serializers.IntegerField(source="rung.missing", allow_null=True)
    good_rate = serializers.CharField(source="now.good_rate", allow_null=True)
    split = serializers.SerializerMethodField()
    moves = MovementSerializer(many=True)
    pending = serializers.IntegerField(help_text="not yet in effect")
    next_at = serializers.DateTimeField(allow_null=True, help_text="when the first of these takes effect")

    @extend_schema(responses=SpanSerializer(many=True))
    def get_split(self, told: Any) -> list[dict[str, Any]]:
        """Each span of days with its counts."""
        return [{"over": over, "good": good, "neutral": neutral, "bad": bad} for over, (good, neutral, bad) in told.split]


class CreditEntrySerializer(serializers.Serializer[Any]):
    """One order line. `order` and `line` are told to tokens with orders.see alone; `day` and `before` are of causes."""

    effective_at = serializers.DateTimeField(source="since")
    day = serializers.DateField(allow_null=True)
    before = serializers.SerializerMethodField()
    now = serializers.SerializerMethodField()
    default_good = serializers.BooleanField()
    order = serializers.SerializerMethodField()
    line = serializers.SerializerMethodField()
    review = serializers.CharField(allow_null=True)
    stars = serializers.IntegerField(allow_null=True)
    product = serializers.CharField()

    def get_before(self, entry: Entry) -> str | None:
        """Where it stood before it moved."""
        return asking.NAMES.get(entry.before) if entry.before else None

    def get_now(self, entry: Entry) -> str | None:
        """Where it stands, or stood after it moved; null where it counts no more."""
        return asking.NAMES.get(entry.cell)

    def get_order(self, entry: Entry) -> str | None:
        """The order's number."""
        return entry.order if self.context.get("orders") else None

    def get_line(self, entry: Entry) -> str | None:
        """The order line's number."""
        return entry.line if self.context.get("orders") else None


class CreditEntryPageSerializer(serializers.Serializer[Any]):
    """Some order lines, how many there are in all, and the next cursor."""

    count = serializers.IntegerField()
    items = CreditEntrySerializer(many=True)
    next = serializers.CharField(allow_null=True)


class CreditView(ApiView):
    """GET /api/v1/shops/{shop}/credit/"""

    @extend_schema(operation_id="shop_credit", responses=CreditSerializer)
    def get(self, request: Request, shop: str) -> Response:
        """The shop's credit now: score, level, good rate, the split, what moved it this month. Needs reviews.see."""
        place = shops.facts(access.shop(request, shop, may=permissions.REVIEWS_SEE))
        return Response(CreditSerializer(account.account(place, now=datetime.now(UTC))).data)


class CreditRowsView(ApiView):
    """GET /api/v1/shops/{shop}/credit/rows/"""

    @extend_schema(
        operation_id="shop_credit_rows",
        parameters=[
            OpenApiParameter("which", str, enum=[*asking.CELLS, asking.PENDING, *asking.CAUSES], description="scored unless given"),
            OpenApiParameter("over", str, enum=list(asking.OVERS), description="total unless given; not for causes and pending"),
            OpenApiParameter("cursor", str),
            OpenApiParameter("limit", int, description=f"1 to {paging.MOST}"),
        ],
        responses=CreditEntryPageSerializer,
    )
    def get(self, request: Request, shop: str) -> Response:
        """The order lines that a figure counts, the newest first. Needs reviews.see. Refused with 400: which, over, cursor, limit."""
        place = access.shop(request, shop, may=permissions.REVIEWS_SEE)
        limit = paging.whole(request, "limit", paging.DEFAULT_LIMIT, least=1, most=paging.MOST)
        told = {**request.query_params.dict(), "after": request.query_params.get("cursor", "")}
        if not asking.is_figure(told):
            raise ValidationError({"which": [_("There is no such figure.")]}, code="invalid")
        asked = asking.read(told)
        if told["after"] and asked.after is None:
            raise ValidationError({"cursor": [_("This cursor is not one of this list.")]}, code="invalid")
        found = account_rows.page(shops.facts(place), asked, now=datetime.now(UTC), size=limit)
        context = {"orders": access.may(request, place, permissions.ORDERS_SEE)}
        items = CreditEntrySerializer(found.entries, many=True, context=context).data
        return Response({"count": found.count, "items": items, "next": found.next.text() if found.next else None})


def hang() -> None:
    """Serve them."""
    routes.register("shops/<slug:shop>/credit/", CreditView.as_view(), "shop-credit")
    routes.register("shops/<slug:shop>/credit/rows/", CreditRowsView.as_view(), "shop-credit-rows")
