"""The desk's saved lists of claims for programs."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from returns.api.claims import ASKED
from returns.domain import filters
from returns.queries import saved as queries
from returns.services.saved import TABLE
from sellerdesk.api import routes, saved as kept
from sellerdesk.api.base import ApiView
from sellerdesk.api.repeating import idempotent
from sellerdesk.api.rules import MoveSerializer
from sellerdesk.api.saved import SavedListSerializer, SavedListsSerializer, SavedNameSerializer, SavedWantedSerializer
from sellerdesk.api.versions import Versioned
from sellerdesk.domain import permissions
from sellerdesk.models import Shop
from sellerdesk.saved_reading import Saved


def _address(told: Mapping[str, str]) -> dict[str, str]:
    return filters.told(replace(filters.read(told), after=None))


def _shown(told: Mapping[str, str]) -> dict[str, str]:
    return {"show": filters.read(told).view, **_address(told)}


def _counted(_request: Request, at: Shop, found: Sequence[Saved], now: datetime) -> list[Saved]:
    return queries.counted(found, at.desk_id, {at.slug: at.pk}, now=now)


LISTS = kept.Lists(
    table=TABLE, may_see=permissions.RETURNS_SEE, may_share=permissions.RETURNS_CHECK, known=ASKED, address=_address, shown=_shown,
    counted=_counted,
)  # fmt: skip


class ClaimListsView(ApiView):
    """GET, POST /api/v1/shops/{shop}/claim-lists/"""

    @extend_schema(operation_id="shop_claim_lists", responses=SavedListsSerializer)
    def get(self, request: Request, shop: str) -> Response:
        """The desk's saved lists of claims, with how many each shows of this shop. Needs returns.see."""
        return LISTS.every(request, shop)

    @extend_schema(operation_id="shop_claim_list_save", request=SavedWantedSerializer, responses={201: SavedListSerializer})
    @idempotent
    def post(self, request: Request, shop: str) -> Response:
        """Keep a list of claims for everybody at the desk. 422 filter_name_taken, too_many_filters. Needs returns.see and returns.check."""
        return LISTS.save(request, shop)


class ClaimListView(Versioned, ApiView):
    """GET, PUT, DELETE /api/v1/shops/{shop}/claim-lists/{saved}/"""

    @extend_schema(operation_id="shop_claim_list", responses=SavedListSerializer)
    def get(self, request: Request, shop: str, saved: int) -> Response:
        """One saved list. Needs returns.see."""
        return LISTS.one(request, shop, saved)

    @extend_schema(operation_id="shop_claim_list_rename", request=SavedNameSerializer, responses=SavedListSerializer)
    def put(self, request: Request, shop: str, saved: int) -> Response:
        """Give it another name. 422 filter_name_taken. Needs returns.see and returns.check."""
        return LISTS.rename(request, shop, saved)

    @extend_schema(operation_id="shop_claim_list_remove", request=None, responses={204: None})
    def delete(self, request: Request, shop: str, saved: int) -> Response:
        """Remove it for everybody; what it showed stays. Needs returns.see and returns.check."""
        return LISTS.delete(request, shop, saved)


class ClaimListMoveView(ApiView):
    """POST /api/v1/shops/{shop}/claim-lists/{saved}/move/"""

    @extend_schema(operation_id="shop_claim_list_move", request=MoveSerializer, responses=SavedListSerializer)
    @idempotent
    def post(self, request: Request, shop: str, saved: int) -> Response:
        """Let it change places with the one before it or behind it. Needs returns.see and returns.check."""
        return LISTS.move(request, shop, saved)


def hang() -> None:
    """Serve them."""
    at = "shops/<slug:shop>/claim-lists/"
    routes.register(at, ClaimListsView.as_view(), "shop-claim-lists")
    routes.register(f"{at}<int:saved>/", ClaimListView.as_view(), "shop-claim-list")
    routes.register(f"{at}<int:saved>/move/", ClaimListMoveView.as_view(), "shop-claim-list-move")
