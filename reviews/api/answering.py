"""Answers to reviews for programs: what may be answered, an answer given, changed, taken back."""

import uuid
from datetime import datetime
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from reviews.domain.answering import About, answer_until, seen_of, target, why_not_answer
from reviews.queries import begun
from reviews.services import answering, reaching, withdrawing, wordings
from sellerdesk import access
from sellerdesk.api import routes
from sellerdesk.api.base import ApiView
from sellerdesk.api.bodies import body
from sellerdesk.api.repeating import idempotent, key_of
from sellerdesk.domain import permissions
from sellerdesk.errors import NotVisible
from sellerdesk.models import Shop


KEYS = uuid.UUID("7c1f6a52-0d0e-5a43-9a0c-1f1c4d8b2e90")
"""The space of names from which Idempotency-Keys make keys of answers."""
KEYED = [OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, description="the same key is the same answer")]


class GivenSerializer(serializers.Serializer[Any]):
    """An answer to send."""

    text = serializers.CharField(trim_whitespace=False)
    seen = serializers.RegexField(r"^[0-9]{1,18}-[0-9]{1,18}$", help_text="`seen` of the state that its author has read")
    reason = serializers.CharField(
        default="", allow_blank=True, max_length=200, help_text="why it goes in spite of a warning (refused: warned)"
    )


class ChangedSerializer(serializers.Serializer[Any]):
    """What is to stand in the place of an answer."""

    text = serializers.CharField(trim_whitespace=False)
    reason = serializers.CharField(
        default="", allow_blank=True, max_length=200, help_text="why it goes in spite of a warning (refused: warned)"
    )


class GoneSerializer(serializers.Serializer[Any]):
    """An answer on its way. Until `leaves_at` it can be taken back."""

    id = serializers.IntegerField(source="answer_id")
    to = serializers.ChoiceField(["review", "follow_up", "question"], help_text="of a review: its follow-up where there is one")
    state = serializers.CharField()
    leaves_at = serializers.DateTimeField()


class WhyNotAnswerSerializer(serializers.Serializer[Any]):
    """Why nothing may be answered now."""

    code = serializers.CharField()
    sentence = serializers.CharField()


class OwnSerializer(serializers.Serializer[Any]):
    """An answer that was written here. `edit`: the text that takes the place of the answer."""

    id = serializers.IntegerField()
    to = serializers.SerializerMethodField()
    edit = serializers.BooleanField()
    text = serializers.CharField()
    state = serializers.CharField()
    reason = serializers.CharField(help_text="why it was refused or called off")
    written_at = serializers.DateTimeField()
    sent_at = serializers.DateTimeField(allow_null=True)

    def get_to(self, row: begun.OwnAnswer) -> str:
        """What it is to."""
        return "follow_up" if row.to_follow_up else "review"


class AnswerStateSerializer(serializers.Serializer[Any]):
    """Whether a review may be answered now, and what was answered from here."""

    to = serializers.ChoiceField(["review", "follow_up"])
    until = serializers.DateTimeField(allow_null=True, help_text="the last instant for an answer; null where none may be given")
    why_not = WhyNotAnswerSerializer(allow_null=True)
    seen = serializers.CharField(help_text="send it with the answer")
    answers = OwnSerializer(many=True)


class AnswerView(ApiView):
    """GET, POST /api/v1/shops/{shop}/reviews/{review}/answer/"""

    @extend_schema(operation_id="shop_review_answer_state", responses=AnswerStateSerializer)
    def get(self, request: Request, shop: str, review: int) -> Response:
        """Whether a review may be answered, until when, and what became of answers. Needs reviews.see."""
        place = access.shop(request, shop, may=permissions.REVIEWS_SEE)
        reaching.seen(place.desk_id, [place.pk], review)
        return Response(AnswerStateSerializer(_state(place.desk_id, place.pk, review, timezone.now())).data)

    @extend_schema(operation_id="shop_review_answer", parameters=KEYED, request=GivenSerializer, responses={201: GoneSerializer})
    @idempotent
    def post(self, request: Request, shop: str, review: int) -> Response:
        """Answer a review, or its follow-up. 409 stale with what is newer, where something came after `seen`.

        Needs reviews.see and reviews.answer.
        """
        place = access.answered(request, shop, may=permissions.REVIEWS_ANSWER)
        asked = body(request, GivenSerializer)
        seen = seen_of(asked["seen"])
        assert seen is not None
        sent = answering.send(
            desk_id=place.desk_id, shop_ids=[place.pk], review_id=review, user_id=None, actor=access.actor(request),
            text=asked["text"], client_key=key_of(request, KEYS), seen=seen,
            reason=asked["reason"], now=timezone.now(),
        )  # fmt: skip
        return Response(GoneSerializer(sent).data, status=201)


