"""What follows when something happens to an account: others are signed out, the desks' audit logs tell, the person gets a mail."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import structlog
from allauth.account import signals as account
from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa import signals as factors
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.core import signing
from django.http import HttpRequest

from sellerdesk import accounts, second_factor, sessions, signed_in
from sellerdesk.domain import browsers
from sellerdesk.web.factor_gate import HOLDS


log = structlog.get_logger(__name__)
KNOWN: Final = f"{settings.COOKIE_PREFIX}known"
"""The cookie by which a browser is known: who has signed in with it, as signed digests."""
KNOWN_FOR: Final = timedelta(days=365)
LEFT: Final = "sellerdesk.left"
"""Beside a request by which somebody signed out."""
MOST: Final = 20
YOUNG: Final = timedelta(hours=1)
_SALT: Final = "sellerdesk.known"


def hang() -> None:
    """Listen to the signals of sign-in, password, address and second factor. Once for each process."""
    user_logged_in.connect(_signed_in)
    user_logged_out.connect(_left)
    user_login_failed.connect(_refused)
    account.user_logged_in.connect(_came_in)
    for signal, what in (
        (account.password_changed, "person.password_changed"),
        (account.password_set, "person.password_changed"),
        (account.password_reset, "person.password_changed"),
        (account.email_changed, "person.email_changed"),
        (factors.authenticator_reset, "person.recovery_codes_made"),
    ):
        signal.connect(_teller(what), weak=False)
    factors.authenticator_added.connect(_factor_added)
    factors.authenticator_removed.connect(_factor_removed)
    factors.authentication_failed.connect(_factor_failed)
    account.password_reset.connect(_was_reset)


def _teller(what: str) -> Any:
    def tell(user: Any, **_: Any) -> None:
        accounts.tell_desks(person=user, what=what, now=datetime.now(UTC))

    return tell


def _signed_in(request: HttpRequest, **_: Any) -> None:
    """Django's own signal: every sign-in, whoever makes it. Its life begins."""
    sessions.began(request.session, datetime.now(UTC))


def _left(request: HttpRequest | None, user: Any, **_: Any) -> None:
    """Signing out: what the browser keeps of drafts and of pages that were opened goes with the answer (`session_pages.Seen`)."""
    if user is not None:
        log.info("signed_out", person=user.pk)
    if request is not None:
        request.META[LEFT] = True


def _refused(**_: Any) -> None:
    """A password that opens nothing, at the door or before a dangerous step. Whose it was meant to be is not written down."""
    log.warning("password_refused")


def _came_in(request: HttpRequest, response: Any, user: Any, **_: Any) -> None:
    """The library's signal: through the door, with all its halves. A browser that is new to the person is told of by mail."""
    # How: a password, and the kind of the second factor where one was asked for.
    ways = [one.get("type") or one["method"] for one in get_authentication_records(request, user)]
    log.info("signed_in", person=user.pk, by=ways)
    mine, known = _sign(user.pk), _known(request)
    # Right after an account is made every browser is new, and it is known who comes.
    is_young = datetime.now(UTC) - user.joined_at < YOUNG
    if mine not in known and not is_young:
        browser, system = browsers.named(request.headers.get("User-Agent", ""))
        get_adapter(request).send_notification_mail("account/email/new_browser", user, {"browser": browser, "system": system})
    value = signing.dumps([mine, *(one for one in known if one != mine)][:MOST], salt=_SALT)
    response.set_cookie(KNOWN, value, max_age=KNOWN_FOR, httponly=True, samesite="Lax", secure=request.is_secure())


def knows(request: HttpRequest, person_id: int) -> bool:
    """Whether a person has signed in with this browser before."""
    return _sign(person_id) in _known(request)


def _sign(person_id: int) -> str:
    """What stands for a person in the cookie."""
    return hashlib.sha256(f"{person_id}".encode()).hexdigest()[:16]


def _known(request: HttpRequest) -> list[str]:
    try:
        told = signing.loads(request.COOKIES.get(KNOWN, ""), salt=_SALT, max_age=KNOWN_FOR)
    except signing.BadSignature:
        return []
    return [one for one in told if isinstance(one, str)] if isinstance(told, list) else []


def _factor_added(request: HttpRequest, user: Any, authenticator: Authenticator, **_: Any) -> None:
    if authenticator.type == Authenticator.Type.TOTP:
        second_factor.spend(authenticator, datetime.now(UTC))
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        # The others gave a password alone, and may be a thief's: gate and stream ask whether the person has a factor, not who proved it.
        signed_in.end_others(user, request.session.session_key)
        accounts.tell_desks(person=user, what="person.factor_added", now=datetime.now(UTC))


def _factor_removed(request: HttpRequest, user: Any, authenticator: Authenticator, **_: Any) -> None:
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        request.session.pop(HOLDS, None)
        signed_in.end_others(user, request.session.session_key)
        accounts.tell_desks(person=user, what="person.factor_removed", now=datetime.now(UTC))


def _factor_failed(user: Any, **_: Any) -> None:
    log.warning("second_factor_failed", person=user.pk)


def _was_reset(user: Any, **_: Any) -> None:
    """Whoever resets is signed in nowhere; what is left of older sessions goes, too."""
    UserSession.objects.purge_and_list(user)
