"""How urgent a thing with a deadline is. Pure; the words for it are said in `sellerdesk.wording`."""

from datetime import datetime, timedelta
from typing import Literal


Urgency = Literal["late", "soon", ""]
LAST_PART = 3
"""A deadline is near in the last third of the allowed time."""


def used(opened_at: datetime, due_at: datetime, now: datetime) -> float:
    """The share of the allowed time that is gone, from 0 to 1. A deadline before its beginning is wholly used."""
    allowed = (due_at - opened_at).total_seconds()
    if allowed <= 0:
        return 1.0
    return min(1.0, max(0.0, (now - opened_at).total_seconds() / allowed))


def urgency(opened_at: datetime, due_at: datetime, now: datetime) -> Urgency:
    """`late` from the deadline on, `soon` in the last third of the time, otherwise nothing."""
    if now >= due_at:
        return "late"
    left, allowed = due_at - now, due_at - opened_at
    return "soon" if left * LAST_PART < max(allowed, timedelta(0)) else ""
