"""Rules for automatic answers, for programs: made, changed, turned on and off, tried, and what they did."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from reviews.api.automatic_shown import (
    AnswerRuleLogSerializer,
    AnswerRulePreviewSerializer,
    AnswerRuleSerializer,
    AnswerRulesSerializer,
    AnswerRuleWantedSerializer,
    AnswerTrialSerializer,
    shown,
    tried,
    wanted,
)
from reviews.queries import automatic as queries
from reviews.services import automatic_rules, automatic_trial
from sellerdesk import access, queueing, shops
from sellerdesk.api import routes, rules
from sellerdesk.api.base import ApiView
from sellerdesk.api.repeating import idempotent
from sellerdesk.api.rules import LOG, WHY, MoveSerializer, TurnSerializer
from sellerdesk.api.versions import Versioned


RULES = rules.Rules(table=automatic_rules.TABLE, commands=automatic_rules, asked=AnswerRuleWantedSerializer, wanted=wanted, shown=shown)


class AskedSerializer(serializers.Serializer[Any]):
    """How many reviews are being answered."""

    reviews = serializers.IntegerField()


class AnswerRulesView(ApiView):
    """/api/v1/shops/{shop}/answer-rules/"""

    @extend_schema(operation_id="shop_answer_rules", responses=AnswerRulesSerializer)
    def get(self, request: Request, shop: str) -> Response:
        """The rules of a shop in their order; there are at most 20. Needs shops.manage."""
        return RULES.every(request, shop)

    @extend_schema(operation_id="shop_answer_rule_make", request=AnswerRuleWantedSerializer, responses={201: AnswerRuleSerializer})
    @idempotent
    def post(self, request: Request, shop: str) -> Response:
        """Make a rule, the last of its shop and off. 422 with what is wrong, rule_name_taken, too_many_rules. Needs shops.manage."""
        return RULES.make(request, shop)


class AnswerRuleView(Versioned, ApiView):
    """/api/v1/shops/{shop}/answer-rules/{rule}/"""

    @extend_schema(operation_id="shop_answer_rule", responses=AnswerRuleSerializer)
    def get(self, request: Request, shop: str, rule: int) -> Response:
        """One rule. Needs shops.manage."""
        return RULES.one(request, shop, rule)

    @extend_schema(operation_id="shop_answer_rule_put", request=AnswerRuleWantedSerializer, responses=AnswerRuleSerializer)
    def put(self, request: Request, shop: str, rule: int) -> Response:
        """Change a rule; one that is on speaks of reviews from now on. 422 as when it is made. Needs shops.manage."""
        return RULES.put(request, shop, rule)

    @extend_schema(operation_id="shop_answer_rule_delete", responses={204: None})
    def delete(self, request: Request, shop: str, rule: int) -> Response:
        """It answers nothing any more; what it did stays in the log. Needs shops.manage."""
        return RULES.delete(request, shop, rule)


class AnswerRuleTurnView(ApiView):
    """POST /api/v1/shops/{shop}/answer-rules/{rule}/turn/"""

    @extend_schema(operation_id="shop_answer_rule_turn", request=TurnSerializer, responses=AnswerRuleSerializer)
    def post(self, request: Request, shop: str, rule: int) -> Response:
        """Turn a rule on, for reviews from now on, or off; twice is once. Needs shops.manage."""
        return RULES.turn(request, shop, rule)


class AnswerRuleMoveView(ApiView):
    """POST /api/v1/shops/{shop}/answer-rules/{rule}/move/"""

    @extend_schema(operation_id="shop_answer_rule_move", request=MoveSerializer, responses=AnswerRuleSerializer)
    @idempotent
    def post(self, request: Request, shop: str, rule: int) -> Response:
        """Change places with the rule before it or behind it; at the end nothing changes. Needs shops.manage."""
        return RULES.move(request, shop, rule)


class AnswerRuleAskView(ApiView):
    """POST /api/v1/shops/{shop}/answer-rules/{rule}/ask/"""

    @extend_schema(operation_id="shop_answer_rule_ask", request=None, responses=AskedSerializer)
    @idempotent
    def post(self, request: Request, shop: str, rule: int) -> Response:
        """Have a rule that is on answer what waits since before, too. 422 rule_is_off. Needs shops.manage."""
        place, now = rules.place(request, shop), timezone.now()
        row = rules.one(RULES.table, place, rule)
        found = automatic_trial.waiting(shops.facts(place), automatic_rules.rule_of(row), RULES.before(row), now=now)
        number = automatic_rules.ask(
            desk_id=place.desk_id, shop_ids=[place.pk], rule_id=rule, review_ids=[one.review.id for one in found.tried if not one.why],
            actor=access.actor(request), now=now,
        )  # fmt: skip
        queueing.ask("reviews.answer_good", shop_id=place.pk)
        return Response({"reviews": number})


class AnswerRuleTrialView(ApiView):
    """GET /api/v1/shops/{shop}/answer-rules/{rule}/trial/"""

    @extend_schema(
        operation_id="shop_answer_rule_trial",
        parameters=[OpenApiParameter("of", str, enum=["past", "waiting"], description="past unless told"), WHY],
        responses=AnswerTrialSerializer,
    )
    def get(self, request: Request, shop: str, rule: int) -> Response:
        """What a rule would have done in the past month, or would do with what waits; nothing is sent. Needs shops.manage."""
        place = rules.place(request, shop)
        row = rules.one(RULES.table, place, rule)
        play = automatic_trial.waiting if request.query_params.get("of") == "waiting" else automatic_trial.past_month
        found = play(shops.facts(place), automatic_rules.rule_of(row), RULES.before(row), now=timezone.now())
        return Response(tried(found, request.query_params.get("why", "")))


class AnswerRulePreviewView(ApiView):
    """POST /api/v1/shops/{shop}/answer-rules/preview/"""

    @extend_schema(
        operation_id="shop_answer_rule_preview", parameters=[WHY], request=AnswerRulePreviewSerializer, responses=AnswerTrialSerializer
    )
    def post(self, request: Request, shop: str) -> Response:
        """What a rule that is not saved would have done in the past month; nothing is saved or sent. Needs shops.manage.

        422 with what is wrong with the rule.
        """
        place, rule, before = RULES.unsaved(request, shop, AnswerRulePreviewSerializer)
        found = automatic_trial.past_month(shops.facts(place), rule, before, now=timezone.now())
        return Response(tried(found, request.query_params.get("why", "")))


class AnswerRuleLogView(ApiView):
    """GET /api/v1/shops/{shop}/answer-rule-log/"""

    @extend_schema(
        operation_id="shop_answer_rule_log",
        parameters=[*LOG, OpenApiParameter("did", str, enum=["sent", "left"])],
        responses=AnswerRuleLogSerializer,
    )
    def get(self, request: Request, shop: str) -> Response:
        """What the rules of a shop did, the newest first, 50 at a time. Needs shops.manage."""
        return RULES.log(request, shop, queries.log, AnswerRuleLogSerializer, size=queries.ON_A_PAGE)


def hang() -> None:
    """Serve them."""
    at = "shops/<slug:shop>/answer-rules/"
    routes.register(at, AnswerRulesView.as_view(), "shop-answer-rules")
    routes.register(f"{at}preview/", AnswerRulePreviewView.as_view(), "shop-answer-rule-preview")
    routes.register("shops/<slug:shop>/answer-rule-log/", AnswerRuleLogView.as_view(), "shop-answer-rule-log")
    routes.register(f"{at}<int:rule>/", AnswerRuleView.as_view(), "shop-answer-rule")
    routes.register(f"{at}<int:rule>/turn/", AnswerRuleTurnView.as_view(), "shop-answer-rule-turn")
    routes.register(f"{at}<int:rule>/move/", AnswerRuleMoveView.as_view(), "shop-answer-rule-move")
    routes.register(f"{at}<int:rule>/ask/", AnswerRuleAskView.as_view(), "shop-answer-rule-ask")
    routes.register(f"{at}<int:rule>/trial/", AnswerRuleTrialView.as_view(), "shop-answer-rule-trial")
