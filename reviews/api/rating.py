"""Rating buyers, for programs: what waits until when and what it does, giving one, and what was given here."""

import uuid
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from reviews.domain.rating import effect, place_of
from reviews.domain.verdicts import BY_NAME, NAMES, Verdict
from reviews.queries import rating as queries
from reviews.services import rating as giving, rating_fates
from sellerdesk import access, shops
from sellerdesk.api import paging, routes
from sellerdesk.api.base import ApiView
from sellerdesk.api.bodies import body
from sellerdesk.api.repeating import idempotent, key_of
from sellerdesk.api.views import LIMIT
from sellerdesk.domain import permissions
from sellerdesk.errors import NotVisible
from sellerdesk.models import Shop
from sellerdesk.shops import ShopFacts


KEYS = uuid.UUID("b5a7c9e2-4d31-5f6b-8a20-6c0e9d7f1b34")
"""The space of names from which Idempotency-Keys make keys of ratings."""
CHOICES = list(BY_NAME)


class DueSerializer(serializers.Serializer[Any]):
    """A line of an order whose buyer may be rated, and what a rating or silence does, should the buyer do nothing more."""

    order = serializers.CharField()
    line = serializers.CharField()
    until = serializers.DateTimeField(help_text="the last instant")
    buyer_review = serializers.ChoiceField(CHOICES, allow_null=True, help_text="what the buyer's review says; null where there is none")
    counts_if_good = serializers.DateTimeField(allow_null=True, help_text="from when the line counts for the shop, rated good now")
    counts_if_silent = serializers.DateTimeField(allow_null=True, help_text="from when, without a rating")
    default_good_if_silent = serializers.BooleanField(help_text="whether the shop will have given a default good")


class DuePageSerializer(serializers.Serializer[Any]):
    """Some lines and the next cursor."""

    items = DueSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class RatingSerializer(serializers.Serializer[Any]):
    """A rating that was given here."""

    id = serializers.IntegerField()
    order = serializers.CharField(source="order.outside_id")
    line = serializers.CharField(source="line.outside_id")
    verdict = serializers.SerializerMethodField()
    text = serializers.CharField()
    state = serializers.CharField()
    reason = serializers.CharField(help_text="why it was refused or called off")
    confirmed = serializers.SerializerMethodField()
    written_at = serializers.DateTimeField()
    sent_at = serializers.DateTimeField(allow_null=True)

    def get_verdict(self, row: Any) -> str:
        """Good, neutral or bad."""
        return NAMES[Verdict(row.verdict)]

    def get_confirmed(self, row: Any) -> bool:
        """Whether the marketplace told of it."""
        return row.told_record is not None


class RatingPageSerializer(serializers.Serializer[Any]):
    """Some ratings and the next cursor."""

    items = RatingSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class NewRatingSerializer(serializers.Serializer[Any]):
    """A rating to give."""

    order = serializers.CharField(max_length=200, help_text="the order's id in the feed")
    line = serializers.CharField(max_length=200, default="", allow_blank=True, help_text="may be left out where the order has one line")
    verdict = serializers.ChoiceField(CHOICES)
    text = serializers.CharField(default="", allow_blank=True, trim_whitespace=False, help_text="needed where it is neutral or bad")
    reason = serializers.CharField(
        default="", allow_blank=True, max_length=200, help_text="why it goes in spite of a warning (refused: warned)"
    )


