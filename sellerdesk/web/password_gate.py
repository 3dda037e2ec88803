"""Whoever signed in with a password that was made up for them chooses their own before anything else."""

from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from sellerdesk.web import surely
from sellerdesk.web.gates import Gate, is_free, sent_to


OPEN: Final = {"account_change_password", "account_logout", "set_language"}
"""What stays reachable, by name. Pages that need no sign-in stay as they are."""


class PasswordGate(Gate):
    """For a password of one's own."""

    def process_view(self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        """To the page where a password is chosen, and from there to where one was going; or None: go on."""
        if is_free(request, view, OPEN):
            return None
        if getattr(request.user, "password_until", None) is None:
            return None
        return sent_to(request, f"{reverse('account_change_password')}?{urlencode({'next': surely.came_from(request)})}")
