"""What open pages ask for by themselves: the log after a number, the rail, who looks at something; and their signs of life."""

import re
from datetime import UTC, datetime
from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import conditional_page, require_http_methods, require_safe

from sellerdesk import access, live, presence, team
from sellerdesk.access import Here
from sellerdesk.domain import permissions
from sellerdesk.domain.cursors import LARGEST_ID
from sellerdesk.errors import Refusal
from sellerdesk.presence import Looking
from sellerdesk.web import errors, shell


SUBJECT: Final = re.compile(r"[a-z][a-z_]{0,29}:[A-Za-z0-9_.-]{1,60}")


@require_safe
@never_cache
def log(request: HttpRequest, desk: str) -> HttpResponse:
    """The events after `?after=N` that the reader may see, for browsers that get no stream. Needs log.see; otherwise 404.

    `last` is the number to ask after next; with `reset` events are missing, and the page must be loaded again.
    Refused with number_malformed.
    """
    here = access.here(request, desk, may=permissions.LOG_SEE)
    told = request.GET.get("after", "")
    if not (told.isascii() and told.isdigit()) or len(told) > 19 or int(told) > LARGEST_ID:
        raise Refusal("number_malformed", _("Give the last number that is known as ?after=, a whole number."))
    found = live.since(here.desk.pk, int(told))
    seen = {None, *(shop.pk for shop in here.shops)}
    events = [
        {"number": one.number, "kind": one.kind, "shop": one.shop_id, "ids": one.ids, "at": one.at.isoformat()}
        for one in found.events
        if one.shop_id in seen and found.whole
    ]
    return JsonResponse({"events": events, "last": found.last, "more": found.more, "reset": not found.whole})


@require_safe
@cache_control(private=True, no_cache=True)
@conditional_page
def rail(request: HttpRequest, desk: str) -> HttpResponse:
    """The rail's links and badges as they are now, with `?room=` the current one. Needs desk.see; otherwise 404."""
    room = request.GET.get("room", "")
    shell.glance(request, desk, may=permissions.DESK_SEE, room=room)
    return render(request, "components/rail.html", {"at_settings": room == "settings"})


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(private=True, no_cache=True)
def here(request: HttpRequest, desk: str) -> HttpResponse:
    """Who else looks at `?subject=`, as avatars; by POST a sign of life of an open page. Needs desk.see; otherwise 404.

    The page says in `subject` (thread:12) what it shows, in `shop` whose that is, in `doing` whether somebody types there;
    `left` says that it was the last page of the desk in this browser. 429 for more signs than pages give.
    Refused with subject_malformed.
    """
    place = shell.glance(request, desk, may=permissions.DESK_SEE, room="")
    if request.method == "POST":
        return _signed(request, place)
    subject = _subject(request.GET.get("subject", ""))
    now, reader = datetime.now(UTC), access.reader(request)
    seen = {None, *(shop.pk for shop in place.shops)}
    found = [one for one in presence.looking(place.desk.pk, subject, now=now) if one.shop_id in seen and one.user_id != reader.pk]
    names = team.names(place.desk.pk, [one.user_id for one in found])
    people = [{"name": names[one.user_id], "typing": one.doing == presence.TYPING} for one in found if one.user_id in names]
    return render(request, "components/looking.html", {"people": people})


def _signed(request: HttpRequest, place: Here) -> HttpResponse:
    """Keep one sign of life."""
    now, person, desk_id = datetime.now(UTC), access.reader(request), place.desk.pk
    if not presence.may_sign(desk_id, person.pk):
        return errors.page(request, 429, code="too_many_requests")
    if request.POST.get("left"):
        presence.leave(desk_id, person.pk)
        return HttpResponse(status=204)
    presence.touch(desk_id, person.pk, now=now)
    if not (told := request.POST.get("subject", "")):
        presence.look_away(desk_id, person.pk)
        return HttpResponse(status=204)
    doing = presence.TYPING if request.POST.get("doing") == presence.TYPING else presence.VIEWING
    shop_id = None if place.chosen is None else place.chosen.pk
    presence.look(desk_id, Looking(person.pk, _subject(told), doing, shop_id), now=now)
    return HttpResponse(status=204)


def _subject(told: str) -> str:
    if not SUBJECT.fullmatch(told):
        raise Refusal("subject_malformed", _("A subject is written like thread:12."))
    return told
