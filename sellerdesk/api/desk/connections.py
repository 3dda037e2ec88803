"""How each shop is tied to its marketplace, for programs. Never the secret of a connection."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from sellerdesk import access, connections
from sellerdesk.api import settings
from sellerdesk.api.base import ApiView
from sellerdesk.api.bodies import body
from sellerdesk.api.desk.standing import moment
from sellerdesk.api.versions import Versioned, told, unchanged
from sellerdesk.connections import Connection
from sellerdesk.delivery import holding
from sellerdesk.domain import permissions
from sellerdesk.marketplaces import breakers
from sellerdesk.models import Shop, ShopConnection


KINDS = ShopConnection.Kind.values


class ChosenSerializer(serializers.Serializer[Any]):
    """How a shop is to be connected."""

    kind = serializers.ChoiceField(KINDS)
    pages = serializers.CharField(
        allow_blank=True, default="", max_length=connections.LONGEST_ADDRESS, help_text="the marketplace's page for sellers, with https"
    )


class ConnectionSerializer(ChosenSerializer):
    """How a shop is connected, and whether the other side answers: failing_why is silent, denied, or empty."""

    failing_since = serializers.DateTimeField(allow_null=True)
    failing_why = serializers.CharField()
    read_at = serializers.DateTimeField(allow_null=True)


class ConnectionView(Versioned, ApiView):
    """GET, PUT /api/v1/shops/{shop}/connection/"""

    @extend_schema(operation_id="shop_connection", responses=ConnectionSerializer)
    def get(self, request: Request, shop: str) -> Response:
        """Read how a shop is connected and whether that works. Needs desk.see; otherwise 404."""
        place = access.shop(request, shop, may=permissions.DESK_SEE)
        response = told(_chosen(place))
        response.data = _shown(connections.of(place.desk_id, place.pk))
        return response

    @extend_schema(operation_id="shop_connection_change", request=ChosenSerializer, responses=ConnectionSerializer)
    def put(self, request: Request, shop: str) -> Response:
        """Connect a shop anew; the ETag is that of kind and pages. Needs shops.manage; otherwise 404. Refused: simulator_not_allowed."""
        place = access.shop(request, shop, may=permissions.SHOPS_MANAGE)
        asked = body(request, ChosenSerializer)
        with unchanged(request, lambda: _chosen(place), lock=settings.hold(place)):
            connections.choose(desk_id=place.desk_id, shop_id=place.pk, actor=access.actor(request), now=moment(), **asked)
        # It is another connection now: what was known of the old one must not hold it up.
        breakers.forget(place.pk)
        holding.release(place.pk)
        response = told(_chosen(place))
        response.data = _shown(connections.of(place.desk_id, place.pk))
        return response


def _chosen(place: Shop) -> dict[str, str]:
    """What somebody chose: that it was read meanwhile is no change of theirs."""
    tied = connections.of(place.desk_id, place.pk)
    return {"kind": tied.kind, "pages": tied.settings.get("pages", "")}


def _shown(tied: Connection) -> dict[str, Any]:
    named = {name: getattr(tied, name) for name in ("kind", "failing_since", "failing_why", "read_at")}
    return dict(ConnectionSerializer({**named, "pages": tied.settings.get("pages", "")}).data)
