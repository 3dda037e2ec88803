"""Answering from the reading pane: sent, changed, taken back. Its script gets JSON, a browser without script gets pages."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from reviews import forms
from reviews.domain import filters
from reviews.queries import begun, listing
from reviews.queries.finding import Places
from reviews.services import answering, drafting, holding, reaching, withdrawing
from reviews.views import pages
from reviews.views.entering import LARGEST_ID
from sellerdesk import access, wording
from sellerdesk.access import Here
from sellerdesk.domain import permissions
from sellerdesk.errors import NotVisible, Refusal, Stale
from sellerdesk.web import shell
from sellerdesk.web.asked import whole


P = ParamSpec("P")
JSON = "application/json"


def by_script(request: HttpRequest) -> bool:
    """Whether the script of the form asks; it says so itself."""
    return request.headers.get("Accept") == JSON


def answered(view: Callable[Concatenate[HttpRequest, P], HttpResponse]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Give the script its refusals as JSON: {code, sentence, hint} with 422, {sentence, what is newer and its html} with 409."""

    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not by_script(request):
            return view(request, *args, **kwargs)
        try:
            return view(request, *args, **kwargs)
        except Refusal as refusal:
            return JsonResponse({"code": refusal.code, "sentence": refusal.message, "hint": refusal.hint}, status=422)
        except Stale as stale:
            html = render_to_string("reviews/answering/newer.html", {"newer": stale.newer.get("newer", ())}, request)
            return JsonResponse({"code": "stale", "sentence": stale.message, **stale.newer, "html": html}, status=409)
        except NotVisible:
            return JsonResponse({"code": "not_found"}, status=404)

    return answer


@require_POST
@never_cache
@answered
def answer(request: HttpRequest, desk: str, review: int) -> HttpResponse:
    """Send an answer. 409 with what is newer, 422 with why not: the text is kept. Needs reviews.answer."""
    here, reader_id, now = _entered(request, desk, review), access.reader(request).pk, _now()
    wanted = forms.written(request.POST)
    try:
        sent = answering.send(
            desk_id=here.desk.pk, shop_ids=here.shop_ids, review_id=review, user_id=reader_id, actor=access.actor(request),
            text=wanted.text, client_key=wanted.key, seen=forms.seen(request.POST), draft=wanted.draft, reason=wanted.reason,
            now=now,
        )  # fmt: skip
    except (Refusal, Stale) as error:
        if by_script(request):
            raise
        return pages.with_answer(request, here, review, text=wanted.text, error=error, now=now)
    told = {
        "answer": sent.answer_id,
        "said": _("Reply being sent"),
        "back": reverse("review_answer_back", args=[here.desk.slug, review, sent.answer_id]),
        "next": _next(request, here, review, now),
    }
    return JsonResponse(told) if by_script(request) else HttpResponseRedirect(_page_of(here, review))


@require_POST
@never_cache
@answered
def change(request: HttpRequest, desk: str, review: int, answer: int) -> HttpResponse:
    """Put another text in the place of an answer that is there. 422 with why not: the text is kept. Needs reviews.answer."""
    here, now = _entered(request, desk, review), _now()
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
    back = reverse("review_answer_back", args=[here.desk.slug, review, sent.answer_id])
    told = {"answer": sent.answer_id, "said": _("Change being sent"), "back": back, "next": ""}
    return JsonResponse(told) if by_script(request) else HttpResponseRedirect(_page_of(here, review))


@require_POST
@never_cache
def back(request: HttpRequest, desk: str, review: int, answer: int) -> HttpResponse:
    """Take an answer back into the draft; a page with script is told by the event `answerback`. Needs reviews.answer."""
    here = _entered(request, desk, review)
    is_part = request.headers.get("HX-Request") == "true"
    try:
        restored = withdrawing.take_back(
            desk_id=here.desk.pk, shop_ids=here.shop_ids, answer_id=answer, user_id=access.reader(request).pk,
            actor=access.actor(request), now=_now(),
        )  # fmt: skip
    except Stale as stale:
        if not is_part:
            raise
        return _event({"toast": stale.message})
    if not is_part:
        return HttpResponseRedirect(_page_of(here, restored.review_id))
    told = {"review": restored.review_id, "text": restored.text, "draft": restored.version, "page": _page_of(here, restored.review_id)}
    return _event({"answerback": told, "toast": _("Reply taken back")})


