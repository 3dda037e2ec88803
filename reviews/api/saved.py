"""The desk's saved lists of reviews for programs."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from reviews.api.reviews import ASKED
from reviews.domain import filters
from reviews.queries import saved as queries
from reviews.queries.finding import Places
from reviews.services.saved import TABLE
from sellerdesk import access
from sellerdesk.api import routes, saved as kept
from sellerdesk.api.base import ApiView
from sellerdesk.api.repeating import idempotent
from sellerdesk.api.rules import MoveSerializer
from sellerdesk.api.saved import SavedListSerializer, SavedListsSerializer, SavedNameSerializer, SavedWantedSerializer
from sellerdesk.api.versions import Versioned
from sellerdesk.domain import permissions
from sellerdesk.models import Shop
from sellerdesk.saved_reading import Saved


def _asked(told: Mapping[str, str]) -> dict[str, str]:
    return filters.told(replace(filters.read(told), after=None))


def _counted(request: Request, at: Shop, found: Sequence[Saved], now: datetime) -> list[Saved]:
    places = Places(at.desk_id, [at.pk], orders=access.may(request, at, permissions.ORDERS_SEE))
    return queries.counted(found, places, {at.slug: at.pk}, now=now)


LISTS = kept.Lists(
    table=TABLE, may_see=permissions.REVIEWS_SEE, may_share=permissions.REVIEWS_ANSWER, known=ASKED, address=_asked, shown=_asked,
    counted=_counted,
)  # fmt: skip


class ReviewListsView(ApiView):
    """GET, POST /api/v1/shops/{shop}/review-lists/"""

    @extend_schema(operation_id="shop_review_lists", responses=SavedListsSerializer)
    def get(self, request: Request, shop: str) -> Response:
        """The desk's saved lists of reviews, with how many each shows of this shop. Needs reviews.see."""
        return LISTS.every(request, shop)

    @extend_schema(operation_id="shop_review_list_save", request=SavedWantedSerializer, responses={201: SavedListSerializer})
    @idempotent
    def post(self, request: Request, shop: str) -> Response:
        """Keep a list of reviews for everybody at the desk. 422 filter_name_taken, too_many_filters.

        Needs reviews.see and reviews.answer.
        """
        return LISTS.save(request, shop)


class ReviewListView(Versioned, ApiView):
    """GET, PUT, DELETE /api/v1/shops/{shop}/review-lists/{saved}/"""

    @extend_schema(operation_id="shop_review_list", responses=SavedListSerializer)
    def get(self, request: Request, shop: str, saved: int) -> Response:
        """One saved list. Needs reviews.see."""
        return LISTS.one(request, shop, saved)

    @extend_schema(operation_id="shop_review_list_rename", request=SavedNameSerializer, responses=SavedListSerializer)
    def put(self, request: Request, shop: str, saved: int) -> Response:
        """Give it another name. 422 filter_name_taken. Needs reviews.see and reviews.answer."""
        return LISTS.rename(request, shop, saved)

    @extend_schema(operation_id="shop_review_list_remove", request=None, responses={204: None})
    def delete(self, request: Request, shop: str, saved: int) -> Response:
        """Remove it for everybody; what it showed stays. Needs reviews.see and reviews.answer."""
        return LISTS.delete(request, shop, saved)


class ReviewListMoveView(ApiView):
    """POST /api/v1/shops/{shop}/review-lists/{saved}/move/"""

    @extend_schema(operation_id="shop_review_list_move", request=MoveSerializer, responses=SavedListSerializer)
    @idempotent
    def post(self, request: Request, shop: str, saved: int) -> Response:
        """Let it change places with the one before it or behind it. Needs reviews.see and reviews.answer."""
        return LISTS.move(request, shop, saved)


def hang() -> None:
    """Serve them."""
    at = "shops/<slug:shop>/review-lists/"
    routes.register(at, ReviewListsView.as_view(), "shop-review-lists")
    routes.register(f"{at}<int:saved>/", ReviewListView.as_view(), "shop-review-list")
    routes.register(f"{at}<int:saved>/move/", ReviewListMoveView.as_view(), "shop-review-list-move")
