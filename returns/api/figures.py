"""GET /api/v1/shops/{shop}/returns-figures/: why buyers refuse and return, the same numbers as the page and the file."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

from django.utils.translation import gettext as _, ngettext
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from returns.domain import behind, periods, telling
from returns.domain.behind import Part
from returns.domain.definitions import HITS, MEASURES, OF
from returns.domain.dimensions import PAIRS
from returns.domain.periods import Period
from returns.queries import figure_tables, figures
from returns.queries.figure_tables import TABLES, Table
from returns.queries.figures import Scope
from sellerdesk import access, shops
from sellerdesk.api import routes
from sellerdesk.api.base import ApiView
from sellerdesk.domain import permissions
from sellerdesk.shops import ShopFacts


LINES: Final = 1_000
"""Lines of one answer."""
DAYS: Final = [
    OpenApiParameter("from", date, description="the first day, in the shop's time zone; without days the last 30 up to yesterday"),
    OpenApiParameter("to", date, description=f"the last day; at most {periods.LONGEST} days"),
]
RECOUNTING: Final = "whether new facts have come in that are counted within a minute or two"


def _fields() -> dict[str, serializers.Field[Any, Any, Any, Any]]:
    told: dict[str, serializers.Field[Any, Any, Any, Any]] = {name: serializers.IntegerField(required=False) for name in telling.COUNTS}
    for measure in MEASURES:
        said = f"{HITS[measure]} of {' + '.join(OF[measure])}, in percent with one decimal"
        told[f"{measure}_percent"] = serializers.CharField(required=False, allow_null=True, help_text=said)
        for end in ("low", "high"):
            told[f"{measure}_{end}"] = serializers.CharField(required=False, allow_null=True, help_text="of the 95 % interval (Wilson)")
    for duration in ("direct", "sent_back"):
        told[f"{duration}_mean_seconds"] = serializers.CharField(required=False, allow_null=True)
    for name in telling.MONEY.values():
        told[name] = serializers.CharField(required=False, allow_null=True, help_text='as "12.50 CNY; 3.00 USD"')
    return told


class ReturnsTotalSerializer(serializers.Serializer[Any]):
    """Counts, shares and their intervals in decimal digits; null where there is nothing to divide by."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Those that the file has, too."""
        return _fields()


class ReturnsLineSerializer(serializers.Serializer[Any]):
    """The same of one key; of reasons and stages only shares of all lines ordered."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Its key under the name of what was asked by, and the figures."""
        keys: dict[str, serializers.Field[Any, Any, Any, Any]] = {
            name: serializers.CharField(required=False, allow_blank=True, help_text=f"by={name}") for name in TABLES if name != "week"
        }
        return {
            **keys,
            "name": serializers.CharField(required=False, allow_blank=True, help_text="by=product"),
            "week": serializers.DateField(required=False, help_text="by=week: its Monday"),
            **_fields(),
        }


class ReturnsFiguresSerializer(serializers.Serializer[Any]):
    """The figures of one shop."""

    first = serializers.DateField()
    last = serializers.DateField()
    time_zone = serializers.CharField()
    by = serializers.ChoiceField(choices=TABLES)
    product = serializers.IntegerField(allow_null=True)
    recounting = serializers.BooleanField(help_text=RECOUNTING)
    total = ReturnsTotalSerializer()
    lines = ReturnsLineSerializer(many=True)
    next = serializers.IntegerField(allow_null=True, help_text="`after` of the next lines; null after the last")


class ReturnsFiguresView(ApiView):
    """GET /api/v1/shops/{shop}/returns-figures/"""

    @extend_schema(
        operation_id="shop_returns_figures",
        parameters=[
            *DAYS,
            OpenApiParameter("by", str, enum=list(TABLES), description="product unless given"),
            OpenApiParameter("product", int, description="one product's, by its id; by reason, stage or week"),
            OpenApiParameter("after", int, description=f"as `next` told it; {LINES} lines at once"),
        ],
        responses=ReturnsFiguresSerializer,
    )
    def get(self, request: Request, shop: str) -> Response:
        """What became of what was ordered, and why. Needs figures.see."""
        place = shops.facts(access.shop(request, shop, may=permissions.FIGURES_SEE))
        told = request.query_params
        by, product, after = _by(told.get("by", TABLES[0])), product_asked(told, place), _after(told.get("after", ""))
        if product is not None and by not in {*PAIRS, "week"}:
            raise ValidationError({"by": [_("Of one product ask by reason, stage or week.")]}, code="invalid")
        scope = Scope(place, period_asked(told, place))
        lines, more = figure_tables.rows(scope, by, product=product, size=LINES, after=after)
        return Response(
            {
                "first": scope.period.first,
                "last": scope.period.last,
                "time_zone": place.zone.key,
                "by": by,
                "product": product,
                "recounting": figures.is_behind(place),
                "total": telling.line(figures.total(scope, Part(product))),
                "lines": lines,
                "next": after + LINES if more else None,
            }
        )


def hang() -> None:
    """Register the view."""
    routes.register("shops/<slug:shop>/returns-figures/", ReturnsFiguresView.as_view(), "shop-returns-figures")


def _by(given: str) -> Table:
    found = next((one for one in TABLES if one == given), None)
    if found is None:
        raise ValidationError({"by": [_("Use one of: %(choices)s.") % {"choices": ", ".join(TABLES)}]}, code="invalid")
    return found


def product_asked(told: Mapping[str, str], shop: ShopFacts) -> int | None:
    """One of the shop's products; None where none is asked for. Refused with 400: product."""
    if "product" not in told:
        return None
    found = behind.whole(told["product"])
    if found is None or figures.product_name(shop, found) is None:
        raise ValidationError({"product": [_("The shop has no such product.")]}, code="invalid")
    return found


def _after(given: str) -> int:
    found = behind.whole(given) if given else 0
    if found is None or found > figures.FURTHEST:
        raise ValidationError({"after": [_("Use the number that `next` told.")]}, code="invalid")
    return found


def period_asked(told: Mapping[str, str], shop: ShopFacts) -> Period:
    """The days, as the shop has them now. Refused with 400: one that cannot be read, in the wrong order, too many."""
    for name in ("from", "to"):
        if name in told and periods.day(told[name]) is None:
            raise ValidationError({name: [_("Use a day such as 2026-03-31.")]}, code="invalid")
    today = date.fromordinal(shop.day(datetime.now(UTC)))
    found = periods.period("", told.get("from", ""), told.get("to", ""), today=today)
    if found.fault == "backwards":
        raise ValidationError({"to": [_("The last day must not come before the first one.")]}, code="invalid")
    if found.fault:
        said = ngettext("Ask for at most %(days)s day.", "Ask for at most %(days)s days.", periods.LONGEST)
        raise ValidationError({"from": [said % {"days": periods.LONGEST}]}, code="invalid")
    return found
