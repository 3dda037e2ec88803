"""The credit page of a shop, the order lines behind its figures, and these as a file."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from reviews.domain import account as asking
from reviews.queries import account, account_rows
from reviews.queries.account_rows import Entry
from sellerdesk import shops
from sellerdesk.access import Here
from sellerdesk.domain import permissions
from sellerdesk.errors import NotVisible
from sellerdesk.models import Shop
from sellerdesk.tables import MARK, written
from sellerdesk.web import shell


MOST_IN_FILE = 10_000
COLUMNS = ("effective_at", "day", "before", "now", "default_good", "order", "line", "review", "stars", "product")


@require_safe
@never_cache
def credit(request: HttpRequest, desk: str) -> HttpResponse:
    """The credit of the chosen shop, or of the first. Needs reviews.see; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.REVIEWS_SEE, room="reviews")
    now = datetime.now(UTC)
    if not here.shown:
        return render(request, "reviews/credit/page.html", {"shop": None})
    place = here.shown[0]
    told = account.account(shops.facts(place), now=now)
    return render(
        request,
        "reviews/credit/page.html",
        {"told": told, "scored": told.now.good + told.now.neutral + told.now.bad, "now": now, **_frame(here, place)},
    )


@require_safe
@never_cache
def rows(request: HttpRequest, desk: str) -> HttpResponse:
    """The order lines behind one figure (`which`, `over`), on from `after`. Needs reviews.see; otherwise 404, also for no such figure."""
    here = shell.enter(request, desk, may=permissions.REVIEWS_SEE, room="reviews")
    now, place, asked = datetime.now(UTC), _shop(here, request), asking.read(request.GET)
    page = account_rows.page(shops.facts(place), asked, now=now)
    context = {
        "asked": asked,
        "page": page,
        "after": page.next.text() if page.next else "",
        "sees_orders": here.may(permissions.ORDERS_SEE),
        "most_in_file": MOST_IN_FILE,
        "is_cut": page.count > MOST_IN_FILE,
        "now": now,
    }
    return render(request, "reviews/credit/rows.html", context | _frame(here, place))


@require_safe
@never_cache
def rows_csv(request: HttpRequest, desk: str) -> HttpResponse:
    """The same as CSV, at most 10,000 of them. Needs reviews.see; otherwise 404. Order numbers only with orders.see.

    The columns and words are those of the API in every language, since programs read them.
    """
    here = shell.enter(request, desk, may=permissions.REVIEWS_SEE, room="reviews")
    now, place, asked = datetime.now(UTC), _shop(here, request), asking.read(request.GET)
    page = account_rows.page(shops.facts(place), asked, now=now, size=MOST_IN_FILE)
    text = written([COLUMNS, *_cells(page.entries, orders=here.may(permissions.ORDERS_SEE))])
    answer = HttpResponse(MARK + text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="credit-{place.slug}-{asked.which}-{asked.over}-{now:%Y-%m-%d}.csv"'
    return answer


def _shop(here: Here, request: HttpRequest) -> Shop:
    if not here.shown or not asking.is_figure(request.GET):
        raise NotVisible
    return here.shown[0]


def _frame(here: Here, place: Shop) -> dict[str, Any]:
    """What both pages say of the shop, and where they lie."""
    return {
        "shop": place,
        "rules": shops.facts(place).rules,
        "credit_at": reverse("credit", args=[here.desk.slug]),
        "rows_at": f"{reverse('credit_rows', args=[here.desk.slug])}?{urlencode({'shop': place.slug})}",
        "reviews_at": reverse("reviews", args=[here.desk.slug]),
    }


def _cells(entries: Sequence[Entry], *, orders: bool) -> Iterator[Sequence[str]]:
    for one in entries:
        moved = (
            "" if one.day is None else one.day.isoformat(),
            asking.NAMES.get(one.before, "") if one.before else "",
            asking.NAMES.get(one.cell, ""),
        )
        order = (one.order, one.line) if orders else ("", "")
        stars = "" if one.stars is None else str(one.stars)
        yield (one.since.isoformat(), *moved, "yes" if one.default_good else "no", *order, one.review or "", stars, one.product)
