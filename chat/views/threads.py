"""One conversation: its messages a page at a time, what stands beside it, its files, and finding words in it."""

from datetime import UTC, datetime
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from chat.domain import filters, showing
from chat.domain.facts import subject_of
from chat.domain.filters import words_of
from chat.domain.ordering import lines
from chat.queries import reading, searching
from chat.queries.composing import About, Clock
from chat.queries.finding import Places
from chat.queries.reading import Head, Messages, Place
from chat.views import composing
from chat.views.entering import answer, enter, places, query
from chat.views.lists import know_unread, list_context
from sellerdesk import panels, shops
from sellerdesk.access import Here
from sellerdesk.domain import permissions
from sellerdesk.domain.cursors import LARGEST_ID, moment_of, whole
from sellerdesk.domain.searching import words
from sellerdesk.errors import NotVisible
from sellerdesk.panels import Subject
from sellerdesk.shops import ShopFacts
from sellerdesk.web.fragments import Request, is_part


MATCHES = 500
"""Matches inside one conversation that are gone through."""


@require_safe
@never_cache
def thread(request: Request, desk: str, thread: int) -> HttpResponse:
    """A conversation beside the list that it was opened from; for htmx alone. `?at=` begins at one of its messages.

    Needs chats.see; otherwise 404.
    """
    here, asked, now = enter(request, desk), filters.read(request.GET), datetime.now(UTC)
    whose = places(request, here)
    context = pane(here, whose, thread, now, at=whole(request.GET.get("at", "")), typed=asked.words)
    context |= {"here_query": query(here, asked)}
    if is_part(request):
        return answer(request, "chat/opened.html", context)
    listed = list_context(here, whose, asked, now)
    know_unread(request, listed)
    return answer(request, "chat/page.html", listed | context | {"view": "thread"})


@require_safe
@never_cache
def messages(request: Request, desk: str, thread: int) -> HttpResponse:
    """A part of a conversation: what is before or after a place, or everything from one on. Needs chats.see; otherwise 404."""
    here, now = enter(request, desk), datetime.now(UTC)
    head = head_of(here, places(request, here), thread, now)
    if (before := _place(request.GET.get("before", ""))) is not None:
        part = reading.before(here.desk.pk, thread, before)
        return answer(request, "chat/earlier.html", _part(here, head, part, now, until=before.at))
    if (after := _place(request.GET.get("after", ""))) is not None:
        part = reading.after(here.desk.pk, thread, after)
        return answer(request, "chat/later.html", _part(here, head, part, now))
    since = _place(request.GET.get("from", ""))
    part = reading.newest(here.desk.pk, thread, since=since)
    context = _part(here, head, part, now, unread_after=whole(request.GET.get("seen", "")))
    return answer(request, "chat/messages.html", context | {"since": since or context["since"]})


@require_safe
@never_cache
def find(request: Request, desk: str, thread: int) -> HttpResponse:
    """The words `q` inside a conversation: its match number `m`, counted from the newest, with what is around it.

    Needs chats.see; otherwise 404.
    """
    here, now = enter(request, desk), datetime.now(UTC)
    head = head_of(here, places(request, here), thread, now)
    typed = words_of(request.GET.get("q", ""))
    found, wanted = searching.within(here.desk.pk, thread, typed, limit=MATCHES + 1)
    number = min(whole(request.GET.get("m", "")) or 0, max(len(found[:MATCHES]) - 1, 0))
    part = reading.around(here.desk.pk, thread, found[number]) if found else reading.newest(here.desk.pk, thread)
    context = _part(here, head, part or reading.newest(here.desk.pk, thread), now)
    context |= {
        "typed": typed, "finder": showing.finder(wanted), "matches": len(found[:MATCHES]), "more": len(found) > MATCHES, "number": number,
        "current": found[number] if found else 0, "previous": number + 1, "next": number - 1, "head": head,
    }  # fmt: skip
    return answer(request, "chat/found.html", context)


@require_safe
@never_cache
def text(request: Request, desk: str, thread: int, message: int) -> HttpResponse:
    """All of a long message, or with `?first=1` an edited one as it was. Needs chats.see; otherwise 404."""
    here = enter(request, desk)
    found = (
        reading.whole(here.desk.pk, here.shop_ids, thread, message, first=request.GET.get("first") == "1")
        if _sound(thread, message)
        else None
    )
    if found is None:
        raise NotVisible
    return answer(request, "chat/text.html", {"text": found, "first": request.GET.get("first") == "1"})


