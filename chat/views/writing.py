"""While somebody writes: the draft, the lease, files, whom a note may name."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from chat.queries import composing, drafts, holders
from chat.services import drafting, holding, noting, picking, reaching
from chat.views import answering
from sellerdesk import access, wording
from sellerdesk.access import Here
from sellerdesk.attachments.names import clean_name
from sellerdesk.domain import permissions
from sellerdesk.errors import Refusal
from sellerdesk.web import shell
from sellerdesk.web.asked import whole


@require_POST
@never_cache
@answering.answered
def draft(request: HttpRequest, desk: str, thread: int) -> HttpResponse:
    """Keep the draft. 409 with the other text where another window kept one since. Needs chats.answer."""
    here = shell.enter(request, desk, may=permissions.CHATS_ANSWER, room="chats")
    now = answering.now()
    kept = drafting.save(
        desk_id=here.desk.pk, shop_ids=here.shop_ids, thread_id=thread, user_id=access.reader(request).pk,
        text=request.POST.get("text", ""), version=whole(request.POST.get("version"), digits=9) or 0, now=now,
    )  # fmt: skip
    return JsonResponse({"version": kept.version, "at": wording.stamp(kept.at, now=now) if kept.at else ""})


@require_POST
@never_cache
@answering.answered
def hold(request: HttpRequest, desk: str, thread: int) -> HttpResponse:
    """Be the one who writes, or learn who is; with `over` take it from them. Needs chats.answer."""
    here = shell.enter(request, desk, may=permissions.CHATS_ANSWER, room="chats")
    reader_id, now = access.reader(request).pk, answering.now()
    held = holding.hold(
        desk_id=here.desk.pk, shop_ids=here.shop_ids, thread_id=thread, user_id=reader_id, over="over" in request.POST, now=now
    )
    return JsonResponse({"mine": held.mine, "html": _holder_part(request, here, thread, reader_id, now)})


@require_POST
@never_cache
def let_go(request: HttpRequest, desk: str, thread: int) -> HttpResponse:
    """Stop being the one who writes; a page that is left says so by itself. Needs chats.answer."""
    here = shell.enter(request, desk, may=permissions.CHATS_ANSWER, room="chats")
    holding.let_go(desk_id=here.desk.pk, shop_ids=here.shop_ids, thread_id=thread, user_id=access.reader(request).pk, now=answering.now())
    return HttpResponse(status=204)


@require_safe
@never_cache
def holder(request: HttpRequest, desk: str, thread: int) -> HttpResponse:
    """Who else is writing here now, as the line above the composer; empty where nobody is. Needs chats.see."""
    here = shell.enter(request, desk, may=permissions.CHATS_SEE, room="chats")
    composing.about(here.desk.pk, here.shop_ids, thread)
    return HttpResponse(_holder_part(request, here, thread, access.reader(request).pk, answering.now()))


@require_safe
@never_cache
def people(request: HttpRequest, desk: str, thread: int) -> HttpResponse:
    """Whom a note may name: everybody who may see the thread, as {id, name}. Needs chats.answer."""
    here = shell.enter(request, desk, may=permissions.CHATS_ANSWER, room="chats")
    found = noting.colleagues(reaching.seen(here.desk.pk, here.shop_ids, thread))
    return JsonResponse({"people": [{"id": one.id, "name": one.name} for one in found]})


@require_POST
@never_cache
@answering.answered
def pick(request: HttpRequest, desk: str, thread: int) -> HttpResponse:
    """Check a file and put it to the draft. 422 with why it is not taken. Needs chats.answer."""
    here = shell.enter(request, desk, may=permissions.CHATS_ANSWER, room="chats")
    reader_id = access.reader(request).pk
    composing.about(here.desk.pk, here.shop_ids, thread)
    picked = picked_without_script(request, here, reader_id, thread, answering.now())
    return answering.back(request, here, thread, {"ids": picked, "html": files_part(request, here, thread, reader_id)})


@require_POST
@never_cache
@answering.answered
def unpick(request: HttpRequest, desk: str, thread: int, attachment: int) -> HttpResponse:
    """Take a file out of the draft. Needs chats.answer."""
    here = shell.enter(request, desk, may=permissions.CHATS_ANSWER, room="chats")
    reader_id = access.reader(request).pk
    picking.unpick(
        desk_id=here.desk.pk, shop_ids=here.shop_ids, thread_id=thread, user_id=reader_id, attachment_id=attachment,
        now=answering.now(),
    )  # fmt: skip
    return answering.back(request, here, thread, {"html": files_part(request, here, thread, reader_id)})


def picked_without_script(request: HttpRequest, here: Here, reader_id: int, thread: int, now: datetime) -> list[int]:
    """Files that came with a form, checked and kept; their ids. One that is refused stops the others behind it."""
    ids = []
    for uploaded in request.FILES.getlist("pick"):
        name = uploaded.name or ""
        try:
            picked = picking.pick(
                desk_id=here.desk.pk, shop_ids=here.shop_ids, thread_id=thread, user_id=reader_id, name=name,
                content=uploaded.read(), now=now,
            )  # fmt: skip
        except Refusal as refusal:
            raise Refusal(refusal.code, f"{clean_name(name)}: {refusal.message}", refusal.hint) from refusal
        ids.append(picked.id)
    return ids


def files_part(request: HttpRequest, here: Here, thread: int, user_id: int) -> str:
    """The picked files of the draft, below its text."""
    context = {"files": drafts.files(here.desk.pk, user_id, thread), "thread_id": thread, "here": here}
    return render_to_string("chat/composer_files.html", context, request)


def later_part(request: HttpRequest, here: Here, thread: int, now: datetime) -> str:
    """The messages of the thread that wait for their moment."""
    context = {"scheduled": composing.scheduled(here.desk.pk, thread), "thread_id": thread, "now": now, "here": here}
    return render_to_string("chat/composer_later.html", context, request)


def note_part(request: HttpRequest, here: Here, note: int, now: datetime) -> str:
    """A note as the thread shows it."""
    found = composing.note(here.desk.pk, here.shop_ids, note)
    return render_to_string("chat/noted.html", {"note": found, "now": now}, request)


def _holder_part(request: HttpRequest, here: Here, thread: int, reader_id: int, now: datetime) -> str:
    found = holders.writing(here.desk.pk, [thread], but=reader_id, now=now).get(thread)
    return render_to_string("chat/holder.html", {"holder": found, "thread_id": thread, "now": now, "here": here}, request)
