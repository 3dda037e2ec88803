"""Whoever needs a second factor and has none reaches the pages that set it up, and nothing else."""

import time
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from sellerdesk import second_factor
from sellerdesk.web.gates import Gate, is_free, sent_to


OPEN: Final = {
    "account_logout", "account_reauthenticate", "set_language",
    "mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_reauthenticate", "mfa_reauthenticate_webauthn",
    "mfa_view_recovery_codes", "mfa_download_recovery_codes", "mfa_generate_recovery_codes",
}  # fmt: skip
"""What stays reachable, by name: the way in, the way out, and the language. Pages that need no sign-in stay as they are."""


HOLDS: Final = "holds_second_factor"
"""When it was last seen that the person of a session has one, in whole seconds, so that pages do not ask each time. Who takes it off has
no other session any more, and this one forgets it (`account_events`)."""
HOLDS_FOR: Final = 300
"""Seconds. A request that began before the factor was taken off may write its session last, and brings the mark back; so it ages."""


class FactorGate(Gate):
    """For the second factor."""

    def process_view(self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        """To the page that sets it up, or None: go on."""
        if is_free(request, view, OPEN):
            return None
        if not request.user.is_authenticated or _held_lately(request):
            return None
        if request.user.password_until is not None:
            # `PasswordGate` has let it pass: it is the page where a password is chosen, which comes first.
            return None
        is_missing, holds = second_factor.standing(request.user.pk, at_admin=_at_admin(request))
        if holds:
            request.session[HOLDS] = int(time.time())
        if not is_missing:
            return None
        return sent_to(request, reverse("mfa_activate_totp"))


def _held_lately(request: HttpRequest) -> bool:
    return bool(0 <= time.time() - request.session.get(HOLDS, 0) < HOLDS_FOR)


def _at_admin(request: HttpRequest) -> bool:
    place = request.resolver_match
    return place is not None and place.app_name == "admin" and bool(getattr(request.user, "is_superuser", False))
