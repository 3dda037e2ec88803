"""GET /api/v1/shops/{shop}/rating-moves/ and /rating-leaving/: the numbers of the page and its files, to the digit."""

from datetime import UTC, date, datetime
from typing import Any, Final

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from ratings.domain import digits
from ratings.domain.asking import day_asked
from ratings.domain.figures import DIMENSIONS
from ratings.domain.leaving import HORIZONS
from ratings.queries.moved import Year, year
from sellerdesk import access, shops
from sellerdesk.api import routes
from sellerdesk.api.base import ApiView
from sellerdesk.domain import permissions


DIMENSION: Final = OpenApiParameter("dimension", str, enum=list(DIMENSIONS), description="described unless given")


class RatingFigureSerializer(serializers.Serializer[Any]):
    """One dimension's marks; the mean in digits and as an exact fraction, null without marks."""

    count = serializers.IntegerField()
    sum = serializers.IntegerField(help_text="of the stars")
    mean = serializers.CharField(allow_null=True)
    mean_exact = serializers.CharField(allow_null=True)


class MovePartSerializer(serializers.Serializer[Any]):
    """What one cause did, or several that are told together (rulebook 9)."""

    causes = serializers.ListField(child=serializers.CharField(), help_text="new, effective, left, struck, cap, restated")
    marks = serializers.IntegerField(help_text="what came less what went")
    sum = serializers.IntegerField(help_text="of their stars")
    stars = serializers.DictField(child=serializers.IntegerField())
    moved = serializers.CharField(allow_null=True, help_text="six decimals, rounded")
    moved_exact = serializers.CharField(allow_null=True, help_text="the parts add up to the whole exactly")


class RatingMoveSerializer(serializers.Serializer[Any]):
    """The difference of two days, taken apart. All but `dimension` is null where no two days can be told."""

    dimension = serializers.ChoiceField(choices=DIMENSIONS)
    first = serializers.DateField(allow_null=True, help_text="the nearest day that can be told")
    last = serializers.DateField(allow_null=True)
    before = RatingFigureSerializer(allow_null=True)
    after = RatingFigureSerializer(allow_null=True)
    moved = serializers.CharField(allow_null=True)
    moved_exact = serializers.CharField(allow_null=True)
    parts = MovePartSerializer(many=True)


class RatingLeavingRowSerializer(RatingFigureSerializer):
    """The marks that leave on a day, or on days that have fewer than five each."""

    first = serializers.DateField()
    last = serializers.DateField()
    stars = serializers.DictField(child=serializers.IntegerField())
    then = RatingFigureSerializer(help_text="what stays if nothing else comes or goes")


class RatingLeavingSerializer(serializers.Serializer[Any]):
    """What leaves the official window."""

    dimension = serializers.ChoiceField(choices=DIMENSIONS)
    days = serializers.IntegerField()
    rows = RatingLeavingRowSerializer(many=True)


class RatingMoves(ApiView):
    """GET /api/v1/shops/{shop}/rating-moves/"""

    @extend_schema(
        operation_id="shop_rating_moves",
        parameters=[
            DIMENSION,
            OpenApiParameter("from", date, description="the first day; without it 30 days before the last"),
            OpenApiParameter("to", date, description="the last day; without it today"),
        ],
        responses=RatingMoveSerializer,
    )
    def get(self, request: Request, shop: str) -> Response:
        """Why the official mean moved between the ends of two days of the last 12 months. Needs ratings.see."""
        found = _year(request, shop)
        places = found.chosen(_day(request, "from"), _day(request, "to"))
        empty: dict[str, Any] = {
            "first": None,
            "last": None,
            "before": None,
            "after": None,
            "moved": None,
            "moved_exact": None,
            "parts": [],
        }
        if places is None:
            return Response({"dimension": found.dimension, **empty})
        first, last = (date.fromordinal(found.first + place) for place in places)
        return Response({"dimension": found.dimension, "first": first, "last": last, **digits.of_split(found.split(*places))})


class RatingLeaving(ApiView):
    """GET /api/v1/shops/{shop}/rating-leaving/"""

    @extend_schema(
        operation_id="shop_rating_leaving",
        parameters=[DIMENSION, OpenApiParameter("days", int, enum=list(HORIZONS), description="30 unless given")],
        responses=RatingLeavingSerializer,
    )
    def get(self, request: Request, shop: str) -> Response:
        """What leaves the official window on the days to come, known exactly. Needs ratings.see."""
        days = _one_of(request, "days", [str(one) for one in HORIZONS])
        found = _year(request, shop)
        rows = [digits.of_leaving(row) for row in found.leaving(int(days))]
        return Response({"dimension": found.dimension, "days": int(days), "rows": rows})


def hang() -> None:
    """Register the views."""
    routes.register("shops/<slug:shop>/rating-moves/", RatingMoves.as_view(), "shop-rating-moves")
    routes.register("shops/<slug:shop>/rating-leaving/", RatingLeaving.as_view(), "shop-rating-leaving")


def _year(request: Request, slug: str) -> Year:
    shop = shops.facts(access.shop(request, slug, may=permissions.RATINGS_SEE))
    return year(shop, _one_of(request, "dimension", DIMENSIONS), now=datetime.now(UTC))


def _one_of(request: Request, name: str, choices: Any) -> str:
    given = request.query_params.get(name, choices[0])
    if given not in choices:
        raise ValidationError({name: [_("Use one of: %(choices)s.") % {"choices": ", ".join(choices)}]}, code="invalid")
    return str(given)


def _day(request: Request, name: str) -> int | None:
    given = request.query_params.get(name)
    if given is not None and day_asked(given) is None:
        raise ValidationError({name: [_("Use a day such as 2026-03-31.")]}, code="invalid")
    return day_asked(given)