@require_safe
@never_cache
def files(request: Request, desk: str, thread: int) -> HttpResponse:
    """Every file of a conversation: photos and documents, from whom and when. Needs chats.see; otherwise 404."""
    here, now = enter(request, desk), datetime.now(UTC)
    head = head_of(here, places(request, here), thread, now)
    found = reading.files(here.desk.pk, thread)
    photos = [one for one in found if one.kind == "photo"]
    context = {"head": head, "photos": photos, "documents": [one for one in found if one.kind != "photo"], "found": found, "now": now}
    return answer(request, "chat/files.html", context | {"more": len(found) == reading.MOST_FILES})


def pane(here: Here, whose: Places, thread_id: int, now: datetime, *, at: int | None = None, typed: str = "") -> dict[str, Any]:
    """A conversation with what stands beside it. NotVisible where there is none in the shops shown."""
    head = head_of(here, whose, thread_id, now)
    part = (at and reading.around(here.desk.pk, thread_id, at)) or reading.newest(here.desk.pk, thread_id)
    shop = here.shop_of(head.shop_id)
    facts, subject = shops.facts(shop), _subject(head)
    context = _part(here, head, part, now, unread_after=head.seen_arrival if not part.later else None, facts=facts, subject=subject)
    if here.may(permissions.CHATS_ANSWER):
        context |= composing.composer_context(here, whose.reader_id, thread_id, now=now, about=_about(head))
    return context | {
        "head": head,
        "thread_shop": shop,
        "panels": panels.side_panels(here.desk.pk, facts, subject, may=here.may, now=now, without=("chats",)),
        "current": at or 0,
        "finder": showing.finder(searching.wanted_of(words(typed))) if typed else None,
        "may_answer": here.may(permissions.CHATS_ANSWER),
        "sees_orders": here.may(permissions.ORDERS_SEE),
    }


def head_of(here: Here, whose: Places, thread_id: int, now: datetime) -> Head:
    """A conversation as its page names it. NotVisible where there is none in the shops shown."""
    head = reading.head(here.desk.pk, whose.shop_ids, thread_id, reader_id=whose.reader_id, now=now) if _sound(thread_id) else None
    if head is None:
        raise NotVisible
    return head


def _part(
    here: Here, head: Head, part: Messages, now: datetime, *, until: datetime | None = None, unread_after: int | None = None,
    facts: ShopFacts | None = None, subject: Subject | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Some messages with the notes and events of the same stretch of time."""
    shown = part.shown
    since = shown[0].at if shown else head.first_at
    end = until or (shown[-1].at if part.later and shown else None)
    notes, done = reading.beside(here.desk.pk, head.id, since=since, until=end)
    facts = facts or shops.facts(here.shop_of(head.shop_id))
    told = panels.happened(here.desk.pk, facts, subject or _subject(head), may=here.may, now=now)
    events: list[Any] = [*done, *(one for one in told if since <= one.at and (end is None or one.at < end))]
    return {
        "head": head,
        "now": now,
        "part": part,
        "lines": lines(shown, notes, events, zone=timezone.get_current_timezone(), unread_after=unread_after),
        "since": shown[0].place if shown else None,
        "last": shown[-1].place if shown else None,
        "seen": unread_after,
        "latest": max((one.arrival for one in shown), default=0),
    }


def _about(head: Head) -> About:
    clock = Clock(head.waiting_since, head.due_at) if head.waiting_since is not None else None
    return About(head.id, head.shop_id, head.buyer, head.arrivals, clock)


def _subject(head: Head) -> Subject:
    return Subject(buyer_id=head.buyer_id, order_ref=head.order_ref, product_id=head.product_id, besides=subject_of(head.id))


def _place(text: str) -> Place | None:
    at, _, rest = text.partition("-")
    sender, _, own = rest.partition("-")
    moment, number, own_id = moment_of(at), whole(sender), whole(own)
    return None if moment is None or number is None or number > 3 or own_id is None else Place(moment, number, own_id)


def _sound(*ids: int) -> bool:
    return all(own <= LARGEST_ID for own in ids)
