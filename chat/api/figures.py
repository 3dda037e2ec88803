"""GET /api/v1/shops/{shop}/chat-figures/: how fast buyers are answered, the same numbers as the page and the file."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, Final

from django.utils.translation import gettext as _, ngettext
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from chat.domain import asking
from chat.domain.asking import SALES, Asked
from chat.domain.figures import DAYTIME
from chat.queries import beside, tables
from chat.queries.scope import Scope, day_in
from sellerdesk import access, shops
from sellerdesk.api import routes
from sellerdesk.api.base import ApiView
from sellerdesk.domain import permissions


BY: Final = ("agent", "day", "hour", "sale")
DAYS: Final = [
    OpenApiParameter("from", date, description="the first day, in the shop's time zone; without days the last 30 up to yesterday"),
    OpenApiParameter("to", date, description=f"the last day; at most {asking.LONGEST} days"),
]
NARROWED: Final = [
    OpenApiParameter("agent", str, description='who answered: an account\'s number, "elsewhere" or "nobody"'),
    OpenApiParameter("sale", str, enum=list(SALES), description="before or after an order"),
]


class FiguresSerializer(serializers.Serializer[Any]):
    """Counts of rounds and figures in decimal digits; null where there is nothing to divide by."""

    rounds = serializers.IntegerField(help_text="began in the period and were not marked as done without an answer (CH-01)")
    answered = serializers.IntegerField(help_text="by a person")
    unanswered = serializers.IntegerField()
    done = serializers.IntegerField(help_text="marked as done without an answer; in no other figure")
    running = serializers.IntegerField(help_text="no answer, but the shop's target has not passed")
    judged = serializers.IntegerField(help_text="answered, or past the target")
    in_time = serializers.IntegerField()
    late = serializers.IntegerField()
    in_time_percent = serializers.CharField(allow_null=True)
    daytime = serializers.IntegerField(help_text="began in the daytime, and answered or past 3 minutes (CH-02)")
    within_3_minutes = serializers.IntegerField()
    over_3_minutes = serializers.IntegerField()
    within_3_minutes_percent = serializers.CharField(allow_null=True)
    capped = serializers.IntegerField(help_text="began in the daytime, and answered or past 10 minutes (CH-03)")
    mean_capped_seconds = serializers.CharField(allow_null=True, help_text="each at most 600, also without an answer (CH-03)")
    mean_seconds = serializers.CharField(allow_null=True, help_text="of all that were answered, as long as it took")
    median_seconds = serializers.CharField(allow_null=True)
    automatic = serializers.IntegerField(help_text="had an automatic answer first; it counts as nobody's answer")
    automatic_mean_seconds = serializers.CharField(allow_null=True)
    buyers_asked = serializers.IntegerField(required=False, help_text="buyers who asked, once for each day (CH-04)")
    buyers_answered = serializers.IntegerField(required=False, help_text="of these, answered by a person before the day was over")
    reply_percent = serializers.CharField(required=False, allow_null=True)


class LineSerializer(FiguresSerializer):
    """The same with what it was added up by."""

    agent = serializers.JSONField(required=False, help_text='by=agent: an account\'s number, "elsewhere" or "nobody"')
    name = serializers.CharField(required=False, allow_blank=True, help_text="by=agent")
    day = serializers.DateField(required=False, help_text="by=day: the shop's own day")
    weekday = serializers.IntegerField(required=False, help_text="by=hour: 1 Monday to 7 Sunday")
    hour = serializers.IntegerField(required=False, help_text="by=hour: 0 to 23, shop time")
    sale = serializers.ChoiceField(SALES, required=False, help_text="by=sale: before or after an order")


class MarksSerializer(serializers.Serializer[Any]):
    """What buyers thought of one agent; all null below 5 answers (CH-05)."""

    agent = serializers.CharField(allow_blank=True, help_text="as the marketplace names agents")
    marks = serializers.IntegerField(allow_null=True)
    average = serializers.CharField(allow_null=True)
    good_percent = serializers.CharField(allow_null=True)


class ChatFiguresSerializer(serializers.Serializer[Any]):
    """The figures of one shop."""

    first = serializers.DateField()
    last = serializers.DateField()
    time_zone = serializers.CharField()
    target_seconds = serializers.IntegerField()
    daytime_hours = serializers.ListField(child=serializers.IntegerField(), help_text="from the first hour to before the second")
    by = serializers.ChoiceField(choices=BY)
    total = FiguresSerializer()
    lines = LineSerializer(many=True)
    satisfaction = MarksSerializer(many=True)
    slow_now = serializers.IntegerField(help_text="conversations that wait for a person for 100 seconds and more (CH-06)")


class ChatFiguresView(ApiView):
    """GET /api/v1/shops/{shop}/chat-figures/"""

    @extend_schema(
        operation_id="shop_chat_figures",
        parameters=[
            *DAYS,
            OpenApiParameter("by", str, enum=list(BY), description="agent unless given"),
            *NARROWED,
        ],
        responses=ChatFiguresSerializer,
    )
    def get(self, request: Request, shop: str) -> Response:
        """How fast buyers were answered by people, and by whom. Needs figures.see."""
        place = shops.facts(access.shop(request, shop, may=permissions.FIGURES_SEE))
        now = datetime.now(UTC)
        by = _by(request.query_params.get("by", BY[0]))
        scope = Scope(place.desk_id, [place], asked_of(request.query_params, today=day_in([place], now)), now)
        total, lines = tables.lines(scope, by, {place.id: place.slug})
        return Response(
            {
                "first": scope.asked.period.begins,
                "last": scope.asked.period.ends,
                "time_zone": place.zone.key,
                "target_seconds": int(place.reply_target.total_seconds()),
                "daytime_hours": list(DAYTIME),
                "by": by,
                "total": total,
                "lines": lines,
                "satisfaction": tables.marks(scope),
                "slow_now": beside.slow_now(place.desk_id, [place.id], now=now, limit=1).count,
            }
        )


def hang() -> None:
    """Register the view."""
    routes.register("shops/<slug:shop>/chat-figures/", ChatFiguresView.as_view(), "shop-chat-figures")


def _by(given: str) -> str:
    if given not in BY:
        raise ValidationError({"by": [_("Use one of: %(choices)s.") % {"choices": ", ".join(BY)}]}, code="invalid")
    return given


def asked_of(told: Mapping[str, str], *, today: int) -> Asked:
    """The days and what narrows them. Refused with 400: a day that cannot be read, in the wrong order, too many of them; agent."""
    for name in ("from", "to"):
        if name in told and asking.day(told[name]) is None:
            raise ValidationError({name: [_("Use a day such as 2026-03-31.")]}, code="invalid")
    period = asking.period("", told.get("from", ""), told.get("to", ""), today=today)
    if period.fault == "backwards":
        raise ValidationError({"to": [_("The last day must not come before the first one.")]}, code="invalid")
    if period.fault:
        said = ngettext("Ask for at most %(days)s day.", "Ask for at most %(days)s days.", asking.LONGEST)
        raise ValidationError({"from": [said % {"days": asking.LONGEST}]}, code="invalid")
    narrowed = asking.read({name: told[name] for name in ("agent", "sale", "hour", "weekday") if name in told}, today=today)
    if narrowed.agent is None and "agent" in told:
        raise ValidationError({"agent": [_("Use the number of an account, elsewhere or nobody.")]}, code="invalid")
    return replace(narrowed, period=period)
