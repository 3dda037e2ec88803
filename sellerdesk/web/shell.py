"""What the frame of every page shows: the rail with its badges, the desk and shop switcher, the reader."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from sellerdesk import access, rooms, waiting
from sellerdesk.access import Here
from sellerdesk.domain import permissions
from sellerdesk.rooms import Words
from sellerdesk.web.icons import sprite
from sellerdesk.web.ties import tied


THEMES = {"light", "dark"}
LAST_DESK = "last_desk"


@dataclass(frozen=True, slots=True)
class RailLink:
    """A room in the rail, with what waits in it."""

    label: Words
    icon: str
    href: str
    current: bool
    count: int
    late: int
    letter: str
    unread: int


def enter(request: HttpRequest, desk: str, *, may: str, room: str) -> Here:
    """The desk that a page is about; the frame is drawn around it. `?shop=` chooses one shop. Otherwise NotVisible.

    The desk is remembered in the session: the start page goes there next time.
    """
    place = glance(request, desk, may=may, room=room)
    if request.session.get(LAST_DESK) != place.desk.slug:
        request.session[LAST_DESK] = place.desk.slug
    return place


def glance(request: HttpRequest, desk: str, *, may: str, room: str) -> Here:
    """The same for what a page asks for by itself: that somebody's other tab is open says nothing of where to begin next time."""
    place = access.here(request, desk, may=may, shop_slug=request.GET.get("shop", ""))
    request.META["sellerdesk.here"], request.META["sellerdesk.room"] = place, room
    return place


def shell(request: HttpRequest) -> dict[str, Any]:
    """For the templates: `here` (None outside a desk), `room`, what the person may do there, `rail`, `ties`, `unread`, the look."""
    place: Here | None = request.META.get("sellerdesk.here")
    theme = request.COOKIES.get("theme", "")
    return {
        "here": place,
        "may_write": place is not None and any(map(place.may, (permissions.CHATS_ANSWER, permissions.REVIEWS_ANSWER))),
        "room": request.META.get("sellerdesk.room", ""),
        "may_see_figures": place is not None and place.may(permissions.FIGURES_SEE),
        "may_see_own_figures": place is not None and place.may(permissions.CHATS_ANSWER),
        "may_load": place is not None and place.may(permissions.FEED_LOAD),
        "may_share": place is not None and place.may(permissions.SHOPS_MANAGE),
        "may_assign": place is not None and place.may(permissions.WORK_ASSIGN),
        "unread": 0 if place is None else place.notices,
        "may_deliver": place is not None and place.may(permissions.DELIVERIES_MANAGE),
        "ties": SimpleLazyObject(lambda: None if place is None else tied(place, datetime.now(UTC))),
        "rail": SimpleLazyObject(lambda: [] if place is None else _rail(place, request)),
        "theme": theme if theme in THEMES else "",
        "sprite": SimpleLazyObject(sprite),
    }


def _rail(place: Here, request: HttpRequest) -> list[RailLink]:
    return rail(place, request.META["sellerdesk.room"], request.META.get("sellerdesk.unread"), request.META.get("sellerdesk.waiting"))


def knows(request: HttpRequest, room: str, unread: int) -> None:
    """A page that counts what is unread in its room spares the rail the same question."""
    request.META.setdefault("sellerdesk.unread", {})[room] = unread


def knows_waiting(request: HttpRequest, counts: Mapping[str, tuple[int, int]]) -> None:
    """A page that counts all that waits in the shops shown spares the rail the same question: by kind, how many, and how many late."""
    request.META["sellerdesk.waiting"] = {kind: waiting.Waiting(*numbers) for kind, numbers in counts.items()}


def rail(
    place: Here, current: str, known: Mapping[str, int] | None = None, counts: Mapping[str, waiting.Waiting] | None = None
) -> list[RailLink]:
    """The rooms that exist for this person, with the open items of the shops shown.

    `known` is what is unread, `counts` what is open, where they are known.
    """
    if counts is None:
        counts = waiting.by_kind(place.desk.pk, place.shop_ids, now=datetime.now(UTC))
    kept = f"?shop={place.chosen.slug}" if place.chosen else ""
    links = []
    for room in rooms.rooms():
        if place.may(room.may):
            found = sum((counts.get(kind, waiting.Waiting()) for kind in room.kinds), waiting.Waiting())
            href = reverse(room.page, args=[place.desk.slug]) + kept
            unread = (known or {}).get(room.key)
            if unread is None:
                unread = room.unread(place.desk.pk, place.shop_ids) if room.unread else 0
            links.append(RailLink(room.label, room.icon, href, room.key == current, found.open, found.late, room.letter, unread))
    return links
