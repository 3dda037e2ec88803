"""What is owed to the outside, for programs: the list, one of them with its words, and what may be done about it."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from sellerdesk import access
from sellerdesk.api.base import ApiView
from sellerdesk.api.bodies import body
from sellerdesk.api.desk.standing import Standing, moment, number, stand
from sellerdesk.delivery import deciding, looking, queries
from sellerdesk.delivery.queries import Delivery
from sellerdesk.domain import permissions
from sellerdesk.errors import NotVisible
from sellerdesk.outbox import State


class DeliverySerializer(serializers.Serializer[Any]):
    """One delivery with its state; `reason` is what went wrong last, or empty."""

    id = serializers.IntegerField()
    kind = serializers.CharField()
    shop = serializers.CharField(allow_null=True)
    state = serializers.CharField()
    attempts = serializers.IntegerField()
    not_before = serializers.DateTimeField()
    reason = serializers.CharField()
    created_at = serializers.DateTimeField()
    settled_at = serializers.DateTimeField(allow_null=True)


class DeliveryPageSerializer(serializers.Serializer[Any]):
    """Some deliveries, the youngest first, and what to send as `after` for the next ones."""

    items = DeliverySerializer(many=True)
    next = serializers.IntegerField(allow_null=True)


class OneDeliverySerializer(DeliverySerializer):
    """A delivery with its words."""

    text = serializers.CharField(help_text="empty where its room has it no more")
    link = serializers.CharField(help_text="where a person finds its place at the marketplace; may be empty")


class LookedSerializer(serializers.Serializer[Any]):
    """What a person saw at the marketplace."""

    there = serializers.BooleanField()


class DeliveriesView(ApiView):
    """GET /api/v1/deliveries/"""

    @extend_schema(
        operation_id="deliveries",
        parameters=[
            OpenApiParameter("state", str, enum=[str(state) for state in State.values], description="all unfinished ones unless told"),
            OpenApiParameter("after", int, description="`next` of the page before"),
        ],
        responses=DeliveryPageSerializer,
    )
    def get(self, request: Request) -> Response:
        """List what is owed to the outside, the youngest first. Needs deliveries.manage; otherwise 404."""
        here = stand(request, may=permissions.DELIVERIES_MANAGE)
        chosen = [request.query_params["state"]] if "state" in request.query_params else list(queries.UNFINISHED)
        found = queries.page(here.desk.pk, here.shop_ids, chosen, shopless=here.token.every_shop, after=number(request, "after"))
        shown, more = found[: queries.PAGE], len(found) > queries.PAGE
        return Response({"items": [_shown(here, one) for one in shown], "next": shown[-1].id if more else None})


class DeliveryView(ApiView):
    """GET /api/v1/deliveries/{delivery}/"""

    @extend_schema(operation_id="delivery", responses=OneDeliverySerializer)
    def get(self, request: Request, delivery: int) -> Response:
        """Read one delivery with its words and why it stands as it does. Needs deliveries.manage; otherwise 404."""
        here, found = _found(request, delivery)
        opened = looking.opened(here.desk.pk, found.id, now=moment())
        return Response({**_shown(here, found), "text": opened.text, "link": opened.link})


class DeliveryRetryView(ApiView):
    """POST /api/v1/deliveries/{delivery}/retry/"""

    @extend_schema(operation_id="delivery_retry", request=None, responses=DeliverySerializer)
    def post(self, request: Request, delivery: int) -> Response:
        """Try anew what failed or waits for a hand; else 409. Needs deliveries.manage; otherwise 404."""
        return _decide(request, delivery, deciding.send_again)


class DeliveryCancelView(ApiView):
    """POST /api/v1/deliveries/{delivery}/cancel/"""

    @extend_schema(operation_id="delivery_cancel", request=None, responses=DeliverySerializer)
    def post(self, request: Request, delivery: int) -> Response:
        """Call a delivery off; on its way already: 409. Needs deliveries.manage; otherwise 404."""
        return _decide(request, delivery, deciding.call_off)


class DeliveryDoneView(ApiView):
    """POST /api/v1/deliveries/{delivery}/done/"""

    @extend_schema(operation_id="delivery_done", request=None, responses=DeliverySerializer)
    def post(self, request: Request, delivery: int) -> Response:
        """Say that it was carried over by hand; does not wait for that: 409. Needs deliveries.manage; otherwise 404."""
        return _decide(request, delivery, deciding.done_there)


class DeliveryLookedView(ApiView):
    """POST /api/v1/deliveries/{delivery}/arrived/"""

    @extend_schema(operation_id="delivery_arrived", request=LookedSerializer, responses=DeliverySerializer)
    def post(self, request: Request, delivery: int) -> Response:
        """Say of a delivery in doubt whether it is there; in doubt no more: 409. Needs deliveries.manage; otherwise 404."""
        _found(request, delivery)
        return _decide(request, delivery, deciding.looked, arrived=body(request, LookedSerializer)["there"])


def _decide(request: Request, delivery: int, command: Callable[..., None], **more: bool) -> Response:
    here, found = _found(request, delivery)
    command(desk_id=here.desk.pk, outbound_id=found.id, actor=access.actor(request), now=moment(), **more)
    return Response(_shown(here, _found(request, delivery)[1]))


def _found(request: Request, delivery: int) -> tuple[Standing, Delivery]:
    here = stand(request, may=permissions.DELIVERIES_MANAGE)
    found = queries.one(here.desk.pk, here.shop_ids, delivery)[0]
    if found.shop_id is None and not here.token.every_shop:
        raise NotVisible
    return here, found


def _shown(here: Standing, one: Delivery) -> dict[str, Any]:
    names = ("id", "kind", "state", "attempts", "not_before", "reason", "created_at", "settled_at")
    return dict(DeliverySerializer({**{name: getattr(one, name) for name in names}, "shop": here.slug_of(one.shop_id)}).data)
