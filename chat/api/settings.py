"""The settings of a shop's conversations for programs."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from chat.domain.automatic import LANGUAGES, LONGEST
from chat.services import automatic
from chat.services.automatic import Setting
from sellerdesk import access
from sellerdesk.api import routes, settings
from sellerdesk.api.base import ApiView
from sellerdesk.api.bodies import body
from sellerdesk.api.versions import Versioned, told
from sellerdesk.domain import permissions
from sellerdesk.models import Shop


class OffHoursSerializer(serializers.Serializer[Any]):
    """The answer that a shop gives by itself outside its working hours."""

    on = serializers.BooleanField()
    texts = serializers.DictField(
        child=serializers.CharField(max_length=LONGEST, allow_blank=True), help_text=f"by language: {', '.join(LANGUAGES)}"
    )


class OffHoursView(Versioned, ApiView):
    """GET, PUT /api/v1/shops/{shop}/off-hours-answer/"""

    @extend_schema(operation_id="shop_off_hours_answer", responses=OffHoursSerializer)
    def get(self, request: Request, shop: str) -> Response:
        """The off-hours answer of a shop. Needs shops.manage."""
        return told(_shown(access.shop(request, shop, may=permissions.SHOPS_MANAGE)))

    @extend_schema(operation_id="shop_off_hours_answer_put", request=OffHoursSerializer, responses=OffHoursSerializer)
    def put(self, request: Request, shop: str) -> Response:
        """Set it; a language that is left out has no text. 422 text_missing, text_too_long. Needs shops.manage."""
        place = access.shop(request, shop, may=permissions.SHOPS_MANAGE)
        wanted = Setting(**body(request, OffHoursSerializer))
        return settings.put(request, place, _shown, automatic.change, wanted=wanted)


def _shown(place: Shop) -> Any:
    return OffHoursSerializer(automatic.setting(place.desk_id, place.pk)).data


def hang() -> None:
    """Serve them."""
    routes.register("shops/<slug:shop>/off-hours-answer/", OffHoursView.as_view(), "shop-off-hours-answer")
