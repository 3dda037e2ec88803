"""The settings of a shop's claims for programs: its own deadlines, and up to which refund one person decides alone."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from returns.services import refund_limits, timing
from returns.services.timing import Times
from sellerdesk import access
from sellerdesk.api import routes, settings
from sellerdesk.api.base import ApiView
from sellerdesk.api.bodies import body
from sellerdesk.api.versions import Versioned, told
from sellerdesk.domain import money, permissions
from sellerdesk.errors import NotVisible
from sellerdesk.models import Shop


class TimesSerializer(serializers.Serializer[Any]):
    """How long a shop takes, in hours from 1 to 1,440."""

    decide = serializers.IntegerField(min_value=0, max_value=10_000, help_text="from a claim, or what its buyer changes, to the answer")
    settle = serializers.IntegerField(min_value=0, max_value=10_000, help_text="from goods that came back to their settling")


class OwnTimesSerializer(TimesSerializer):
    """The same, and whether the shop may say it."""

    own = serializers.BooleanField(help_text="false where the marketplace says it")


class LimitSerializer(serializers.Serializer[Any]):
    """Up to which amount a role pays back alone."""

    role = serializers.CharField()
    amount = serializers.CharField()
    currency = serializers.CharField()


class RefundLimitsSerializer(serializers.Serializer[Any]):
    """All limits of a shop, and the roles that decide."""

    items = LimitSerializer(many=True)
    roles = serializers.ListField(child=serializers.CharField())


class WantedLimitsSerializer(serializers.Serializer[Any]):
    """The limits in one currency; a role that is left out has none there."""

    currency = serializers.RegexField("^[A-Z]{3}$")
    amounts = serializers.DictField(child=serializers.CharField(max_length=30), help_text="by role, such as 168.50")


class ClaimTimesView(Versioned, ApiView):
    """GET, PUT /api/v1/shops/{shop}/claim-times/"""

    @extend_schema(operation_id="shop_claim_times", responses=OwnTimesSerializer)
    def get(self, request: Request, shop: str) -> Response:
        """What holds for deadlines that begin now. Needs shops.manage."""
        return told(_times(access.shop(request, shop, may=permissions.SHOPS_MANAGE)))

    @extend_schema(operation_id="shop_claim_times_put", request=TimesSerializer, responses=OwnTimesSerializer)
    def put(self, request: Request, shop: str) -> Response:
        """Set it from now on; clocks that run keep theirs. 422 times_of_marketplace, times_out_of_range. Needs shops.manage."""
        place = access.shop(request, shop, may=permissions.SHOPS_MANAGE)
        wanted = Times(**body(request, TimesSerializer))
        return settings.put(request, place, _times, timing.change, lock=lambda: timing.hold(place), wanted=wanted)


class RefundLimitsView(Versioned, ApiView):
    """GET, PUT /api/v1/shops/{shop}/refund-limits/"""

    @extend_schema(operation_id="shop_refund_limits", responses=RefundLimitsSerializer)
    def get(self, request: Request, shop: str) -> Response:
        """Above which amounts a second person confirms. Needs shops.manage."""
        return told(_limits(access.shop(request, shop, may=permissions.SHOPS_MANAGE)))

    @extend_schema(operation_id="shop_refund_limits_put", request=WantedLimitsSerializer, responses=RefundLimitsSerializer)
    def put(self, request: Request, shop: str) -> Response:
        """Set the limits in one currency. 422 limit_malformed, role_unknown. Needs shops.manage and people.manage."""
        place = access.shop(request, shop, may=permissions.SHOPS_MANAGE)
        if not access.may(request, place, permissions.PEOPLE_MANAGE):
            raise NotVisible
        return settings.put(request, place, _limits, refund_limits.change, **body(request, WantedLimitsSerializer))


def _times(place: Shop) -> Any:
    found = timing.of(place.desk_id, place.pk)
    return OwnTimesSerializer({"decide": found.decide, "settle": found.settle, "own": timing.is_own(place.rules)}).data


def _limits(place: Shop) -> Any:
    items = [
        {"role": one.role, "amount": money.plain(one.amount_minor, one.currency), "currency": one.currency}
        for one in refund_limits.all_of(place.desk_id, place.pk)
    ]
    return RefundLimitsSerializer({"items": items, "roles": refund_limits.deciding(place.desk_id)}).data


def hang() -> None:
    """Serve them."""
    routes.register("shops/<slug:shop>/claim-times/", ClaimTimesView.as_view(), "shop-claim-times")
    routes.register("shops/<slug:shop>/refund-limits/", RefundLimitsView.as_view(), "shop-refund-limits")
