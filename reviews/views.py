"""The reviews page of a desk."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sellerdesk.domain import permissions
from sellerdesk.web import shell


@require_safe
@never_cache
def reviews(request: HttpRequest, desk: str) -> HttpResponse:
    """The list of reviews. Needs reviews.see; otherwise 404."""
    shell.enter(request, desk, may=permissions.REVIEWS_SEE, room="reviews")
    return render(request, "reviews/page.html", {})
