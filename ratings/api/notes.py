"""Notes on days of a shop's ratings, and its open alerts, for programs."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from ratings.domain.pinning import LONGEST
from ratings.queries import notes as queries
from ratings.queries.alerts import open_alerts
from ratings.services import alerting, pinning
from sellerdesk import access, shops
from sellerdesk.api import paging, routes
from sellerdesk.api.base import ApiView
from sellerdesk.api.bodies import body
from sellerdesk.api.repeating import idempotent
from sellerdesk.api.settings import hold
from sellerdesk.api.versions import Versioned, told, unchanged
from sellerdesk.api.views import LIMIT
from sellerdesk.domain import permissions
from sellerdesk.errors import NotVisible
from sellerdesk.models import Shop


class DayNoteTextSerializer(serializers.Serializer[Any]):
    """What a note says."""

    text = serializers.CharField(max_length=LONGEST, allow_blank=True)


class NewDayNoteSerializer(DayNoteTextSerializer):
    """A note to pin."""

    day = serializers.DateField(help_text="of the last 12 months, in the shop's days")


class DayNoteSerializer(NewDayNoteSerializer):
    """A note that is pinned to a day."""

    id = serializers.IntegerField(source="pk")
    by_program = serializers.SerializerMethodField()
    changed_at = serializers.DateTimeField(allow_null=True)

    def get_by_program(self, note: Any) -> bool:
        """Whether no person of the desk stands for it: a program wrote it, or its author is gone."""
        return bool(note.author_id is None)


class DayNotePageSerializer(serializers.Serializer[Any]):
    """Some notes, the latest day first, and the next cursor."""

    items = DayNoteSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class RatingAlertSerializer(serializers.Serializer[Any]):
    """What is so of a shop's figures and nobody has seen yet."""

    subject = serializers.CharField(help_text="names it")
    dimension = serializers.CharField(source="alert.dimension")
    what = serializers.CharField(source="alert.what", help_text="below, drop, category or ahead")
    threshold = serializers.SerializerMethodField()
    since = serializers.DateTimeField()

    def get_threshold(self, one: Any) -> str | None:
        """Of below and ahead."""
        return None if one.alert.threshold is None else f"{float(one.alert.threshold):g}"


class RatingAlertsSerializer(serializers.Serializer[Any]):
    """All of them, the oldest first."""

    items = RatingAlertSerializer(many=True)


class SubjectSerializer(serializers.Serializer[Any]):
    """Which alert."""

    subject = serializers.CharField(max_length=100)


class DayNotesView(ApiView):
    """GET, POST /api/v1/shops/{shop}/rating-notes/"""

    @extend_schema(operation_id="shop_rating_notes", parameters=[OpenApiParameter("cursor", str), LIMIT], responses=DayNotePageSerializer)
    def get(self, request: Request, shop: str) -> Response:
        """The notes on days of a shop's ratings. Needs ratings.see."""
        place = access.shop(request, shop, may=permissions.RATINGS_SEE)
        found = paging.page(request, queries.of_shop(place.desk_id, place.pk), keys=("-day", "-id"))
        return Response({"items": DayNoteSerializer(found.items, many=True).data, "next": found.next})

    @extend_schema(operation_id="shop_rating_note_pin", request=NewDayNoteSerializer, responses={201: DayNoteSerializer})
    @idempotent
    def post(self, request: Request, shop: str) -> Response:
        """Pin a note to a day. 422 note_empty, note_too_long, day_ahead, day_too_old, notes_full. Needs reviews.answer."""
        place = access.shop(request, shop, may=permissions.REVIEWS_ANSWER)
        asked = body(request, NewDayNoteSerializer)
        own = pinning.pin(shop=shops.facts(place), user_id=None, actor=access.actor(request), now=timezone.now(), **asked)
        return Response(_shown(place, own), status=201)


