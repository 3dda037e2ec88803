"""GET /api/v1/shops/{shop}/rating-not-counted/: ratings that do not count, by reason and day. Never whose they are, nor their marks."""

from datetime import UTC, datetime
from typing import Any, Final

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from ratings.queries.not_counted import MANY_ROWS, of_shop
from sellerdesk import access, shops
from sellerdesk.api import routes
from sellerdesk.api.base import ApiView
from sellerdesk.domain import permissions
from sellerdesk.domain.days import WINDOWS


REASONS: Final = ("pending", "month_cap", "voided")


class NotCountedReasonSerializer(serializers.Serializer[Any]):
    """How many ratings of the window do not count for one reason."""

    reason = serializers.ChoiceField(REASONS, help_text="waits for the end of its trade, is past the monthly cap, or was struck")
    ratings = serializers.IntegerField()


class NotCountedDaysSerializer(NotCountedReasonSerializer):
    """The same of one day, or of neighbours that have fewer than five each."""

    first = serializers.DateField(help_text="of those that wait: when they begin to count; of the others: when they were given")
    last = serializers.DateField()


class RatingsNotCountedSerializer(serializers.Serializer[Any]):
    """What does not count. Days are told of a reason from five ratings on (rulebook 9)."""

    window = serializers.ChoiceField(WINDOWS)
    ratings = serializers.IntegerField(help_text="that do not count, in all")
    reasons = NotCountedReasonSerializer(many=True)
    days = NotCountedDaysSerializer(many=True, help_text=f"at most {MANY_ROWS}: those to come, then the newest first")
    undated = serializers.IntegerField(help_text="of those that wait, how many have no day yet; 0 where no days are told")
    cut = serializers.BooleanField(help_text="whether older days are left out")


class RatingsNotCountedView(ApiView):
    """GET /api/v1/shops/{shop}/rating-not-counted/"""

    @extend_schema(
        operation_id="shop_rating_not_counted",
        parameters=[OpenApiParameter("window", str, enum=list(WINDOWS), description="the shop's own unless given")],
        responses=RatingsNotCountedSerializer,
    )
    def get(self, request: Request, shop: str) -> Response:
        """How many ratings do not count, why, and of which days. Needs ratings.see."""
        place = shops.facts(access.shop(request, shop, may=permissions.RATINGS_SEE))
        window = next((one for one in WINDOWS if one == request.query_params.get("window")), place.window)
        found = of_shop(place, window, now=datetime.now(UTC))
        told = {
            "window": window, "ratings": found["uncounted"], "reasons": found["reasons"], "days": found["uncounted_days"],
            "undated": found["undated"], "cut": found["cut_days"],
        }  # fmt: skip
        return Response(RatingsNotCountedSerializer(told).data)


def hang() -> None:
    """Register the view."""
    routes.register("shops/<slug:shop>/rating-not-counted/", RatingsNotCountedView.as_view(), "shop-rating-not-counted")
