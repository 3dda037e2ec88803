"""Which new work is shared out by itself, for programs."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from sellerdesk import access, rooms, rotating
from sellerdesk.api.base import ApiView
from sellerdesk.api.bodies import body
from sellerdesk.api.desk.standing import Standing, moment, stand, stand_in_all
from sellerdesk.api.versions import Versioned, told, unchanged
from sellerdesk.domain import permissions
from sellerdesk.errors import NotVisible
from sellerdesk.rotating import Rule


class RuleSerializer(serializers.Serializer[Any]):
    """How a lane of work is shared out."""

    on = serializers.BooleanField()
    most_open = serializers.IntegerField(
        min_value=rotating.LEAST_OPEN, max_value=rotating.MOST_OPEN, help_text="open items of one person at most"
    )


class LaneSerializer(RuleSerializer):
    """A lane with its rule."""

    lane = serializers.CharField()


class LanesSerializer(serializers.Serializer[Any]):
    """All lanes."""

    items = LaneSerializer(many=True)


class SharingView(ApiView):
    """GET /api/v1/sharing/"""

    @extend_schema(operation_id="sharing", responses=LanesSerializer)
    def get(self, request: Request) -> Response:
        """List the lanes of work with their rules. Needs shops.manage; otherwise 404."""
        here = stand(request, may=permissions.SHOPS_MANAGE)
        return Response({"items": [_lane(here, lane) for lane in _lanes()]})


class LaneView(Versioned, ApiView):
    """GET, PUT /api/v1/sharing/{lane}/"""

    @extend_schema(operation_id="sharing_lane", responses=LaneSerializer)
    def get(self, request: Request, lane: str) -> Response:
        """Read how one lane is shared out. Needs shops.manage; otherwise 404."""
        return told(_lane(stand(request, may=permissions.SHOPS_MANAGE), lane))

    @extend_schema(operation_id="sharing_lane_change", request=RuleSerializer, responses=LaneSerializer)
    def put(self, request: Request, lane: str) -> Response:
        """Say how one lane is shared out, in all shops. Needs shops.manage in every shop; otherwise 404."""
        here = stand_in_all(request, may=permissions.SHOPS_MANAGE)
        _lane(here, lane)
        asked = body(request, RuleSerializer)
        # The desk, as the command does: a lane that nobody has set yet has no row of its own.
        with unchanged(request, lambda: _lane(here, lane), lock=here.hold):
            rule = Rule(lane, asked["on"], asked["most_open"])
            rotating.set_rule(desk_id=here.desk.pk, rule=rule, actor=access.actor(request), now=moment())
        return told(_lane(here, lane))


def _lanes() -> list[str]:
    return sorted({rotating.lane_of(kind) for kind in rooms.work_kinds()})


def _lane(here: Standing, lane: str) -> dict[str, Any]:
    if lane not in _lanes():
        raise NotVisible
    rule = rotating.rules(here.desk.pk).get(lane, Rule(lane))
    return {"lane": lane, "on": rule.is_on, "most_open": rule.most_open}
