"""What every gate does alike: it looks before each view that needs a sign-in, and sends whoever may not pass somewhere first.

The stream, which is none of Django's, asks the same in `stream.books`.
"""

from collections.abc import Callable, Collection
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django_htmx.http import HttpResponseClientRedirect


class Gate:
    """A middleware that has nothing to do on the way in or out: its `process_view` decides."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing to do on the way in or out."""
        return self.get_response(request)


def is_free(request: HttpRequest, view: Any, reachable: Collection[str]) -> bool:
    """Whether a view is open to everybody, or one of those that stay reachable, by name."""
    place = request.resolver_match
    return place is None or place.view_name in reachable or not getattr(view, "login_required", True)


def sent_to(request: HttpRequest, address: str) -> HttpResponse:
    """To another page, also where htmx asks for a part of this one."""
    return HttpResponseClientRedirect(address) if request.headers.get("HX-Request") == "true" else HttpResponseRedirect(address)
