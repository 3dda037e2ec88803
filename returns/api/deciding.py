"""/api/v1/shops/{shop}/claims/{claim}/decision/: what may be decided, a decision taken by a program, and its way back."""

import uuid
from typing import Any, cast

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from returns.domain.deciding import KINDS, Kind, Wanted, choices, ran_out, version
from returns.queries import deciding as queries, reading
from returns.services import decidable, deciding, decision_fates, decision_wordings
from sellerdesk import access, shops
from sellerdesk.api import routes
from sellerdesk.api.base import ApiView
from sellerdesk.api.bodies import body
from sellerdesk.api.repeating import idempotent, key_of
from sellerdesk.domain import permissions
from sellerdesk.errors import NotVisible
from sellerdesk.models import Shop


KEYS = uuid.UUID("2f0c5b1e-7a64-5d0b-9c55-1b5e0a7d9c11")
"""The space of names from which Idempotency-Keys make keys of decisions."""


class ChoiceSerializer(serializers.Serializer[Any]):
    """Something that may be decided now. `least` and `most` are characters of its words; `most` 0: it takes none."""

    kind = serializers.ChoiceField(KINDS)
    action = serializers.CharField(source="action.code", help_text="the legal move, by its name at the marketplace or ours")
    comes_back = serializers.BooleanField(help_text="whether the buyer is to send the goods back")
    least = serializers.IntegerField(source="action.least")
    most = serializers.IntegerField(source="action.most")


class WhyNotSerializer(serializers.Serializer[Any]):
    """Why nothing may be decided now."""

    code = serializers.CharField()
    sentence = serializers.CharField()


