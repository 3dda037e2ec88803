"""How long a conversation waits before it is nobody's work any more. Pure."""

from datetime import datetime, timedelta


LAPSES = timedelta(days=30)
"""What nobody answered for so long is history: an import of old conversations must not fill the desk with overdue ones."""


def lapsed(waiting_since: datetime, now: datetime) -> bool:
    """Whether a conversation has waited so long that it is no work item any more; it is still shown as not answered."""
    return waiting_since + LAPSES <= now
