"""GET /api/v1/shops/{shop}/returns-report/: the month's report as data, the same numbers as its page."""

import re
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from returns.api.figures import RECOUNTING, ReturnsTotalSerializer
from returns.domain import periods, telling
from returns.domain.charting import Column, Control, Paretoed
from returns.domain.definitions import percent
from returns.queries import figures, month_report
from returns.queries.month_report import MOST_OF, TREND_MONTHS, WORST, Report, Row
from sellerdesk import access, shops
from sellerdesk.api import routes
from sellerdesk.api.base import ApiView
from sellerdesk.domain import permissions


_MONTH = re.compile("[0-9]{4}-[0-9]{2}")


class WeekShareSerializer(serializers.Serializer[Any]):
    """One week of a chart. The limits are those of so many lines around the middle (three deviations)."""

    week = serializers.DateField(help_text="its Monday")
    hits = serializers.IntegerField()
    lines = serializers.IntegerField(help_text="ordered in that week")
    percent = serializers.CharField(allow_null=True)
    limit_low = serializers.CharField(allow_null=True)
    limit_high = serializers.CharField(allow_null=True)
    unusual = serializers.BooleanField(help_text="beyond its limits, or the eighth in a row on one side of the middle")


class WeeksSerializer(serializers.Serializer[Any]):
    """The weeks of one share, oldest first."""

    measure = serializers.ChoiceField(MOST_OF)
    middle_percent = serializers.CharField(allow_null=True, help_text="of all these weeks")
    weeks = WeekShareSerializer(many=True)


class CauseCountSerializer(serializers.Serializer[Any]):
    """One reason and how often; together with those before it."""

    reason = serializers.CharField(help_text="empty where none was told")
    count = serializers.IntegerField()
    together_percent = serializers.CharField()
    of_the_few = serializers.BooleanField(help_text="one of the few that make four in five")


class WhySerializer(serializers.Serializer[Any]):
    """Why lines were refused, or claimed, most frequent first."""

    measure = serializers.ChoiceField(MOST_OF)
    reasons = CauseCountSerializer(many=True)


class WorstProductSerializer(ReturnsTotalSerializer):
    """A product's figures in the month, and how it lies beside the shop."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Its key and name, the place of the share, and all figures."""
        places = serializers.ChoiceField(["above", "below", "usual", "few"], help_text="beside the usual range of the shop")
        return {
            "product": serializers.CharField(help_text="by its id here"), "name": serializers.CharField(), "beside_shop": places,
            **super().get_fields(),
        }  # fmt: skip


class WorstSerializer(serializers.Serializer[Any]):
    """The products of which most lines were refused, or claimed."""

    measure = serializers.ChoiceField(MOST_OF)
    products = WorstProductSerializer(many=True, help_text=f"at most {WORST}")


class ReturnsReportSerializer(serializers.Serializer[Any]):
    """A month's report."""

    month = serializers.CharField(help_text="such as 2026-03")
    first = serializers.DateField()
    last = serializers.DateField()
    time_zone = serializers.CharField()
    running = serializers.BooleanField(help_text="whether the month is not over yet")
    recounting = serializers.BooleanField(help_text=RECOUNTING)
    total = ReturnsTotalSerializer()
    before = ReturnsTotalSerializer(help_text="the month before")
    weeks_from = serializers.DateField(help_text=f"the first day of the weeks: {TREND_MONTHS} months with this one")
    weeks = WeeksSerializer(many=True)
    why = WhySerializer(many=True)
    worst = WorstSerializer(many=True)


class ReturnsReportView(ApiView):
    """GET /api/v1/shops/{shop}/returns-report/"""

    @extend_schema(
        operation_id="shop_returns_report",
        parameters=[OpenApiParameter("month", str, description="such as 2026-03; the last whole one unless given")],
        responses=ReturnsReportSerializer,
    )
    def get(self, request: Request, shop: str) -> Response:
        """A month's refusals and returns: shares beside the month before, weeks, reasons, products, what it cost. Needs figures.see."""
        place = shops.facts(access.shop(request, shop, may=permissions.FIGURES_SEE))
        month = request.query_params.get("month")
        if month is not None and (not _MONTH.fullmatch(month) or periods.day(f"{month}-01") is None):
            raise ValidationError({"month": [_("Use a month such as 2026-03.")]}, code="invalid")
        found = month_report.read(place, month or "", datetime.now(UTC))
        told = {"time_zone": place.zone.key, "recounting": figures.is_behind(place), **_told(found)}
        return Response(ReturnsReportSerializer(told).data)


def _told(found: Report) -> dict[str, Any]:
    period = found.scope.period
    return {
        "month": f"{found.month:%Y-%m}",
        "first": period.first,
        "last": period.last,
        "running": found.is_running,
        "total": telling.line(found.total),
        "before": telling.line(found.before),
        "weeks_from": found.trend.first,
        "weeks": [{"measure": measure, **_weeks(chart)} for measure, chart in found.charts],
        "why": [{"measure": which, "reasons": [_cause(one) for one in bars]} for which, bars in found.causes],
        "worst": [{"measure": measure, "products": [_product(row, measure) for row in rows]} for measure, rows in found.worst],
    }


def _weeks(chart: Control) -> dict[str, Any]:
    return {"middle_percent": percent(chart.middle), "weeks": [_week(one) for one in chart.columns]}


def _week(one: Column) -> dict[str, Any]:
    limits = (percent(one.point.low), percent(one.point.high)) if one.count else (None, None)
    return {
        "week": one.begins, "hits": one.hits, "lines": one.count, "percent": percent(one.point.rate.share), "limit_low": limits[0],
        "limit_high": limits[1], "unusual": one.point.unusual,
    }  # fmt: skip


def _cause(one: Paretoed) -> dict[str, Any]:
    bar = one.bar
    return {"reason": bar.cause, "count": bar.count, "together_percent": percent(bar.together), "of_the_few": bar.is_of_the_few}


def _product(row: Row, measure: str) -> dict[str, Any]:
    line = row.line
    return {"product": line.key, "name": line.name, "beside_shop": row.ranges[measure].place, **telling.line(line.tally)}


def hang() -> None:
    """Register the view."""
    routes.register("shops/<slug:shop>/returns-report/", ReturnsReportView.as_view(), "shop-returns-report")
