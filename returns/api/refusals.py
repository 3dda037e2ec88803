"""Refusals for programs: those of a shop under the page's filters."""

from dataclasses import replace
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from returns.api.claims import ASKED, no_cursor, places_of
from returns.domain import refusal_filters
from returns.domain.refusals import STAGES
from returns.queries import refused
from sellerdesk import access
from sellerdesk.api import paging, routes
from sellerdesk.api.base import ApiView
from sellerdesk.domain import permissions
from sellerdesk.domain.cursors import cursor


class RefusalSerializer(serializers.Serializer[Any]):
    """Goods that were not taken. `order` is told to tokens with orders.see alone."""

    id = serializers.IntegerField()
    refusal = serializers.CharField(source="outside_id")
    at = serializers.DateTimeField()
    stage = serializers.CharField()
    reason = serializers.CharField()
    told_reason = serializers.CharField()
    reason_text = serializers.CharField(source="text")
    ruling = serializers.CharField()
    product = serializers.CharField()
    article = serializers.CharField()
    buyer = serializers.CharField()
    order = serializers.CharField()


class RefusalPageSerializer(serializers.Serializer[Any]):
    """Some refusals and the next cursor."""

    items = RefusalSerializer(many=True)
    next = serializers.CharField(allow_null=True)


_ASKED = [OpenApiParameter("stage", str, enum=list(STAGES)), *(one for one in ASKED if one.name not in {"show", "wants"})]


class RefusalsView(ApiView):
    """GET /api/v1/shops/{shop}/refusals/"""

    @extend_schema(operation_id="shop_refusals", parameters=_ASKED, responses=RefusalPageSerializer)
    def get(self, request: Request, shop: str) -> Response:
        """The refusals of a shop, newest first. What cannot be read is left out. Needs returns.see."""
        place = access.shop(request, shop, may=permissions.RETURNS_SEE)
        limit = paging.whole(request, "limit", paging.DEFAULT_LIMIT, least=1, most=paging.MOST)
        params = request.query_params
        asked = replace(refusal_filters.read(params.dict()), after=cursor(params.get("cursor", "")))
        if params.get("cursor") and asked.after is None:
            raise no_cursor()
        page = refused.page(places_of(request, place), asked, now=timezone.now(), size=limit)
        found = RefusalSerializer(page.rows, many=True)
        return Response({"items": found.data, "next": page.next.text() if page.next else None})


def hang() -> None:
    """Serve them."""
    routes.register("shops/<slug:shop>/refusals/", RefusalsView.as_view(), "shop-refusals")
