"""Pages for what went wrong. Below /api/ the same as application/problem+json."""

from urllib.parse import urlsplit

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.template import loader
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from sellerdesk.api import problems
from sellerdesk.web.fragments import is_fragment


API = "/api/"
AGAIN = {409, 429, 500, 503}
"""Where trying the same again may help."""
NOT_ALLOWED = 405


def page(request: HttpRequest, status: int, *, code: str, sentence: str = "", hint: str = "") -> HttpResponse:
    """The page of one status; for programs the same as a problem."""
    sentence = sentence or sentence_of(status)
    if request.path.startswith(API):
        return JsonResponse(problems.problem(status, code, sentence, hint=hint), status=status, content_type=problems.CONTENT_TYPE)
    context = {
        "status": status,
        "title": _("No page of its own") if status == NOT_ALLOWED else problems.title(status),
        "sentence": sentence,
        "hint": hint,
        "back": came_from(request) if request.method == "POST" else "",
        "again": request.get_full_path() if status in AGAIN and request.method == "GET" else "",
        "request_id": request.META.get("sellerdesk.request_id", ""),
    }
    # A part of a page shows the refusal in its place; a whole document would land inside it.
    page = "errors/part.html" if is_fragment(request) else "errors/error.html"
    return HttpResponse(loader.render_to_string(page, context, request), status=status)


def came_from(request: HttpRequest) -> str:
    """The page of ours on which a form was sent, so that a refusal leads back to it; empty where the browser does not say."""
    told = request.headers.get("Referer", "")
    try:
        ours = request.get_host()
    except DisallowedHost:
        # This very refusal may be about a host that is none of ours.
        return ""
    if not url_has_allowed_host_and_scheme(told, {ours}, require_https=request.is_secure()):
        return ""
    parts = urlsplit(told)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def sentence_of(status: int) -> str:
    """What to say where nothing better is known."""
    sentences = {
        400: _("The browser sent something that could not be understood. Nothing was changed. Go back, load the page again and repeat."),
        403: _("This form was not sent from one of our pages, or it has grown too old. Load the page again and repeat."),
        404: _("There is nothing here, or nothing that you may see."),
        405: _("A button of a page leads here; alone it opens nothing. Nothing was changed: go back to the page and press it again."),
        409: _("Somebody was faster. Load the page again to see what has changed."),
        413: _("This is larger than one request may be. Nothing of it was kept. Send it in parts."),
        422: _("This was refused, and nothing was changed."),
        429: _("That was too often in a short time. Wait a few minutes, then try again; nothing was lost."),
        500: _("Something broke on our side. Nothing was changed."),
        503: _("The marketplace does not answer now. Try again in a moment."),
    }
    return sentences.get(status, _("This was refused."))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, Django's handler."""
    return page(request, 400, code="malformed")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403, Django's handler."""
    return page(request, 403, code="forbidden")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, Django's handler."""
    return page(request, 404, code="not_found")


def not_allowed(request: HttpRequest, refused: HttpResponseNotAllowed) -> HttpResponse:
    """405, in place of Django's empty answer: somebody typed the address of a button, or signed in again after pressing it."""
    answer = page(request, NOT_ALLOWED, code="method_not_allowed")
    answer["Allow"] = refused["Allow"]
    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    """500, Django's handler."""
    return page(request, 500, code="internal")


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429, for what is throttled."""
    return page(request, 429, code="too_many_requests")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without its token."""
    return page(request, 403, code="csrf")
