"""The ratings page of a shop."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sellerdesk import panels, shops
from sellerdesk.domain import permissions
from sellerdesk.web import shell


@require_safe
@never_cache
def ratings(request: HttpRequest, desk: str) -> HttpResponse:
    """What the rooms have to say of the chosen shop, or of the first one. Needs ratings.see; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.RATINGS_SEE, room="ratings")
    shop = next(iter(here.shown), None)
    figures = panels.shop_figures(shops.facts(shop), datetime.now(UTC)) if shop else []
    return render(request, "ratings/page.html", {"shop": shop, "figures": figures})
