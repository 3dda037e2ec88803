"""How the composer is answered: its script gets JSON with parts of the page in it, a browser without script gets pages."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse

from chat.queries import composing
from sellerdesk.access import Here
from sellerdesk.errors import NotVisible, Refusal, Stale


P = ParamSpec("P")
JSON = "application/json"


def by_script(request: HttpRequest) -> bool:
    """Whether the composer's script asks; it says so itself."""
    return request.headers.get("Accept") == JSON


def answered(view: Callable[Concatenate[HttpRequest, P], HttpResponse]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Give the script its refusals as JSON: {code, sentence, hint} with 422, {sentence, …what is newer} with 409."""

    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refusal as refusal:
            if not by_script(request):
                raise
            return JsonResponse({"code": refusal.code, "sentence": refusal.message, "hint": refusal.hint}, status=422)
        except Stale as stale:
            if not by_script(request):
                raise
            return JsonResponse({"code": "stale", "sentence": stale.message, **stale.newer}, status=409)
        except NotVisible:
            if not by_script(request):
                raise
            return JsonResponse({"code": "not_found"}, status=404)

    return answer


def now() -> datetime:
    """The moment of the request."""
    return datetime.now(UTC)


def page_of(here: Here, thread_id: int) -> str:
    """The address of the thread's own page."""
    address = reverse("chat_composer", args=[here.desk.slug, thread_id]).removesuffix("composer/")
    return f"{address}?{urlencode({'shop': here.chosen.slug})}" if here.chosen else address


def back(request: HttpRequest, here: Here, thread_id: int, told: Mapping[str, Any]) -> HttpResponse:
    """After something was done: what the script must know, or the thread's page again."""
    return JsonResponse(dict(told)) if by_script(request) else HttpResponseRedirect(page_of(here, thread_id))


def bubbles(request: HttpRequest, here: Here, thread_id: int, ids: list[int], moment: datetime) -> str:
    """Messages as the thread shows them until it is drawn anew."""
    found = composing.messages(here.desk.pk, thread_id, ids=ids)
    context = {"messages_shown": found, "thread_id": thread_id, "now": moment, "here": here}
    return render_to_string("chat/sent.html", context, request)
