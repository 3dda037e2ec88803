"""What the search box finds, for programs: an order by its number, whatever is said of a buyer or a product, in the key's shops."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from sellerdesk import rooms
from sellerdesk.api import paging
from sellerdesk.api.base import ApiView
from sellerdesk.api.desk.standing import Standing, moment, stand
from sellerdesk.domain import permissions


SHOWN = 8
MOST = 50
LONGEST_WORDS = 200


class HitSerializer(serializers.Serializer[Any]):
    """One thing that was found, as the page shows it."""

    title = serializers.CharField()
    note = serializers.CharField(help_text="what it is, in the language of the request")
    text = serializers.CharField(help_text="a buyer's words or name, or empty")
    page = serializers.CharField(help_text="where it is opened; empty for what has no page")


class HitGroupSerializer(serializers.Serializer[Any]):
    """What was found of one kind, the newest first."""

    group = serializers.CharField(help_text="such as orders, products, reviews, chats, claims")
    items = HitSerializer(many=True)
    more = serializers.BooleanField(help_text="there is more than `limit`")


class HitGroupsSerializer(serializers.Serializer[Any]):
    """What was found, by kind; a kind of which there is nothing is left out."""

    items = HitGroupSerializer(many=True)


class SearchView(ApiView):
    """GET /api/v1/search/"""

    @extend_schema(
        operation_id="search",
        parameters=[
            OpenApiParameter("q", str, required=True, description=f"words, a number or a name; {LONGEST_WORDS} characters at most"),
            OpenApiParameter("shop", str, description="a shop by its slug; every shop that the key sees unless told"),
            OpenApiParameter("limit", int, description=f"so many of each kind: 1 to {MOST}, {SHOWN} unless told"),
        ],
        responses=HitGroupsSerializer,
    )
    def get(self, request: Request) -> Response:
        """Find orders, products, reviews and whatever else the rooms search, as far as the key sees each. Needs desk.see; otherwise 404."""
        here = stand(request, may=permissions.DESK_SEE)
        limit = paging.whole(request, "limit", SHOWN, least=1, most=MOST)
        words = " ".join(request.query_params.get("q", "").split())
        if not 0 < len(words) <= LONGEST_WORDS:
            sentence = _("Say what is looked for, in %(most)s characters at most.") % {"most": LONGEST_WORDS}
            raise ValidationError({"q": [sentence]}, code="invalid")
        return Response(HitGroupsSerializer({"items": _found(here, _shops(request, here), words, limit)}).data)


def _shops(request: Request, here: Standing) -> list[int]:
    """Those that are asked for; one that is not among the key's has nothing in it, whoever else has it."""
    asked = request.query_params.get("shop")
    return [shop.pk for shop in here.shops if asked in {None, shop.slug}]


def _found(here: Standing, shop_ids: list[int], words: str, limit: int) -> list[dict[str, Any]]:
    found = []
    for group in rooms.searches():
        if here.may(group.may):
            hits = group.find(here.desk.pk, here.desk.slug, shop_ids, words, limit + 1, here.may, moment())
            found.append({"group": group.key, "items": [_hit(hit) for hit in hits[:limit]], "more": len(hits) > limit})
    return [one for one in found if one["items"]]


def _hit(hit: rooms.Hit) -> dict[str, str]:
    return {"title": hit.title, "note": hit.note, "text": hit.text, "page": f"{settings.SITE_URL}{hit.href}" if hit.href else ""}
