"""What the forms of public answers have in common, whether to a review or a question: drafts, leases, taking back. JSON for the script."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from reviews.domain.answering import About
from reviews.queries import begun
from reviews.queries.begun import Written
from reviews.services import drafting, holding, reaching, withdrawing
from reviews.services.sending import Sent
from sellerdesk import access, wording
from sellerdesk.access import Here
from sellerdesk.domain import permissions
from sellerdesk.domain.cursors import LARGEST_ID
from sellerdesk.domain.leaving import seconds_left
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


def entered(request: HttpRequest, desk: str, about: About) -> Here:
    """Whoever may answer it; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.REVIEWS_ANSWER, room="reviews")
    reach(here, about)
    return here


def reach(here: Here, about: About) -> None:
    """404 where it is not there, or not in the shops shown."""
    if about.id > LARGEST_ID:
        raise NotVisible
    reaching.look(here.desk.pk, here.shop_ids, about)


def right_now() -> datetime:
    """The moment of this request."""
    return datetime.now(UTC)


def page_of(here: Here, about: About) -> str:
    """Where it is read."""
    shop = f"?shop={here.chosen.slug}" if here.chosen else ""
    name = "review" if about.kind == "review" else "review_question"
    return f"{reverse(name, args=[here.desk.slug, about.id])}{shop}"


def back_of(here: Here, about: About, answer_id: int) -> str:
    """Where an answer to it is taken back."""
    name = "review_answer_back" if about.kind == "review" else "review_question_back"
    return reverse(name, args=[here.desk.slug, about.id, answer_id])


def told(here: Here, about: About, sent: Sent, said: str, now: datetime) -> dict[str, Any]:
    """What the script shows of an answer that is on its way, with the way back for as long as there is one."""
    seconds = seconds_left(sent.leaves_at, now)
    back = back_of(here, about, sent.answer_id) if seconds else ""
    if not sent.repeated:
        said = wording.sent(said, seconds)
    return {"answer": sent.answer_id, "said": said, "back": back, "seconds": seconds}


def holder_of(here: Here, about: About) -> str:
    """Where the page asks who else writes."""
    name = "review_answer_holder" if about.kind == "review" else "review_question_holder"
    return reverse(name, args=[here.desk.slug, about.id])


def take_back(request: HttpRequest, here: Here, answer_id: int) -> HttpResponse:
    """Take an answer back into the draft; a page with script is told by the event `answerback`."""
    is_part = request.headers.get("HX-Request") == "true"
    try:
        restored = withdrawing.take_back(
            desk_id=here.desk.pk, shop_ids=here.shop_ids, answer_id=answer_id, user_id=access.reader(request).pk,
            actor=access.actor(request), now=right_now(),
        )  # fmt: skip
    except Stale as stale:
        if not is_part:
            raise
        return _event({"toast": stale.message})
    page = page_of(here, restored.about)
    if not is_part:
        return HttpResponseRedirect(page)
    told = {"about": restored.about.subject(), "text": restored.text, "draft": restored.version, "page": page}
    return _event({"answerback": told, "toast": _("Reply taken back")})


def keep(request: HttpRequest, here: Here, about: About) -> HttpResponse:
    """Keep the draft. 409 with the other text where another window kept one since."""
    now = right_now()
    kept = drafting.save(
        desk_id=here.desk.pk, shop_ids=here.shop_ids, about=about, user_id=access.reader(request).pk,
        text=request.POST.get("text", ""), version=whole(request.POST.get("version"), digits=9) or 0, now=now,
    )  # fmt: skip
    return JsonResponse({"version": kept.version, "at": wording.stamp(kept.at, now=now) if kept.at else ""})


def hold(request: HttpRequest, here: Here, about: About) -> HttpResponse:
    """Be the one who writes, or learn who is; with `over` take it from them."""
    now = right_now()
    held = holding.hold(
        desk_id=here.desk.pk, shop_ids=here.shop_ids, about=about, user_id=access.reader(request).pk, over="over" in request.POST, now=now
    )
    return JsonResponse({"mine": held.mine, "html": holder_part(request, here, about)})


def let_go(request: HttpRequest, here: Here, about: About) -> HttpResponse:
    """Stop being the one who writes; a page that is left says so by itself."""
    holding.let_go(desk_id=here.desk.pk, shop_ids=here.shop_ids, about=about, user_id=access.reader(request).pk, now=right_now())
    return HttpResponse(status=204)


def holder_part(request: HttpRequest, here: Here, about: About) -> str:
    """Who else is writing there now, as the line above the form."""
    now = right_now()
    context = {"holder": written(here, about, access.reader(request).pk, now).holder, "now": now, "here": here}
    return render_to_string(
        "reviews/answering/holder.html", context | {"subject": about.subject(), "holder_href": holder_of(here, about)}, request
    )


def written(here: Here, about: About, reader_id: int, now: datetime) -> Written:
    """What was written about it here."""
    return (begun.of if about.kind == "review" else begun.of_question)(here.desk.pk, about.id, reader_id, now=now)


def _event(events: dict[str, object]) -> HttpResponse:
    return HttpResponse(status=204, headers={"HX-Trigger": json.dumps(events)})
