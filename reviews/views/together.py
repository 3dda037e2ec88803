"""What is done with many reviews of the list at once: given to somebody, labelled, closed without an answer."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from reviews.domain import filters, handling
from reviews.domain.handling import Left
from reviews.queries import handling as queries, listing, tags
from reviews.services import handling as services, tagging
from reviews.views.entering import places, query, say
from sellerdesk import access, assigning, describing, undoing, waiting, wording
from sellerdesk.access import Here
from sellerdesk.domain import permissions
from sellerdesk.domain.cursors import LARGEST_ID
from sellerdesk.errors import NotVisible
from sellerdesk.web import asked, shell
from sellerdesk.web.fragments import Request


@require_POST
def close(request: Request, desk: str) -> HttpResponse:
    """Nothing more is to be done about the chosen reviews; with a way back. Needs reviews.answer; otherwise 404."""
    here, now = shell.enter(request, desk, may=permissions.REVIEWS_ANSWER, room="reviews"), datetime.now(UTC)
    closed = services.close(
        desk_id=here.desk.pk, shop_ids=here.shop_ids, review_ids=chosen(request, here, now), actor=access.actor(request), now=now
    )
    done = [list(closed.reviews), now.isoformat()]
    undo = undoing.token(here.desk.pk, access.reader(request).pk, services.CLOSED, done, now=now) if closed.reviews else ""
    return say(request, here, _closed(closed), undo=undo)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def assign(request: Request, desk: str) -> HttpResponse:
    """Choose who has the chosen reviews (GET), and give them (POST): `to` is a person's id, "me", or "team".

    Needs work.assign and reviews.see; otherwise 404. What waits for nobody is left out, and said.
    """
    here, now = shell.enter(request, desk, may=permissions.WORK_ASSIGN, room="reviews"), datetime.now(UTC)
    if not here.may(permissions.REVIEWS_SEE):
        raise NotVisible
    reader, ids, sight = access.reader(request), chosen(request, here, now), describing.sight_of(here)
    items = queries.open_items(here.desk.pk, here.shop_ids, ids[: handling.AT_ONCE])
    if request.method != "POST":
        found = waiting.these(sight, items)
        context = {"colleagues": assigning.colleagues(here.desk.pk, found, now=now) if found else [], "items": found}
        return _dialog(request, here, "assign", ids, context)
    if len(ids) > handling.AT_ONCE:
        raise tagging.too_many_reviews()
    to = asked.person(request.POST.get("to", ""), reader.pk)
    changes = assigning.assign_many(sight=sight, item_ids=items, to=to, by=reader.pk, actor=access.actor(request), now=now)
    if not changes:
        return say(request, here, _("Nothing has changed."))
    undo = undoing.token(here.desk.pk, reader.pk, undoing.ASSIGN, undoing.of_changes(changes), now=now)
    clauses = [_given(sight, changes, to, reader.pk), *_left({"not_waiting": len(ids) - len(items)})]
    return say(request, here, ", ".join(clauses), undo=undo)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def label(request: Request, desk: str) -> HttpResponse:
    """Choose a label for the chosen reviews (GET), and put it on them (`add`) or take it off (`remove`). Needs reviews.answer."""
    here, now = shell.enter(request, desk, may=permissions.REVIEWS_ANSWER, room="reviews"), datetime.now(UTC)
    ids = chosen(request, here, now)
    if request.method != "POST":
        return _dialog(request, here, "label", ids, {"labels": tags.labels(here.desk.pk)})
    name, takes_off = request.POST.get("tag", ""), request.POST.get("do") == "remove"
    changed = tagging.change(
        desk_id=here.desk.pk, shop_ids=here.shop_ids, review_ids=ids, add=[] if takes_off else [name],
        remove=[name] if takes_off else [], actor=access.actor(request), now=now,
    )  # fmt: skip
    number = len(changed.reviews)
    count = {"number": wording.number(number), "tag": name}
    if takes_off:
        said = ngettext("“%(tag)s” taken off %(number)s review", "“%(tag)s” taken off %(number)s reviews", number) % count
    else:
        said = ngettext("“%(tag)s” put on %(number)s review", "“%(tag)s” put on %(number)s reviews", number) % count
    if changed.full:
        full = {"number": wording.number(len(changed.full))}
        said += ", " + ngettext("%(number)s has 20 labels already", "%(number)s have 20 labels already", len(changed.full)) % full
    return say(request, here, said)


def chosen(request: Request, here: Here, now: datetime) -> list[int]:
    """The reviews that were chosen: by their boxes, or with `all` the first 500 of the list under the address's filter."""
    told = request.POST if request.method == "POST" else request.GET
    if told.get("all") == "1":
        listed = replace(filters.read(request.GET), after=None)
        return list(listing.page(places(here), listed, now=now, size=handling.AT_ONCE).ids)
    found = [number for text in told.getlist("review") if (number := asked.whole(text)) is not None and number <= LARGEST_ID]
    return list(dict.fromkeys(found))


def _dialog(request: Request, here: Here, name: str, ids: Sequence[int], context: dict[str, Any]) -> HttpResponse:
    context |= {"ids": ids, "here_query": query(here, filters.read(request.GET))}
    return render(request, f"reviews/together/{name}.html" if request.htmx else f"reviews/together/{name}_page.html", context)


def _closed(closed: services.Closed) -> str:
    """What became of it, also of what was left out."""
    number = len(closed.reviews)
    done = ngettext("%(number)s closed", "%(number)s closed", number) % {"number": wording.number(number)}
    return ", ".join([done, *_left(closed.left)])


def _left(left: dict[Left, int]) -> list[str]:
    """Why some were left out, a clause for each reason."""
    told = []
    for reason, number in left.items():
        count = {"number": wording.number(number)}
        if not number:
            continue
        if reason == "answered":
            told.append(ngettext("%(number)s was answered meanwhile", "%(number)s were answered meanwhile", number) % count)
        elif reason == "changed":
            told.append(ngettext("%(number)s was changed by its buyer", "%(number)s were changed by their buyers", number) % count)
        elif reason == "not_waiting":
            told.append(ngettext("%(number)s was not waiting", "%(number)s were not waiting", number) % count)
        else:
            told.append(ngettext("%(number)s was deleted or struck", "%(number)s were deleted or struck", number) % count)
    return told


def _given(sight: waiting.Sight, changes: Sequence[assigning.Change], to: int | None, reader: int) -> str:
    number = {"number": wording.number(len(changes))}
    if to is None:
        return ngettext("%(number)s item waits for the team again", "%(number)s items wait for the team again", len(changes)) % number
    if to == reader:
        return ngettext("%(number)s item is yours now", "%(number)s items are yours now", len(changes)) % number
    items = waiting.these(sight, [changes[0].item], closed_too=True)
    who = {"who": items[0].assignee if items else ""}
    return ngettext("%(number)s item given to %(who)s", "%(number)s items given to %(who)s", len(changes)) % (number | who)
