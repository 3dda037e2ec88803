"""Answering a question from the reading pane, or rejecting it. Its script gets JSON, a browser without script gets pages."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from reviews import forms
from reviews.domain import question_filters
from reviews.domain.answering import About
from reviews.services import questions as asked
from reviews.views import questions as pages, writing
from reviews.views.writing import answered, by_script
from sellerdesk import access
from sellerdesk.domain import permissions
from sellerdesk.errors import Refusal, Stale
from sellerdesk.web import shell


@require_POST
@never_cache
@answered
def answer(request: HttpRequest, desk: str, question: int) -> HttpResponse:
    """Send an answer. 409 with what is newer, 422 with why not: the text is kept. Needs reviews.answer."""
    about, now = About("question", question), writing.right_now()
    here = writing.entered(request, desk, about)
    wanted = forms.written(request.POST)
    try:
        sent = asked.answer(
            desk_id=here.desk.pk, shop_ids=here.shop_ids, question_id=question, user_id=access.reader(request).pk,
            actor=access.actor(request), text=wanted.text, client_key=wanted.key, seen=forms.seen(request.POST), draft=wanted.draft,
            reason=wanted.reason, now=now,
        )  # fmt: skip
    except (Refusal, Stale) as error:
        if by_script(request):
            raise
        return pages.with_error(request, here, question, error=error, now=now, text=wanted.text)
    if not by_script(request):
        return HttpResponseRedirect(writing.page_of(here, about))
    following = pages.next_open(here, question_filters.read(request.GET), question)
    return JsonResponse(writing.told(here, about, sent, _("Reply being sent"), now) | {"next": following})


@require_POST
@never_cache
def reject(request: HttpRequest, desk: str, question: int) -> HttpResponse:
    """Turn the question down for a `reason`, with a `note`. 409 with what is newer, 422 with why not. Needs reviews.answer."""
    about, now = About("question", question), writing.right_now()
    here = writing.entered(request, desk, about)
    wanted = forms.written(request.POST)
    note = request.POST.get("note", "")
    try:
        asked.reject(
            desk_id=here.desk.pk, shop_ids=here.shop_ids, question_id=question, user_id=access.reader(request).pk,
            actor=access.actor(request), reason=wanted.reason, note=note, client_key=wanted.key, seen=forms.seen(request.POST), now=now,
        )  # fmt: skip
    except (Refusal, Stale) as error:
        return pages.with_error(request, here, question, error=error, now=now, reason=wanted.reason, note=note)
    messages.success(request, _("The rejection is being sent. It can be taken back for 10 seconds."))
    return HttpResponseRedirect(writing.page_of(here, about))


@require_POST
@never_cache
def back(request: HttpRequest, desk: str, question: int, answer: int) -> HttpResponse:
    """Take an answer back into the draft, or a rejection back. Needs reviews.answer."""
    return writing.take_back(request, writing.entered(request, desk, About("question", question)), answer)


@require_POST
@never_cache
@answered
def draft(request: HttpRequest, desk: str, question: int) -> HttpResponse:
    """Keep the draft. 409 with the other text where another window kept one since. Needs reviews.answer."""
    about = About("question", question)
    return writing.keep(request, writing.entered(request, desk, about), about)


@require_POST
@never_cache
@answered
def hold(request: HttpRequest, desk: str, question: int) -> HttpResponse:
    """Be the one who writes, or learn who is; with `over` take it from them. Needs reviews.answer."""
    about = About("question", question)
    return writing.hold(request, writing.entered(request, desk, about), about)


@require_POST
@never_cache
def let_go(request: HttpRequest, desk: str, question: int) -> HttpResponse:
    """Stop being the one who writes. Needs reviews.answer."""
    about = About("question", question)
    return writing.let_go(request, writing.entered(request, desk, about), about)


@require_safe
@never_cache
def holder(request: HttpRequest, desk: str, question: int) -> HttpResponse:
    """Who else is writing here now, as the line above the form; empty where nobody is. Needs reviews.see."""
    about = About("question", question)
    here = shell.enter(request, desk, may=permissions.REVIEWS_SEE, room="reviews")
    writing.reach(here, about)
    return HttpResponse(writing.holder_part(request, here, about))
