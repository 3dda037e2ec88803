"""Around every request: its id, and pages for what was refused."""

import re
import uuid
from collections.abc import Callable
from typing import cast

import structlog
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.utils.log import log_response

from sellerdesk.errors import NotVisible, Refusal, Stale, Transient
from sellerdesk.web import errors


Answer = Callable[[HttpRequest], HttpResponseBase]
FORM = re.compile(r"[A-Za-z0-9_-]{8,64}")
FIRST_REFUSAL = 400


class RequestId:
    """Names each request, in the log and in the answer. A caller's X-Request-ID is kept if it has a harmless form."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with the id."""
        given = request.headers.get("X-Request-ID", "")
        name = given if FORM.fullmatch(given) else uuid.uuid4().hex
        request.META["sellerdesk.request_id"] = name
        with structlog.contextvars.bound_contextvars(request_id=name):
            response = self.get_response(request)
            if response.status_code >= FIRST_REFUSAL:
                _told(request, response)
        response["X-Request-ID"] = name
        return response


def _told(request: HttpRequest, response: HttpResponseBase) -> None:
    """A line for each refusal, with its status and who asked, where that is known already: nothing is looked up for it.

    Django writes one itself, but only when the request's id is forgotten, and names nobody; of what broke it has told before.
    """
    person, token = getattr(request, "_cached_user", None), getattr(request, "auth", None)
    who = {"person": getattr(person, "pk", None), "api_token": getattr(token, "pk", None)}
    known = {name: number for name, number in who.items() if number is not None}
    with structlog.contextvars.bound_contextvars(status=response.status_code, **known):
        # Its types know no stream, of which only the status is read.
        log_response("%s: %s", response.reason_phrase, request.path, response=cast("HttpResponse", response), request=request)


class Refusals:
    """Turns what commands and `access` raise into pages, so that views need no try."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """A method that a view does not take is answered emptily by Django; here with a page that leads back."""
        response = self.get_response(request)
        return errors.not_allowed(request, response) if isinstance(response, HttpResponseNotAllowed) else response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Refusal 422, Stale 409, NotVisible 404, too large a body 413, Transient 503; anything else is not ours."""
        match error:
            case Refusal():
                return errors.page(request, 422, code=error.code, sentence=error.message, hint=error.hint)
            case Stale():
                return errors.page(request, 409, code="stale", sentence=error.message)
            case NotVisible():
                return errors.not_found(request, error)
            case RequestDataTooBig():
                return errors.page(request, 413, code="too_large")
            case Transient():
                return errors.page(request, 503, code="marketplace_unavailable")
        return None
