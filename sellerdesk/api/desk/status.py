"""How the desk stands, for programs: the lines of Settings → Status. Figures for monitoring are at /metrics."""

from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from sellerdesk import standing
from sellerdesk.api.base import ApiView
from sellerdesk.api.desk.standing import moment, stand
from sellerdesk.domain import permissions


class StandingSerializer(serializers.Serializer[Any]):
    """One matter: what is so, and what to do about it, in the language of the request."""

    about = serializers.CharField()
    level = serializers.ChoiceField(standing.LEVELS, help_text="soon: it mends itself, or there is time; late: somebody has to act")
    said = serializers.CharField()
    do = serializers.CharField(help_text="empty where nothing is to be done")
    page = serializers.CharField(help_text="where a person finds the rows; may be empty")


class StatusSerializer(serializers.Serializer[Any]):
    """All of them, and the level of the whole."""

    level = serializers.ChoiceField(standing.LEVELS)
    items = StandingSerializer(many=True)


class StatusView(ApiView):
    """GET /api/v1/status/"""

    @extend_schema(operation_id="status", responses=StatusSerializer)
    def get(self, request: Request) -> Response:
        """What is late in the key's shops and why, in order. Needs shops.manage; otherwise 404."""
        here = stand(request, may=permissions.SHOPS_MANAGE)
        found = standing.lines(standing.Asked(here.desk.pk, here.desk.slug, {one.pk: one.name for one in here.shops}, moment()))
        items = [
            {
                "about": str(one.label), "level": one.level, "said": one.said, "do": one.do,
                "page": settings.SITE_URL + one.href if one.href else "",
            }
            for one in found
        ]  # fmt: skip
        return Response(StatusSerializer({"level": standing.worst(found), "items": items}).data)
