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


def ask(task: str, *, shop_id: int) -> None:
    """Have `task` run for a shop. Asked again before it started, it still runs once."""
    try:
        if cache.add(_key(task, shop_id), 1, ASKED_FOR_SECONDS):
            app.send_task(task, kwargs={"shop_id": shop_id})
    except (OperationalError, RedisError, OSError) as error:
        _log.warning("queue_away", task=task, shop_id=shop_id, error=type(error).__name__)
        # What was never sent must not keep the next one from being sent.
        started(task, shop_id=shop_id)


def started(task: str, *, shop_id: int) -> None:
    """A task's first line: from here on a new request is a new run, for it may concern what this one has not seen."""
    try:
        cache.delete(_key(task, shop_id))
    except (RedisError, OSError) as error:
        _log.warning("cache_away", task=task, shop_id=shop_id, error=type(error).__name__)


def _key(task: str, shop_id: int) -> str:
    return f"asked:{task}:{shop_id}"
