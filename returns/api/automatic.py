"""Rules for automatic decisions about claims, for programs: made, changed, turned on and off, tried, and what they did."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from returns.api.automatic_shown import (
    ClaimRuleLogSerializer,
    ClaimRuleSerializer,
    ClaimRulesSerializer,
    ClaimRuleWantedSerializer,
    ClaimsTriedSerializer,
    shown,
    tried,
    wanted,
)
from returns.queries import automatic as queries
from returns.services import automatic_rules, automatic_trial
from sellerdesk import access, shop_rules, shops
from sellerdesk.api import routes, rules
from sellerdesk.api.base import ApiView
from sellerdesk.api.bodies import body
from sellerdesk.api.repeating import idempotent
from sellerdesk.api.rules import LOG, WHY, MoveSerializer, TurnSerializer
from sellerdesk.api.versions import Versioned, told, unchanged
from sellerdesk.domain import permissions
from sellerdesk.models import Shop


TABLE = automatic_rules.TABLE


class ClaimRulesView(ApiView):
    """/api/v1/shops/{shop}/claim-rules/"""

    @extend_schema(operation_id="shop_claim_rules", responses=ClaimRulesSerializer)
    def get(self, request: Request, shop: str) -> Response:
        """The rules of a shop in their order; there are at most 20. Needs shops.manage."""
        place = _place(request, shop)
        return Response({"items": [shown(row) for row in rules.every(TABLE, place)]})

    @extend_schema(operation_id="shop_claim_rule_make", request=ClaimRuleWantedSerializer, responses={201: ClaimRuleSerializer})
    @idempotent
    def post(self, request: Request, shop: str) -> Response:
        """Make a rule, the last of its shop and off. 422 with what is wrong, rule_name_taken, too_many_rules. Needs shops.manage."""
        place = _place(request, shop)
        own = automatic_rules.make(
            desk_id=place.desk_id, shop_ids=[place.pk], shop_id=place.pk, actor=access.actor(request), now=timezone.now(),
            wanted=wanted(place, body(request, ClaimRuleWantedSerializer)),
        )  # fmt: skip
        return Response(shown(rules.one(TABLE, place, own)), status=201)


class ClaimRuleView(Versioned, ApiView):
    """/api/v1/shops/{shop}/claim-rules/{claim_rule}/"""

    @extend_schema(operation_id="shop_claim_rule", responses=ClaimRuleSerializer)
    def get(self, request: Request, shop: str, claim_rule: int) -> Response:
        """One rule. Needs shops.manage."""
        return told(shown(rules.one(TABLE, _place(request, shop), claim_rule)))

    @extend_schema(operation_id="shop_claim_rule_put", request=ClaimRuleWantedSerializer, responses=ClaimRuleSerializer)
    def put(self, request: Request, shop: str, claim_rule: int) -> Response:
        """Change a rule; one that is on speaks of claims from now on. 422 as when it is made. Needs shops.manage."""
        place = _place(request, shop)
        row = rules.one(TABLE, place, claim_rule)
        asked = wanted(place, body(request, ClaimRuleWantedSerializer))
        with _unchanged(request, place, claim_rule):
            automatic_rules.change(**_which(request, place, claim_rule), wanted=asked, version=row.version)
        return told(shown(rules.one(TABLE, place, claim_rule)))

    @extend_schema(operation_id="shop_claim_rule_delete", responses={204: None})
    def delete(self, request: Request, shop: str, claim_rule: int) -> Response:
        """It decides nothing any more; what it did stays in the log. Needs shops.manage."""
        place = _place(request, shop)
        rules.one(TABLE, place, claim_rule)
        with _unchanged(request, place, claim_rule):
            automatic_rules.delete(**_which(request, place, claim_rule))
        return Response(status=204)


class ClaimRuleTurnView(ApiView):
    """POST /api/v1/shops/{shop}/claim-rules/{claim_rule}/turn/"""

    @extend_schema(operation_id="shop_claim_rule_turn", request=TurnSerializer, responses=ClaimRuleSerializer)
    def post(self, request: Request, shop: str, claim_rule: int) -> Response:
        """Turn a rule on, for claims from now on, or off; twice is once. Needs shops.manage."""
        place = _place(request, shop)
        automatic_rules.turn(**_which(request, place, claim_rule), on=body(request, TurnSerializer)["on"])
        return Response(shown(rules.one(TABLE, place, claim_rule)))


class ClaimRuleMoveView(ApiView):
    """POST /api/v1/shops/{shop}/claim-rules/{claim_rule}/move/"""

    @extend_schema(operation_id="shop_claim_rule_move", request=MoveSerializer, responses=ClaimRuleSerializer)
    @idempotent
    def post(self, request: Request, shop: str, claim_rule: int) -> Response:
        """Change places with the rule before it or behind it; at the end nothing changes. Needs shops.manage."""
        place = _place(request, shop)
        automatic_rules.move(**_which(request, place, claim_rule), up=body(request, MoveSerializer)["up"])
        return Response(shown(rules.one(TABLE, place, claim_rule)))


class ClaimRuleTrialView(ApiView):
    """GET /api/v1/shops/{shop}/claim-rules/{claim_rule}/trial/"""

    @extend_schema(operation_id="shop_claim_rule_trial", parameters=[WHY], responses=ClaimsTriedSerializer)
    def get(self, request: Request, shop: str, claim_rule: int) -> Response:
        """What a rule would have done with the claims of the past month; nothing is decided. Needs shops.manage."""
        place = _place(request, shop)
        row = rules.one(TABLE, place, claim_rule)
        before = [automatic_rules.rule_of(one) for one in shop_rules.before(TABLE, row)]
        found = automatic_trial.past_month(shops.facts(place), automatic_rules.rule_of(row), before, now=timezone.now())
        return Response(tried(found, row, request.query_params.get("why", "")))


class ClaimRuleLogView(ApiView):
    """GET /api/v1/shops/{shop}/claim-rule-log/"""

    @extend_schema(
        operation_id="shop_claim_rule_log",
        parameters=[
            *LOG, OpenApiParameter("rule", int, description="of one rule"), OpenApiParameter("did", str, enum=["decided", "left"]),
        ],
        responses=ClaimRuleLogSerializer,
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
        return Response(ClaimRuleLogSerializer({"items": [asdict(one) for one in items], "next": following}).data)


def _since(days: int | None) -> datetime | None:
    return timezone.now() - timedelta(days=days) if days else None


def _place(request: Request, shop: str) -> Shop:
    return access.shop(request, shop, may=permissions.SHOPS_MANAGE)


def _which(request: Request, place: Shop, claim_rule: int) -> dict[str, Any]:
    return {
        "desk_id": place.desk_id, "shop_ids": [place.pk], "rule_id": claim_rule, "actor": access.actor(request), "now": timezone.now(),
    }  # fmt: skip


def _unchanged(request: Request, place: Shop, claim_rule: int) -> Any:
    return unchanged(
        request,
        lambda: shown(rules.one(TABLE, place, claim_rule)),
        lock=lambda: shop_rules.lock_shop(TABLE, place.desk_id, [place.pk], place.pk),
    )


def hang() -> None:
    """Serve them."""
    at = "shops/<slug:shop>/claim-rules/"
    routes.register(at, ClaimRulesView.as_view(), "shop-claim-rules")
    routes.register("shops/<slug:shop>/claim-rule-log/", ClaimRuleLogView.as_view(), "shop-claim-rule-log")
    routes.register(f"{at}<int:claim_rule>/", ClaimRuleView.as_view(), "shop-claim-rule")
    routes.register(f"{at}<int:claim_rule>/turn/", ClaimRuleTurnView.as_view(), "shop-claim-rule-turn")
    routes.register(f"{at}<int:claim_rule>/move/", ClaimRuleMoveView.as_view(), "shop-claim-rule-move")
    routes.register(f"{at}<int:claim_rule>/trial/", ClaimRuleTrialView.as_view(), "shop-claim-rule-trial")
