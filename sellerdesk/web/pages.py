"""The kernel's own pages: where to begin, the desks of a person, search."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sellerdesk import access, rooms
from sellerdesk.domain import permissions
from sellerdesk.errors import NotVisible
from sellerdesk.web import shell


SHOWN_HITS = 8


@require_safe
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """To the first room of the desk that was open last, or of the only one; else the list of desks."""
    places = access.places(request)
    last = request.session.get(shell.LAST_DESK)
    place = next((place for place in places if place.desk.slug == last), places[0] if len(places) == 1 else None)
    if place is not None and place.desk.slug != last and place.desk.demo_at is not None and access.may_found(request):
        # Nobody works in the demo: beside it stands the offer of a desk of one's own.
        place = None
    if place is not None:
        return HttpResponseRedirect(entrance(place))
    if not places and access.may_found(request):
        return redirect("setup_found")
    return render(request, "desks.html", {"places": places, "may_found": access.may_found(request)})


def entrance(place: access.Place) -> str:
    """The page with which a desk begins for this person: the first run while there is no shop to show, else the first room."""
    if not place.shops and place.may(permissions.SHOPS_MANAGE):
        return reverse("setup", args=[place.desk.slug])
    return first_page(place)


@require_safe
@never_cache
def desk_start(request: HttpRequest, desk: str) -> HttpResponse:
    """To the page with which this desk begins. Needs desk.see; otherwise 404."""
    place = next((place for place in access.places(request) if place.desk.slug == desk), None)
    if place is None:
        raise NotVisible
    return HttpResponseRedirect(entrance(place))


def first_page(place: access.Place) -> str:
    """The address of the first room that the person may see: Today for nearly everybody; the people where there is no room."""
    room = next((room for room in rooms.rooms() if place.may(room.may)), None)
    return reverse("settings_people" if room is None else room.page, args=[place.desk.slug])


@require_safe
@never_cache
def desks(request: HttpRequest) -> HttpResponse:
    """The desks and shops of the person."""
    return render(request, "desks.html", {"places": access.places(request), "may_found": access.may_found(request)})


@require_safe
@never_cache
def shop(request: HttpRequest, slug: str) -> HttpResponse:
    """A shop's own address, which is short enough to be written in a mail: its ratings. Needs ratings.see; otherwise 404."""
    place = access.shop(request, slug, may=permissions.RATINGS_SEE)
    return redirect(f"{reverse('ratings', args=[place.desk.slug])}?shop={place.slug}")


@require_safe
@never_cache
def search(request: HttpRequest, desk: str) -> HttpResponse:
    """What the rooms find for the words of `q`, newest first in each group. Needs desk.see; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.DESK_SEE, room="search")
    words = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:200]
    groups, now = [], datetime.now(UTC)
    for group in rooms.searches() if words else []:
        if here.may(group.may):
            hits = group.find(here.desk.pk, here.desk.slug, here.shop_ids, words, SHOWN_HITS + 1, here.may, now)
            groups.append({"group": group, "hits": hits[:SHOWN_HITS], "more": len(hits) > SHOWN_HITS})
    context = {"searched": words, "groups": [one for one in groups if one["hits"]], "now": now}
    return render(request, "search.html", context)
