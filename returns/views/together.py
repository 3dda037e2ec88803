"""What is done with many claims of the list at once: given to somebody."""

import json
from dataclasses import replace
from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from returns.domain import filters
from returns.queries import listing
from returns.views.narrowing import query
from sellerdesk import access, assigning, describing, undoing, waiting, wording
from sellerdesk.access import Here
from sellerdesk.domain import permissions
from sellerdesk.domain.cursors import LARGEST_ID
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.web import asked, shell
from sellerdesk.web.fragments import Request
from sellerdesk.web.work_pages import CHANGED


AT_ONCE = 500


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def assign(request: Request, desk: str) -> HttpResponse:
    """Choose who has the chosen claims (GET), and give them (POST): `to` is a person's id, "me", or "team".

    Needs work.assign and returns.see; otherwise 404. What waits for nobody is left out, and said. Refused: too_many_claims.
    """
    here, now = shell.enter(request, desk, may=permissions.WORK_ASSIGN, room="returns"), datetime.now(UTC)
    if not here.may(permissions.RETURNS_SEE):
        raise NotVisible
    reader, ids, sight = access.reader(request), _chosen(request, here, now), describing.sight_of(here)
    if len(ids) > AT_ONCE:
        raise Refusal("too_many_claims", _("These are more than 500 claims."), _("Choose fewer at once."))
    items = listing.open_items(here.desk.pk, here.shop_ids, ids)
    if request.method != "POST":
        found = waiting.these(sight, items)
        colleagues = assigning.colleagues(here.desk.pk, found, now=now) if found else []
        context = {"ids": ids, "items": found, "colleagues": colleagues, "here_query": query(here, filters.read(request.GET))}
        return render(request, f"returns/together/{'assign' if request.htmx else 'assign_page'}.html", context)
    to = asked.person(request.POST.get("to", ""), reader.pk)
    changes = assigning.assign_many(sight=sight, item_ids=items, to=to, by=reader.pk, actor=access.actor(request), now=now)
    if not changes:
        return _say(request, here, _("Nothing has changed."))
    undo = undoing.token(here.desk.pk, reader.pk, undoing.ASSIGN, undoing.of_changes(changes), now=now)
    return _say(request, here, _given(len(changes), len(ids) - len(items)), undo=undo)


def _chosen(request: Request, here: Here, now: datetime) -> list[int]:
    """The claims that were chosen: by their boxes, or with `all` the first 500 of the list under the address's filter."""
    told = request.POST if request.method == "POST" else request.GET
    if told.get("all") == "1":
        listed, orders = replace(filters.read(request.GET), after=None), here.may(permissions.ORDERS_SEE)
        return [row.id for row in listing.page(here.desk.pk, here.shop_ids, listed, now=now, size=AT_ONCE, orders=orders).rows]
    found = [number for text in told.getlist("claim") if (number := asked.whole(text)) is not None and number <= LARGEST_ID]
    return list(dict.fromkeys(found))


def _given(number: int, left: int) -> str:
    said = ngettext("%(number)s claim given", "%(number)s claims given", number) % {"number": wording.number(number)}
    if not left:
        return said
    rest = ngettext("%(number)s was not waiting", "%(number)s were not waiting", left) % {"number": wording.number(left)}
    return f"{said}, {rest}"


def _say(request: Request, here: Here, said: str, *, undo: str = "") -> HttpResponse:
    if request.htmx:
        toast = {"text": said, **({"undo": undo, "url": reverse("work_undo", args=[here.desk.slug])} if undo else {})}
        # A header holds ASCII alone: json.dumps spells the rest.
        return HttpResponse(status=204, headers={"HX-Trigger": json.dumps({"toast": toast, CHANGED: {}})})
    messages.success(request, said)
    return redirect(f"{reverse('claims', args=[here.desk.slug])}?{query(here, filters.read(request.GET))}")
