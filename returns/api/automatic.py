"""Rules for automatic decisions about claims, for programs: made, changed, turned on and off, tried, and what they did."""

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from returns.api.automatic_shown import (
    ClaimRuleLogSerializer,
    ClaimRulePreviewSerializer,
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
from sellerdesk import shops
from sellerdesk.api import routes, rules
from sellerdesk.api.base import ApiView
from sellerdesk.api.repeating import idempotent
from sellerdesk.api.rules import LOG, WHY, MoveSerializer, TurnSerializer
from sellerdesk.api.versions import Versioned


RULES = rules.Rules(table=automatic_rules.TABLE, commands=automatic_rules, asked=ClaimRuleWantedSerializer, wanted=wanted, shown=shown)


class ClaimRulesView(ApiView):
    """/api/v1/shops/{shop}/claim-rules/"""

    @extend_schema(operation_id="shop_claim_rules", responses=ClaimRulesSerializer)
    def get(self, request: Request, shop: str) -> Response:
        """The rules of a shop in their order; there are at most 20. Needs shops.manage."""
        return RULES.every(request, shop)

    @extend_schema(operation_id="shop_claim_rule_make", request=ClaimRuleWantedSerializer, responses={201: ClaimRuleSerializer})
    @idempotent
    def post(self, request: Request, shop: str) -> Response:
        """Make a rule, the last of its shop and off. 422 with what is wrong, rule_name_taken, too_many_rules. Needs shops.manage."""
        return RULES.make(request, shop)


class ClaimRuleView(Versioned, ApiView):
    """/api/v1/shops/{shop}/claim-rules/{claim_rule}/"""

    @extend_schema(operation_id="shop_claim_rule", responses=ClaimRuleSerializer)
    def get(self, request: Request, shop: str, claim_rule: int) -> Response:
        """One rule. Needs shops.manage."""
        return RULES.one(request, shop, claim_rule)

    @extend_schema(operation_id="shop_claim_rule_put", request=ClaimRuleWantedSerializer, responses=ClaimRuleSerializer)
    def put(self, request: Request, shop: str, claim_rule: int) -> Response:
        """Change a rule; one that is on speaks of claims from now on. 422 as when it is made. Needs shops.manage."""
        return RULES.put(request, shop, claim_rule)

    @extend_schema(operation_id="shop_claim_rule_delete", responses={204: None})
    def delete(self, request: Request, shop: str, claim_rule: int) -> Response:
        """It decides nothing any more; what it did stays in the log. Needs shops.manage."""
        return RULES.delete(request, shop, claim_rule)


class ClaimRuleTurnView(ApiView):
    """POST /api/v1/shops/{shop}/claim-rules/{claim_rule}/turn/"""

    @extend_schema(operation_id="shop_claim_rule_turn", request=TurnSerializer, responses=ClaimRuleSerializer)
    def post(self, request: Request, shop: str, claim_rule: int) -> Response:
        """Turn a rule on, for claims from now on, or off; twice is once. Needs shops.manage."""
        return RULES.turn(request, shop, claim_rule)


class ClaimRuleMoveView(ApiView):
    """POST /api/v1/shops/{shop}/claim-rules/{claim_rule}/move/"""

    @extend_schema(operation_id="shop_claim_rule_move", request=MoveSerializer, responses=ClaimRuleSerializer)
    @idempotent
    def post(self, request: Request, shop: str, claim_rule: int) -> Response:
        """Change places with the rule before it or behind it; at the end nothing changes. Needs shops.manage."""
        return RULES.move(request, shop, claim_rule)


class ClaimRuleTrialView(ApiView):
    """GET /api/v1/shops/{shop}/claim-rules/{claim_rule}/trial/"""

    @extend_schema(operation_id="shop_claim_rule_trial", parameters=[WHY], responses=ClaimsTriedSerializer)
    def get(self, request: Request, shop: str, claim_rule: int) -> Response:
        """What a rule would have done with the claims of the past month; nothing is decided. Needs shops.manage."""
        place = rules.place(request, shop)
        row = rules.one(RULES.table, place, claim_rule)
        found = automatic_trial.past_month(shops.facts(place), automatic_rules.rule_of(row), RULES.before(row), now=timezone.now())
        return Response(tried(found, row.does, request.query_params.get("why", "")))


class ClaimRulePreviewView(ApiView):
    """POST /api/v1/shops/{shop}/claim-rules/preview/"""

    @extend_schema(
        operation_id="shop_claim_rule_preview", parameters=[WHY], request=ClaimRulePreviewSerializer, responses=ClaimsTriedSerializer
    )
    def post(self, request: Request, shop: str) -> Response:
        """What a rule that is not saved would have done in the past month; nothing is saved or decided. Needs shops.manage.

        422 with what is wrong with the rule.
        """
        place, rule, before = RULES.unsaved(request, shop, ClaimRulePreviewSerializer)
        found = automatic_trial.past_month(shops.facts(place), rule, before, now=timezone.now())
        return Response(tried(found, rule.does, request.query_params.get("why", "")))


class ClaimRuleLogView(ApiView):
    """GET /api/v1/shops/{shop}/claim-rule-log/"""

    @extend_schema(
        operation_id="shop_claim_rule_log",
        parameters=[*LOG, OpenApiParameter("did", str, enum=["decided", "left"])],
        responses=ClaimRuleLogSerializer,
    )
    def get(self, request: Request, shop: str) -> Response:
        """What the rules of a shop did, the newest first, 50 at a time. Needs shops.manage."""
        return RULES.log(request, shop, queries.log, ClaimRuleLogSerializer, size=queries.ON_A_PAGE)


def hang() -> None:
    """Serve them."""
    at = "shops/<slug:shop>/claim-rules/"
    routes.register(at, ClaimRulesView.as_view(), "shop-claim-rules")
    routes.register(f"{at}preview/", ClaimRulePreviewView.as_view(), "shop-claim-rule-preview")
    routes.register("shops/<slug:shop>/claim-rule-log/", ClaimRuleLogView.as_view(), "shop-claim-rule-log")
    routes.register(f"{at}<int:claim_rule>/", ClaimRuleView.as_view(), "shop-claim-rule")
    routes.register(f"{at}<int:claim_rule>/turn/", ClaimRuleTurnView.as_view(), "shop-claim-rule-turn")
    routes.register(f"{at}<int:claim_rule>/move/", ClaimRuleMoveView.as_view(), "shop-claim-rule-move")
    routes.register(f"{at}<int:claim_rule>/trial/", ClaimRuleTrialView.as_view(), "shop-claim-rule-trial")
