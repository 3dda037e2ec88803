"""Topics and signals for programs: what a review complains of, and what comes together."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from reviews.api.reviews import ReviewSerializer
from reviews.domain import filters
from reviews.queries import naming, signals as queries, topical
from reviews.queries.exporting import whole
from reviews.queries.finding import Places
from reviews.services import reaching, signals as acting, topic_editing
from reviews.services.signals import LONGEST_NOTE
from sellerdesk import access
from sellerdesk.api import paging, routes
from sellerdesk.api.base import ApiView
from sellerdesk.api.bodies import body
from sellerdesk.api.repeating import idempotent
from sellerdesk.api.versions import Versioned, told, unchanged
from sellerdesk.api.views import LIMIT
from sellerdesk.domain import cursors, permissions
from sellerdesk.domain.topics.keys import TOPICS
from sellerdesk.errors import NotVisible
from sellerdesk.models import Shop


if TYPE_CHECKING:
    from reviews.models import TopicSignal


USUAL_DAYS = 30
DAYS = OpenApiParameter("days", int, enum=list(filters.PERIODS), description=f"so many days back from now; {USUAL_DAYS} unless told")


class TopicSerializer(serializers.Serializer[Any]):
    """A topic of a review, and who says so."""

    topic = serializers.ChoiceField(choices=TOPICS)
    by = serializers.SerializerMethodField(help_text="rule or person")

    def get_by(self, one: topical.Named) -> str:
        """A person's word stands, whatever the rules find later."""
        return "person" if one.by_person else "rule"


class TopicsSerializer(serializers.Serializer[Any]):
    """All topics of a review, in the order of the list of topics."""

    topics = TopicSerializer(many=True)


class WantedTopicsSerializer(serializers.Serializer[Any]):
    """What a review is to be about, and nothing else."""

    topics = serializers.ListField(child=serializers.ChoiceField(choices=TOPICS), max_length=len(TOPICS))


class SignalSerializer(serializers.Serializer[Any]):
    """Complaints of one topic about one product that came together."""

    id = serializers.IntegerField()
    topic = serializers.CharField()
    product = serializers.CharField(source="product.outside_id", help_text="the product's id in the feed")
    title = serializers.CharField(source="product.title")
    since = serializers.DateTimeField(help_text="when the first of its complaints was written")
    newest = serializers.DateTimeField()
    number = serializers.IntegerField(help_text="complaints when it was last looked at")
    why = serializers.CharField(help_text="close (3 within 7 days) or rate (more in 28 days than the 90 before let expect)")
    open = serializers.BooleanField(source="is_open")
    seen_at = serializers.DateTimeField(allow_null=True)
    note = serializers.CharField()


class SignalPageSerializer(serializers.Serializer[Any]):
    """Some signals and the next cursor."""

    items = SignalSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class BehindSerializer(serializers.Serializer[Any]):
    """The complaints behind a signal or a figure, newest first: how many there are now, and some of them."""

    number = serializers.IntegerField()
    items = ReviewSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class TopicLineSerializer(serializers.Serializer[Any]):
    """One product, with its complaints by topic; a topic that is left out has none."""

    product = serializers.IntegerField(source="product_id", help_text="by its id here")
    title = serializers.CharField()
    numbers = serializers.DictField(child=serializers.IntegerField())


class TopicTableSerializer(serializers.Serializer[Any]):
    """Standing complaints by topic and product: the 30 products with the most of them. `totals` are of all products."""

    since = serializers.DateTimeField()
    topics = serializers.ListField(child=serializers.CharField(), help_text="those that occur, the most frequent first")
    totals = serializers.DictField(child=serializers.IntegerField(), help_text="by topic")
    lines = TopicLineSerializer(many=True)
    more = serializers.IntegerField(help_text="products that are left out")


class SeenSerializer(serializers.Serializer[Any]):
    """What was done about it."""

    note = serializers.CharField(default="", allow_blank=True, max_length=LONGEST_NOTE)


