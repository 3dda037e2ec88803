"""What is done with a conversation by one key: seen, done, opened again, given to somebody."""

from datetime import UTC, datetime

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from chat.domain import filters
from chat.queries import people
from chat.queries.finding import next_waiting
from chat.services import assigning, finishing, seeing
from chat.views.entering import answer, enter, places, query
from chat.views.threads import head_of, pane
from sellerdesk import access
from sellerdesk.access import Here
from sellerdesk.domain import permissions
from sellerdesk.domain.cursors import LARGEST_ID, whole
from sellerdesk.errors import NotVisible, Stale
from sellerdesk.web.fragments import Request


@require_POST
def seen(request: Request, desk: str, thread: int) -> HttpResponse:
    """What was shown until `arrival` is read, for the whole team. Needs chats.answer; otherwise 404."""
    here, now = _answering(request, desk, thread), datetime.now(UTC)
    arrival = whole(request.POST.get("arrival", "")) or 0
    if arrival < 2**31:
        seeing.mark_seen(desk_id=here.desk.pk, shop_ids=here.shop_ids, thread_id=thread, arrival=arrival, now=now)
    return HttpResponse(status=204)


@require_POST
@never_cache
def done(request: Request, desk: str, thread: int) -> HttpResponse:
    """Nothing more is to be done; the next by deadline is opened, with a way back. Needs chats.answer; otherwise 404."""
    here, now = _answering(request, desk, thread), datetime.now(UTC)
    whose = places(request, here)
    head = head_of(here, whose, thread, now)
    try:
        finishing.finish(
            desk_id=here.desk.pk, shop_ids=here.shop_ids, thread_id=thread, seen=min(whole(request.POST.get("seen", "")) or 0, 2**31 - 1),
            actor=access.actor(request), user_id=whose.reader_id, now=now,
        )  # fmt: skip
    except Stale as stale:
        return _told(request, here, thread, stale.message or _("The buyer has written again. Read it first."))
    following = next_waiting(whose, now=now, besides=thread)
    asked = filters.read(request.GET)
    at = reverse("chat", args=[here.desk.slug, following]) if following else reverse("chats", args=[here.desk.slug])
    address = f"{at}?{query(here, asked)}".rstrip("?")
    if not request.htmx:
        return redirect(address)
    context = {"finished": head, "here_query": query(here, asked), "now": now}
    if following is None:
        return answer(request, "chat/finished.html", context, address=address)
    return answer(request, "chat/finished.html", context | pane(here, whose, following, now), address=address)


@require_POST
@never_cache
def reopen(request: Request, desk: str, thread: int) -> HttpResponse:
    """Not done after all: it is open again and shown. Needs chats.answer; otherwise 404."""
    here, now = _answering(request, desk, thread), datetime.now(UTC)
    finishing.reopen(desk_id=here.desk.pk, shop_ids=here.shop_ids, thread_id=thread, actor=access.actor(request), now=now)
    return _opened(request, here, thread, now)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def assign(request: Request, desk: str, thread: int) -> HttpResponse:
    """Who can have it (GET), and giving it to one of them or to nobody (POST).

    Needs chats.answer, and work.assign to give it to somebody else; otherwise 404.
    """
    here, now = _answering(request, desk, thread), datetime.now(UTC)
    whose = places(request, here)
    head = head_of(here, whose, thread, now)
    if request.method != "POST":
        context = {"head": head, "people": people.answering(here.desk.pk, head.shop_id), "reader_id": whose.reader_id}
        return answer(request, "chat/assign.html", context | {"may_assign": here.may(permissions.WORK_ASSIGN)})
    wanted = whole(request.POST.get("assignee", "")) or None
    if wanted != whose.reader_id and not here.may(permissions.WORK_ASSIGN):
        raise NotVisible
    assigning.assign(
        desk_id=here.desk.pk, shop_ids=here.shop_ids, thread_id=thread, assignee_id=wanted, actor=access.actor(request), now=now
    )
    if not request.htmx:
        return redirect(_address(request, here, thread))
    head = head_of(here, whose, thread, now)
    return answer(request, "chat/assigned.html", {"head": head, "here_query": query(here, filters.read(request.GET)), "may_answer": True})


def _answering(request: Request, desk: str, thread: int) -> Here:
    here = enter(request, desk, may=permissions.CHATS_ANSWER)
    if thread > LARGEST_ID:
        raise NotVisible
    return here


def _opened(request: Request, here: Here, thread: int, now: datetime) -> HttpResponse:
    if not request.htmx:
        return redirect(_address(request, here, thread))
    context = pane(here, places(request, here), thread, now) | {"here_query": query(here, filters.read(request.GET))}
    return answer(request, "chat/opened.html", context, address=_address(request, here, thread))


def _address(request: Request, here: Here, thread: int) -> str:
    return f"{reverse('chat', args=[here.desk.slug, thread])}?{query(here, filters.read(request.GET))}".rstrip("?")


def _told(request: Request, here: Here, thread: int, sentence: str) -> HttpResponse:
    """A sentence in the corner, and the messages as they are now: what is being written stays untouched."""
    if not request.htmx:
        raise Stale(sentence)
    now = datetime.now(UTC)
    context = pane(here, places(request, here), thread, now) | {"sentence": sentence}
    response = answer(request, "chat/stale.html", context)
    response["HX-Reswap"] = "none"
    response.status_code = 409
    return response
