"""Questions for programs: the list of a shop, one of them with what was answered, an answer, a rejection."""

from dataclasses import replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from reviews.api.answering import KEYED, KEYS, GivenSerializer, GoneSerializer, WhyNotAnswerSerializer, back
from reviews.domain import question_filters
from reviews.domain.answering import About, seen_of
from reviews.domain.question_filters import VIEWS
from reviews.domain.questions import LONGEST_NOTE, REASONS, why_not_answer, why_not_reject
from reviews.queries import question, question_list
from reviews.queries.finding import Places
from reviews.services import questions, reaching, wordings
from sellerdesk import access
from sellerdesk.api import paging, routes
from sellerdesk.api.base import ApiView
from sellerdesk.api.bodies import body
from sellerdesk.api.repeating import idempotent, key_of
from sellerdesk.domain import permissions
from sellerdesk.domain.cursors import cursor
from sellerdesk.errors import NotVisible


class QuestionSerializer(serializers.Serializer[Any]):
    """A question as it stands now. `due_at` is there while it waits for a person."""

    id = serializers.IntegerField()
    question = serializers.CharField(source="outside_id")
    at = serializers.DateTimeField()
    text = serializers.CharField(help_text=f"in lists the first {question_list.EXCERPT} characters")
    standing = serializers.ChoiceField(["open", "answered", "rejected"])
    product = serializers.CharField()
    buyer = serializers.CharField(help_text="empty where unknown")
    due_at = serializers.DateTimeField(allow_null=True)


class QuestionPageSerializer(serializers.Serializer[Any]):
    """Some questions and the next cursor."""

    items = QuestionSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class WrittenSerializer(serializers.Serializer[Any]):
    """What was written here: an answer, or why the question is turned down (`rejects`)."""

    id = serializers.IntegerField()
    text = serializers.CharField()
    rejects = serializers.CharField()
    state = serializers.CharField()
    reason = serializers.CharField(help_text="why it was refused or called off")
    written_at = serializers.DateTimeField()
    sent_at = serializers.DateTimeField(allow_null=True)


class OneQuestionSerializer(QuestionSerializer):
    """A question with its answers."""

    product = serializers.CharField(source="product.title")
    answer = serializers.CharField(allow_null=True, help_text="the one that the marketplace told of")
    answered_at = serializers.DateTimeField(allow_null=True)
    why_not_answer = WhyNotAnswerSerializer(allow_null=True)
    why_not_reject = WhyNotAnswerSerializer(allow_null=True)
    seen = serializers.CharField(help_text="send it with the answer")
    written = WrittenSerializer(many=True)


class RejectedSerializer(serializers.Serializer[Any]):
    """Why a question is turned down."""

    reason = serializers.ChoiceField(list(REASONS))
    note = serializers.CharField(default="", allow_blank=True, max_length=LONGEST_NOTE, help_text="says it closer; needed for other")
    seen = serializers.RegexField(r"^[0-9]{1,18}-[0-9]{1,18}$", help_text="`seen` of the state that its author has read")


class QuestionsView(ApiView):
    """GET /api/v1/shops/{shop}/questions/"""

    @extend_schema(
        operation_id="shop_questions",
        parameters=[
            OpenApiParameter("show", str, enum=list(VIEWS), description="the view; all unless told"),
            OpenApiParameter("product", int, description="a product by its id here"),
            OpenApiParameter("q", str, description="words"),
            OpenApiParameter("cursor", str),
            OpenApiParameter("limit", int, description=f"1 to {paging.MOST}"),
        ],
        responses=QuestionPageSerializer,
    )
    def get(self, request: Request, shop: str) -> Response:
        """The questions of a shop under the filters of its page, in their order. What cannot be read is left out. Needs reviews.see."""
        place = access.shop(request, shop, may=permissions.REVIEWS_SEE)
        limit = paging.whole(request, "limit", paging.DEFAULT_LIMIT, least=1, most=paging.MOST)
        params = request.query_params
        asked = replace(question_filters.read({"show": "all"} | params.dict()), after=cursor(params.get("cursor", "")))
        if params.get("cursor") and asked.after is None:
            raise ValidationError({"cursor": [_("This cursor is not one of this list.")]}, code="invalid")
        page = question_list.page(Places(place.desk_id, [place.pk], orders=False), asked, size=limit)
        return Response({"items": QuestionSerializer(page.rows, many=True).data, "next": page.next.text() if page.next else None})


