"""Webhooks for programs: made, changed, switched on and off, tried, and what their receivers said.

A key that is limited to some shops sees and makes webhooks of these shops alone, as a person who does not see all of them.
"""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from sellerdesk import access
from sellerdesk.api.base import ApiView
from sellerdesk.api.bodies import body
from sellerdesk.api.desk.standing import Standing, moment, stand
from sellerdesk.api.repeating import idempotent
from sellerdesk.api.rules import TurnSerializer
from sellerdesk.api.versions import Versioned, tag, told, unchanged
from sellerdesk.domain import permissions
from sellerdesk.domain.cursors import LARGEST_ID
from sellerdesk.webhooks import queries, saving


MOST_EVENTS = 200


class WebhookWantedSerializer(serializers.Serializer[Any]):
    """What a webhook is told of, and where it is."""

    name = serializers.CharField(max_length=saving.LONGEST_NAME, help_text="what listens there")
    url = serializers.CharField(max_length=500, help_text="begins with https:// and is open to the Internet; redirects are not followed")
    events = serializers.ListField(
        child=serializers.CharField(max_length=40), max_length=MOST_EVENTS, help_text="kinds of `webhook-events/`; at least one"
    )
    shops = serializers.ListField(
        child=serializers.SlugField(max_length=64), allow_null=True, max_length=1000,
        help_text="slugs; null for every shop, also those to come",
    )  # fmt: skip


class WebhookSerializer(WebhookWantedSerializer):
    """A webhook as it stands. Its secret was told once."""

    id = serializers.IntegerField()
    on = serializers.BooleanField()
    off_why = serializers.CharField(help_text="person, gone, failing or backlog; empty while it is on")
    failing_since = serializers.DateTimeField(allow_null=True, help_text="no delivery was taken since")
    old_secret_until = serializers.DateTimeField(allow_null=True, help_text="so long the secret before this one signs as well")
    created_at = serializers.DateTimeField()


class WebhooksSerializer(serializers.Serializer[Any]):
    """The webhooks that the key may see, by name; a desk has 20 at most."""

    items = WebhookSerializer(many=True)


class WebhookSecretSerializer(WebhookSerializer):
    """A webhook with a new secret. Keep it: it is told once."""

    secret = serializers.CharField()


class WebhookAgainSerializer(serializers.Serializer[Any]):
    """What is to be sent once more."""

    delivery = serializers.IntegerField(
        min_value=1, max_value=LARGEST_ID, allow_null=True, help_text="one that is finished, by its id; null for all that failed"
    )


class WebhookSentSerializer(serializers.Serializer[Any]):
    """How many deliveries are being sent."""

    deliveries = serializers.IntegerField()


class WebhooksView(ApiView):
    """GET, POST /api/v1/webhooks/"""

    tells_secret = True

    @extend_schema(operation_id="webhooks", responses=WebhooksSerializer)
    def get(self, request: Request) -> Response:
        """List the webhooks of the desk that tell of nothing but the key's shops. Needs webhooks.manage; otherwise 404."""
        here = _here(request)
        found = queries.listed(here.desk.pk, here.shop_ids, whole=here.token.every_shop)
        return Response({"items": [_shown(here, row, shops) for row, shops in found]})

    @extend_schema(operation_id="webhook_make", request=WebhookWantedSerializer, responses={201: WebhookSecretSerializer})
    @idempotent
    def post(self, request: Request) -> Response:
        """Make a webhook; it is on, and the answer alone tells its secret. Needs webhooks.manage; otherwise 404.

        Refused: address_malformed, events_missing, event_unknown, shops_missing, shop_unknown, every_shop_not_yours, too_many.
        """
        here = _here(request)
        own, secret = saving.create(
            desk_id=here.desk.pk, wanted=_wanted(here, request), seen=here.shop_ids, whole=here.token.every_shop,
            actor=access.actor(request), now=moment(),
        )  # fmt: skip
        return _with_secret(here, own, secret, status=201)


class WebhookView(Versioned, ApiView):
    """GET, PUT, DELETE /api/v1/webhooks/{webhook}/"""

    @extend_schema(operation_id="webhook", responses=WebhookSerializer)
    def get(self, request: Request, webhook: int) -> Response:
        """Read a webhook, without its secret. Needs webhooks.manage; otherwise 404."""
        return told(_one(_here(request), webhook))

    @extend_schema(operation_id="webhook_change", request=WebhookWantedSerializer, responses=WebhookSerializer)
    def put(self, request: Request, webhook: int) -> Response:
        """Change what it is told of and where it is; secret and state stay. Refused as when it is made. Needs webhooks.manage."""
        here = _here(request)
        _one(here, webhook)
        wanted = _wanted(here, request)
        with unchanged(request, lambda: _one(here, webhook), lock=lambda: saving.hold(here.desk.pk, webhook)):
            saving.change(**_which(request, here, webhook), wanted=wanted, seen=here.shop_ids, whole=here.token.every_shop)
        return told(_one(here, webhook))

    @extend_schema(operation_id="webhook_remove", request=None, responses={204: None})
    def delete(self, request: Request, webhook: int) -> Response:
        """Remove it with what its receiver said; what waits for it is called off. Needs webhooks.manage; otherwise 404."""
        here = _here(request)
        _one(here, webhook)
        with unchanged(request, lambda: _one(here, webhook), lock=lambda: saving.hold(here.desk.pk, webhook)):
            saving.remove(**_which(request, here, webhook))
        return Response(status=204)


