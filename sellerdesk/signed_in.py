"""Where a person is signed in, and ending it: in one place, everywhere else, or everywhere."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from allauth.usersessions.models import UserSession

from sellerdesk import revoking, setwise
from sellerdesk.domain import browsers
from sellerdesk.models import User


LEFT: Final = timedelta(days=1)
"""For so long the list may name a session that is not written down, or not any more."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """One browser in which a person is signed in. Browser and system are empty where they are not known."""

    id: int
    browser: str
    system: str
    address: str
    began_at: datetime
    seen_at: datetime
    is_this: bool


def places(person: User, this_key: str) -> list[SignIn]:
    """Where a person is signed in: this browser first, then by when somebody was last there."""
    rows = UserSession.objects.purge_and_list(person)
    found = [
        SignIn(row.pk, *browsers.named(row.user_agent), row.ip, row.created_at, row.last_seen_at, row.session_key == this_key)
        for row in rows
    ]
    return sorted(found, key=lambda one: (not one.is_this, -one.seen_at.timestamp()))


def end(person: User, sign_in: int) -> bool:
    """End one of a person's own; whether it was there. Its pages know nobody at their next step, its streams close at once."""
    row = UserSession.objects.filter(user_id=person.pk, pk=sign_in).first()
    if row is not None:
        row.end()
    return row is not None


def end_others(person: User, this_key: str | None) -> int:
    """End all but one, or all with None; returns how many. Their streams close at once."""
    rows = list(UserSession.objects.filter(user_id=person.pk).exclude(session_key=this_key or ""))
    for row in rows:
        row.end()
    revoking.person_changed(person.pk)
    return len(rows)


def was_seen(session_key: str, address: str, now: datetime) -> None:
    """Somebody was there: for the list."""
    UserSession.objects.filter(session_key=session_key).update(last_seen_at=now, ip=address)


def forget_ended(now: datetime) -> int:
    """Delete the addresses and browsers of sessions that are gone; how many. A sweep over all people: some never ask for their list."""
    return setwise.run(
        "DELETE FROM usersessions_usersession AS u WHERE u.last_seen_at < %s AND NOT EXISTS ("
        "SELECT FROM django_session AS s WHERE s.session_key = u.session_key AND s.expire_date > %s)",
        [now - LEFT, now],
    )
