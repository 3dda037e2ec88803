"""Rules for automatic answers, for programs: made, changed, turned on and off, tried, and what they did."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from reviews.api.automatic_shown import (
    AnswerRuleLogSerializer,
    AnswerRuleSerializer,
    AnswerRulesSerializer,
    AnswerRuleWantedSerializer,
    AnswerTrialSerializer,
    shown,
    wanted,
)
from reviews.queries import automatic as queries
from reviews.services import automatic_rules, automatic_trial
from sellerdesk import access, queueing, shop_rules, shops
from sellerdesk.api import routes, rules
from sellerdesk.api.base import ApiView
from sellerdesk.api.bodies import body
from sellerdesk.api.repeating import idempotent
from sellerdesk.api.rules import LOG, SHOWN, WHY, MoveSerializer, TurnSerializer
from sellerdesk.api.versions import Versioned, told, unchanged
from sellerdesk.domain import permissions
from sellerdesk.models import Shop


TABLE = automatic_rules.TABLE


class AskedSerializer(serializers.Serializer[Any]):
    """How many reviews are being answered."""

    reviews = serializers.IntegerField()


class AnswerRulesView(ApiView):
    """/api/v1/shops/{shop}/answer-rules/"""

    @extend_schema(operation_id="shop_answer_rules", responses=AnswerRulesSerializer)
    def get(self, request: Request, shop: str) -> Response:
        """The rules of a shop in their order; there are at most 20. Needs shops.manage."""
        place = _place(request, shop)
        return Response({"items": [shown(row) for row in rules.every(TABLE, place)]})

    @extend_schema(operation_id="shop_answer_rule_make", request=AnswerRuleWantedSerializer, responses={201: AnswerRuleSerializer})
    @idempotent
    def post(self, request: Request, shop: str) -> Response:
        """Make a rule, the last of its shop and off. 422 with what is wrong, rule_name_taken, too_many_rules. Needs shops.manage."""
        place = _place(request, shop)
        own = automatic_rules.make(
            desk_id=place.desk_id, shop_ids=[place.pk], shop_id=place.pk, actor=access.actor(request), now=timezone.now(),
            wanted=wanted(place, body(request, AnswerRuleWantedSerializer)),
        )  # fmt: skip
        return Response(shown(rules.one(TABLE, place, own)), status=201)


class AnswerRuleView(Versioned, ApiView):
    """/api/v1/shops/{shop}/answer-rules/{rule}/"""

    @extend_schema(operation_id="shop_answer_rule", responses=AnswerRuleSerializer)
    def get(self, request: Request, shop: str, rule: int) -> Response:
        """One rule. Needs shops.manage."""
        return told(shown(rules.one(TABLE, _place(request, shop), rule)))

    @extend_schema(operation_id="shop_answer_rule_put", request=AnswerRuleWantedSerializer, responses=AnswerRuleSerializer)
    def put(self, request: Request, shop: str, rule: int) -> Response:
        """Change a rule; one that is on speaks of reviews from now on. 422 as when it is made. Needs shops.manage."""
        place = _place(request, shop)
        row = rules.one(TABLE, place, rule)
        asked = wanted(place, body(request, AnswerRuleWantedSerializer))
        with _unchanged(request, place, rule):
            automatic_rules.change(**_which(request, place, rule), wanted=asked, version=row.version)
        return told(shown(rules.one(TABLE, place, rule)))

    @extend_schema(operation_id="shop_answer_rule_delete", responses={204: None})
    def delete(self, request: Request, shop: str, rule: int) -> Response:
        """It answers nothing any more; what it did stays in the log. Needs shops.manage."""
        place = _place(request, shop)
        rules.one(TABLE, place, rule)
        with _unchanged(request, place, rule):
            automatic_rules.delete(**_which(request, place, rule))
        return Response(status=204)


class AnswerRuleTurnView(ApiView):
    """POST /api/v1/shops/{shop}/answer-rules/{rule}/turn/"""

    @extend_schema(operation_id="shop_answer_rule_turn", request=TurnSerializer, responses=AnswerRuleSerializer)
    def post(self, request: Request, shop: str, rule: int) -> Response:
        """Turn a rule on, for reviews from now on, or off; twice is once. Needs shops.manage."""
        place = _place(request, shop)
        automatic_rules.turn(**_which(request, place, rule), on=body(request, TurnSerializer)["on"])
        return Response(shown(rules.one(TABLE, place, rule)))


class AnswerRuleMoveView(ApiView):
    """POST /api/v1/shops/{shop}/answer-rules/{rule}/move/"""

    @extend_schema(operation_id="shop_answer_rule_move", request=MoveSerializer, responses=AnswerRuleSerializer)
    @idempotent
    def post(self, request: Request, shop: str, rule: int) -> Response:
        """Change places with the rule before it or behind it; at the end nothing changes. Needs shops.manage."""
        place = _place(request, shop)
        automatic_rules.move(**_which(request, place, rule), up=body(request, MoveSerializer)["up"])
        return Response(shown(rules.one(TABLE, place, rule)))


class AnswerRuleAskView(ApiView):
    """POST /api/v1/shops/{shop}/answer-rules/{rule}/ask/"""

    @extend_schema(operation_id="shop_answer_rule_ask", request=None, responses=AskedSerializer)
    @idempotent
    def post(self, request: Request, shop: str, rule: int) -> Response:
        """Have a rule that is on answer what waits since before, too. 422 rule_is_off. Needs shops.manage."""
        place, now = _place(request, shop), timezone.now()
        row = rules.one(TABLE, place, rule)
        found = automatic_trial.waiting(shops.facts(place), automatic_rules.rule_of(row), _before(row), now=now)
        number = automatic_rules.ask(**_which(request, place, rule), review_ids=[one.review.id for one in found.tried if not one.why])
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
        place = _place(request, shop)
        row = rules.one(TABLE, place, rule)
        play = automatic_trial.waiting if request.query_params.get("of") == "waiting" else automatic_trial.past_month
        found = play(shops.facts(place), automatic_rules.rule_of(row), _before(row), now=timezone.now())
        counts = found.counts()
        rows = [{"review": one.review.id, "text": one.text} for one in found.of(request.query_params.get("why", ""))[:SHOWN]]
        return Response(
            AnswerTrialSerializer({"since": found.since, "cut": found.cut, "would": counts.pop("", 0), "left": counts, "rows": rows}).data
        )


class AnswerRuleLogView(ApiView):
    """GET /api/v1/shops/{shop}/answer-rule-log/"""

    @extend_schema(
        operation_id="shop_answer_rule_log",
        parameters=[
            *LOG, OpenApiParameter("rule", int, description="of one rule"), OpenApiParameter("did", str, enum=["sent", "left"]),
        ],
        responses=AnswerRuleLogSerializer,
    )  # fmt: skip
    def get(self, request: Request, shop: str) -> Response:
        """What the rules of a shop did, the newest first, 50 at a time. Needs shops.manage."""
        place, params = _place(request, shop), request.query_params
        days, rule, before = (int(params[name]) if name in params else None for name in ("days", "rule", "cursor"))
        if rule is not None:
            rules.one(TABLE, place, rule)
        found = queries.log(
            place.desk_id, [place.pk], since=_since(days), rule_id=rule, did=params.get("did", ""), before=before,
        )  # fmt: skip
        items = found[: queries.ON_A_PAGE]
        following = items[-1].id if len(found) > len(items) else None
        return Response(AnswerRuleLogSerializer({"items": [asdict(one) for one in items], "next": following}).data)


def _since(days: int | None) -> datetime | None:
    return timezone.now() - timedelta(days=days) if days else None


def _place(request: Request, shop: str) -> Shop:
    return access.shop(request, shop, may=permissions.SHOPS_MANAGE)


def _which(request: Request, place: Shop, rule: int) -> dict[str, Any]:
    return {
        "desk_id": place.desk_id, "shop_ids": [place.pk], "rule_id": rule, "actor": access.actor(request), "now": timezone.now(),
    }  # fmt: skip


def _unchanged(request: Request, place: Shop, rule: int) -> Any:
    return unchanged(
        request, lambda: shown(rules.one(TABLE, place, rule)), lock=lambda: shop_rules.lock_shop(TABLE, place.desk_id, [place.pk], place.pk)
    )


def _before(row: Any) -> list[Any]:
    return [automatic_rules.rule_of(one) for one in shop_rules.before(TABLE, row)]


def hang() -> None:
    """Serve them."""
    at = "shops/<slug:shop>/answer-rules/"
    routes.register(at, AnswerRulesView.as_view(), "shop-answer-rules")
    routes.register("shops/<slug:shop>/answer-rule-log/", AnswerRuleLogView.as_view(), "shop-answer-rule-log")
    routes.register(f"{at}<int:rule>/", AnswerRuleView.as_view(), "shop-answer-rule")
    routes.register(f"{at}<int:rule>/turn/", AnswerRuleTurnView.as_view(), "shop-answer-rule-turn")
    routes.register(f"{at}<int:rule>/move/", AnswerRuleMoveView.as_view(), "shop-answer-rule-move")
    routes.register(f"{at}<int:rule>/ask/", AnswerRuleAskView.as_view(), "shop-answer-rule-ask")
    routes.register(f"{at}<int:rule>/trial/", AnswerRuleTrialView.as_view(), "shop-answer-rule-trial")
