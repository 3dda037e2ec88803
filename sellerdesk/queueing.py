"""Asking the workers: by a task's name, at most once until it starts, and never at the cost of the caller.

What must happen is a row in Postgres and a sweep finds it; a task only makes it happen sooner. So a
queue that is away is logged and passed over.
"""

import structlog
from django.core.cache import cache
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from sellerdesk.celery import app


ASKED_FOR_SECONDS = 30

_log = structlog.get_logger(__name__)


def ask(task: str, **about: int) -> None:
    """Have `task` run, for a shop or desk where one is named (`shop_id`, `desk_id`). Asked again before it started, it still runs once."""
    try:
        if cache.add(_key(task, about), 1, ASKED_FOR_SECONDS):
            app.send_task(task, kwargs=about)
    except (OperationalError, RedisError, OSError) as error:
        _log.warning("queue_away", task=task, error=type(error).__name__, **about)
        # What was never sent must not keep the next one from being sent.
        started(task, **about)


def started(task: str, **about: int) -> None:
    """A task's first line: from here on a new request is a new run, for it may concern what this one has not seen."""
    try:
        cache.delete(_key(task, about))
    except (RedisError, OSError) as error:
        _log.warning("cache_away", task=task, error=type(error).__name__, **about)


def _key(task: str, about: dict[str, int]) -> str:
    return ":".join(["asked", task, *map(str, about.values())])
