"""Whoever signed in with a password that was made up for them chooses their own before anything else."""

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from sellerdesk.web import surely


OPEN: Final = {"account_change_password", "account_logout", "set_language"}
"""What stays reachable, by name. Pages that need no sign-in stay as they are."""


class PasswordGate:
    """Looks before every view that needs a sign-in. The stream, which is none of Django's, asks the same in `stream.books`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing to do on the way in or out."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        """To the page where a password is chosen, and from there to where one was going; or None: go on."""
        place = request.resolver_match
        if place is None or place.view_name in OPEN or not getattr(view, "login_required", True):
            return None
        if getattr(request.user, "password_until", None) is None:
            return None
        address = f"{reverse('account_change_password')}?{urlencode({'next': surely.came_from(request)})}"
        return HttpResponseClientRedirect(address) if request.headers.get("HX-Request") == "true" else HttpResponseRedirect(address)
