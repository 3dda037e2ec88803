"""What the processes share about marketplaces, in Redis; and what each does by itself while Redis is away."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

import redis
import structlog

from sellerdesk import hints


T = TypeVar("T")
PAUSE_SECONDS = 5.0
_log = structlog.get_logger(__name__)
_away = threading.local()


def ask(question: Callable[[redis.Redis], T], otherwise: Callable[[], T]) -> T:
    """What Redis says, or what this process says by itself. After a failure the thread does without for a few seconds."""
    if time.monotonic() < getattr(_away, "until", 0.0):
        return otherwise()
    try:
        return question(hints.client())
    except redis.RedisError as error:
        _away.until = time.monotonic() + PAUSE_SECONDS
        _log.warning("shared_state_away", error=type(error).__name__)
        return otherwise()


def come_back() -> None:
    """Ask Redis again at once."""
    _away.until = 0.0
