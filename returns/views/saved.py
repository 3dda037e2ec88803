"""Saved lists of claims."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from returns.domain import filters
from returns.queries import saved as queries
from returns.services.saved import TABLE
from returns.views.narrowing import query
from sellerdesk import saved_reading
from sellerdesk.access import Here
from sellerdesk.domain import permissions
from sellerdesk.saved_reading import Saved
from sellerdesk.web import saved_pages
from sellerdesk.web.fragments import Request
from sellerdesk.web.saved_pages import Lists


def _query(here: Here, request: HttpRequest) -> str:
    return query(here, replace(filters.read(request.GET), after=None))


def _found(here: Here, user_id: int, now: datetime) -> Sequence[Saved]:
    found = saved_reading.of_person(TABLE, here.desk.pk, user_id)
    return queries.counted(found, here.desk.pk, {shop.slug: shop.pk for shop in here.shops}, now=now)


_AT = Lists(
    table=TABLE, room="returns", may_see=permissions.RETURNS_SEE,
    may_share=permissions.RETURNS_CHECK, page="claims", saved="claims_saved", one="claims_saved_one", query=_query, found=_found,
)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def lists(request: Request, desk: str) -> HttpResponse:
    """The saved lists with their counts (GET); keep the list of the address (POST). Needs returns.see, and returns.check to share."""
    return saved_pages.lists(request, desk, _AT)


@require_POST
def one(request: Request, desk: str, saved: int) -> HttpResponse:
    """Rename a saved list, delete it, or move it. Needs returns.see, and returns.check for a shared one."""
    return saved_pages.one(request, desk, saved, _AT)