class AnswerChangeView(ApiView):
    """POST /api/v1/shops/{shop}/reviews/{review}/answers/{answer}/change/"""

    @extend_schema(operation_id="shop_review_answer_change", parameters=KEYED, request=ChangedSerializer, responses={201: GoneSerializer})
    @idempotent
    def post(self, request: Request, shop: str, review: int, answer: int) -> Response:
        """Put another text in the place of an answer that is there, once, where the marketplace lets it be changed.

        422 with why it may not be changed, text_unchanged. Needs reviews.see and reviews.answer.
        """
        place = access.answered(request, shop, may=permissions.REVIEWS_ANSWER)
        asked = body(request, ChangedSerializer)
        known_of(place, About("review", review), answer)
        sent = answering.change(
            desk_id=place.desk_id, shop_ids=[place.pk], answer_id=answer, user_id=None, actor=access.actor(request), text=asked["text"],
            client_key=key_of(request, KEYS), reason=asked["reason"], now=timezone.now(),
        )  # fmt: skip
        return Response(GoneSerializer(sent).data, status=201)


class AnswerBackView(ApiView):
    """POST /api/v1/shops/{shop}/reviews/{review}/answers/{answer}/back/"""

    @extend_schema(operation_id="shop_review_answer_back", request=None, responses={204: None})
    def post(self, request: Request, shop: str, review: int, answer: int) -> Response:
        """Take back an answer, or a change of one, that this key sent, before it leaves; twice is once. 409 stale where it is on its way.

        What a person wrote becomes that person's draft again, and is theirs to take back: 404. Needs reviews.see and reviews.answer.
        """
        return back(request, shop, About("review", review), answer)


def back(request: Request, shop: str, about: About, answer: int) -> Response:
    """Call off what this key sent about a review or a question. Stale where it is on its way; NotVisible for what others wrote."""
    place = access.answered(request, shop, may=permissions.REVIEWS_ANSWER)
    known_of(place, about, answer)
    withdrawing.call_off(desk_id=place.desk_id, shop_ids=[place.pk], answer_id=answer, actor=access.actor(request), now=timezone.now())
    return Response(status=204)


def known_of(place: Shop, about: About, answer: int) -> None:
    """NotVisible for an answer that is not to this."""
    if reaching.own(place.desk_id, [place.pk], answer).about != about:
        raise NotVisible


def _state(desk_id: int, shop_id: int, review_id: int, now: datetime) -> dict[str, Any]:
    found, shop = begun.of(desk_id, review_id, None, now=now), reaching.shop(shop_id)
    known = found.known
    why, to = why_not_answer(known.facts, shop.rules, now), target(known.facts, now)
    return {
        "to": to,
        "until": None if why else answer_until(to, known.facts, shop.rules),
        "why_not": why and {"code": why.code, "sentence": wordings.sentence(why, now)},
        "seen": known.seen.text(),
        "answers": found.answers,
    }


def hang() -> None:
    """Serve them."""
    at = "shops/<slug:shop>/reviews/<int:review>/"
    routes.register(f"{at}answer/", AnswerView.as_view(), "shop-review-answer")
    routes.register(f"{at}answers/<int:answer>/change/", AnswerChangeView.as_view(), "shop-review-answer-change")
    routes.register(f"{at}answers/<int:answer>/back/", AnswerBackView.as_view(), "shop-review-answer-back")
