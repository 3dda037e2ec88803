"""The ratings pages of a desk: one shop's, or a table of its shops."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ratings.domain.headline import state
from ratings.queries.days import lines
from ratings.views.page import shop_page
from sellerdesk import shops
from sellerdesk.access import Here
from sellerdesk.domain import permissions
from sellerdesk.web import shell


@require_safe
@never_cache
def ratings(request: HttpRequest, desk: str) -> HttpResponse:
    """The chosen shop's ratings, those of the only shop, or a table of all. Needs ratings.see; otherwise 404.

    `dim` is the dimension shown, `window` the window, `days=all` opens all days of what is not counted,
    `until` is the day through which a threshold is to be held.
    """
    here = shell.enter(request, desk, may=permissions.RATINGS_SEE, room="ratings")
    now = datetime.now(UTC)
    if len(here.shown) != 1:
        return render(request, "ratings/shops.html", {"rows": shop_rows(here, now)})
    asked = request.GET
    context = shop_page(
        shops.facts(here.shown[0]),
        now=now,
        dimension=asked.get("dim", ""),
        window=asked.get("window", ""),
        all_days=asked.get("days") == "all",
        ahead=asked.get("ahead", ""),
        until=asked.get("until", ""),
    )
    return render(request, "ratings/page.html", {"name": here.shown[0].name, **context})


def shop_rows(here: Here, now: datetime) -> Sequence[dict[str, Any]]:
    """Each shop with its four figures under its own window."""
    known = [shops.facts(shop) for shop in here.shown]
    rows = []
    for shop, line in zip(here.shown, lines(known, now=now, whole=False), strict=True):
        figures = line.now(line.shop.window)
        told = [(name, figure, state(figure, line.shop.rules.thresholds)) for name, figure in figures.dimensions.items()]
        rows.append({"shop": shop, "figures": told, "pending": figures.pending, "ever": line.ever})
    return rows