@require_POST
@never_cache
@answered
def draft(request: HttpRequest, desk: str, review: int) -> HttpResponse:
    """Keep the draft. 409 with the other text where another window kept one since. Needs reviews.answer."""
    here, now = _entered(request, desk, review), _now()
    kept = drafting.save(
        desk_id=here.desk.pk, shop_ids=here.shop_ids, review_id=review, user_id=access.reader(request).pk,
        text=request.POST.get("text", ""), version=whole(request.POST.get("version"), digits=9) or 0, now=now,
    )  # fmt: skip
    return JsonResponse({"version": kept.version, "at": wording.stamp(kept.at, now=now) if kept.at else ""})


@require_POST
@never_cache
@answered
def hold(request: HttpRequest, desk: str, review: int) -> HttpResponse:
    """Be the one who writes, or learn who is; with `over` take it from them. Needs reviews.answer."""
    here, reader_id, now = _entered(request, desk, review), access.reader(request).pk, _now()
    held = holding.hold(
        desk_id=here.desk.pk, shop_ids=here.shop_ids, review_id=review, user_id=reader_id, over="over" in request.POST, now=now
    )
    return JsonResponse({"mine": held.mine, "html": _holder_part(request, here, review, now)})


@require_POST
@never_cache
def let_go(request: HttpRequest, desk: str, review: int) -> HttpResponse:
    """Stop being the one who writes; a page that is left says so by itself. Needs reviews.answer."""
    here = _entered(request, desk, review)
    holding.let_go(desk_id=here.desk.pk, shop_ids=here.shop_ids, review_id=review, user_id=access.reader(request).pk, now=_now())
    return HttpResponse(status=204)


@require_safe
@never_cache
def holder(request: HttpRequest, desk: str, review: int) -> HttpResponse:
    """Who else is writing here now, as the line above the form; empty where nobody is. Needs reviews.see."""
    here = shell.enter(request, desk, may=permissions.REVIEWS_SEE, room="reviews")
    _reach(here, review)
    return HttpResponse(_holder_part(request, here, review, _now()))


def _entered(request: HttpRequest, desk: str, review: int) -> Here:
    here = shell.enter(request, desk, may=permissions.REVIEWS_ANSWER, room="reviews")
    _reach(here, review)
    return here


def _reach(here: Here, review: int) -> None:
    if review > LARGEST_ID:
        raise NotVisible
    reaching.seen(here.desk.pk, here.shop_ids, review)


def _now() -> datetime:
    return datetime.now(UTC)


def _page_of(here: Here, review: int) -> str:
    shop = f"?shop={here.chosen.slug}" if here.chosen else ""
    return f"{reverse('review', args=[here.desk.slug, review])}{shop}"


def _next(request: HttpRequest, here: Here, review: int, now: datetime) -> str:
    """The address of the next review by deadline, for who goes through those that are flagged; else empty."""
    asked = filters.read(request.GET)
    if asked.view != "flagged" or asked.words:
        return ""
    places = Places(here.desk.pk, here.shop_ids, orders=here.may(permissions.ORDERS_SEE))
    ids = [one for one in listing.page(places, replace(asked, after=None), now=now, size=2).ids if one != review]
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return f"{reverse('review', args=[here.desk.slug, ids[0]])}{query}" if ids else ""


def _holder_part(request: HttpRequest, here: Here, review: int, now: datetime) -> str:
    found = begun.of(here.desk.pk, review, access.reader(request).pk, now=now).holder
    return render_to_string("reviews/answering/holder.html", {"holder": found, "review_id": review, "now": now, "here": here}, request)


def _event(events: dict[str, object]) -> HttpResponse:
    return HttpResponse(status=204, headers={"HX-Trigger": json.dumps(events)})
