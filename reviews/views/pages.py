"""The reviews page of a desk: a list beside the review that is read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_htmx.middleware import HtmxDetails

from reviews.domain import filters
from reviews.domain.filters import Filter
from reviews.domain.standing import standing
from reviews.domain.state import Window, badges, edit_window
from reviews.domain.timeline import timeline
from reviews.queries import buyers, counting, listing, reading
from reviews.queries.finding import Places
from reviews.queries.rows import Row, rows
from reviews.views import hearing
from sellerdesk import shops
from sellerdesk.access import Here
from sellerdesk.domain import permissions
from sellerdesk.errors import NotVisible
from sellerdesk.shops import ShopFacts
from sellerdesk.web import shell


LARGEST_ID = 2**63 - 1


class Request(HttpRequest):
    """A request that knows whether htmx sent it."""

    htmx: HtmxDetails


@dataclass(frozen=True, slots=True)
class Shown:
    """A row of the list with what its shop's rules say of it."""

    row: Row
    badges: Sequence[str]
    edit: Window | None
    market: str
    href: str


@require_safe
@never_cache
def reviews(request: Request, desk: str) -> HttpResponse:
    """The list of reviews, and beside it the first one; with HX-Request the list alone. Needs reviews.see; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.REVIEWS_SEE, room="reviews")
    asked, now = filters.read(request.GET), datetime.now(UTC)
    places = _places(here)
    context = _list(here, places, asked, now)
    if _fragment(request):
        template = "reviews/rows.html" if request.htmx.target == "older" else "reviews/list.html"
        return _answer(request, template, context, address=_address(here, asked) if template == "reviews/list.html" else "")
    context |= _toolbar(places, asked, now)
    first = None if asked.words or not context["shown"] else context["shown"][0].row.id
    if first is not None:
        context |= _detail(here, first, now)
    return _answer(request, "reviews/page.html", context | {"view": "list"})


@require_safe
@never_cache
def review(request: Request, desk: str, review: int) -> HttpResponse:
    """One review, beside the list that it was opened from; with HX-Request alone. Needs reviews.see; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.REVIEWS_SEE, room="reviews")
    asked, now = filters.read(request.GET), datetime.now(UTC)
    detail = _detail(here, review, now)
    if not detail:
        raise NotVisible
    if _fragment(request):
        return _answer(request, "reviews/detail.html", detail)
    places = _places(here)
    return _answer(
        request, "reviews/page.html", _list(here, places, asked, now) | _toolbar(places, asked, now) | detail | {"view": "detail"}
    )


def _places(here: Here) -> Places:
    return Places(here.desk.pk, here.shop_ids, orders=here.may(permissions.ORDERS_SEE))


def _fragment(request: Request) -> bool:
    return bool(request.htmx) and not request.htmx.history_restore_request


def _answer(request: Request, template: str, context: Mapping[str, Any], *, address: str = "") -> HttpResponse:
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    if address:
        response["HX-Push-Url"] = address
    return response


def _address(here: Here, asked: Filter) -> str:
    """The list's own address, without what is not asked for."""
    return f"{reverse('reviews', args=[here.desk.slug])}?{_query(here, asked)}"


def _query(here: Here, asked: Filter, *, after: filters.Cursor | None = None) -> str:
    shop = {"shop": here.chosen.slug} if here.chosen else {}
    return urlencode(shop | filters.told(asked, after=after))


def _list(here: Here, places: Places, asked: Filter, now: datetime) -> dict[str, Any]:
    page = listing.page(places, asked, now=now)
    known = {shop.pk: shops.facts(shop) for shop in here.shops}
    # Put together here: reversing each row's address twice would cost more than its query.
    at, query = reverse("reviews", args=[here.desk.slug]), _query(here, asked)
    return {
        "asked": asked,
        "now": now,
        "shown": [_shown(row, known[row.shop_id], f"{at}{row.id}/?{query}", now) for row in rows(here.desk.pk, page.ids)],
        "page": page,
        "older": _query(here, asked, after=page.next) if page.next else "",
        "elsewhere": _query(here, Filter(view="all", words=asked.words)),
        "cleared": _query(here, Filter(view=asked.view)),
    }


def _shown(row: Row, shop: ShopFacts, href: str, now: datetime) -> Shown:
    edit = edit_window(row.state, shop.rules, now)
    return Shown(row, badges(row.state, photos=row.photos, edit=edit), edit, shop.rules.name, href)


def _toolbar(places: Places, asked: Filter, now: datetime) -> dict[str, Any]:
    return {
        "counts": counting.counts(places, now=now),
        "products": counting.products(places, asked.product, now=now),
        "periods": filters.PERIODS,
        "star_choices": filters.STARS,
    }


def _detail(here: Here, review_id: int, now: datetime) -> dict[str, Any]:
    """What the reading pane shows; empty where there is no such review in the shops shown."""
    shown = {shop.pk: shop for shop in here.shops}
    found = reading.review(here.desk.pk, list(shown), review_id) if review_id <= LARGEST_ID else None
    if found is None:
        return {}
    shop = shops.facts(shown[found.shop_id])
    sees_orders = here.may(permissions.ORDERS_SEE)
    children = reading.children(here.desk.pk, found)
    order = found.order if sees_orders else None
    items = timeline(found.state, trade=order.trade if order else None, children=children, due_at=found.due_at, rules=shop.rules, now=now)
    told = None
    if found.buyer_id is not None and not found.anonymous:
        told = buyers.buyer(here.desk.pk, found.buyer_id, besides=found.id)
    return {
        "review": found,
        "shop": shown[found.shop_id],
        "rules": shop.rules,
        "order": order,
        "sees_orders": sees_orders,
        "items": items,
        "heard": hearing.heard(found, items),
        "answers": [item for item in items if item.kind == "answer" and not item.refused],
        "buyer": told,
        "standing": standing(found.state, has_order=found.order_ref is not None, earned=found.earned, day=shop.day(now), now=now),
        "now": now,
    }
