"""GET /api/v1/shops/{shop}/inbox/: the list of conversations as its page has it: tabs, filters, words, its order."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from chat.api.threads import ThreadSerializer
from chat.domain import filters
from chat.domain.filters import SIDES, TABS
from chat.queries import listing, programs, searching
from chat.queries.finding import Places
from sellerdesk import access
from sellerdesk.api import routes
from sellerdesk.api.base import ApiView
from sellerdesk.domain import permissions


NOBODY = 0
"""A token is no person: nothing is its own."""


class InboxSerializer(serializers.Serializer[Any]):
    """One page of the list. Words give the newest matches alone: `next` is null then, and `more` says whether there are others."""

    items = ThreadSerializer(many=True)
    next = serializers.CharField(allow_null=True)
    more = serializers.BooleanField()


class InboxView(ApiView):
    """GET /api/v1/shops/{shop}/inbox/"""

    @extend_schema(
        operation_id="shop_inbox",
        parameters=[
            OpenApiParameter("show", str, enum=[tab for tab in TABS if tab != "mine"], description="the tab; waiting unless told"),
            OpenApiParameter("sale", str, enum=[side for side in SIDES if side], description="before or after an order"),
            OpenApiParameter("product", int, description="a product by its id here"),
            OpenApiParameter("who", int, description="the person who has it, by id; 0 for nobody"),
            OpenApiParameter("q", str, description="words; the tab is passed over then, as on the page"),
            OpenApiParameter("cursor", str),
        ],
        responses=InboxSerializer,
    )
    def get(self, request: Request, shop: str) -> Response:
        """The conversations of a shop under the filters of their page, in its order: what waits first, by deadline. Needs chats.see."""
        place = access.shop(request, shop, may=permissions.CHATS_SEE)
        params = request.query_params.dict()
        cursor = params.pop("cursor", "")
        asked = filters.read(params | {"after": cursor})
        if cursor and asked.after is None:
            raise ValidationError({"cursor": [_("This cursor is not one of this list.")]}, code="invalid")
        orders, now = access.may(request, place, permissions.ORDERS_SEE), timezone.now()
        places = Places(place.desk_id, [place.pk], NOBODY, orders=orders)
        following, more = None, False
        if asked.words:
            found = searching.search(places, asked, now=now)
            ids, more = [hit.row.id for hit in found.hits], found.more
        else:
            page = listing.page(places, asked, now=now)
            ids, following = [one.row.id for one in page.rows], page.next.text() if page.next else None
        rows = programs.threads(place.desk_id, place.pk).in_bulk(ids)
        items = ThreadSerializer([rows[own] for own in ids if own in rows], many=True, context={"orders": orders}).data
        return Response({"items": items, "next": following, "more": more or following is not None})


def hang() -> None:
    """Serve it."""
    routes.register("shops/<slug:shop>/inbox/", InboxView.as_view(), "shop-inbox")
