"""Django's sessions in the database, which also say when one has ended."""

from django.contrib.sessions.backends import db

from sellerdesk import revoking


class SessionStore(db.SessionStore):
    """Every way out goes through `delete`: signing out, ending a session from another one, a new key at sign-in."""

    def delete(self, session_key: str | None = None) -> None:
        """Delete the session, then have its open streams look."""
        ended = session_key or self.session_key
        super().delete(session_key)
        if ended:
            revoking.session_ended(ended)
