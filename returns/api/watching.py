"""GET, PUT /api/v1/shops/{shop}/order-risk-times/: when orders of a shop count as being at risk."""

from datetime import timedelta
from typing import Any, Final

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from returns.domain.risks import MOST, RISKS
from returns.services import risk_spans
from sellerdesk import access, shops
from sellerdesk.api import routes, settings
from sellerdesk.api.base import ApiView
from sellerdesk.api.bodies import body
from sellerdesk.api.versions import Versioned, told
from sellerdesk.domain import permissions
from sellerdesk.models import Shop


_HOUR: Final = timedelta(hours=1)
_MOST: Final = int(MOST / _HOUR)


def _hours(said: str) -> serializers.IntegerField:
    return serializers.IntegerField(allow_null=True, min_value=0, max_value=_MOST, help_text=said)


class RiskTimesSerializer(serializers.Serializer[Any]):
    """How a shop watches its orders, in hours; null: it does not watch for that."""

    note = _hours("a buyer's note is not read: after the order")
    ship = _hours("it is not shipped: before it must be")
    quiet = _hours("no news of a parcel: after it was shipped")
    late = _hours("it is not delivered: after it was shipped")


class OrderRiskTimesView(Versioned, ApiView):
    """GET, PUT /api/v1/shops/{shop}/order-risk-times/"""

    @extend_schema(operation_id="shop_order_risk_times", responses=RiskTimesSerializer)
    def get(self, request: Request, shop: str) -> Response:
        """When orders of a shop count as being at risk. Needs shops.manage."""
        return told(_shown(access.shop(request, shop, may=permissions.SHOPS_MANAGE)))

    @extend_schema(operation_id="shop_order_risk_times_put", request=RiskTimesSerializer, responses=RiskTimesSerializer)
    def put(self, request: Request, shop: str) -> Response:
        """Set it, all four; what is open is judged again by the next sweep. 422 late_before_quiet. Needs shops.manage."""
        place = access.shop(request, shop, may=permissions.SHOPS_MANAGE)
        asked = body(request, RiskTimesSerializer)
        wanted = {risk: None if asked[risk] is None else asked[risk] * _HOUR for risk in RISKS}
        return settings.put(request, place, _shown, risk_spans.watch, wanted=wanted)


def _shown(place: Shop) -> Any:
    spans = risk_spans.spans_of(shops.facts(place))
    return RiskTimesSerializer({risk: None if (span := spans[risk]) is None else int(span / _HOUR) for risk in RISKS}).data


def hang() -> None:
    """Serve them."""
    routes.register("shops/<slug:shop>/order-risk-times/", OrderRiskTimesView.as_view(), "shop-order-risk-times")
