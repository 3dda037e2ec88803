"""The settings of a shop's ratings for programs: its after-sales card, and how far ahead it is warned."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from ratings.domain.alerts import Lookout
from ratings.domain.cards import LANGUAGES, LONGEST
from ratings.queries import cards as kept
from ratings.services import cards, lookouts
from sellerdesk import access
from sellerdesk.api import routes, settings
from sellerdesk.api.base import ApiView
from sellerdesk.api.bodies import body
from sellerdesk.api.versions import Versioned, told
from sellerdesk.domain import permissions
from sellerdesk.models import Shop


class CardTextsSerializer(serializers.Serializer[Any]):
    """What the card says."""

    texts = serializers.DictField(
        child=serializers.CharField(max_length=LONGEST, allow_blank=True), help_text=f"by language: {', '.join(LANGUAGES)}"
    )


class CardSerializer(CardTextsSerializer):
    """The card of a shop."""

    address = serializers.CharField(help_text="the last part of its public page, /cards/…/; empty where none was written")


class LookoutSerializer(serializers.Serializer[Any]):
    """How far ahead a shop is warned of a threshold, and from which chance on."""

    days = serializers.IntegerField(min_value=0, max_value=1_000, help_text="1 to 60")
    percent = serializers.IntegerField(min_value=0, max_value=100, help_text="50 to 99")


class CardView(Versioned, ApiView):
    """GET, PUT /api/v1/shops/{shop}/after-sales-card/"""

    @extend_schema(operation_id="shop_after_sales_card", responses=CardSerializer)
    def get(self, request: Request, shop: str) -> Response:
        """The card of a shop. Needs shops.manage."""
        return told(_card(access.shop(request, shop, may=permissions.SHOPS_MANAGE)))

    @extend_schema(operation_id="shop_after_sales_card_put", request=CardTextsSerializer, responses=CardSerializer)
    def put(self, request: Request, shop: str) -> Response:
        """Set what it says; its address stays. 422 text_missing, text_too_long, not_neutral. Needs shops.manage."""
        place = access.shop(request, shop, may=permissions.SHOPS_MANAGE)
        return settings.put(request, place, _card, cards.change, texts=body(request, CardTextsSerializer)["texts"])


class LookoutView(Versioned, ApiView):
    """GET, PUT /api/v1/shops/{shop}/rating-lookout/"""

    @extend_schema(operation_id="shop_rating_lookout", responses=LookoutSerializer)
    def get(self, request: Request, shop: str) -> Response:
        """How far ahead it looks. Needs shops.manage."""
        return told(_lookout(access.shop(request, shop, may=permissions.SHOPS_MANAGE)))

    @extend_schema(operation_id="shop_rating_lookout_put", request=LookoutSerializer, responses=LookoutSerializer)
    def put(self, request: Request, shop: str) -> Response:
        """Set it, from the next look on. 422 days_out_of_range, percent_out_of_range. Needs shops.manage."""
        place = access.shop(request, shop, may=permissions.SHOPS_MANAGE)
        return settings.put(request, place, _lookout, lookouts.change, wanted=Lookout(**body(request, LookoutSerializer)))


def _card(place: Shop) -> Any:
    found = kept.of_shop(place.desk_id, place.pk)
    return CardSerializer({"texts": found.texts if found else {}, "address": found.address if found else ""}).data


def _lookout(place: Shop) -> Any:
    return LookoutSerializer(lookouts.of(place.desk_id, place.pk)).data


def hang() -> None:
    """Serve them."""
    routes.register("shops/<slug:shop>/after-sales-card/", CardView.as_view(), "shop-after-sales-card")
    routes.register("shops/<slug:shop>/rating-lookout/", LookoutView.as_view(), "shop-rating-lookout")