class ReviewTopicsView(Versioned, ApiView):
    """GET, PUT /api/v1/shops/{shop}/reviews/{review}/topics/"""

    @extend_schema(operation_id="shop_review_topics", responses=TopicsSerializer)
    def get(self, request: Request, shop: str, review: int) -> Response:
        """What a review complains of. Needs reviews.see."""
        place = access.shop(request, shop, may=permissions.REVIEWS_SEE)
        return told(_topics(place, naming.whole_id(review)))

    @extend_schema(operation_id="shop_review_topics_put", request=WantedTopicsSerializer, responses=TopicsSerializer)
    def put(self, request: Request, shop: str, review: int) -> Response:
        """Give a review these topics and no others; what is changed by it stands against the rules.

        Needs reviews.see and reviews.answer.
        """
        place = access.answered(request, shop, may=permissions.REVIEWS_ANSWER)
        own = naming.whole_id(review)
        wanted = body(request, WantedTopicsSerializer)["topics"]
        reaching.seen(place.desk_id, [place.pk], own)
        with unchanged(request, lambda: _topics(place, own), lock=lambda: topic_editing.hold(place.desk_id, [place.pk], own)):
            topic_editing.put(
                desk_id=place.desk_id, shop_ids=[place.pk], review_id=own, topics=wanted, actor=access.actor(request), now=timezone.now()
            )
        return told(_topics(place, own))


class SignalsView(ApiView):
    """GET /api/v1/shops/{shop}/signals/"""

    @extend_schema(
        operation_id="shop_signals",
        parameters=[
            OpenApiParameter("open", str, enum=["1"], description="only those that nobody has seen yet"),
            OpenApiParameter("cursor", str),
            LIMIT,
        ],
        responses=SignalPageSerializer,
    )
    def get(self, request: Request, shop: str) -> Response:
        """The signals of a shop, the one with the newest complaint first. Needs reviews.see."""
        place = access.shop(request, shop, may=permissions.REVIEWS_SEE)
        rows = queries.of_shop(place.desk_id, place.pk)
        if request.query_params.get("open") == "1":
            rows = rows.filter(is_open=True)
        found = paging.page(request, rows, keys=("-newest", "-id"))
        return Response({"items": SignalSerializer(found.items, many=True).data, "next": found.next})


class SignalView(ApiView):
    """GET /api/v1/shops/{shop}/signals/{signal}/"""

    @extend_schema(operation_id="shop_signal", responses=SignalSerializer)
    def get(self, request: Request, shop: str, signal: int) -> Response:
        """One signal. Needs reviews.see."""
        place = access.shop(request, shop, may=permissions.REVIEWS_SEE)
        return Response(SignalSerializer(_signal(place, signal)).data)


class SignalReviewsView(ApiView):
    """GET /api/v1/shops/{shop}/signals/{signal}/reviews/"""

    @extend_schema(operation_id="shop_signal_reviews", parameters=[OpenApiParameter("cursor", str)], responses=BehindSerializer)
    def get(self, request: Request, shop: str, signal: int) -> Response:
        """The reviews behind a signal, 50 at a time, the newest first. Needs reviews.see."""
        place = access.shop(request, shop, may=permissions.REVIEWS_SEE)
        one = _signal(place, signal)
        return _behind(request, _places(request, place), one.topic, one.product_id, one.since)


class SignalSeenView(ApiView):
    """POST /api/v1/shops/{shop}/signals/{signal}/seen/"""

    @extend_schema(operation_id="shop_signal_seen", request=SeenSerializer, responses=SignalSerializer)
    @idempotent
    def post(self, request: Request, shop: str, signal: int) -> Response:
        """Somebody has looked at a signal. 422 signal_not_open where it is seen already or gone. Needs reviews.see and reviews.answer."""
        place = access.answered(request, shop, may=permissions.REVIEWS_ANSWER)
        own = naming.whole_id(signal)
        told = body(request, SeenSerializer)
        acting.see(
            desk_id=place.desk_id, shop_ids=[place.pk], signal_id=own, user_id=None, text=told["note"],
            actor=access.actor(request), now=timezone.now(),
        )  # fmt: skip
        return Response(SignalSerializer(_signal(place, own)).data)


