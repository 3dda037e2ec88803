"""One's own sign-ins: where, since when, last seen, and ending them; one's address. And the middleware that writes down who was there."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.views import EmailView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sellerdesk import access, accounts, sessions as kept, signed_in
from sellerdesk.web import account_events, asked
from sellerdesk.web.surely import surely


@require_http_methods(["GET", "POST"])
@never_cache
@surely
def sessions(request: HttpRequest) -> HttpResponse:
    """Where the reader is signed in. POST ends one (`end`), or all others: a thief at an open browser cannot lock its owner out."""
    person = access.reader(request)
    this_key = request.session.session_key or ""
    if request.method == "POST":
        told = request.POST.get("end", "")
        # What is no number names none of them; without one it would be all.
        one = asked.whole(told, digits=18)
        if not told:
            signed_in.end_others(person, this_key)
            messages.success(request, _("Signed out everywhere else."))
        elif one is not None and signed_in.end(person, one):
            messages.success(request, _("Signed out there."))
        return redirect("usersessions_list")
    return render(request, "account/sessions.html", {"places": signed_in.places(person, this_key), "now": datetime.now(UTC)})


class Address(EmailView):
    """One's own address, and another one in its place once that is confirmed."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The library's page; the present address is a confirmed one for it."""
        if (person := access.person_of(request)) is not None:
            accounts.confirm_own_address(person=person, now=datetime.now(UTC))
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer


class Seen:
    """Writes down every few minutes that somebody was there, and from where; who was long away is signed out by that."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; then look whether it is time."""
        answer = self.get_response(request)
        if account_events.LEFT in request.META:
            # Drafts name buyers, and the next one at this machine may be somebody else.
            answer["Clear-Site-Data"] = '"storage"'
        # Whoever nobody asked for was not loaded: such a request needs no session.
        if getattr(request.session, "accessed", False) and request.user.is_authenticated:
            now = datetime.now(UTC)
            if kept.seen(request.session, now):
                signed_in.was_seen(request.session.session_key or "", get_adapter(request).get_client_ip(request), now)
        return answer
