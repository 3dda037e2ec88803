"""GET /api/v1/shops/{shop}/rating-forecast/: what each dimension is expected to be, the same numbers as the page and the file."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from ratings.domain.figures import DIMENSIONS, shown
from ratings.domain.forecast import Z80, Z95, Step, digits
from ratings.domain.forecast_crossing import Crossing
from ratings.domain.forecast_reach import Hold, Reach, Takes, takes
from ratings.queries.days import ShopLine, lines
from ratings.queries.forecast import Outlook, outlooks
from sellerdesk import access, shops
from sellerdesk.api import routes
from sellerdesk.api.base import ApiView
from sellerdesk.domain import permissions


class DaySerializer(serializers.Serializer[Any]):
    """One day that may be told (rulebook 9)."""

    day = serializers.DateField()
    known_count = serializers.IntegerField(help_text="marks without news: those that stay, and those given that begin to count")
    known_sum = serializers.IntegerField()
    arriving = serializers.CharField(help_text="new marks expected until then")
    mean = serializers.CharField(help_text="expected")
    low_80 = serializers.CharField()
    high_80 = serializers.CharField()
    low_95 = serializers.CharField()
    high_95 = serializers.CharField()


class CrossingSerializer(serializers.Serializer[Any]):
    """A threshold that may be crossed within 60 days."""

    threshold = serializers.CharField()
    falls = serializers.BooleanField(help_text="false: it would be reached again")
    day = serializers.DateField(help_text="the first on which it is the likelier outcome, else the one on which it is likeliest")
    probability = serializers.CharField()


class GoalSerializer(serializers.Serializer[Any]):
    """What reaching a mean takes (rulebook 7)."""

    mean = serializers.CharField()
    five_star_marks_now = serializers.IntegerField(allow_null=True, help_text="if nothing left the window; null: none suffice")
    at_usual_pace = serializers.DateField(allow_null=True, help_text="null: not within 180 days")
    if_all_are_5 = serializers.DateField(allow_null=True)


class HoldSerializer(serializers.Serializer[Any]):
    """What new marks must average so that a threshold is held."""

    threshold = serializers.CharField()
    until = serializers.DateField(help_text="the last day told up to the day asked")
    arriving = serializers.CharField()
    mean = serializers.CharField(allow_null=True, help_text="above 5: out of reach; at most 1: whatever comes; null: no marks expected")


class DimensionSerializer(serializers.Serializer[Any]):
    """One dimension under the shop's own window."""

    dimension = serializers.ChoiceField(choices=DIMENSIONS)
    pace = serializers.CharField(allow_null=True, help_text="new marks a day; null where fewer than 10 came in a year")
    usual_mean = serializers.CharField(allow_null=True)
    days = DaySerializer(many=True)
    crossings = CrossingSerializer(many=True)
    goals = GoalSerializer(many=True)
    holds = HoldSerializer(many=True)


class ForecastSerializer(serializers.Serializer[Any]):
    """The forecast of a shop's ratings."""

    today = serializers.DateField()
    window = serializers.CharField()
    dimensions = DimensionSerializer(many=True)


class ForecastView(ApiView):
    """GET /api/v1/shops/{shop}/rating-forecast/"""

    @extend_schema(
        operation_id="shop_rating_forecast",
        parameters=[
            OpenApiParameter("until", date, description="the day through which thresholds are to be held; without it the 30th from now")
        ],
        responses=ForecastSerializer,
    )
    def get(self, request: Request, shop: str) -> Response:
        """What each dimension is expected to be, and what thresholds take. Needs ratings.see."""
        place = shops.facts(access.shop(request, shop, may=permissions.RATINGS_SEE))
        until = _until(request.query_params)
        (line,) = lines([place], now=datetime.now(UTC))
        return Response(
            {
                "today": date.fromordinal(line.today),
                "window": place.window,
                "dimensions": [_dimension(line, found, until) for found in outlooks(line)],
            }
        )


def hang() -> None:
    """Register the view."""
    routes.register("shops/<slug:shop>/rating-forecast/", ForecastView.as_view(), "shop-rating-forecast")


def _until(told: Mapping[str, str]) -> int | None:
    if "until" not in told:
        return None
    try:
        return date.fromisoformat(told["until"]).toordinal()
    except ValueError:
        raise ValidationError({"until": [_("Use a day such as 2026-03-31.")]}, code="invalid") from None


def _dimension(line: ShopLine, found: Outlook, until: int | None) -> dict[str, Any]:
    asked = takes(found.now, found.steps, line.shop.rules.thresholds, today=line.today, until=until)
    usual = found.usual
    return {
        "dimension": found.dimension,
        "pace": None if usual is None else digits(usual.pace, 1),
        "usual_mean": None if usual is None else digits(usual.mean, 2),
        "days": [_day(step) for step in found.steps],
        "crossings": [_crossing(one) for one in found.crossings],
        **_takes(asked),
    }


def _day(step: Step) -> dict[str, Any]:
    (low80, high80), (low95, high95) = step.interval(Z80), step.interval(Z95)
    return {
        "day": date.fromordinal(step.day),
        "known_count": step.known.count,
        "known_sum": step.known.sum,
        "arriving": digits(step.arriving, 2),
        "mean": digits(step.mean),
        "low_80": digits(low80),
        "high_80": digits(high80),
        "low_95": digits(low95),
        "high_95": digits(high95),
    }


def _crossing(one: Crossing) -> dict[str, Any]:
    return {
        "threshold": shown(one.threshold, 2),
        "falls": one.falls,
        "day": date.fromordinal(one.day),
        "probability": digits(one.probability),
    }


def _takes(asked: Takes) -> dict[str, Any]:
    return {"goals": [_goal(one) for one in asked.goals], "holds": [_hold(one) for one in asked.holds]}


def _goal(one: Reach) -> dict[str, Any]:
    return {
        "mean": shown(one.threshold, 2),
        "five_star_marks_now": one.needed,
        "at_usual_pace": None if one.usual is None else date.fromordinal(one.usual),
        "if_all_are_5": None if one.best is None else date.fromordinal(one.best),
    }


def _hold(one: Hold) -> dict[str, Any]:
    return {
        "threshold": shown(one.threshold, 2),
        "until": date.fromordinal(one.until),
        "arriving": shown(one.arriving, 2),
        "mean": None if one.mean is None else shown(one.mean),
    }
