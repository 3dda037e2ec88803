"""GET /api/v1/me/: who is asking, in which desk, and what it may."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from sellerdesk.api.base import ApiView
from sellerdesk.api.desk.standing import stand
from sellerdesk.domain import permissions


class MeSerializer(serializers.Serializer[Any]):
    """The token of the request."""

    token = serializers.IntegerField()
    name = serializers.CharField()
    desk = serializers.CharField(help_text="its slug")
    desk_name = serializers.CharField()
    permissions = serializers.ListField(child=serializers.CharField())
    every_shop = serializers.BooleanField()
    shops = serializers.ListField(child=serializers.CharField(), help_text="slugs of the shops that it sees now")
    expires_at = serializers.DateTimeField(allow_null=True)


class MeView(ApiView):
    """GET /api/v1/me/"""

    @extend_schema(operation_id="me", responses=MeSerializer)
    def get(self, request: Request) -> Response:
        """Say who is asking. The token's name, permissions, shops and end. Needs desk.see; otherwise 404."""
        here = stand(request, may=permissions.DESK_SEE)
        told = {
            "token": here.token.pk, "name": here.token.name, "desk": here.desk.slug, "desk_name": here.desk.name,
            "permissions": here.token.permissions, "every_shop": here.token.every_shop,
            "shops": sorted(shop.slug for shop in here.shops), "expires_at": here.token.expires_at,
        }  # fmt: skip
        return Response(MeSerializer(told).data)
