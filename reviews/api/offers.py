"""Offers for programs: what was offered, logging, what came of it."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from reviews.domain.offers import LONGEST_NOTE, Channel, Kind, State
from reviews.queries import naming, offering as queries
from reviews.services import offering
from reviews.services.offering import Wanted
from sellerdesk import access
from sellerdesk.api import paging, routes
from sellerdesk.api.base import ApiView
from sellerdesk.api.bodies import body
from sellerdesk.api.repeating import idempotent
from sellerdesk.api.views import LIMIT
from sellerdesk.domain import permissions


class OfferSerializer(serializers.Serializer[Any]):
    """An offer to make it good."""

    id = serializers.IntegerField()
    review = serializers.CharField(source="review.outside_id", help_text="the review's id in the feed")
    kind = serializers.CharField()
    amount_minor = serializers.IntegerField(allow_null=True, help_text="minor units of `currency`")
    currency = serializers.CharField(help_text="empty without an amount")
    channel = serializers.CharField()
    note = serializers.CharField()
    state = serializers.CharField()
    made_at = serializers.DateTimeField()
    changes = serializers.IntegerField(help_text="send it as `seen` with a change")


class OfferPageSerializer(serializers.Serializer[Any]):
    """Some offers and the next cursor."""

    items = OfferSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class NewOfferSerializer(serializers.Serializer[Any]):
    """An offer to log."""

    review = serializers.CharField(max_length=200, help_text="the review's id in the feed")
    kind = serializers.ChoiceField(choices=[one.value for one in Kind])
    channel = serializers.ChoiceField(choices=[one.value for one in Channel])
    amount_minor = serializers.IntegerField(
        default=None, allow_null=True, min_value=1, max_value=10**15, help_text="minor units; needs `currency`"
    )
    currency = serializers.RegexField(r"\A[A-Z]{3}\Z", default="", allow_blank=True)
    note = serializers.CharField(default="", allow_blank=True, max_length=LONGEST_NOTE)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """An amount has a currency."""
        if attrs["amount_minor"] is not None and not attrs["currency"]:
            raise serializers.ValidationError({"currency": [_("An amount needs a currency.")]}, code="required")
        return attrs


class NewStateSerializer(serializers.Serializer[Any]):
    """What came of an offer."""

    state = serializers.ChoiceField(choices=[one.value for one in State])
    note = serializers.CharField(default="", allow_blank=True, max_length=LONGEST_NOTE)
    seen = serializers.IntegerField(min_value=0, max_value=2**31 - 1, help_text="`changes` of the offer as it was read")


class OffersView(ApiView):
    """/api/v1/shops/{shop}/offers/"""

    @extend_schema(operation_id="offers", parameters=[OpenApiParameter("cursor", str), LIMIT], responses=OfferPageSerializer)
    def get(self, request: Request, shop: str) -> Response:
        """The offers of a shop, the newest first. Needs reviews.see."""
        place = access.shop(request, shop, may=permissions.REVIEWS_SEE)
        found = paging.page(request, queries.of_shop(place.desk_id, place.pk), keys=("-made_at", "-id"))
        return Response({"items": OfferSerializer(found.items, many=True).data, "next": found.next})

    @extend_schema(
        operation_id="offer",
        parameters=[OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, description="the same key is the same offer")],
        request=NewOfferSerializer,
        responses={201: OfferSerializer},
    )
    @idempotent
    def post(self, request: Request, shop: str) -> Response:
        """Log an offer. 422 where its note may not be said to a buyer. Needs reviews.see and reviews.answer."""
        place = access.answered(request, shop, may=permissions.REVIEWS_ANSWER)
        told = body(request, NewOfferSerializer)
        review_id = naming.review_id(place.desk_id, place.pk, told.pop("review"))
        made = offering.log_offer(
            desk_id=place.desk_id, shop_ids=[place.pk], review_id=review_id, user_id=None, actor=access.actor(request),
            wanted=Wanted(**told), now=timezone.now(),
        )  # fmt: skip
        return Response(OfferSerializer(queries.of_shop(place.desk_id, place.pk).get(pk=made)).data, status=201)


class OfferChangesView(ApiView):
    """/api/v1/shops/{shop}/offers/{offer}/changes/"""

    @extend_schema(operation_id="offer_change", request=NewStateSerializer, responses=OfferSerializer)
    @idempotent
    def post(self, request: Request, shop: str, offer: int) -> Response:
        """Say what came of an offer. 409 where somebody has changed it since. Needs reviews.see and reviews.answer."""
        place = access.answered(request, shop, may=permissions.REVIEWS_ANSWER)
        own = naming.whole_id(offer)
        asked = body(request, NewStateSerializer)
        offering.change_offer(
            desk_id=place.desk_id, shop_ids=[place.pk], offer_id=own, user_id=None, actor=access.actor(request), now=timezone.now(),
            **asked,
        )  # fmt: skip
        return Response(OfferSerializer(queries.of_shop(place.desk_id, place.pk).get(pk=own)).data)


def hang() -> None:
    """Register the views."""
    routes.register("shops/<slug:shop>/offers/", OffersView.as_view(), "shop-offers")
    routes.register("shops/<slug:shop>/offers/<int:offer>/changes/", OfferChangesView.as_view(), "shop-offer-changes")
