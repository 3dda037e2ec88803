"""What was sent to a webhook and what its receiver said, for programs; and all that a webhook can be told of."""

import json
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from sellerdesk import published
from sellerdesk.api.base import ApiView
from sellerdesk.api.desk.standing import stand
from sellerdesk.domain import permissions
from sellerdesk.webhooks import bodies, queries


class WebhookEventSerializer(serializers.Serializer[Any]):
    """One kind of event, and a delivery of it as an example."""

    kind = serializers.CharField()
    says = serializers.CharField(help_text="in the language of the request")
    example = serializers.DictField()


class WebhookEventsSerializer(serializers.Serializer[Any]):
    """All of them, by name. Names are only ever added."""

    items = WebhookEventSerializer(many=True)


class WebhookDeliverySerializer(serializers.Serializer[Any]):
    """One delivery, with what the receiver said to its last attempt."""

    id = serializers.IntegerField(help_text="send it to have the delivery sent again")
    event = serializers.CharField(source="event_id", help_text="the event's own id, Webhook-Id at every attempt")
    kind = serializers.CharField()
    state = serializers.CharField(help_text="queued, claimed, unknown, sent, dead or cancelled")
    attempts = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    not_before = serializers.DateTimeField(help_text="of one that is queued: when it is tried next")
    reason = serializers.CharField(help_text="what went wrong last, or empty")
    status = serializers.IntegerField(allow_null=True, help_text="of the answer; null where none came")
    milliseconds = serializers.IntegerField(help_text="so long the answer took")
    answer = serializers.CharField(source="text", help_text="the first 500 characters of it")


class WebhookDeliveriesSerializer(serializers.Serializer[Any]):
    """What nobody answered yet, then what was tried last, the newest first in both and 50 of each at most; and how much there is of it."""

    items = WebhookDeliverySerializer(many=True)
    waiting = serializers.IntegerField(help_text="deliveries that are still to be sent")
    failed = serializers.IntegerField(help_text="deliveries that failed for good or were called off")


class WebhookEventsView(ApiView):
    """GET /api/v1/webhook-events/"""

    @extend_schema(operation_id="webhook_events", responses=WebhookEventsSerializer)
    def get(self, request: Request) -> Response:
        """List every kind of event that a webhook can be told of. Needs webhooks.manage; otherwise 404."""
        here = stand(request, may=permissions.WEBHOOKS_MANAGE)
        shop = here.shops[0].slug if here.shops else None
        items = [
            {"kind": one.kind, "says": str(one.label), "example": json.loads(bodies.example(one, desk=here.desk.slug, shop=shop))}
            for one in published.kinds()
        ]
        return Response(WebhookEventsSerializer({"items": items}).data)


class WebhookDeliveriesView(ApiView):
    """GET /api/v1/webhooks/{webhook}/deliveries/"""

    @extend_schema(operation_id="webhook_deliveries", responses=WebhookDeliveriesSerializer)
    def get(self, request: Request, webhook: int) -> Response:
        """Read what was sent to a webhook of late, and what came of it. Needs webhooks.manage; otherwise 404."""
        here = stand(request, may=permissions.WEBHOOKS_MANAGE)
        row, _shops = queries.one(here.desk.pk, webhook, here.shop_ids, whole=here.token.every_shop)
        told = {
            "items": queries.deliveries(here.desk.pk, row.pk),
            "waiting": queries.open_counts(here.desk.pk, [row.pk]).get(row.pk, 0),
            "failed": queries.failed(here.desk.pk, row.pk),
        }
        return Response(WebhookDeliveriesSerializer(told).data)
