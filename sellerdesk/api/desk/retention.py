"""How long the desk keeps what goes by its age, for programs: read, tried, and kept shorter than the installation does."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from sellerdesk import access
from sellerdesk.api.base import ApiView
from sellerdesk.api.bodies import body
from sellerdesk.api.desk.standing import Standing, moment, number, stand_in_all
from sellerdesk.api.versions import Versioned, told, unchanged
from sellerdesk.domain import permissions
from sellerdesk.privacy import shortening
from sellerdesk.privacy.shortening import Term


class KeptDaysSerializer(serializers.Serializer[Any]):
    """How long to keep a kind."""

    days = serializers.IntegerField(min_value=1, max_value=9999, allow_null=True, help_text="null: as long as the installation does")


class KeptTermSerializer(serializers.Serializer[Any]):
    """How long one kind is kept in this desk."""

    kind = serializers.CharField()
    what = serializers.CharField(help_text="in the language of the request")
    limit = serializers.IntegerField(help_text="days of the installation, which a desk cannot exceed")
    days = serializers.IntegerField(help_text="after so many its rows go, every night")
    own = serializers.IntegerField(allow_null=True, help_text="what the desk chose; null where it chose nothing")


class RetentionSerializer(serializers.Serializer[Any]):
    """Every kind that a desk may keep shorter. What is kept as long as the desk, or until a buyer is erased, is not among them."""

    items = KeptTermSerializer(many=True)


class KeptPreviewSerializer(serializers.Serializer[Any]):
    """What would go the next night."""

    rows = serializers.IntegerField(help_text="counted up to 100,000")
    more = serializers.BooleanField(help_text="whether there are more than were counted")
    oldest = serializers.DateTimeField(allow_null=True)


class RetentionView(ApiView):
    """GET /api/v1/privacy/retention/"""

    @extend_schema(operation_id="retention", responses=RetentionSerializer)
    def get(self, request: Request) -> Response:
        """List how long each kind of data is kept in the desk. Needs privacy.manage in every shop; otherwise 404."""
        here = _manager(request)
        return told({"items": [_shown(one) for one in shortening.terms(here.desk.pk)]})


class KeptTermView(Versioned, ApiView):
    """GET, PUT /api/v1/privacy/retention/{kind}/"""

    @extend_schema(operation_id="retention_kind", responses=KeptTermSerializer)
    def get(self, request: Request, kind: str) -> Response:
        """Read how long one kind is kept. Needs privacy.manage in every shop; otherwise 404."""
        return told(_shown(shortening.term(_manager(request).desk.pk, kind)))

    @extend_schema(operation_id="retention_change", request=KeptDaysSerializer, responses=KeptTermSerializer)
    def put(self, request: Request, kind: str) -> Response:
        """Keep one kind for so many days from the next night on. Needs privacy.manage in every shop; otherwise 404.

        What is older is deleted then and cannot be brought back: `preview/` counts it. Refused: days_out_of_limit.
        """
        here = _manager(request)
        desk_id = here.desk.pk
        shortening.term(desk_id, kind)
        days = body(request, KeptDaysSerializer)["days"]
        with unchanged(request, lambda: _shown(shortening.term(desk_id, kind)), lock=here.hold):
            shortening.keep(desk_id=desk_id, key=kind, days=days, actor=access.actor(request), now=moment())
        return told(_shown(shortening.term(desk_id, kind)))


class KeptPreviewView(ApiView):
    """GET /api/v1/privacy/retention/{kind}/preview/"""

    @extend_schema(
        operation_id="retention_preview",
        parameters=[OpenApiParameter("days", int, required=True, description="from 1 to the kind's `limit`")],
        responses=KeptPreviewSerializer,
    )
    def get(self, request: Request, kind: str) -> Response:
        """Count what would go if one kind were kept for so many days. Needs privacy.manage in every shop; otherwise 404."""
        desk_id = _manager(request).desk.pk
        term = shortening.term(desk_id, kind)
        days = number(request, "days")
        if days is None:
            raise ValidationError({"days": [_("Say how many.")]})
        if refusal := shortening.why_not(term.limit, days):
            raise ValidationError({"days": [ErrorDetail(refusal.message, code=refusal.code)]})
        return Response(KeptPreviewSerializer(shortening.going(desk_id, term.kind, days=days, now=moment())).data)


def _manager(request: Request) -> Standing:
    return stand_in_all(request, may=permissions.PRIVACY_MANAGE)


def _shown(term: Term) -> dict[str, Any]:
    told = {"kind": term.kind.key, "what": str(term.kind.what), "limit": term.limit, "days": term.days, "own": term.chosen}
    return dict(KeptTermSerializer(told).data)