class RatingsView(ApiView):
    """/api/v1/shops/{shop}/buyer-ratings/"""

    @extend_schema(operation_id="buyer_ratings", parameters=[OpenApiParameter("cursor", str), LIMIT], responses=RatingPageSerializer)
    def get(self, request: Request, shop: str) -> Response:
        """The ratings of buyers that were given here, the newest first. Needs reviews.see and orders.see."""
        place = _shop(request, shop, permissions.REVIEWS_SEE)
        found = paging.page(request, queries.of_shop(place.desk_id, place.pk), keys=("-written_at", "-id"))
        return Response({"items": RatingSerializer(found.items, many=True).data, "next": found.next})

    @extend_schema(
        operation_id="buyer_rating",
        parameters=[OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, description="the same key is the same rating")],
        request=NewRatingSerializer,
        responses={201: RatingSerializer},
    )
    @idempotent
    def post(self, request: Request, shop: str) -> Response:
        """Rate the buyer of a line. 409 where the shop has already. Needs reviews.answer and orders.see."""
        place = _shop(request, shop, permissions.REVIEWS_ANSWER)
        told = body(request, NewRatingSerializer)
        given = giving.rate(
            desk_id=place.desk_id, shop_ids=[place.pk], line_id=giving.line_of(place.desk_id, place.pk, told["order"], told["line"]),
            verdict=BY_NAME[told["verdict"]], text=told["text"], user_id=None, actor=access.actor(request),
            client_key=key_of(request, KEYS), reason=told["reason"], now=timezone.now(),
        )  # fmt: skip
        made = queries.of_shop(place.desk_id, place.pk).get(pk=given.ratings[0])
        return Response(RatingSerializer(made).data, status=201)


class DueView(ApiView):
    """GET /api/v1/shops/{shop}/buyer-ratings/due/"""

    @extend_schema(operation_id="buyer_ratings_due", parameters=[OpenApiParameter("cursor", str), LIMIT], responses=DuePageSerializer)
    def get(self, request: Request, shop: str) -> Response:
        """The lines whose buyers may be rated now, what ends first first. Needs reviews.see and orders.see."""
        place, now = _shop(request, shop, permissions.REVIEWS_SEE), timezone.now()
        limit = paging.whole(request, "limit", paging.DEFAULT_LIMIT, least=1, most=paging.MOST)
        cursor, facts = request.query_params.get("cursor", ""), shops.facts(place)
        after = place_of(cursor)
        if cursor and after is None:
            raise ValidationError({"cursor": [_("This cursor is not one of this list.")]}, code="invalid")
        found = queries.due(place.desk_id, [facts], now=now, after=after, size=limit)
        items = [_due(row, facts, now) for row in found[:limit]]
        return Response(
            {"items": DueSerializer(items, many=True).data, "next": found[limit - 1].place.text() if len(found) > limit else None}
        )


class RatingBackView(ApiView):
    """POST /api/v1/shops/{shop}/buyer-ratings/{rating}/back/"""

    @extend_schema(operation_id="buyer_rating_back", request=None, responses=RatingSerializer)
    def post(self, request: Request, shop: str, rating: int) -> Response:
        """Take back a rating that this key gave, before it leaves; twice is once. 409 stale where it is on its way.

        Needs reviews.answer and orders.see.
        """
        place = _shop(request, shop, permissions.REVIEWS_ANSWER)
        rating_fates.call_off(
            desk_id=place.desk_id, shop_ids=[place.pk], rating_id=rating, actor=access.actor(request), now=timezone.now()
        )  # fmt: skip
        return Response(RatingSerializer(queries.of_shop(place.desk_id, place.pk).get(pk=rating)).data)


def _due(row: queries.Due, shop: ShopFacts, now: datetime) -> dict[str, Any]:
    says = effect(row.facts, shop.rules, now)
    return {
        "order": row.order,
        "line": row.facts.line,
        "until": says.until,
        "buyer_review": None if says.buyer is None else NAMES[says.buyer],
        "counts_if_good": says.rated_good and says.rated_good.since,
        "counts_if_silent": says.silent and says.silent.since,
        "default_good_if_silent": says.default_good,
    }


def _shop(request: Request, shop: str, may: str) -> Shop:
    """The shop, for who also sees its orders. Otherwise NotVisible."""
    place = access.shop(request, shop, may=may)
    if not access.may(request, place, permissions.ORDERS_SEE):
        raise NotVisible
    return place


def hang() -> None:
    """Register the views."""
    routes.register("shops/<slug:shop>/buyer-ratings/", RatingsView.as_view(), "shop-buyer-ratings")
    routes.register("shops/<slug:shop>/buyer-ratings/due/", DueView.as_view(), "shop-buyer-ratings-due")
    routes.register("shops/<slug:shop>/buyer-ratings/<int:rating>/back/", RatingBackView.as_view(), "shop-buyer-rating-back")
