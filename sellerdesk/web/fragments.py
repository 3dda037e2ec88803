"""A page, or the part of it that is asked for: by htmx, or by a page that keeps itself current."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxDetails


class Request(HttpRequest):
    """A request that knows whether htmx sent it."""

    htmx: HtmxDetails


def is_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of the page. Where it restores a page that the browser has forgotten, it wants the whole of it."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-History-Restore-Request") != "true"


def is_part(request: HttpRequest) -> bool:
    """The same, and whether a page that keeps itself current asks."""
    return request.headers.get("X-Live") == "1" or is_fragment(request)


def answer(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, address: str = "", status: int = 200, live: bool = False
) -> HttpResponse:  # fmt: skip
    """A page, or a part of one; `address` is what the browser shows for it from now on, `live` whether `is_part` chose between them."""
    response = render(request, template, dict(context), status=status)
    patch_vary_headers(response, ["HX-Request", "HX-Target", *(["X-Live"] if live else [])])
    if address:
        response["HX-Push-Url"] = address
    return response
