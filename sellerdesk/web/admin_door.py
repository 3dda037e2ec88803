"""Whether somebody has shown a second factor in this session, and the way to show one."""

from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from sellerdesk import second_factor


def is_shown(request: HttpRequest) -> bool:
    """Whether the signed-in person has a second factor and has proved it in this session.

    Where the installation only offers second factors, the password is enough.
    """
    if not second_factor.required():
        return True
    records = get_authentication_records(request, request.user)
    # The library writes one record for each proof; a factor that was removed since proves nothing any more.
    return any(one.get("method") == "mfa" for one in records) and is_mfa_enabled(request.user)


def lead(request: HttpRequest) -> HttpResponse:
    """To the page that asks for the second factor and then comes back. Whoever has none was led to set one up before (`factor_gate`)."""
    back = request.get_full_path() if request.method == "GET" else reverse("admin:index")
    return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': back})}")
