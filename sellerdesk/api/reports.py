"""GET /api/v1/shops/{shop}/report/: the figures of a shop as of any day, exactly as the command prints them."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from sellerdesk import access, shops
from sellerdesk.api.base import ApiView
from sellerdesk.domain import permissions
from sellerdesk.domain.days import WINDOWS, WindowKind
from sellerdesk.reports import FIRST_YEAR, LAST_YEAR, shop_report


class ReportView(ApiView):
    """GET /api/v1/shops/{shop}/report/"""

    @extend_schema(
        operation_id="shop_report",
        parameters=[
            OpenApiParameter("as_of", date, description="the end of that day in the shop's time zone; without it, now"),
            OpenApiParameter("window", str, enum=list(WINDOWS), description="the shop's own unless given"),
        ],
        responses=dict[str, Any],
    )
    def get(self, request: Request, shop: str) -> Response:
        """Store ratings and credit. Needs ratings.see."""
        place = shops.facts(access.shop(request, shop, may=permissions.RATINGS_SEE))
        day, window = _day(request.query_params.get("as_of")), _window(request.query_params.get("window"))
        return Response(shop_report(place, as_of=day, window=window, now=timezone.now()))


def _day(given: str | None) -> date | None:
    if given is None:
        return None
    try:
        day = date.fromisoformat(given)
    except ValueError:
        day = date.min
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError({"as_of": [_("Use a day such as 2026-03-31.")]}, code="invalid")
    return day


def _window(given: str | None) -> WindowKind | None:
    for kind in WINDOWS:
        if given == kind:
            return kind
    if given is None:
        return None
    raise ValidationError({"window": [_("Use one of: %(windows)s.") % {"windows": ", ".join(WINDOWS)}]}, code="invalid")
