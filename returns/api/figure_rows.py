"""GET /api/v1/shops/{shop}/returns-figure-rows/: the order lines or claims behind one figure, as its page and file list them."""

from typing import Any, Final

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from returns.api.claims import AmountSerializer, no_cursor
from returns.api.figures import DAYS, RECOUNTING, period_asked, product_asked
from returns.domain import behind, telling
from returns.domain.behind import MOST_KEY, OF_LINES, WHICH, Behind, Part
from returns.domain.dimensions import OF_ALL, PAIRS, TOLD_BY, By
from returns.queries import figure_rows, figures
from returns.queries.figure_rows import Claim, Line
from sellerdesk import access, shops
from sellerdesk.api import paging, routes
from sellerdesk.api.base import ApiView
from sellerdesk.domain import money, permissions
from sellerdesk.domain.cursors import cursor
from sellerdesk.shops import ShopFacts


_WHO: Final = "told to tokens with orders.see alone"


class FigureLineSerializer(serializers.Serializer[Any]):
    """An ordered line and what became of it."""

    placed_at = serializers.DateTimeField(source="at")
    order = serializers.CharField(allow_null=True, help_text=_WHO)
    line = serializers.CharField(allow_null=True, help_text=_WHO)
    product = serializers.CharField()
    courier = serializers.CharField()
    warehouse = serializers.CharField()
    region = serializers.CharField()
    refused = serializers.BooleanField()
    stage = serializers.CharField()
    refused_reason = serializers.CharField()
    bought = serializers.BooleanField()
    claimed = serializers.BooleanField()
    claim = serializers.IntegerField(source="claim_id", allow_null=True, help_text="its id here, told to tokens with returns.see alone")
    claim_reason = serializers.CharField()
    refunded = serializers.BooleanField()


class FigureClaimSerializer(serializers.Serializer[Any]):
    """A claim and the day on which it counts."""

    day = serializers.DateField()
    claim = serializers.IntegerField(source="claim_id", allow_null=True, help_text="its id here, told to tokens with returns.see alone")
    number = serializers.CharField(help_text="the claim's id in the feed")
    asked_at = serializers.DateTimeField(source="at")
    order = serializers.CharField(allow_null=True, help_text=_WHO)
    product = serializers.CharField()
    wants = serializers.CharField()
    reason = serializers.CharField()
    first_reason = serializers.CharField()
    money = serializers.CharField()
    seconds = serializers.IntegerField(allow_null=True, help_text="that it took, of one that has ended")
    refund = AmountSerializer(allow_null=True)


class FigureRowsSerializer(serializers.Serializer[Any]):
    """Some rows behind a figure, the newest first. A page may be short and still have a next one."""

    which = serializers.ChoiceField(WHICH)
    count = serializers.IntegerField(help_text="of them in all: the figure itself")
    recounting = serializers.BooleanField(help_text=RECOUNTING)
    lines = FigureLineSerializer(many=True, help_text=f"of {', '.join(OF_LINES)}")
    claims = FigureClaimSerializer(many=True, help_text="of all others")
    next = serializers.CharField(allow_null=True)


class ReturnsFigureRowsView(ApiView):
    """GET /api/v1/shops/{shop}/returns-figure-rows/"""

    @extend_schema(
        operation_id="shop_returns_figure_rows",
        parameters=[
            OpenApiParameter("which", str, enum=list(WHICH), required=True, description="the figure, by its name"),
            *DAYS,
            OpenApiParameter("product", int, description="one product's, by its id"),
            OpenApiParameter("by", str, enum=list(TOLD_BY), description="with `key`: one line of the figures by that"),
            OpenApiParameter("key", str, description="of that line; empty where it is not told"),
            OpenApiParameter("cursor", str),
            OpenApiParameter("limit", int, description=f"1 to {paging.MOST}"),
        ],
        responses=FigureRowsSerializer,
    )
    def get(self, request: Request, shop: str) -> Response:
        """The order lines or claims that a figure of refusals and returns counts. Needs figures.see."""
        row = access.shop(request, shop, may=permissions.FIGURES_SEE)
        place, params = shops.facts(row), request.query_params
        which = params.get("which", "")
        if not which:
            raise ValidationError({"which": [_("Use one of: %(choices)s.") % {"choices": ", ".join(WHICH)}]}, code="required")
        after = cursor(params.get("cursor", ""))
        if params.get("cursor") and after is None:
            raise no_cursor()
        asked = Behind(which, period_asked(params, place), _part(request, place, which), after)
        found = figure_rows.page(place, asked, size=paging.whole(request, "limit", paging.DEFAULT_LIMIT, least=1, most=paging.MOST))
        orders, claims = (access.may(request, row, one) for one in (permissions.ORDERS_SEE, permissions.RETURNS_SEE))
        told = [_told(one, orders=orders, claims=claims) for one in found.rows]
        own, other = ("lines", "claims") if which in OF_LINES else ("claims", "lines")
        answer = {
            "which": which, "count": found.count, "recounting": figures.is_behind(place), own: told, other: [],
            "next": found.next.text() if found.next else None,
        }  # fmt: skip
        return Response(FigureRowsSerializer(answer).data)


def _part(request: Request, shop: ShopFacts, which: str) -> Part:
    """Which part. Refused with 400: by, key and product that make none, and a count that is not told by it."""
    params = request.query_params
    product, key = product_asked(params, shop), params.get("key", "")
    by: By | None = next((one for one in TOLD_BY if one == params.get("by")), None)
    if ("by" in params) != ("key" in params):
        raise ValidationError({"key": [_("Give by and key together.")]}, code="invalid")
    if by is None:
        return Part(product)
    if product is not None and by not in PAIRS:
        raise ValidationError({"by": [_("Of one product ask by reason or stage.")]}, code="invalid")
    if len(key) > MOST_KEY or (by == "product" and key and behind.whole(key) is None):
        raise ValidationError({"key": [_("There is no such key.")]}, code="invalid")
    if by in OF_ALL and which not in telling.counts_of(by)[1:]:
        choices = {"choices": ", ".join(telling.counts_of(by)[1:])}
        raise ValidationError({"which": [_("Use one of: %(choices)s.") % choices]}, code="invalid")
    return behind.part(params.dict())


def _told(one: Line | Claim, *, orders: bool, claims: bool) -> dict[str, Any]:
    """A row as far as the token may see it."""
    if isinstance(one, Line):
        hidden = {} if orders else {"order": None, "line": None}
        own = one.claim_id if claims else None
        return {**{name: getattr(one, name) for name in Line.__slots__}, "claimed": one.claim_id is not None, "claim_id": own, **hidden}
    refund = None
    if one.refund_minor is not None:
        refund = {"amount": money.plain(one.refund_minor, one.refund_currency), "currency": one.refund_currency}
    told = {name: getattr(one, name) for name in Claim.__slots__}
    return told | {"claim_id": one.id if claims else None, "order": one.order if orders else None, "refund": refund}


def hang() -> None:
    """Register the view."""
    routes.register("shops/<slug:shop>/returns-figure-rows/", ReturnsFigureRowsView.as_view(), "shop-returns-figure-rows")
