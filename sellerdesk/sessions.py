"""Django's sessions in the database, which also say when one has ended, and end by themselves."""

from datetime import UTC, datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db

from sellerdesk import revoking
from sellerdesk.domain import session_life


BEGAN: str = "began"
SEEN: str = "seen"


class SessionStore(db.SessionStore):
    """Every way out goes through `delete`: signing out, ending a session from another one, a new key at sign-in."""

    def delete(self, session_key: str | None = None) -> None:
        """Delete the session, then have its open streams look."""
        ended = session_key or self.session_key
        super().delete(session_key)
        if ended:
            revoking.session_ended(ended)

    def get_expiry_date(self, **kwargs: Any) -> datetime:
        """The row's end, after which neither a page nor a stream finds it. The cookie's own age is the browser's matter."""
        if SESSION_KEY not in self:
            return super().get_expiry_date(**kwargs)
        now = datetime.now(UTC)  # noqa: TID251 - Django's sessions are given no moment
        began = datetime.fromtimestamp(self[BEGAN], UTC) if BEGAN in self else now
        return session_life.ends_at(began, now, kept=not self.get_expire_at_browser_close())


def began(session: Any, now: datetime) -> None:
    """A person signed in at this moment."""
    session[BEGAN] = session[SEEN] = int(now.timestamp())


def seen(session: Any, now: datetime) -> bool:
    """A person was there at this moment; returns whether that is written down, which happens every few minutes."""
    last = session.get(SEEN, 0)
    if now.timestamp() - last < session_life.SEEN_EVERY.total_seconds():
        return False
    session.setdefault(BEGAN, int(now.timestamp()))
    session[SEEN] = int(now.timestamp())
    return True
