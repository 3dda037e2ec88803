"""Shops for programs: adding one, what it lives by, its hours, what its guard does."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from sellerdesk import access, guarding, hours as working, shop_settings, shops as known
from sellerdesk.api import settings
from sellerdesk.api.base import ApiView
from sellerdesk.api.bodies import body
from sellerdesk.api.desk.standing import moment, stand_in_all
from sellerdesk.api.versions import Versioned, tag, told, unchanged
from sellerdesk.domain import permissions, working_hours
from sellerdesk.domain.text_policy.banned import tidy
from sellerdesk.domain.text_policy.severities import PLACES, RULES, Chosen, doing
from sellerdesk.feed import loading
from sellerdesk.models import Holiday, Shop


class WantedSerializer(serializers.Serializer[Any]):
    """What a shop is to be."""

    name = serializers.CharField(max_length=known.LONGEST_NAME)
    rules = serializers.ChoiceField(Shop.Rules.values, help_text="final once there are facts")
    time_zone = serializers.CharField(max_length=64, help_text="such as Asia/Shanghai; final once there are facts")
    window = serializers.ChoiceField(Shop.Window.values)
    reply_target_seconds = serializers.IntegerField(min_value=1, max_value=2**31 - 1, default=3600)
    greeting = serializers.ChoiceField(Shop.Greeting.values, default="name")


class OneShopSerializer(WantedSerializer):
    """A shop with its settings."""

    slug = serializers.CharField()
    desk = serializers.CharField(source="desk.slug")


class HolidaySerializer(serializers.Serializer[Any]):
    """A day on which a shop does not work."""

    day = serializers.DateField()
    name = serializers.CharField(allow_blank=True, default="", max_length=shop_settings.LONGEST_HOLIDAY)


class HoursSerializer(serializers.Serializer[Any]):
    """When a shop works."""

    week = serializers.ListField(
        child=serializers.CharField(allow_blank=True, max_length=200), min_length=7, max_length=7, allow_null=True,
        help_text="seven days from Monday on, each such as 09:00\N{EN DASH}13:00, 14:00\N{EN DASH}18:00; null: always",
    )  # fmt: skip
    holidays = serializers.ListField(child=HolidaySerializer(), max_length=working_hours.MOST_HOLIDAYS)


class MovedSerializer(HoursSerializer):
    """The hours as they are kept now, and how many deadlines of what waits were moved by them."""

    moved = serializers.IntegerField()


class GuardSerializer(serializers.Serializer[Any]):
    """What the guard does in a shop, by place (public, chat) and rule: stop, warn, allow."""

    doings = serializers.DictField(child=serializers.DictField(child=serializers.CharField(max_length=20)))
    banned = serializers.ListField(child=serializers.CharField(max_length=500), max_length=1000)
    own = serializers.ListField(child=serializers.CharField(max_length=500), max_length=100, help_text="names that are the shop's own")


class ShopView(Versioned, ApiView):
    """GET, PATCH /api/v1/shops/{shop}/"""

    @extend_schema(operation_id="shop", responses=OneShopSerializer)
    def get(self, request: Request, shop: str) -> Response:
        """Read a shop. Needs desk.see; otherwise 404."""
        return told(_shop(access.shop(request, shop, may=permissions.DESK_SEE)))

    @extend_schema(operation_id="shop_change", request=WantedSerializer(partial=True), responses=OneShopSerializer)
    def patch(self, request: Request, shop: str) -> Response:
        """Change a shop. What is left out stays. Needs shops.manage; otherwise 404. Refused: rules_are_final, time_zone_is_final."""
        place = access.shop(request, shop, may=permissions.SHOPS_MANAGE)
        part = shop_settings.Part(**_told(body(request, WantedSerializer, partial=True)))
        with unchanged(request, lambda: _shop(_again(place)), lock=lambda: _hold_with_loads(place)):
            shop_settings.change_shop(desk_id=place.desk_id, shop_id=place.pk, wanted=part, actor=access.actor(request), now=moment())
        return told(_shop(_again(place)))


class HoursView(Versioned, ApiView):
    """GET, PUT /api/v1/shops/{shop}/hours/"""

    @extend_schema(operation_id="shop_hours", responses=HoursSerializer)
    def get(self, request: Request, shop: str) -> Response:
        """Read when a shop works. Needs desk.see; otherwise 404."""
        return told(_hours(access.shop(request, shop, may=permissions.DESK_SEE)))

    @extend_schema(operation_id="shop_hours_change", request=HoursSerializer, responses=MovedSerializer)
    def put(self, request: Request, shop: str) -> Response:
        """Say when a shop works; the deadlines of what waits follow. Needs shops.manage; otherwise 404. Refused: hours_too_few."""
        place = access.shop(request, shop, may=permissions.SHOPS_MANAGE)
        asked = body(request, HoursSerializer)
        holidays = {one["day"]: one["name"].strip() for one in asked["holidays"]}
        with unchanged(request, lambda: _hours(_again(place)), lock=settings.hold(place)):
            moved = shop_settings.change_hours(
                desk_id=place.desk_id, shop_id=place.pk, week=_week(asked["week"]), holidays=holidays, actor=access.actor(request),
                now=moment(),
            )  # fmt: skip
        hours = _hours(_again(place))
        return Response({**hours, "moved": moved}, headers={"ETag": tag(hours)})


class GuardView(Versioned, ApiView):
    """GET, PUT /api/v1/shops/{shop}/guard/"""

    @extend_schema(operation_id="shop_guard", responses=GuardSerializer)
    def get(self, request: Request, shop: str) -> Response:
        """Read what the guard does in a shop. Needs shops.manage; otherwise 404."""
        return told(_guard(access.shop(request, shop, may=permissions.SHOPS_MANAGE)))

    @extend_schema(operation_id="shop_guard_change", request=GuardSerializer, responses=GuardSerializer)
    def put(self, request: Request, shop: str) -> Response:
        """Say what the guard does in a shop. Needs shops.manage; otherwise 404. Refused: doing_not_permitted, too_many_words and others."""
        place = access.shop(request, shop, may=permissions.SHOPS_MANAGE)
        asked = body(request, GuardSerializer)
        _known_rules(asked["doings"])
        wanted = Chosen(asked["doings"], tuple(tidy("\n".join(asked["banned"]))), tuple(tidy("\n".join(asked["own"]))))
        return settings.put(request, place, lambda shop: _guard(_again(shop)), guarding.change, wanted=wanted)


def add(request: Request) -> Shop:
    """A new shop in the token's desk. A token of some shops adds none: it would not see it."""
    here = stand_in_all(request, may=permissions.SHOPS_MANAGE)
    wanted = shop_settings.Wanted(**_told(body(request, WantedSerializer)))
    return shop_settings.add_shop(desk_id=here.desk.pk, wanted=wanted, actor=access.actor(request), now=moment())