class DayNoteView(Versioned, ApiView):
    """GET, PUT, DELETE /api/v1/shops/{shop}/rating-notes/{day_note}/"""

    @extend_schema(operation_id="shop_rating_note", responses=DayNoteSerializer)
    def get(self, request: Request, shop: str, day_note: int) -> Response:
        """One note. Needs ratings.see."""
        return told(_shown(access.shop(request, shop, may=permissions.RATINGS_SEE), day_note))

    @extend_schema(operation_id="shop_rating_note_put", request=DayNoteTextSerializer, responses=DayNoteSerializer)
    def put(self, request: Request, shop: str, day_note: int) -> Response:
        """Say something else. A person's note is changed by who manages shops. 422 note_not_yours, note_empty, note_too_long.

        Needs reviews.answer, and shops.manage to change a note.
        """
        place = access.shop(request, shop, may=permissions.REVIEWS_ANSWER)
        seen, text = _shown(place, day_note)["text"], body(request, DayNoteTextSerializer)["text"]
        with _unchanged(request, place, day_note):
            pinning.change(**_which(request, place, day_note), text=text, seen=seen)
        return told(_shown(place, day_note))

    @extend_schema(operation_id="shop_rating_note_delete", responses={204: None})
    def delete(self, request: Request, shop: str, day_note: int) -> Response:
        """Take a note away. 422 note_not_yours. Needs reviews.answer, and shops.manage to take it away."""
        place = access.shop(request, shop, may=permissions.REVIEWS_ANSWER)
        with _unchanged(request, place, day_note):
            pinning.unpin(**_which(request, place, day_note))
        return Response(status=204)


class RatingAlertsView(ApiView):
    """GET /api/v1/shops/{shop}/rating-alerts/"""

    @extend_schema(operation_id="shop_rating_alerts", responses=RatingAlertsSerializer)
    def get(self, request: Request, shop: str) -> Response:
        """What a person should look at, until somebody has. Needs ratings.see."""
        place = access.shop(request, shop, may=permissions.RATINGS_SEE)
        return Response(RatingAlertsSerializer({"items": open_alerts(shops.facts(place))}).data)


class RatingAlertSeenView(ApiView):
    """POST /api/v1/shops/{shop}/rating-alerts/seen/"""

    @extend_schema(operation_id="shop_rating_alert_seen", request=SubjectSerializer, responses={204: None})
    def post(self, request: Request, shop: str) -> Response:
        """An alert was looked at; 404 for one that is not open. Needs reviews.answer."""
        place = access.shop(request, shop, may=permissions.REVIEWS_ANSWER)
        subject = body(request, SubjectSerializer)["subject"]
        alerting.see(desk_id=place.desk_id, shop_ids=[place.pk], subject=subject, actor=access.actor(request), now=timezone.now())
        return Response(status=204)


def _shown(place: Shop, own: int) -> Any:
    found = queries.of_shop(place.desk_id, place.pk).filter(pk=own).first()
    if found is None:
        raise NotVisible
    return DayNoteSerializer(found).data


def _which(request: Request, place: Shop, own: int) -> dict[str, Any]:
    manages = access.may(request, place, permissions.SHOPS_MANAGE)
    who = {"user_id": None, "manages": manages, "actor": access.actor(request), "now": timezone.now()}
    return {"shop": shops.facts(place), "note_id": own, **who}


def _unchanged(request: Request, place: Shop, own: int) -> Any:
    return unchanged(request, lambda: _shown(place, own), lock=hold(place))


def hang() -> None:
    """Serve them."""
    routes.register("shops/<slug:shop>/rating-notes/", DayNotesView.as_view(), "shop-rating-notes")
    routes.register("shops/<slug:shop>/rating-notes/<int:day_note>/", DayNoteView.as_view(), "shop-rating-note")
    routes.register("shops/<slug:shop>/rating-alerts/", RatingAlertsView.as_view(), "shop-rating-alerts")
    routes.register("shops/<slug:shop>/rating-alerts/seen/", RatingAlertSeenView.as_view(), "shop-rating-alert-seen")
