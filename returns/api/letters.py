"""Letters that are ready, for programs: to a marketplace's support about a claim, and to the buyer of an order at risk."""

import uuid
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from returns.api.deciding import WhyNotSerializer
from returns.api.risks import RiskSerializer, place_of
from returns.domain.letter import LONGEST, SECTIONS
from returns.domain.risk_letters import LANGUAGES, LONGEST as LONGEST_MESSAGE
from returns.queries import letters, reading, risk_letters, risks
from returns.queries.risks import Row
from returns.services import joining, risk_acts
from returns.services.risk_acts import Doing
from returns.templatetags import lettered
from sellerdesk import access, shops, talks
from sellerdesk.api import routes
from sellerdesk.api.base import ApiView
from sellerdesk.api.bodies import body
from sellerdesk.api.repeating import idempotent, key_of
from sellerdesk.domain import permissions
from sellerdesk.errors import NotVisible
from sellerdesk.models import Shop


KEYS = uuid.UUID("c15f7a0e-93d2-5b64-a7f1-48e2b06d9c53")
"""The space of names from which Idempotency-Keys make keys of messages about orders at risk."""
MOST_ARRIVAL = 2**31 - 1


class LetterPartSerializer(serializers.Serializer[Any]):
    """One part of a letter: its sentences in order."""

    part = serializers.ChoiceField(choices=SECTIONS, help_text="facts, evidence, the rule that applies, what is asked for")
    lines = serializers.ListField(child=serializers.CharField())


class SupportLetterSerializer(serializers.Serializer[Any]):
    """A letter to the marketplace's support, in its language and the shop's times. Sent it is a decision `escalate` with its text."""

    text = serializers.CharField(help_text=f"the whole of it, at most {LONGEST} characters")
    language = serializers.CharField()
    parts = LetterPartSerializer(many=True)
    seen = serializers.CharField(help_text="send it with the decision")
    why_not = WhyNotSerializer(allow_null=True, help_text="why the marketplace cannot be asked from here; null where it can")


class RiskLetterSerializer(serializers.Serializer[Any]):
    """A message that is ready for the buyer of an order at risk, to be changed before it is sent."""

    text = serializers.CharField()
    language = serializers.ChoiceField(choices=LANGUAGES)
    thread = serializers.IntegerField(
        allow_null=True, help_text="the conversation that it would go to; null where the buyer has none, and without chats.see"
    )
    seen = serializers.IntegerField(allow_null=True, help_text="the newest arrival there: send it with the message")
    about_order = serializers.BooleanField(allow_null=True, help_text="whether that conversation is about this order")
    fate = serializers.CharField(
        help_text="what became of the one that was sent: queued, sending, moderated, sent, refused, unknown, by_hand, cancelled, or gone;"
        " empty where none was sent by chat"
    )


class RiskMessageSerializer(serializers.Serializer[Any]):
    """A message to the buyer of an order at risk."""

    text = serializers.CharField(max_length=LONGEST_MESSAGE, trim_whitespace=False)
    seen = serializers.IntegerField(min_value=0, max_value=MOST_ARRIVAL, help_text="`seen` of the letter that was read")
    reason = serializers.CharField(
        default="", allow_blank=True, max_length=200, help_text="why it goes in spite of a warning (refused: warned)"
    )


class ClaimLetterView(ApiView):
    """GET /api/v1/shops/{shop}/claims/{claim}/letter/"""

    @extend_schema(operation_id="shop_claim_letter", responses=SupportLetterSerializer)
    def get(self, request: Request, shop: str, claim: int) -> Response:
        """The letter to the support about a claim. Needs returns.see, returns.decide and orders.see: it names the order."""
        place = access.shop(request, shop, may=permissions.RETURNS_SEE)
        if not all(access.may(request, place, one) for one in (permissions.RETURNS_DECIDE, permissions.ORDERS_SEE)):
            raise NotVisible
        found = reading.claim(place.desk_id, [place.pk], claim)
        if found is None:
            raise NotVisible
        facts = shops.facts(place)
        standing, version = letters.standing(place.desk_id, facts, found.id)
        why = joining.why_not(standing, found.amount_currency, timezone.now())
        written = lettered.ready(letters.case(place.desk_id, facts, found))
        told = {
            "text": written.text, "language": written.language, "seen": version,
            "parts": [{"part": part, "lines": lines} for part, lines in written.sections.items() if lines],
            "why_not": None if why is None else {"code": why.code, "sentence": str(why)},
        }  # fmt: skip
        return Response(SupportLetterSerializer(told).data)


class RiskLetterView(ApiView):
    """GET, POST /api/v1/shops/{shop}/order-risks/{risk}/letter/"""

    @extend_schema(
        operation_id="order_risk_letter",
        parameters=[OpenApiParameter("lang", str, enum=list(LANGUAGES), description="the buyer's own unless told")],
        responses=RiskLetterSerializer,
    )
    def get(self, request: Request, shop: str, risk: int) -> Response:
        """The message that is ready for the buyer. Needs returns.see and orders.see."""
        place = place_of(request, shop)
        row, language = _row(place, risk), request.query_params.get("lang", "")
        found = risk_letters.ready(row, place, desk_slug=place.desk.slug, language=language, now=timezone.now())
        talk = found.talk if access.may(request, place, permissions.CHATS_SEE) else None
        told = {
            "text": found.text, "language": found.language, "fate": found.fate, "thread": talk and talk.id, "seen": talk and talk.seen,
            "about_order": talk and talk.about_order,
        }  # fmt: skip
        return Response(RiskLetterSerializer(told).data)

    @extend_schema(
        operation_id="order_risk_letter_send",
        parameters=[OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, description="the same key is the same message")],
        request=RiskMessageSerializer,
        responses={201: RiskSerializer},
    )
    @idempotent
    def post(self, request: Request, shop: str, risk: int) -> Response:
        """Send a message into the buyer's conversation. 409 stale where something came after `seen`; 404 where there is none.

        422 as for any message of a conversation. Needs returns.see, orders.see, chats.see and chats.answer.
        """
        place = place_of(request, shop)
        access.answered(request, shop, may=permissions.CHATS_ANSWER)
        row, way = _row(place, risk), talks.way()
        talk = way.find(place.desk_id, place.desk.slug, [place.pk], row.buyer_id, row.number) if way else None
        if way is None or talk is None or not access.may(request, place, way.may):
            raise NotVisible
        asked, key, now = body(request, RiskMessageSerializer), key_of(request, KEYS), timezone.now()
        doing = Doing(desk_id=place.desk_id, shop_ids=[place.pk], risk_id=risk, user_id=None, actor=access.actor(request))
        way.send(
            desk_id=place.desk_id, shop_ids=[place.pk], talk_id=talk.id, user_id=None, actor=doing.actor, key=key, now=now, **asked
        )  # fmt: skip
        risk_acts.written(doing=doing, letter=key, now=now)
        return Response(RiskSerializer(risks.of_shop(place.desk_id, place.pk).get(pk=risk)).data, status=201)


def _row(place: Shop, risk: int) -> Row:
    found = risks.one(place.desk_id, [place.pk], risk)
    if found is None:
        raise NotVisible
    return found


def hang() -> None:
    """Serve them."""
    routes.register("shops/<slug:shop>/claims/<int:claim>/letter/", ClaimLetterView.as_view(), "shop-claim-letter")
    routes.register("shops/<slug:shop>/order-risks/<int:risk>/letter/", RiskLetterView.as_view(), "shop-order-risk-letter")
