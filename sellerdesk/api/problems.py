"""Errors of the API as application/problem+json (RFC 9457): status, a code that never changes, a sentence."""

import math
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, JsonResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response

from sellerdesk.errors import NotVisible, Refusal, Stale, Transient
from sellerdesk.idempotency import Running


CONTENT_TYPE = "application/problem+json"


def problem(status_code: int, code: str, detail: str, **more: Any) -> dict[str, Any]:
    """One problem. `type` is made from the code, so programs may compare either."""
    body = {"type": f"urn:sellerdesk:problem:{code}", "title": title(status_code), "status": status_code, "code": code, "detail": detail}
    return body | {name: value for name, value in more.items() if value}


def title(status_code: int) -> str:
    """The short name of a status."""
    titles = {
        400: _("Malformed request"), 401: _("Not signed in"), 403: _("Not allowed"), 404: _("Not found"),
        405: _("Method not allowed"), 406: _("Not acceptable"), 409: _("Somebody was faster"), 412: _("Changed meanwhile"),
        413: _("Too large"), 415: _("Unsupported format"), 422: _("Refused"), 428: _("If-Match is missing"),
        429: _("Too many requests"), 500: _("Our mistake"), 503: _("Not available now"),
    }  # fmt: skip
    return titles.get(status_code, _("Error"))


def handler(error: Exception, _context: dict[str, Any]) -> Response | None:
    """DRF's exception handler. What is not known here becomes a 500 and is raised."""
    body = _body(error)
    if body is None:
        return None
    headers = {}
    if isinstance(error, exceptions.APIException):
        if (realm := getattr(error, "auth_header", None)) is not None:
            headers["WWW-Authenticate"] = realm
        if (wait := getattr(error, "wait", None)) is not None:
            headers["Retry-After"] = str(max(1, math.ceil(wait)))
        if (tag := getattr(error, "tag", None)) is not None:
            headers["ETag"] = tag
    return Response(body, status=body["status"], headers=headers, content_type=CONTENT_TYPE)


def _body(error: Exception) -> dict[str, Any] | None:
    match error:
        case Refusal():
            return problem(422, error.code, error.message or error.code, hint=error.hint)
        case Stale():
            return problem(409, "stale", error.message or _("It has changed since you looked."), newer=error.newer)
        case Running():
            return problem(409, "idempotency_key_in_progress", _("The first request with this key is still being worked on."))
        case NotVisible() | Http404() | exceptions.NotFound():
            return problem(404, "not_found", _("There is nothing here, or nothing that you may see."))
        case Transient():
            return problem(503, "marketplace_unavailable", _("The marketplace does not answer now."))
        case RequestDataTooBig():
            return problem(413, "too_large", _("This is larger than one request may be. Send it in parts."))
        case exceptions.ValidationError():
            return problem(400, "malformed", _("Some fields are missing or wrong."), errors=list(_fields(error.detail, "")))
        case exceptions.APIException():
            return problem(error.status_code, _code(error), str(error.detail))
    return None


def _code(error: exceptions.APIException) -> str:
    codes = error.get_codes()
    return codes if isinstance(codes, str) else error.default_code


def _fields(detail: Any, pointer: str) -> Any:
    """Each wrong field as {pointer, code, detail}, the pointer as in RFC 6901."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            own = pointer if name == "non_field_errors" else f"{pointer}/{str(name).replace('~', '~0').replace('/', '~1')}"
            yield from _fields(inner, own)
    elif isinstance(detail, list):
        for number, inner in enumerate(detail):
            yield from _fields(inner, f"{pointer}/{number}" if isinstance(inner, dict | list) else pointer)
    else:
        yield {"pointer": f"#{pointer}", "code": getattr(detail, "code", "invalid"), "detail": str(detail)}


def page(status_code: int, code: str, detail: str) -> JsonResponse:
    """The same answer outside DRF, for addresses below /api/ that no view serves."""
    return JsonResponse(problem(status_code, code, detail), status=status_code, content_type=CONTENT_TYPE)
