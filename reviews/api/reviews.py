"""Reviews for programs: the list of a shop under the page's filters, one of them, its labels, closing it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from reviews.domain import filters
from reviews.domain.filters import CONDITIONS, PERIODS, STARS, VIEWS
from reviews.domain.labels import LONGEST, MOST_OF_REVIEW
from reviews.domain.verdicts import NAMES, Verdict
from reviews.queries import listing
from reviews.queries.exporting import Told, whole
from reviews.queries.finding import Places
from reviews.queries.tags import labels, of_reviews
from reviews.services import handling, reaching, tagging
from sellerdesk import access, desks
from sellerdesk.api import paging, routes
from sellerdesk.api.base import ApiView
from sellerdesk.api.bodies import body
from sellerdesk.api.versions import Versioned, told, unchanged
from sellerdesk.domain import permissions
from sellerdesk.domain.cursors import cursor
from sellerdesk.domain.topics.keys import TOPICS
from sellerdesk.errors import NotVisible
from sellerdesk.models import Shop


class ReviewSerializer(serializers.Serializer[Any]):
    """A review as it stands now. `buyer` is empty where unknown or anonymous, `order` is told to tokens with orders.see alone."""

    id = serializers.IntegerField()
    review = serializers.CharField(source="outside_id")
    at = serializers.DateTimeField()
    stars = serializers.IntegerField(allow_null=True)
    verdict = serializers.SerializerMethodField()
    title = serializers.CharField()
    text = serializers.CharField()
    pros = serializers.CharField()
    cons = serializers.CharField()
    photos = serializers.IntegerField()
    product = serializers.CharField()
    article = serializers.CharField()
    buyer = serializers.CharField()
    order = serializers.CharField()
    followed_at = serializers.DateTimeField(allow_null=True)
    changed_at = serializers.DateTimeField(allow_null=True)
    deleted_at = serializers.DateTimeField(allow_null=True)
    answered_at = serializers.DateTimeField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    tags = serializers.ListField(child=serializers.CharField())
    topics = serializers.ListField(child=serializers.CharField(), help_text="what it complains of")

    def get_verdict(self, review: Told) -> str:
        """Bad, neutral or good, as it is now."""
        return NAMES[Verdict(review.verdict)]


class ReviewPageSerializer(serializers.Serializer[Any]):
    """Some reviews and the next cursor."""

    items = ReviewSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class TagsSerializer(serializers.Serializer[Any]):
    """All labels of a review."""

    tags = serializers.ListField(child=serializers.CharField(max_length=LONGEST), max_length=MOST_OF_REVIEW)


class ClosedSerializer(serializers.Serializer[Any]):
    """Whether it was closed, and when not, why: answered, changed, deleted, struck, not_waiting."""

    closed = serializers.BooleanField()
    reason = serializers.CharField(allow_null=True)
    at = serializers.DateTimeField(help_text="send it to have the review wait again")


class ClosedAtSerializer(serializers.Serializer[Any]):
    """Which closing is taken back."""

    at = serializers.DateTimeField(help_text="`at` of the answer to the closing")


class ReopenedSerializer(serializers.Serializer[Any]):
    """Whether it waits again; not where something has ended its waiting since."""

    reopened = serializers.BooleanField()


class LabelsSerializer(serializers.Serializer[Any]):
    """All labels of the desk, by name."""

    items = serializers.ListField(child=serializers.CharField())


ASKED = [
    OpenApiParameter("show", str, enum=list(VIEWS), description="the view; all unless told"),
    OpenApiParameter("product", int, description="a product by its id here"),
    OpenApiParameter("days", int, enum=list(PERIODS)),
    OpenApiParameter("stars", int, enum=list(STARS)),
    OpenApiParameter("q", str, description="words"),
    OpenApiParameter("tag", str, description="one of the desk's labels"),
    OpenApiParameter("topic", str, enum=list(TOPICS), description="what it complains of"),
    *(OpenApiParameter(name, str, enum=["1"]) for name in CONDITIONS),
    OpenApiParameter("cursor", str),
    OpenApiParameter("limit", int, description=f"1 to {paging.MOST}"),
]


class ReviewsView(ApiView):
    """GET /api/v1/shops/{shop}/reviews/"""

    @extend_schema(operation_id="shop_reviews", parameters=ASKED, responses=ReviewPageSerializer)
    def get(self, request: Request, shop: str) -> Response:
        """The reviews of a shop under the filters of its page, in their order. What cannot be read is left out. Needs reviews.see."""
        place = access.shop(request, shop, may=permissions.REVIEWS_SEE)
        limit = paging.whole(request, "limit", paging.DEFAULT_LIMIT, least=1, most=paging.MOST)
        params = request.query_params
        asked = replace(filters.read({"show": "all"} | params.dict()), after=cursor(params.get("cursor", "")))
        if params.get("cursor") and asked.after is None:
            raise ValidationError({"cursor": [_("This cursor is not one of this list.")]}, code="invalid")
        places = _places(request, place)
        page = listing.page(places, asked, now=timezone.now(), size=limit)
        found = ReviewSerializer(whole(places, page.ids), many=True)
        return Response({"items": found.data, "next": page.next.text() if page.next else None})


class ReviewView(ApiView):
    """GET /api/v1/shops/{shop}/reviews/{review}/"""

    @extend_schema(operation_id="shop_review", responses=ReviewSerializer)
    def get(self, request: Request, shop: str, review: int) -> Response:
        """One review. Needs reviews.see."""
        place = access.shop(request, shop, may=permissions.REVIEWS_SEE)
        found = whole(_places(request, place), [review])
        if not found or found[0].shop_id != place.pk:
            raise NotVisible
        return Response(ReviewSerializer(found[0]).data)


class ReviewTagsView(Versioned, ApiView):
    """GET, PUT /api/v1/shops/{shop}/reviews/{review}/tags/"""

    @extend_schema(operation_id="shop_review_tags_get", responses=TagsSerializer)
    def get(self, request: Request, shop: str, review: int) -> Response:
        """The labels of one review. Needs reviews.see."""
        place = access.shop(request, shop, may=permissions.REVIEWS_SEE)
        return told(_tags(place, review))

    @extend_schema(operation_id="shop_review_tags", request=TagsSerializer, responses=TagsSerializer)
    def put(self, request: Request, shop: str, review: int) -> Response:
        """Give a review these labels and no others. Refused: tag_empty, tag_too_long, too_many_tags.

        Needs reviews.see and reviews.answer.
        """
        place = access.answered(request, shop, may=permissions.REVIEWS_ANSWER)
        wanted: Sequence[str] = body(request, TagsSerializer)["tags"]
        _tags(place, review)
        with unchanged(request, lambda: _tags(place, review), lock=lambda: desks.hold(place.desk_id)):
            changed = tagging.change(
                desk_id=place.desk_id, shop_ids=[place.pk], review_ids=[review], add=wanted, only=True, actor=access.actor(request),
                now=timezone.now(),
            )  # fmt: skip
        if changed.full:
            raise tagging.full()
        return told(_tags(place, review))


class ReviewCloseView(ApiView):
    """POST /api/v1/shops/{shop}/reviews/{review}/close/"""

    @extend_schema(operation_id="shop_review_close", request=None, responses=ClosedSerializer)
    def post(self, request: Request, shop: str, review: int) -> Response:
        """Nothing more is to be done about a flagged review, without an answer; twice is once. Needs reviews.see and reviews.answer."""
        place = access.answered(request, shop, may=permissions.REVIEWS_ANSWER)
        now: datetime = timezone.now()
        closed = handling.close(desk_id=place.desk_id, shop_ids=[place.pk], review_ids=[review], actor=access.actor(request), now=now)
        return Response({"closed": bool(closed.reviews), "reason": next(iter(closed.left), None), "at": now})


class ReviewReopenView(ApiView):
    """POST /api/v1/shops/{shop}/reviews/{review}/reopen/"""

    @extend_schema(operation_id="shop_review_reopen", request=ClosedAtSerializer, responses=ReopenedSerializer)
    def post(self, request: Request, shop: str, review: int) -> Response:
        """Take a closing back: the review waits again. Needs reviews.see and reviews.answer."""
        place = access.answered(request, shop, may=permissions.REVIEWS_ANSWER)
        if not whole(_places(request, place), [review]):
            raise NotVisible
        asked = body(request, ClosedAtSerializer)
        number = handling.reopen(
            desk_id=place.desk_id, shop_ids=[place.pk], review_ids=[review], closed_at=asked["at"],
            actor=access.actor(request), now=timezone.now(),
        )  # fmt: skip
        return Response({"reopened": bool(number)})


class LabelsView(ApiView):
    """GET /api/v1/shops/{shop}/review-labels/"""

    @extend_schema(operation_id="shop_review_labels", responses=LabelsSerializer)
    def get(self, request: Request, shop: str) -> Response:
        """The labels of the shop's desk; one comes into being when it is put on a review first. Needs reviews.see."""
        place = access.shop(request, shop, may=permissions.REVIEWS_SEE)
        return Response({"items": [one.name for one in labels(place.desk_id)]})


def _tags(place: Shop, review: int) -> dict[str, Any]:
    """The labels of a review of the shop. NotVisible."""
    reaching.seen(place.desk_id, [place.pk], review)
    return {"tags": of_reviews(place.desk_id, [review]).get(review, [])}


def _places(request: Request, place: Shop) -> Places:
    return Places(place.desk_id, [place.pk], orders=access.may(request, place, permissions.ORDERS_SEE))


def hang() -> None:
    """Serve them."""
    routes.register("shops/<slug:shop>/reviews/", ReviewsView.as_view(), "shop-reviews")
    routes.register("shops/<slug:shop>/reviews/<int:review>/", ReviewView.as_view(), "shop-review")
    routes.register("shops/<slug:shop>/reviews/<int:review>/tags/", ReviewTagsView.as_view(), "shop-review-tags")
    routes.register("shops/<slug:shop>/reviews/<int:review>/close/", ReviewCloseView.as_view(), "shop-review-close")
    routes.register("shops/<slug:shop>/reviews/<int:review>/reopen/", ReviewReopenView.as_view(), "shop-review-reopen")
    routes.register("shops/<slug:shop>/review-labels/", LabelsView.as_view(), "shop-review-labels")
