"""What every page of the reviews room begins and ends with: whose reviews, the list's address, an answer in part or as a message."""

import json
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from reviews.domain import filters
from reviews.domain.filters import Filter
from reviews.queries.finding import Places
from sellerdesk.access import Here
from sellerdesk.domain import permissions
from sellerdesk.domain.cursors import Cursor
from sellerdesk.web.fragments import Request
from sellerdesk.web.work_pages import CHANGED


def places(here: Here) -> Places:
    """Whose reviews the page is about."""
    return Places(here.desk.pk, here.shop_ids, orders=here.may(permissions.ORDERS_SEE))


def query(here: Here, asked: Filter, *, after: Cursor | None = None) -> str:
    """The filter as the query of an address, with the chosen shop, without what is not asked for."""
    shop = {"shop": here.chosen.slug} if here.chosen else {}
    return urlencode(shop | filters.told(asked, after=after))


def address(here: Here, asked: Filter) -> str:
    """The list's own address."""
    return f"{reverse('reviews', args=[here.desk.slug])}?{query(here, asked)}"


def say(request: Request, here: Here, said: str, *, undo: str = "") -> HttpResponse:
    """A message about what was done, with its way back; without script the list, which says it."""
    if request.htmx:
        toast = {"text": said, **({"undo": undo, "url": reverse("work_undo", args=[here.desk.slug])} if undo else {})}
        # A header holds ASCII alone: json.dumps spells the rest.
        return HttpResponse(status=204, headers={"HX-Trigger": json.dumps({"toast": toast, CHANGED: {}})})
    messages.success(request, said)
    return redirect(address(here, filters.read(request.GET)))