class DecisionSerializer(serializers.Serializer[Any]):
    """A decision that was taken here, and what became of it."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(KINDS)
    action = serializers.CharField()
    comes_back = serializers.BooleanField()
    amount_minor = serializers.IntegerField(allow_null=True)
    currency = serializers.CharField(source="amount_currency")
    text = serializers.CharField()
    by = serializers.CharField(source="author", help_text="empty where a program or rule decided")
    state = serializers.CharField(
        help_text="waiting (for a second person), queued, sending, moderated, unknown, by_hand, sent; in the end confirmed, refused,"
        " cancelled or overtaken"
    )
    reason = serializers.CharField(help_text="why it was refused, called off or overtaken")
    made_at = serializers.DateTimeField()
    leaves_at = serializers.DateTimeField(allow_null=True, help_text="until then it can be taken back")


class StateSerializer(serializers.Serializer[Any]):
    """What may be decided about a claim now, and what was decided from here."""

    seen = serializers.CharField(help_text="send it with the decision")
    due_at = serializers.DateTimeField(allow_null=True)
    by_itself = serializers.CharField(source="outcome")
    why_not = WhyNotSerializer(allow_null=True)
    choices = ChoiceSerializer(many=True)
    decisions = DecisionSerializer(many=True, help_text="the newest first, at most five")


class WantedDecisionSerializer(serializers.Serializer[Any]):
    """A decision to take."""

    kind = serializers.ChoiceField(KINDS)
    action = serializers.CharField(default="", allow_blank=True, max_length=40, help_text="needed where a kind has several")
    comes_back = serializers.BooleanField(default=None, allow_null=True, help_text="chooses between a kind with and without the way back")
    amount_minor = serializers.IntegerField(
        default=None, allow_null=True, min_value=1, max_value=10**15, help_text="of refund_part, in minor units of the claim's currency"
    )
    product = serializers.CharField(default="", allow_blank=True, max_length=200, help_text="of exchange: the listing's id in the feed")
    text = serializers.CharField(default="", allow_blank=True, max_length=10_000, trim_whitespace=False)
    seen = serializers.CharField(max_length=80, help_text="`seen` of the state that its author has read")
    reason = serializers.CharField(
        default="", allow_blank=True, max_length=200, help_text="why the words go in spite of a warning (refused: warned)"
    )


class TakenSerializer(serializers.Serializer[Any]):
    """A decision on its way, or waiting for a second person."""

    id = serializers.IntegerField(source="decision_id")
    state = serializers.CharField()
    leaves_at = serializers.DateTimeField(allow_null=True)


class DecisionView(ApiView):
    """GET, POST /api/v1/shops/{shop}/claims/{claim}/decision/"""

    @extend_schema(operation_id="shop_claim_decision_state", responses=StateSerializer)
    def get(self, request: Request, shop: str, claim: int) -> Response:
        """What may be decided about a claim now, why nothing, and what was decided from here. Needs returns.see."""
        place = access.shop(request, shop, may=permissions.RETURNS_SEE)
        return Response(StateSerializer(_state(place, claim)).data)

    @extend_schema(
        operation_id="shop_claim_decide",
        parameters=[OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, description="the same key is the same decision")],
        request=WantedDecisionSerializer,
        responses={201: TakenSerializer},
    )
    @idempotent
    def post(self, request: Request, shop: str, claim: int) -> Response:
        """Decide a claim. 409 stale with the other's decision, or where the claim has changed since `seen`.

        Needs returns.see and returns.decide.
        Above the lowest refund limit of the shop a person has to confirm it on the page of the claim.
        """
        place = access.answered(request, shop, may=permissions.RETURNS_DECIDE)
        told = body(request, WantedDecisionSerializer)
        wanted = Wanted(
            cast("Kind", told["kind"]), told["action"], told["comes_back"], told["amount_minor"], _product(place, told["product"]),
            told["text"],
        )  # fmt: skip
        taken = deciding.decide(
            desk_id=place.desk_id, shop_ids=[place.pk], claim_id=claim, wanted=wanted, user_id=None, actor=access.actor(request),
            client_key=key_of(request, KEYS), seen=told["seen"], reason=told["reason"], now=timezone.now(),
        )  # fmt: skip
        return Response(TakenSerializer(taken).data, status=201)


class BackView(ApiView):
    """POST /api/v1/shops/{shop}/claims/{claim}/decisions/{decision}/back/"""

    @extend_schema(operation_id="shop_claim_decision_back", request=None, responses={204: None})
    def post(self, request: Request, shop: str, claim: int, decision: int) -> Response:
        """Take a decision back before it leaves; twice is once. 409 stale where it has left. Needs returns.see and returns.decide."""
        place = access.answered(request, shop, may=permissions.RETURNS_DECIDE)
        decision_fates.take_back(
            desk_id=place.desk_id,
            shop_ids=[place.pk],
            decision_id=decision,
            claim_id=claim,
            actor=access.actor(request),
            now=timezone.now(),
        )
        return Response(status=204)


def _state(place: Shop, claim_id: int) -> dict[str, Any]:
    found = reading.claim(place.desk_id, [place.pk], claim_id)
    if found is None:
        raise NotVisible
    facts, now = decidable.facts(found, shops.facts(place)), timezone.now()
    held = next((one for one in found.decisions if one.holds), None)
    why = None if (late := ran_out(facts, now)) is None else decision_wordings.refusal(late, facts, found.amount_currency, now)
    told = None if why is None else {"code": why.code, "sentence": str(why)}
    if held is not None:
        told = {"code": "stale", "sentence": decision_wordings.held(held.author, held.kind, held.amount_minor, held.amount_currency)}
    return {
        "seen": version(found.told_at, found.moved_at),
        "due_at": found.due_at,
        "outcome": found.outcome,
        "why_not": told,
        "choices": [] if told else choices(facts),
        "decisions": found.decisions,
    }


def _product(place: Shop, outside_id: str) -> int | None:
    if not outside_id:
        return None
    found = queries.listing(place.desk_id, place.pk, outside_id)
    if found is None:
        raise decision_wordings.article_unknown()
    return found


def hang() -> None:
    """Serve them."""
    routes.register("shops/<slug:shop>/claims/<int:claim>/decision/", DecisionView.as_view(), "shop-claim-decision")
    routes.register("shops/<slug:shop>/claims/<int:claim>/decisions/<int:decision>/back/", BackView.as_view(), "shop-claim-decision-back")
