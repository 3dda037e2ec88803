"""Answering a review from the reading pane: sent, changed, taken back. Its script gets JSON, a browser without script gets pages."""

from dataclasses import replace
from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from reviews import forms
from reviews.domain import filters
from reviews.domain.answering import About
from reviews.queries import listing
from reviews.queries.finding import Places
from reviews.services import answering
from reviews.views import pages, writing
from reviews.views.writing import answered, by_script
from sellerdesk import access
from sellerdesk.access import Here
from sellerdesk.domain import permissions
from sellerdesk.errors import Refusal, Stale
from sellerdesk.web import shell


@require_POST
@never_cache
@answered
def answer(request: HttpRequest, desk: str, review: int) -> HttpResponse:
    """Send an answer. 409 with what is newer, 422 with why not: the text is kept. Needs reviews.answer."""
    about, now = About("review", review), writing.right_now()
    here = writing.entered(request, desk, about)
    wanted = forms.written(request.POST)
    try:
        sent = answering.send(
            desk_id=here.desk.pk, shop_ids=here.shop_ids, review_id=review, user_id=access.reader(request).pk, actor=access.actor(request),
            text=wanted.text, client_key=wanted.key, seen=forms.seen(request.POST), draft=wanted.draft, reason=wanted.reason,
            now=now,
        )  # fmt: skip
    except (Refusal, Stale) as error:
        if by_script(request):
            raise
        return pages.with_answer(request, here, review, text=wanted.text, error=error, now=now)
    told = writing.told(here, about, sent, _("Reply being sent"), now) | {"next": _next(request, here, review, now)}
    return JsonResponse(told) if by_script(request) else HttpResponseRedirect(writing.page_of(here, about))


@require_POST
@never_cache
@answered
def change(request: HttpRequest, desk: str, review: int, answer: int) -> HttpResponse:
    """Put another text in the place of an answer that is there. 422 with why not: the text is kept. Needs reviews.answer."""
    about, now = About("review", review), writing.right_now()
    here = writing.entered(request, desk, about)
    wanted = forms.written(request.POST)
    try:
        sent = answering.change(
            desk_id=here.desk.pk, shop_ids=here.shop_ids, answer_id=answer, user_id=access.reader(request).pk,
            actor=access.actor(request), text=wanted.text, client_key=wanted.key, reason=wanted.reason, now=now,
        )  # fmt: skip
    except Refusal as error:
        if by_script(request):
            raise
        return pages.with_answer(request, here, review, text=wanted.text, error=error, now=now, changing=answer)
    told = writing.told(here, about, sent, _("Change being sent"), now) | {"next": ""}
    return JsonResponse(told) if by_script(request) else HttpResponseRedirect(writing.page_of(here, about))


@require_POST
@never_cache
def back(request: HttpRequest, desk: str, review: int, answer: int) -> HttpResponse:
    """Take an answer back into the draft. Needs reviews.answer."""
    return writing.take_back(request, writing.entered(request, desk, About("review", review)), answer)


@require_POST
@never_cache
@answered
def draft(request: HttpRequest, desk: str, review: int) -> HttpResponse:
    """Keep the draft. 409 with the other text where another window kept one since. Needs reviews.answer."""
    about = About("review", review)
    return writing.keep(request, writing.entered(request, desk, about), about)


@require_POST
@never_cache
@answered
def hold(request: HttpRequest, desk: str, review: int) -> HttpResponse:
    """Be the one who writes, or learn who is; with `over` take it from them. Needs reviews.answer."""
    about = About("review", review)
    return writing.hold(request, writing.entered(request, desk, about), about)


@require_POST
@never_cache
def let_go(request: HttpRequest, desk: str, review: int) -> HttpResponse:
    """Stop being the one who writes. Needs reviews.answer."""
    about = About("review", review)
    return writing.let_go(request, writing.entered(request, desk, about), about)


@require_safe
@never_cache
def holder(request: HttpRequest, desk: str, review: int) -> HttpResponse:
    """Who else is writing here now, as the line above the form; empty where nobody is. Needs reviews.see."""
    about = About("review", review)
    here = shell.enter(request, desk, may=permissions.REVIEWS_SEE, room="reviews")
    writing.reach(here, about)
    return HttpResponse(writing.holder_part(request, here, about))


def _next(request: HttpRequest, here: Here, review: int, now: datetime) -> str:
    """The address of the next review by deadline, for who goes through those that are flagged; else empty."""
    asked = filters.read(request.GET)
    if asked.view != "flagged" or asked.words:
        return ""
    places = Places(here.desk.pk, here.shop_ids, orders=here.may(permissions.ORDERS_SEE))
    ids = [one for one in listing.page(places, replace(asked, after=None), now=now, size=2).ids if one != review]
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return f"{reverse('review', args=[here.desk.slug, ids[0]])}{query}" if ids else ""
