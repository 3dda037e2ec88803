"""Sending from the composer: now, later, taken back, changed, once more."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from chat import forms
from chat.domain.outgoing import MEGABYTE
from chat.forms import Written
from chat.queries import begun, composing
from chat.queries.composing import About
from chat.services import noting, sending, withdrawing, wordings
from chat.services.withdrawing import Restored
from chat.views import answering, writing
from sellerdesk import access, shops
from sellerdesk.access import Here
from sellerdesk.domain import deadlines, permissions
from sellerdesk.domain.leaving import TAKE_BACK, seconds_left
from sellerdesk.errors import Refusal, Stale
from sellerdesk.web import shell


SHOWN = 12
"""Messages above the composer on its own page."""


@require_safe
@never_cache
def composer(request: HttpRequest, desk: str, thread: int) -> HttpResponse:
    """The composer of a thread; without HX-Request on a page of its own, under the last messages. Needs chats.answer."""
    here = shell.enter(request, desk, may=permissions.CHATS_ANSWER, room="chats")
    reader_id = access.reader(request).pk
    context = composer_context(here, reader_id, thread, now=answering.now())
    if request.headers.get("HX-Request") == "true":
        return render(request, "chat/composer.html", context)
    return _page(request, context, thread)


@require_POST
@never_cache
@answering.answered
def send(request: HttpRequest, desk: str, thread: int) -> HttpResponse:
    """Send what was written, or keep it as a note. 409 with what is newer, 422 with why not: the text is kept. Needs chats.answer."""
    here = shell.enter(request, desk, may=permissions.CHATS_ANSWER, room="chats")
    reader_id, now = access.reader(request).pk, answering.now()
    # Asked before anything is said of what was written: nobody learns from a refusal that the conversation exists.
    composing.about(here.desk.pk, here.shop_ids, thread)
    wanted = forms.written(request)
    try:
        if wanted.is_note:
            return _noted(request, here, reader_id, thread, wanted, now)
        files = [*wanted.files, *writing.picked_without_script(request, here, reader_id, thread, now)]
        sent = sending.send(
            desk_id=here.desk.pk, shop_ids=here.shop_ids, thread_id=thread, user_id=reader_id, actor=access.actor(request),
            text=wanted.text, files=files, client_key=wanted.key, seen=wanted.seen, done=wanted.how == forms.DONE,
            not_before=wanted.not_before, draft=wanted.draft, reason=wanted.reason, now=now,
        )  # fmt: skip
    except (Refusal, Stale) as error:
        return _not_sent(request, here, reader_id, thread, wanted, error, now)
    told = {
        "message": sent.message_id,
        "arrival": sent.arrival,
        "html": answering.bubbles(request, here, thread, [sent.message_id], now),
        "seconds": 0 if wanted.how == forms.LATER else seconds_left(sent.leaves_at, now),
        "how": wanted.how,
        "later": writing.later_part(request, here, thread, now),
    }
    return answering.back(request, here, thread, told)


def _noted(request: HttpRequest, here: Here, reader_id: int, thread: int, wanted: Written, now: datetime) -> HttpResponse:
    note = noting.write(
        desk_id=here.desk.pk, shop_ids=here.shop_ids, thread_id=thread, user_id=reader_id, actor=access.actor(request),
        text=wanted.text, client_key=wanted.key, now=now,
    )  # fmt: skip
    return answering.back(request, here, thread, {"note": note, "html": writing.note_part(request, here, note, now)})


def _not_sent(
    request: HttpRequest, here: Here, reader_id: int, thread: int, wanted: Written, error: Refusal | Stale, now: datetime
) -> HttpResponse:
    """For the script what it shows above the text; else the whole page, with the text as it was written."""
    newer = error.newer if isinstance(error, Stale) else {}
    ids = [one["id"] for one in newer.get("messages", ())]
    if answering.by_script(request):
        if isinstance(error, Refusal):
            raise error
        html = answering.bubbles(request, here, thread, ids, now)
        return JsonResponse({"code": "stale", "sentence": error.message, "seen": newer["seen"], "html": html}, status=409)
    context = composer_context(here, reader_id, thread, now=now)
    context["composer"] |= {"text": wanted.text, "is_note": wanted.is_note}
    if isinstance(error, Stale):
        shown = composing.messages(here.desk.pk, thread, ids=ids)
        context["composer"] |= {"stale": error.message, "newer": shown}
    else:
        context["composer"] |= {"refusal": error, "warned": error.code == "warned"}
    return _page(request, context, thread, status=409 if isinstance(error, Stale) else 422)


def composer_context(here: Here, reader_id: int, thread: int, *, now: datetime, about: About | None = None) -> dict[str, Any]:
    """What `chat/composer.html` needs, for the page of a thread to include it, which knows `about` already.

    NotVisible for a thread of another shop.
    """
    about = about or composing.about(here.desk.pk, here.shop_ids, thread)
    found = begun.of(here.desk.pk, thread, reader_id, now=now)
    shop = here.shop_of(about.shop_id)
    limits = wordings.limits_of(shops.facts(shop))
    clock = about.clock
    parts = {
        "about": about,
        "used": clock and clock.due_at and round(deadlines.used(clock.since, clock.due_at, now) * 100),
        "urgency": clock and clock.due_at and deadlines.urgency(clock.since, clock.due_at, now),
        "draft": found.draft,
        "text": found.draft.text,
        "files": found.files,
        "holder": found.holder,
        "scheduled": found.scheduled,
        "key": uuid.uuid4(),
        "megabytes": limits.file // MEGABYTE,
        "bytes": limits.file,
        "seconds": int(TAKE_BACK.total_seconds()),
    }
    return {"composer": parts, "now": now, "here": here}


def _page(request: HttpRequest, context: dict[str, Any], thread: int, status: int = 200) -> HttpResponse:
    """The composer on a page of its own, below the last messages."""
    shown = composing.messages(context["here"].desk.pk, thread, last=SHOWN)
    return render(request, "chat/composing.html", context | {"messages_shown": shown}, status=status)


@require_POST
@never_cache
@answering.answered
def take_back(request: HttpRequest, desk: str, thread: int, message: int) -> HttpResponse:
    """Take a message back into the draft. 409 where it is on its way. Needs chats.answer."""
    return _restored(request, desk, thread, message, withdrawing.take_back)


@require_POST
@never_cache
@answering.answered
def edit(request: HttpRequest, desk: str, thread: int, message: int) -> HttpResponse:
    """Make a refused message the draft again. Needs chats.answer."""
    return _restored(request, desk, thread, message, withdrawing.edit)


@require_POST
@never_cache
@answering.answered
def again(request: HttpRequest, desk: str, thread: int, message: int) -> HttpResponse:
    """Send a refused message once more. 409 with what is newer. Needs chats.answer."""
    here, reader_id = _entered(request, desk, thread)
    now = answering.now()
    withdrawing.again(
        desk_id=here.desk.pk, shop_ids=here.shop_ids, message_id=message, user_id=reader_id, actor=access.actor(request),
        seen=forms.seen(request.POST), now=now,
    )  # fmt: skip
    html = answering.bubbles(request, here, thread, [message], now)
    return answering.back(request, here, thread, {"message": message, "html": html})


@require_POST
@never_cache
@answering.answered
def reschedule(request: HttpRequest, desk: str, thread: int, message: int) -> HttpResponse:
    """Give a message for later another moment, or with `now` let it go. 409 where it is on its way. Needs chats.answer."""
    here, _ = _entered(request, desk, thread)
    now = answering.now()
    withdrawing.reschedule(
        desk_id=here.desk.pk, shop_ids=here.shop_ids, message_id=message, actor=access.actor(request),
        not_before=None if "now" in request.POST else forms.moment(request.POST), now=now,
    )  # fmt: skip
    html = answering.bubbles(request, here, thread, [message], now)
    later = writing.later_part(request, here, thread, now)
    return answering.back(request, here, thread, {"message": message, "html": html, "later": later})


def _entered(request: HttpRequest, desk: str, thread: int) -> tuple[Here, int]:
    """The desk and the reader_id, where the thread of the address is one of its shops'."""
    here = shell.enter(request, desk, may=permissions.CHATS_ANSWER, room="chats")
    composing.about(here.desk.pk, here.shop_ids, thread)
    return here, access.reader(request).pk


def _restored(request: HttpRequest, desk: str, thread: int, message: int, restore: Callable[..., Restored]) -> HttpResponse:
    """Bring a message back into the draft by this command, and tell the page what is there now."""
    here, reader_id = _entered(request, desk, thread)
    restored = restore(
        desk_id=here.desk.pk, shop_ids=here.shop_ids, message_id=message, user_id=reader_id, actor=access.actor(request),
        now=answering.now(),
    )  # fmt: skip
    told = {
        "text": restored.text,
        "draft": restored.version,
        "files": writing.files_part(request, here, thread, reader_id),
        "later": writing.later_part(request, here, thread, answering.now()),
    }
    return answering.back(request, here, thread, told)
