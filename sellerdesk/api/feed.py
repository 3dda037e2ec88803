"""POST /api/v1/shops/{shop}/feed/: facts in, an answer for each record."""

import json
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from sellerdesk import access, shops
from sellerdesk.api.base import ApiView
from sellerdesk.api.repeating import idempotent
from sellerdesk.domain import permissions
from sellerdesk.feed import loading, reading
from sellerdesk.feed.fact import Fact, Malformed
from sellerdesk.feed.loading import BATCH
from sellerdesk.feed.rejections import faults_of
from sellerdesk.feed.sentences import sentence


class FeedSerializer(serializers.Serializer[Any]):
    """Up to 500 feed records, as in docs/contract/feed.md."""

    records = serializers.ListField(child=serializers.JSONField(), max_length=BATCH)


class AnswerSerializer(serializers.Serializer[Any]):
    """What became of one record."""

    index = serializers.IntegerField(help_text="its place in the request, from 0")
    type = serializers.CharField(allow_null=True)
    id = serializers.CharField(allow_null=True)
    outcome = serializers.ChoiceField(choices=["applied", "unchanged", "waiting", "rejected"])
    code = serializers.CharField(help_text="why it waits or was rejected; empty otherwise")
    message = serializers.CharField()


class FeedAnswerSerializer(serializers.Serializer[Any]):
    """The counts of the request and an answer for each record, in order."""

    read = serializers.IntegerField()
    applied = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    waiting = serializers.IntegerField()
    rejected = serializers.IntegerField()
    released = serializers.IntegerField()
    results = AnswerSerializer(many=True)


class FeedView(ApiView):
    """POST /api/v1/shops/{shop}/feed/"""

    # A record with such a text is rejected by itself, with its reason.
    takes_odd_text = True

    @extend_schema(operation_id="shop_feed", request=FeedSerializer, responses=FeedAnswerSerializer)
    @idempotent
    def post(self, request: Request, shop: str) -> Response:
        """Load up to 500 records, all or nothing; a wrong record is rejected by itself. Needs feed.load."""
        place = shops.facts(access.shop(request, shop, may=permissions.FEED_LOAD))
        now = timezone.now()
        records = [_fact(number, value, place.id) for number, value in enumerate(_records(request.data))]
        load = loading.start(shop=place, source=f"api {access.actor(request).label}", now=now)
        answers = loading.apply_batch(load=load, records=records, now=now) if records else []
        counts = loading.finish(load=load, now=now)
        faults = faults_of(records)
        return Response(
            {
                **{name: getattr(counts, name) for name in ("read", "applied", "unchanged", "waiting", "rejected", "released")},
                "results": [_answer(answer, faults.get(answer.line)) for answer in answers],
            }
        )


def _records(body: Any) -> list[Any]:
    """The records of the request. Anything but {"records": [...]} with at most 500 of them is malformed (400)."""
    records = body.get("records") if isinstance(body, dict) else None
    if not isinstance(records, list):
        raise ValidationError({"records": [_("Send an object with a list of records.")]}, code="invalid")
    if len(records) > BATCH:
        message = _("Send at most %(most)d records at once; these are %(number)d.") % {"most": BATCH, "number": len(records)}
        raise ValidationError({"records": [message]}, code="max_length")
    return records


def _fact(number: int, value: Any, shop_id: int) -> Fact | Malformed:
    # Spelled out again, so that a record is judged the same whichever way it comes.
    return reading.fact(number, json.dumps(value).encode(), shop_id)


def _answer(answer: loading.Answer, fault: dict[str, str] | None) -> dict[str, Any]:
    code = "" if answer.record is None else answer.ruling
    return {
        "index": answer.line,
        "type": answer.type or None,
        "id": answer.outside_id or None,
        "outcome": "unchanged" if answer.record is None else loading.state_of(answer.ruling).name.lower(),
        "code": code,
        "message": sentence(code, fault) if code else "",
    }