class QuestionView(ApiView):
    """GET /api/v1/shops/{shop}/questions/{question}/"""

    @extend_schema(operation_id="shop_question", responses=OneQuestionSerializer)
    def get(self, request: Request, shop: str, question: int) -> Response:
        """One question, whether it may be answered or rejected, and what became of answers. Needs reviews.see."""
        place = access.shop(request, shop, may=permissions.REVIEWS_SEE)
        return Response(OneQuestionSerializer(_state(place.desk_id, place.pk, question)).data)


class QuestionAnswerView(ApiView):
    """POST /api/v1/shops/{shop}/questions/{question}/answer/"""

    @extend_schema(operation_id="shop_question_answer", parameters=KEYED, request=GivenSerializer, responses={201: GoneSerializer})
    @idempotent
    def post(self, request: Request, shop: str, question: int) -> Response:
        """Answer a question. 409 stale with what is newer, where something came after `seen`. Needs reviews.see and reviews.answer."""
        place = access.answered(request, shop, may=permissions.REVIEWS_ANSWER)
        told = _told(request, GivenSerializer)
        sent = questions.answer(
            desk_id=place.desk_id, shop_ids=[place.pk], question_id=question, user_id=None, actor=access.actor(request), **told,
            client_key=key_of(request, KEYS), now=timezone.now(),
        )  # fmt: skip
        return Response(GoneSerializer(sent).data, status=201)


class QuestionRejectView(ApiView):
    """POST /api/v1/shops/{shop}/questions/{question}/reject/"""

    @extend_schema(operation_id="shop_question_reject", parameters=KEYED, request=RejectedSerializer, responses={201: GoneSerializer})
    @idempotent
    def post(self, request: Request, shop: str, question: int) -> Response:
        """Turn a question down, where the marketplace offers it. 409 stale as for an answer. Needs reviews.see and reviews.answer."""
        place = access.answered(request, shop, may=permissions.REVIEWS_ANSWER)
        told = _told(request, RejectedSerializer)
        sent = questions.reject(
            desk_id=place.desk_id, shop_ids=[place.pk], question_id=question, user_id=None, actor=access.actor(request), **told,
            client_key=key_of(request, KEYS), now=timezone.now(),
        )  # fmt: skip
        return Response(GoneSerializer(sent).data, status=201)


class QuestionBackView(ApiView):
    """POST /api/v1/shops/{shop}/questions/{question}/answers/{answer}/back/"""

    @extend_schema(operation_id="shop_question_answer_back", request=None, responses={204: None})
    def post(self, request: Request, shop: str, question: int, answer: int) -> Response:
        """Take back an answer or a rejection that this key sent, before it leaves; twice is once. 409 stale where it is on its way.

        What a person wrote is theirs to take back: 404. Needs reviews.see and reviews.answer.
        """
        return back(request, shop, About("question", question), answer)


def _told(request: Request, kind: type[serializers.Serializer[Any]]) -> dict[str, Any]:
    """What was sent, read; `seen` as the commands take it."""
    asked = body(request, kind)
    return {**asked, "seen": seen_of(asked["seen"])}


def _state(desk_id: int, shop_id: int, question_id: int) -> dict[str, Any]:
    found = question.of(desk_id, [shop_id], question_id, None, now=timezone.now())
    if found is None:
        raise NotVisible
    row, written = found
    facts, rules, now = written.known.facts, reaching.shop(shop_id).rules, timezone.now()
    whys = {"why_not_answer": why_not_answer(facts), "why_not_reject": why_not_reject(facts, rules)}
    names = ("id", "outside_id", "at", "text", "standing", "product", "buyer", "due_at", "answer", "answered_at")
    return {
        **{name: getattr(row, name) for name in names},
        **{name: why and {"code": why.code, "sentence": wordings.sentence(why, now)} for name, why in whys.items()},
        "seen": written.known.seen.text(),
        "written": written.answers,
    }


def hang() -> None:
    """Serve them."""
    routes.register("shops/<slug:shop>/questions/", QuestionsView.as_view(), "shop-questions")
    routes.register("shops/<slug:shop>/questions/<int:question>/", QuestionView.as_view(), "shop-question")
    routes.register("shops/<slug:shop>/questions/<int:question>/answer/", QuestionAnswerView.as_view(), "shop-question-answer")
    routes.register("shops/<slug:shop>/questions/<int:question>/reject/", QuestionRejectView.as_view(), "shop-question-reject")
    routes.register(
        "shops/<slug:shop>/questions/<int:question>/answers/<int:answer>/back/", QuestionBackView.as_view(), "shop-question-answer-back"
    )
