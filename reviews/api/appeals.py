"""Appeals for programs: what was appealed, appealing, taking back."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from reviews.domain.appeals import BRANCH, LONGEST_STATEMENT, MOST_PASSAGES
from reviews.queries import appealing as queries, naming
from reviews.services import appeal_outcomes, appealing
from reviews.services.appealing import Wanted
from sellerdesk import access
from sellerdesk.api import paging, routes
from sellerdesk.api.base import ApiView
from sellerdesk.api.bodies import body
from sellerdesk.api.repeating import idempotent
from sellerdesk.api.views import LIMIT
from sellerdesk.domain import permissions


class PassageSerializer(serializers.Serializer[Any]):
    """A place in the buyer's words, in characters."""

    part = serializers.CharField(help_text="text, title, pros, cons or follow_up")
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    text = serializers.CharField()


class QuoteSerializer(serializers.Serializer[Any]):
    """A message as it stood when the appeal was made."""

    ref = serializers.CharField()
    at = serializers.DateTimeField()
    text = serializers.CharField()


class AppealSerializer(serializers.Serializer[Any]):
    """One try to have a review taken away."""

    id = serializers.IntegerField()
    review = serializers.CharField(source="review.outside_id", help_text="the review's id in the feed")
    reason = serializers.CharField(help_text="the branch of the tree")
    detail = serializers.CharField(help_text="the leaf")
    statement = serializers.CharField()
    passages = PassageSerializer(many=True)
    quotes = QuoteSerializer(many=True, help_text="empty without chats.see")
    state = serializers.CharField(help_text="sending, waiting, granted, refused, withdrawn, not_sent or moot")
    made_at = serializers.DateTimeField()
    reached_at = serializers.DateTimeField(allow_null=True, help_text="when the marketplace had it")
    ended_at = serializers.DateTimeField(allow_null=True)
    ended_by = serializers.CharField(help_text="feed, port or person; empty while it is open")
    said = serializers.CharField(help_text="what the marketplace said, or why it was not sent")

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """Messages are for those who may read chats."""
        told: dict[str, Any] = super().to_representation(instance)
        return told if self.context["quotes"] else told | {"quotes": []}


class AppealPageSerializer(serializers.Serializer[Any]):
    """Some appeals and the next cursor."""

    items = AppealSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class NewAppealSerializer(serializers.Serializer[Any]):
    """An appeal to make. Something of statement, passages and quotes is needed."""

    review = serializers.CharField(max_length=200, help_text="the review's id in the feed")
    detail = serializers.ChoiceField(choices=sorted(BRANCH), help_text="what is wrong with it; the branch follows")
    statement = serializers.CharField(default="", allow_blank=True, max_length=LONGEST_STATEMENT, trim_whitespace=False)
    passages = serializers.ListField(
        child=serializers.CharField(max_length=1000), default=list, max_length=MOST_PASSAGES, help_text="the buyer's own words, a line each"
    )
    quotes = serializers.ListField(
        child=serializers.CharField(max_length=40), default=list, max_length=MOST_PASSAGES, help_text="such as message:12; needs chats.see"
    )


class AppealsView(ApiView):
    """/api/v1/shops/{shop}/appeals/"""

    @extend_schema(operation_id="appeals", parameters=[OpenApiParameter("cursor", str), LIMIT], responses=AppealPageSerializer)
    def get(self, request: Request, shop: str) -> Response:
        """The appeals of a shop, the newest first. Needs reviews.see."""
        place = access.shop(request, shop, may=permissions.REVIEWS_SEE)
        found = paging.page(request, queries.of_shop(place.desk_id, place.pk), keys=("-made_at", "-id"))
        return Response({"items": _shown(request, place, found.items), "next": found.next})

    @extend_schema(
        operation_id="appeal",
        parameters=[OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, description="the same key is the same appeal")],
        request=NewAppealSerializer,
        responses={201: AppealSerializer},
    )
    @idempotent
    def post(self, request: Request, shop: str) -> Response:
        """Appeal a review. 422 with the rule that it breaks, appeal_running where one is under way.

        Needs reviews.see and reviews.answer.
        """
        place = access.answered(request, shop, may=permissions.REVIEWS_ANSWER)
        told = body(request, NewAppealSerializer)
        made = appealing.appeal(
            desk_id=place.desk_id, shop_ids=[place.pk], review_id=naming.review_id(place.desk_id, place.pk, told["review"]),
            user_id=None, actor=access.actor(request), may=lambda permission: access.may(request, place, permission),
            wanted=Wanted(told["detail"], told["statement"], "\n".join(told["passages"]), told["quotes"]), now=timezone.now(),
        )  # fmt: skip
        return Response(_shown(request, place, [queries.of_shop(place.desk_id, place.pk).get(pk=made)])[0], status=201)


class RulingSerializer(serializers.Serializer[Any]):
    """What the marketplace decided."""

    ruling = serializers.ChoiceField(choices=("granted", "refused"))
    said = serializers.CharField(default="", allow_blank=True, max_length=2_000)


class RulingView(ApiView):
    """POST /api/v1/shops/{shop}/appeals/{appeal}/said/"""

    @extend_schema(operation_id="appeal_said", request=RulingSerializer, responses=AppealSerializer)
    @idempotent
    def post(self, request: Request, shop: str, appeal: int) -> Response:
        """Tell what the marketplace decided; figures follow by the ledger alone. 409 stale where it is over.

        Needs reviews.see and reviews.answer.
        """
        place = access.answered(request, shop, may=permissions.REVIEWS_ANSWER)
        told = body(request, RulingSerializer)
        appeal_outcomes.say(
            desk_id=place.desk_id, shop_ids=[place.pk], appeal_id=appeal, actor=access.actor(request), now=timezone.now(),
            **told,
        )  # fmt: skip
        return Response(_shown(request, place, [queries.of_shop(place.desk_id, place.pk).get(pk=appeal)])[0])


class WithdrawalView(ApiView):
    """/api/v1/shops/{shop}/appeals/{appeal}/withdraw/"""

    @extend_schema(operation_id="appeal_withdraw", request=None, responses=AppealSerializer)
    @idempotent
    def post(self, request: Request, shop: str, appeal: int) -> Response:
        """Withdraw an appeal, or note that it was withdrawn there. 409 where it is over already. Needs reviews.see and reviews.answer."""
        place = access.answered(request, shop, may=permissions.REVIEWS_ANSWER)
        own = naming.whole_id(appeal)
        appeal_outcomes.withdraw(desk_id=place.desk_id, shop_ids=[place.pk], appeal_id=own, actor=access.actor(request), now=timezone.now())
        return Response(_shown(request, place, [queries.of_shop(place.desk_id, place.pk).get(pk=own)])[0])


def hang() -> None:
    """Register the views."""
    routes.register("shops/<slug:shop>/appeals/", AppealsView.as_view(), "shop-appeals")
    routes.register("shops/<slug:shop>/appeals/<int:appeal>/said/", RulingView.as_view(), "shop-appeal-said")
    routes.register("shops/<slug:shop>/appeals/<int:appeal>/withdraw/", WithdrawalView.as_view(), "shop-appeal-withdraw")


def _shown(request: Request, place: Any, rows: list[Any]) -> list[dict[str, Any]]:
    context = {"quotes": access.may(request, place, permissions.CHATS_SEE)}
    return list(AppealSerializer(rows, many=True, context=context).data)
