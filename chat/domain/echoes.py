"""Which message of ours a marketplace tells of that gives no ids: the one with its words, by time. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple


BEFORE, AFTER = timedelta(minutes=10), timedelta(hours=24)
"""How far the marketplace's clock may be before the moment of writing, and how long a message may be on its way."""


class Written(NamedTuple):
    """A message of ours that waits for its echo, and when it was written."""

    id: int
    thread_id: int
    at: datetime


def nearest(candidates: Sequence[Written], at: datetime) -> Written | None:
    """Of those with the words of something told `at`, in the order of writing: the last one written before it, else the first after it.

    So the echoes of two equal messages find each its own, whichever comes first.
    """
    fitting = [one for one in candidates if one.at - BEFORE <= at <= one.at + AFTER]
    before = [one for one in fitting if one.at <= at]
    return before[-1] if before else fitting[0] if fitting else None