class WebhookTurnView(ApiView):
    """POST /api/v1/webhooks/{webhook}/turn/"""

    @extend_schema(operation_id="webhook_turn", request=TurnSerializer, responses=WebhookSerializer)
    def post(self, request: Request, webhook: int) -> Response:
        """Switch it on, or off: what waits is called off then. Twice is once. Needs webhooks.manage; otherwise 404."""
        here = _here(request)
        _one(here, webhook)
        saving.switch(**_which(request, here, webhook), on=body(request, TurnSerializer)["on"])
        return Response(_one(here, webhook))


class WebhookSecretView(ApiView):
    """POST /api/v1/webhooks/{webhook}/secret/"""

    tells_secret = True

    @extend_schema(operation_id="webhook_secret", request=None, responses=WebhookSecretSerializer)
    @idempotent
    def post(self, request: Request, webhook: int) -> Response:
        """Take a new secret, told in this answer alone; the one before signs as well for a day. Needs webhooks.manage; otherwise 404."""
        here = _here(request)
        _one(here, webhook)
        return _with_secret(here, webhook, saving.rotate(**_which(request, here, webhook)))


class WebhookTestView(ApiView):
    """POST /api/v1/webhooks/{webhook}/test/"""

    @extend_schema(operation_id="webhook_test", request=None, responses={202: WebhookSentSerializer})
    @idempotent
    def post(self, request: Request, webhook: int) -> Response:
        """Send a test; its answer is among the deliveries then. Refused: webhook_off. Needs webhooks.manage; otherwise 404."""
        here = _here(request)
        _one(here, webhook)
        saving.test(**_which(request, here, webhook))
        return Response({"deliveries": 1}, status=202)


class WebhookAgainView(ApiView):
    """POST /api/v1/webhooks/{webhook}/again/"""

    @extend_schema(operation_id="webhook_again", request=WebhookAgainSerializer, responses={202: WebhookSentSerializer})
    @idempotent
    def post(self, request: Request, webhook: int) -> Response:
        """Send finished deliveries once more, with the ids they had. Nothing to send: 409. Refused: webhook_off. Needs webhooks.manage."""
        here = _here(request)
        _one(here, webhook)
        asked = body(request, WebhookAgainSerializer)
        sent = saving.send_again(**_which(request, here, webhook), outbound_id=asked["delivery"])
        return Response({"deliveries": sent}, status=202)


def _here(request: Request) -> Standing:
    return stand(request, may=permissions.WEBHOOKS_MANAGE)


def _which(request: Request, here: Standing, webhook: int) -> dict[str, Any]:
    return {"desk_id": here.desk.pk, "webhook_id": webhook, "actor": access.actor(request), "now": moment()}


def _wanted(here: Standing, request: Request) -> saving.Wanted:
    asked = body(request, WebhookWantedSerializer)
    return saving.Wanted(asked["name"], asked["url"], asked["events"], here.ids_of(asked["shops"]))


def _with_secret(here: Standing, webhook: int, secret: str, *, status: int = 200) -> Response:
    """A webhook with its secret; the ETag is that of what can be read again."""
    shown = _one(here, webhook)
    return Response({**shown, "secret": secret}, status=status, headers={"ETag": tag(shown)})


def _one(here: Standing, webhook: int) -> dict[str, Any]:
    """One that the key may see. NotVisible."""
    return _shown(here, *queries.one(here.desk.pk, webhook, here.shop_ids, whole=here.token.every_shop))


def _shown(here: Standing, row: queries.Hook, shops: list[int]) -> dict[str, Any]:
    signs = row.old_until is not None and row.old_until > moment()
    named = {name: getattr(row, name) for name in ("name", "url", "events", "off_why", "failing_since", "created_at")}
    state = {"id": row.pk, "on": row.state != queries.OFF, "old_secret_until": row.old_until if signs else None}
    limits = {"shops": None if row.every_shop else here.slugs_of(shops)}
    return dict(WebhookSerializer({**named, **state, **limits}).data)
