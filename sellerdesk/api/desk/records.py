"""What was brought and is not taken, for programs: the records that wait or were rejected, each with its reason."""

from dataclasses import replace
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from sellerdesk import access, shops
from sellerdesk.api import paging
from sellerdesk.api.base import ApiView
from sellerdesk.api.bodies import body
from sellerdesk.api.desk.standing import Standing, moment, number, stand
from sellerdesk.domain import permissions
from sellerdesk.domain.cursors import LARGEST_ID
from sellerdesk.errors import NotVisible
from sellerdesk.feed import judging, kept
from sellerdesk.upload import queries


AT_ONCE = 500
_SALT = "api.records"


class RecordSerializer(serializers.Serializer[Any]):
    """One kept record. Store ratings are never listed one by one."""

    id = serializers.IntegerField()
    shop = serializers.CharField()
    type = serializers.CharField(help_text="empty for a line that has none")
    record = serializers.CharField(help_text="its id where it came from")
    at = serializers.DateTimeField(allow_null=True)
    state = serializers.ChoiceField(kept.STATES)
    code = serializers.CharField()
    message = serializers.CharField()
    content = serializers.CharField(help_text="the line as it came")
    source = serializers.CharField()  # type: ignore[assignment]  # the answer's name is one that the class means otherwise


class RecordPageSerializer(serializers.Serializer[Any]):
    """Some records and the next cursor."""

    items = RecordSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class AgainSerializer(serializers.Serializer[Any]):
    """Which records to judge again."""

    records = serializers.ListField(child=serializers.IntegerField(min_value=1, max_value=LARGEST_ID), min_length=1, max_length=AT_ONCE)


class JudgedSerializer(serializers.Serializer[Any]):
    """How many were judged, and how many of all kept ones are applied now that were not before."""

    judged = serializers.IntegerField()
    released = serializers.IntegerField()


class RecordsView(ApiView):
    """GET /api/v1/records/"""

    @extend_schema(
        operation_id="records",
        parameters=[
            OpenApiParameter("shop", str, description="a shop by its slug"),
            OpenApiParameter("upload", int, description="an upload by its id: what its load left"),
            OpenApiParameter("state", str, enum=list(kept.STATES)),
            OpenApiParameter("type", str, description="a type of records; empty for lines that have none"),
            OpenApiParameter("code", str, description="a reason"),
            OpenApiParameter("cursor", str),
            OpenApiParameter("limit", int, description=f"1 to {paging.MOST}"),
        ],
        responses=RecordPageSerializer,
    )
    def get(self, request: Request) -> Response:
        """List the records that wait or were rejected, by reason. Needs records.see; otherwise 404."""
        here = stand(request, may=permissions.RECORDS_SEE)
        limit = paging.whole(request, "limit", paging.DEFAULT_LIMIT, least=1, most=paging.MOST)
        wanted = _wanted(request, here)
        found = kept.page(wanted, after=_place(request, wanted), limit=limit + 1)
        following = signing.dumps(found[limit - 1].cursor(wanted), salt=_SALT) if len(found) > limit else None
        return Response({"items": [_shown(here, one) for one in found[:limit]], "next": following})


class RecordsAgainView(ApiView):
    """POST /api/v1/records/again/"""

    @extend_schema(operation_id="records_again", request=AgainSerializer, responses=JudgedSerializer)
    def post(self, request: Request) -> Response:
        """Judge records again. One that does not wait any more is passed over. Needs feed.load and records.see; otherwise 404."""
        here = stand(request, may=permissions.FEED_LOAD)
        if not here.may(permissions.RECORDS_SEE):
            raise NotVisible
        by_shop: dict[int, list[int]] = {}
        for record, shop_id in kept.shops_of(here.desk.pk, here.shop_ids, body(request, AgainSerializer)["records"]).items():
            by_shop.setdefault(shop_id, []).append(record)
        judged = released = 0
        for shop in here.shops:
            if ids := by_shop.get(shop.pk):
                done = judging.again(shop=shops.facts(shop), ids=ids, actor=access.actor(request), now=moment())
                judged, released = judged + done.judged, released + done.released
        return Response({"judged": judged, "released": released})


def _wanted(request: Request, here: Standing) -> kept.Wanted:
    asked = request.query_params
    wanted = kept.Wanted(here.desk.pk, tuple(here.shop_ids), asked.get("state", ""), asked.get("type"), asked.get("code", ""))
    if (upload := number(request, "upload")) is not None:
        row = queries.one(here.desk.pk, here.shop_ids, upload)
        wanted = replace(wanted, shop_ids=(row.shop_id,), load_id=row.load_id or 0)
    if "shop" in asked:
        wanted = replace(
            wanted, shop_ids=tuple(shop.pk for shop in here.shops if shop.slug == asked["shop"] and shop.pk in wanted.shop_ids)
        )
    return wanted


def _place(request: Request, wanted: kept.Wanted) -> kept.Cursor | None:
    told = request.query_params.get("cursor")
    if not told:
        return None
    try:
        place = tuple(signing.loads(told, salt=_SALT))
    except (signing.BadSignature, ValueError):
        place = ()
    if len(place) != wanted.order().count(",") + 1:
        raise ValidationError({"cursor": [_("This cursor is not one of this list.")]}, code="invalid")
    return place


def _shown(here: Standing, one: kept.Record) -> dict[str, Any]:
    named = {name: getattr(one, name) for name in ("id", "type", "at", "state", "code", "source")}
    more = {"shop": here.slug_of(one.shop_id), "record": one.outside_id, "message": one.sentence, "content": one.raw}
    return dict(RecordSerializer({**named, **more}).data)
