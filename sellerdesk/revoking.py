"""Word that somebody's session or access may have ended, for the streams that are open. Only a hint: they also look for themselves.

A membership that changes tells by its event in the desk's log. What no desk's log tells of is told here.
"""

import functools
import hashlib

from django.db import connection

from sellerdesk import hints


def session_ended(session_key: str) -> None:
    """A session is gone: signed out, ended from another one, or renamed at sign-in."""
    _say(f"session:{digest(session_key)}")


def person_changed(user_id: int) -> None:
    """A person was deactivated or has another password."""
    _say(f"person:{user_id}")


def digest(session_key: str) -> str:
    """What stands for a session where its key must not: whoever reads the channel could sign in with that."""
    return hashlib.sha256(session_key.encode()).hexdigest()


def _say(message: str) -> None:
    connection.on_commit(functools.partial(hints.publish, {hints.PEOPLE: message}))