def _told(asked: Mapping[str, Any]) -> dict[str, Any]:
    """What a body says of a shop, as the commands name it."""
    told = dict(asked)
    if "reply_target_seconds" in told:
        told["reply_target"] = timedelta(seconds=told.pop("reply_target_seconds"))
    return told


def _again(place: Shop) -> Shop:
    return Shop.objects.select_related("desk").get(desk_id=place.desk_id, pk=place.pk)


def _hold_with_loads(place: Shop) -> None:
    """What changing a shop locks, in its order."""
    loading.lock(known.facts(place))
    settings.hold(place)()


def _shop(place: Shop) -> dict[str, Any]:
    return dict(OneShopSerializer(place).data)


def _hours(place: Shop) -> dict[str, Any]:
    kept = working.of(known.facts(place))
    days = Holiday.objects.filter(desk_id=place.desk_id, shop_id=place.pk).order_by("day").values("day", "name")
    week = None if kept.week is None else [working_hours.written(day) for day in kept.week]
    return {"week": week, "holidays": [{"day": one["day"].isoformat(), "name": one["name"]} for one in days]}


def _week(lines: list[str] | None) -> working_hours.Week | None:
    if lines is None:
        return None
    try:
        return tuple(working_hours.read_day(line) for line in lines)
    except working_hours.UnreadableHours:
        raise ValidationError({"week": [_("Such as 09:00–13:00, 14:00–18:00. An empty line is a day off.")]}, code="invalid") from None


def _guard(place: Shop) -> dict[str, Any]:
    rules, chosen = known.facts(place).rules, guarding.of(place.desk_id, place.pk)
    doings = {where: {rule: str(doing(rules, where, rule, chosen.doings)) for rule in RULES} for where in PLACES}
    return {"doings": doings, "banned": list(chosen.banned), "own": list(chosen.own)}


def _known_rules(doings: Mapping[str, Mapping[str, str]]) -> None:
    for where, chosen in doings.items():
        if where not in PLACES or any(rule not in RULES for rule in chosen):
            sentence = _("Use one of: %(values)s.") % {"values": ", ".join((*PLACES, *RULES))}
            raise ValidationError({"doings": [sentence]}, code="invalid")