class TopicTableView(ApiView):
    """GET /api/v1/shops/{shop}/topic-table/"""

    @extend_schema(operation_id="shop_topic_table", parameters=[DAYS], responses=TopicTableSerializer)
    def get(self, request: Request, shop: str) -> Response:
        """What buyers complain of over some days, topics against products. Needs reviews.see."""
        place = access.shop(request, shop, may=permissions.REVIEWS_SEE)
        since = _since(request)
        found = topical.table(_places(request, place), since=since)
        named = {name: getattr(found, name) for name in ("topics", "totals", "lines", "more")}
        return Response(TopicTableSerializer({**named, "since": since}).data)


class TopicReviewsView(ApiView):
    """GET /api/v1/shops/{shop}/topic-reviews/"""

    @extend_schema(
        operation_id="shop_topic_reviews",
        parameters=[
            OpenApiParameter("topic", str, enum=list(TOPICS), required=True),
            OpenApiParameter("product", int, description="a product by its id here; all unless told"),
            DAYS,
            OpenApiParameter("cursor", str),
        ],
        responses=BehindSerializer,
    )
    def get(self, request: Request, shop: str) -> Response:
        """The complaints behind one figure of the table, 50 at a time, the newest first. Needs reviews.see."""
        place, params = access.shop(request, shop, may=permissions.REVIEWS_SEE), request.query_params
        if "topic" not in params:
            raise ValidationError({"topic": [_("Say which topic.")]}, code="required")
        product = int(params["product"]) if "product" in params else None
        places = _places(request, place)
        if product is not None and topical.product_name(places, product) is None:
            raise NotVisible
        return _behind(request, places, params["topic"], product, _since(request))


def hang() -> None:
    """Register the views."""
    routes.register("shops/<slug:shop>/reviews/<int:review>/topics/", ReviewTopicsView.as_view(), "shop-review-topics")
    routes.register("shops/<slug:shop>/topic-table/", TopicTableView.as_view(), "shop-topic-table")
    routes.register("shops/<slug:shop>/topic-reviews/", TopicReviewsView.as_view(), "shop-topic-reviews")
    routes.register("shops/<slug:shop>/signals/", SignalsView.as_view(), "shop-signals")
    routes.register("shops/<slug:shop>/signals/<int:signal>/", SignalView.as_view(), "shop-signal")
    routes.register("shops/<slug:shop>/signals/<int:signal>/reviews/", SignalReviewsView.as_view(), "shop-signal-reviews")
    routes.register("shops/<slug:shop>/signals/<int:signal>/seen/", SignalSeenView.as_view(), "shop-signal-seen")


def _places(request: Request, place: Shop) -> Places:
    return Places(place.desk_id, [place.pk], orders=access.may(request, place, permissions.ORDERS_SEE))


def _since(request: Request) -> datetime:
    return timezone.now() - timedelta(days=int(request.query_params.get("days", USUAL_DAYS)))


def _behind(request: Request, places: Places, topic: str, product_id: int | None, since: datetime) -> Response:
    """Some complaints of a topic, under the `cursor` of the request."""
    cursor = request.query_params.get("cursor", "")
    after = cursors.cursor(cursor)
    if cursor and after is None:
        raise ValidationError({"cursor": [_("This cursor is not one of this list.")]}, code="invalid")
    found = topical.behind(places, topic, product_id=product_id, since=since, after=after)
    told = {"number": found.number, "items": whole(places, found.ids), "next": found.next.text() if found.next else None}
    return Response(BehindSerializer(told).data)


def _topics(place: Shop, review: int) -> dict[str, Any]:
    reaching.seen(place.desk_id, [place.pk], review)
    return dict(TopicsSerializer({"topics": topical.named(place.desk_id, review)}).data)


def _signal(place: Shop, signal: int) -> "TopicSignal":
    found = queries.of_shop(place.desk_id, place.pk).filter(pk=naming.whole_id(signal)).first()
    if found is None:
        raise NotVisible
    return found
