"""The palette: what is found for a few words, and what can be done, as choices of a list."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sellerdesk import rooms
from sellerdesk.access import Here
from sellerdesk.domain import permissions, searching
from sellerdesk.rooms import Hit
from sellerdesk.web import shell


SHOWN_HITS = 5
SHOWN_COMMANDS = 8


@dataclass(frozen=True, slots=True)
class Choice:
    """A command as the list shows it: a link, or a control to press."""

    key: str
    label: str
    icon: str
    href: str
    press: str
    keys: tuple[str, ...]


@require_safe
@never_cache
def results(request: HttpRequest, desk: str) -> HttpResponse:
    """The choices for `q`: hits of the search, then commands whose words begin so. Needs desk.see; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.DESK_SEE, room="search")
    words = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:200]
    groups, now = [], datetime.now(UTC)
    for group in rooms.searches() if words else []:
        if here.may(group.may):
            hits = group.find(here.desk.pk, here.desk.slug, here.shop_ids, words, SHOWN_HITS, here.may, now)
            if hits:
                groups.append({"group": group, "hits": [_leading(here, hit) for hit in hits]})
    commands = [choice for choice in choices(here) if _holds(choice.label, words)]
    return render(
        request,
        "components/palette_results.html",
        {"searched": words, "groups": groups, "commands": commands[:SHOWN_COMMANDS] if words else commands},
    )


def choices(here: Here) -> Iterator[Choice]:
    """Every command that the reader may have: the rooms first, then what is registered."""
    kept = f"?shop={here.chosen.slug}" if here.chosen else ""
    for room in rooms.rooms():
        if here.may(room.may):
            keys = ("G", room.letter.removeprefix("Key")) if room.letter else ()
            label = _("Go to %(room)s") % {"room": room.label}
            yield Choice(room.key, label, room.icon, reverse(room.page, args=[here.desk.slug]) + kept, "", keys)
    for command in rooms.commands():
        if not command.may or any(map(here.may, command.may)):
            href = reverse(command.page, args=[here.desk.slug]) if command.page else ""
            yield Choice(command.key, str(command.label), command.icon, href, command.press, command.keys)


def _leading(here: Here, hit: Hit) -> Hit:
    """A hit with no page of its own leads to all that is found by its name."""
    if hit.href:
        return hit
    kept = {"shop": here.chosen.slug} if here.chosen else {}
    return replace(hit, href=f"{reverse('search', args=[here.desk.slug])}?{urlencode({**kept, 'q': hit.title})}")


def _holds(label: str, words: str) -> bool:
    """Whether each word begins a word of the label; Chinese ones stand anywhere in it."""
    told = searching.fold(label)
    starts = told.replace(":", " ").split()
    return all(any(start.startswith(word) for start in starts) or (not word.isascii() and word in told) for word in searching.words(words))
