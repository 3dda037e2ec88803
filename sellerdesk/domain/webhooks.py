"""Webhooks: how a delivery is signed, when it is tried again, and when a receiver is given up. Pure."""

import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final


ROTATES: Final = timedelta(hours=24)
"""So long the secret before the newest one signs as well."""
GIVEN_UP: Final = timedelta(days=3)
"""A receiver that has failed for so long is switched off."""
MOST_WAITING: Final = 5_000
"""A receiver for which so many deliveries wait is given up, too, whatever it answers: workers would look through them for ever."""
FAILING: Final = "failing"
BACKLOG: Final = "backlog"
"""Why a receiver is given up."""
KEPT: Final = timedelta(days=14)
"""How long finished deliveries can be looked at and sent again."""
WAITS: Final = tuple(timedelta(seconds=number) for number in (10, 30, 120, 600, 1800, 3600, 7200))
REFUSED_TRIES: Final = 3
"""A receiver that says of one event that it will not take it is believed after so many tries."""
_ELSEWHERE: Final = frozenset({401, 403, 404, 405, 407, 408, 425, 429})
"""Answers that speak of the receiver's own state rather than of the event."""
GONE: Final = 410


def sign(secrets: Sequence[str], event_id: str, timestamp: int, body: bytes) -> str:
    """The signature header: one `v1=` and hexadecimal HMAC-SHA256 of `id.timestamp.body` for each secret, the newest first."""
    signed = b".".join((event_id.encode(), str(timestamp).encode(), body))
    return " ".join(f"v1={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}" for secret in secrets)


def wait(attempt: int) -> timedelta:
    """How long to wait after the attempt of this number, from 1."""
    return WAITS[min(max(attempt, 1), len(WAITS)) - 1]


def refuses_this(status: int) -> bool:
    """Whether an answer speaks of this one event: another try will hardly fare better."""
    return 400 <= status < 500 and status not in _ELSEWHERE


def is_taken(status: int) -> bool:
    """Only 2xx is success; a redirect is not followed."""
    return 200 <= status < 300


def why_given_up(failing_since: datetime | None, waiting: int, now: datetime) -> str | None:
    """Why nothing more is sent to a receiver: FAILING for so long, or BACKLOG, also of one that takes what it is sent; None: it goes on."""
    if failing_since is not None and now - failing_since >= GIVEN_UP:
        return FAILING
    return BACKLOG if waiting >= MOST_WAITING else None
