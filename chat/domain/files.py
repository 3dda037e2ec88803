"""Files of conversations: which are fetched, and when they are tried again. Pure."""

from datetime import datetime, timedelta
from typing import Final


OWN_FILES: Final = "/static/"
"""Addresses of our own static files (the demo's pictures): they are shown where they lie."""
MOST_TRIES: Final = 8
_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=6)
_DOCUMENTS = frozenset(("application/pdf", "text/plain"))


def kind_of(content_type: str) -> str:
    """What a file is said to be, until its content says otherwise: photo, document or other."""
    if content_type.startswith("image/"):
        return "photo"
    return "document" if content_type in _DOCUMENTS else "other"


def is_fetched(url: str) -> bool:
    """Whether there is something at this address that only the marketplace's port can bring."""
    return bool(url) and not url.startswith(OWN_FILES)


def next_try(tries: int, now: datetime) -> datetime | None:
    """When a file is tried again that failed `tries` times: after 30 seconds, then twice as late each time; None when it is enough."""
    if tries >= MOST_TRIES:
        return None
    wait: timedelta = _FIRST_WAIT * (1 << max(tries - 1, 0))
    return now + min(wait, _LONGEST_WAIT)
