"""Saved lists: shown beside the views with their counts, and kept in order by those whose they are."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from reviews.domain import filters
from reviews.queries import saved as queries
from reviews.services import saving
from reviews.views.entering import Request, address, places, query
from sellerdesk import access
from sellerdesk.access import Here
from sellerdesk.domain import permissions
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.web import shell


LARGEST_ID = 2**63 - 1


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def lists(request: Request, desk: str) -> HttpResponse:
    """The saved lists with their counts (GET); keep the list of the address under a `name` (POST), `shared` with the desk.

    Needs reviews.see, and reviews.answer to share; otherwise 404. Without htmx a page of its own, where they are kept in order.
    """
    here, now = shell.enter(request, desk, may=permissions.REVIEWS_SEE, room="reviews"), datetime.now(UTC)
    asked = replace(filters.read(request.GET), after=None)
    if request.method != "POST":
        return _shown(request, here, now)
    shared = request.POST.get("shared") == "1"
    if shared and not _shares(here):
        raise NotVisible
    try:
        saving.save(
            desk_id=here.desk.pk, user_id=access.reader(request).pk, name=request.POST.get("name", ""), query=query(here, asked),
            shared=shared, actor=access.actor(request), now=now,
        )  # fmt: skip
    except Refusal as refusal:
        if not request.htmx:
            raise
        return _shown(request, here, now, refusal=refusal, typed=request.POST.get("name", ""))
    return _shown(request, here, now) if request.htmx else redirect(address(here, asked))


@require_POST
def one(request: Request, desk: str, saved: int) -> HttpResponse:
    """Rename a saved list, delete it, or move it up or down (`do`). Needs reviews.see, and reviews.answer for a shared one."""
    here, now = shell.enter(request, desk, may=permissions.REVIEWS_SEE, room="reviews"), datetime.now(UTC)
    if saved > LARGEST_ID:
        raise NotVisible
    which: dict[str, Any] = {"desk_id": here.desk.pk, "user_id": access.reader(request).pk, "shares": _shares(here), "filter_id": saved}
    who: dict[str, Any] = {"actor": access.actor(request), "now": now}
    do = request.POST.get("do", "rename")
    if do == "delete":
        saving.delete(**which, **who)
    elif do in {"up", "down"}:
        saving.move(**which, up=do == "up", **who)
    else:
        saving.rename(**which, name=request.POST.get("name", ""), **who)
    return redirect(reverse("reviews_saved", args=[here.desk.slug]) + (f"?shop={here.chosen.slug}" if here.chosen else ""))


def _shares(here: Here) -> bool:
    return here.may(permissions.REVIEWS_ANSWER)


def _shown(request: Request, here: Here, now: datetime, *, refusal: Refusal | None = None, typed: str = "") -> HttpResponse:
    asked = replace(filters.read(request.GET), after=None)
    found = queries.of_person(here.desk.pk, access.reader(request).pk)
    found = queries.counted(found, places(here), {shop.slug: shop.pk for shop in here.shops}, now=now)
    context = {"saved": found, "here_query": query(here, asked), "may_share": _shares(here), "refusal": refusal, "typed": typed}
    template = "reviews/saved/chips.html" if request.htmx else "reviews/saved/page.html"
    return render(request, template, context, status=422 if refusal else 200)
