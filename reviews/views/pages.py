"""The reviews page of a desk: a list beside the review that is read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from reviews.domain import filters
from reviews.domain.filters import Filter
from reviews.domain.standing import standing
from reviews.domain.state import Window, badges, edit_window
from reviews.domain.timeline import timeline
from reviews.queries import counting, listing, reading, surrounding
from reviews.queries.finding import Places
from reviews.queries.rows import Row, rows
from reviews.queries.tags import labels
from reviews.views import composing, hearing, labelling, marking, mending, narrowing, topics
from reviews.views.entering import address, places as _places, query as _query
from sellerdesk import access, shops
from sellerdesk.access import Here
from sellerdesk.domain import permissions
from sellerdesk.domain.cursors import LARGEST_ID
from sellerdesk.domain.topics.keys import TOPICS
from sellerdesk.errors import NotVisible, Refusal, Stale
from sellerdesk.shops import ShopFacts
from sellerdesk.web import shell
from sellerdesk.web.fragments import Request, answer, is_fragment


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
    context = _list(here, places, asked, now, access.reader(request).pk)
    if is_fragment(request):
        template = "reviews/rows.html" if request.htmx.target == "older" else "reviews/list.html"
        # The list that asks again because something has changed is no place to come back to.
        is_new = template == "reviews/list.html" and request.htmx.trigger != "again"
        return answer(request, template, context, address=address(here, asked) if is_new else "")
    context |= _toolbar(places, now)
    if request.GET.get("choose"):
        # Without script nothing can be asked for later.
        context |= _choices(places, asked, now)
    first = None if asked.words or not context["shown"] else context["shown"][0].row.id
    if first is not None:
        context |= _detail(here, access.reader(request).pk, first, now)
    return answer(request, "reviews/page.html", context | {"view": "list"})


@require_safe
@never_cache
def choices(request: Request, desk: str) -> HttpResponse:
    """The products and labels that the list can be narrowed to, asked for when the filters are opened. Needs reviews.see; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.REVIEWS_SEE, room="reviews")
    return answer(request, "reviews/choices.html", _choices(_places(here), filters.read(request.GET), datetime.now(UTC)))


@require_safe
@never_cache
def review(request: Request, desk: str, review: int) -> HttpResponse:
    """One review, beside the list that it was opened from; with HX-Request alone. Needs reviews.see; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.REVIEWS_SEE, room="reviews")
    asked, now = filters.read(request.GET), datetime.now(UTC)
    reader_id = access.reader(request).pk
    detail = _detail(here, reader_id, review, now)
    if not detail:
        raise NotVisible
    if is_fragment(request):
        return answer(request, "reviews/detail.html", detail | {"here_query": _query(here, replace(asked, after=None))})
    return answer(request, "reviews/page.html", _beside(here, asked, now, reader_id) | detail)


def with_answer(
    request: HttpRequest, here: Here, review: int, *, text: str, error: Refusal | Stale, now: datetime, changing: int = 0
) -> HttpResponse:
    """The page of a review whose answer could not go, with the text as it was: for browsers without script. 409 or 422."""
    reader_id = access.reader(request).pk
    detail = _detail(here, reader_id, review, now)
    detail["answering"] |= {"text": text, "error": error, "changing": changing}
    if isinstance(error, Refusal):
        detail["answering"] |= {"warned": error.code == "warned"}
    if isinstance(error, Stale):
        detail["answering"] |= {"newer": error.newer.get("newer", ())}
    context = _beside(here, filters.read(request.GET), now, reader_id) | detail
    return render(request, "reviews/page.html", context, status=409 if isinstance(error, Stale) else 422)


def _beside(here: Here, asked: Filter, now: datetime, reader_id: int) -> dict[str, Any]:
    """The list that stands beside an opened review."""
    places = _places(here)
    return _list(here, places, asked, now, reader_id) | _toolbar(places, now) | {"view": "detail"}


def _list(here: Here, places: Places, asked: Filter, now: datetime, reader_id: int) -> dict[str, Any]:
    page = listing.page(places, asked, now=now)
    known = {shop.pk: shops.facts(shop) for shop in here.shops}
    # Put together here: reversing each row's address twice would cost more than its query.
    at, query = reverse("reviews", args=[here.desk.slug]), _query(here, asked)
    return {
        "asked": asked,
        "now": now,
        "shown": [
            _shown(row, known[row.shop_id], f"{at}{row.id}/?{query}", now)
            for row in rows(here.desk.pk, page.ids, reader_id=reader_id, now=now)
        ],
        "page": page,
        "older": _query(here, asked, after=page.next) if page.next else "",
        "elsewhere": _query(here, Filter(view="all", words=asked.words)),
        "cleared": _query(here, Filter(view=asked.view)),
        "set": narrowing.chips(here, asked),
        "here_query": _query(here, replace(asked, after=None)),
        "here_told": narrowing.told(here, asked),
        "may_answer": here.may(permissions.REVIEWS_ANSWER),
    }


def _shown(row: Row, shop: ShopFacts, href: str, now: datetime) -> Shown:
    edit = edit_window(row.state, shop.rules, now)
    return Shown(row, badges(row.state, photos=row.photos, edit=edit), edit, shop.rules.name, href)


def _toolbar(places: Places, now: datetime) -> dict[str, Any]:
    return {
        "counts": counting.counts(places, now=now),
        "periods": filters.PERIODS,
        "star_choices": filters.STARS,
        "conditions": narrowing.CONDITIONS,
        "topic_choices": TOPICS,
    }


def _choices(places: Places, asked: Filter, now: datetime) -> dict[str, Any]:
    return {"products": counting.products(places, asked.product, now=now), "labels": labels(places.desk_id), "chosen": asked}


def _detail(here: Here, reader_id: int, review_id: int, now: datetime) -> dict[str, Any]:
    """What the reading pane shows; empty where there is no such review in the shops shown."""
    shown = {shop.pk: shop for shop in here.shops}
    found = (
        reading.review(here.desk.pk, list(shown), review_id, since=now - timedelta(days=topics.USUAL_DAYS))
        if review_id <= LARGEST_ID
        else None
    )
    if found is None:
        return {}
    shop = shops.facts(shown[found.shop_id])
    sees_orders = here.may(permissions.ORDERS_SEE)
    around = surrounding.of_review(here.desk.pk, found)
    order = found.order if sees_orders else None
    items = timeline(
        found.state, trade=order.trade if order else None, children=around.children, mendings=around.mendings(), due_at=found.due_at,
        rules=shop.rules, now=now,
    )  # fmt: skip
    heard, beside = hearing.heard(found, items), topics.beside(here, found, around.children)
    return {
        "review": found,
        "shop": shown[found.shop_id],
        "rules": shop.rules,
        "order": order,
        "sees_orders": sees_orders,
        "items": items,
        "heard": heard,
        "marks": marking.marks(found, heard, beside["topics_shown"]),
        **beside,
        "answering": composing.context(
            here, reader_id, found, shop, [item for item in items if item.kind == "answer" and not item.refused], now
        ),
        "buyer": around.buyer,
        **labelling.beside(here, shop, found, now),
        "standing": standing(found.state, has_order=found.order_ref is not None, earned=found.earned, day=shop.day(now), now=now),
        "now": now,
        **mending.panels(here, found, shop.rules, order, around, now),
    }
