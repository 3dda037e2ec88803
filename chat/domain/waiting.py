"""How long a conversation waits, and how that ends. Pure."""

from datetime import datetime, timedelta
from typing import Final


LAPSES = timedelta(days=30)
"""What nobody answered for so long is history: an import of old conversations must not fill the desk with overdue ones."""
ANSWERED: Final = "answered"
DONE: Final = "done"
WITHDRAWN: Final = "withdrawn"
"""The buyer took the question back, or an earlier telling put it elsewhere."""
LAPSED: Final = "lapsed"


def lapsed(waiting_since: datetime, now: datetime) -> bool:
    """Whether a conversation has waited so long that it is no work item any more; it is still shown as not answered."""
    return waiting_since + LAPSES <= now


def outcome(waiting_since: datetime | None, waited_since: datetime | None, answered_at: datetime | None, now: datetime) -> str:
    """How the work item of a thread ends that waited `waited_since` and now waits `waiting_since`; empty where it goes on."""
    if waiting_since is not None:
        return LAPSED if lapsed(waiting_since, now) else ""
    answered = answered_at is not None and (waited_since is None or answered_at >= waited_since)
    return ANSWERED if answered else WITHDRAWN
