"""Dangerous steps ask once more who is there: the password or the second factor, unless that was given a few minutes ago.

    @surely                      # asked before anything is changed: POST, PUT, PATCH, DELETE
    @surely(reading=True)        # asked before the page is shown, so that nothing typed into it is lost

Put it under `require_POST` and the like, over the view itself. Whoever confirms comes back to the page they were on.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Final, ParamSpec, overload
from urllib.parse import urlencode, urlsplit

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect


P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
SAFE: Final = {"GET", "HEAD", "OPTIONS"}
LONGEST: Final = 2000
"""Of an address to come back to: longer ones are left out."""


@overload
def surely(view: View[P]) -> View[P]: ...


@overload
def surely(*, reading: bool = False) -> Callable[[View[P]], View[P]]: ...


def surely(view: View[P] | None = None, *, reading: bool = False) -> View[P] | Callable[[View[P]], View[P]]:
    """Let a view act only for who gave password or second factor within the last minutes (`ACCOUNT_REAUTHENTICATION_TIMEOUT`).

    All others are led to the page that asks, also from htmx (HX-Redirect), and nothing was done. With `reading` the page itself asks.
    """

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def sure(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if (request.method in SAFE and not reading) or lately(request):
                return view(request, *args, **kwargs)
            return ask(request)

        return sure

    return decorate if view is None else decorate(view)


def lately(request: HttpRequest) -> bool:
    """Whether the person of this session gave password or second factor a few minutes ago, at sign-in or since."""
    if not request.user.is_authenticated:
        return False
    given = [record["at"] for record in get_authentication_records(request, request.user)]
    return bool(given) and 0 <= time.time() - max(given) < app_settings.REAUTHENTICATION_TIMEOUT


def ask(request: HttpRequest) -> HttpResponse:
    """To the page that asks, and from there back to the page where the person was."""
    methods = get_adapter(request).get_reauthentication_methods(request.user)
    # A request that the library keeps for later is none that was asked for here.
    request.session.pop(STATE_SESSION_KEY, None)
    page = methods[0]["url"] if methods else reverse("account_reauthenticate")
    address = f"{page}?{urlencode({'next': came_from(request)})}"
    return HttpResponseClientRedirect(address) if _is_part(request) else HttpResponseRedirect(address)


def came_from(request: HttpRequest) -> str:
    """The page of ours that the request was sent from, or that it asks for; the start page where neither is known."""
    if request.method in SAFE and not _is_part(request):
        return request.get_full_path()[:LONGEST]
    told = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    if not url_has_allowed_host_and_scheme(told, allowed_hosts={request.get_host()}):
        return reverse("start")
    parts = urlsplit(told)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    # Without its host it must still be a path of ours: //evil.example/ is none.
    is_ours = len(path) <= LONGEST and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if is_ours and path.startswith("/") else reverse("start")


def _is_part(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"
