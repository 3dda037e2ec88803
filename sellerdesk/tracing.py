"""From a request to what workers do for it: its id goes along with every task, and each line of a task's log bears both."""

import threading
import time
from typing import Any

import structlog
from celery.signals import task_postrun, task_prerun

from sellerdesk import signs


REQUEST = "request_id"
_began = threading.local()


def carry(headers: dict[str, Any] | None = None, **_: Any) -> None:
    """Puts the request's id into the message. A task that asks for another hands on the one it was given."""
    told = structlog.contextvars.get_contextvars().get(REQUEST)
    if headers is not None and told:
        headers[REQUEST] = told


def watch() -> None:
    """In a worker: names the task in its log, and counts it. Signals are kept for processes that run tasks for others."""
    task_prerun.connect(begin)
    task_postrun.connect(end)


def begin(task_id: str = "", task: Any = None, **_: Any) -> None:
    """A task begins in this thread."""
    structlog.contextvars.clear_contextvars()
    known = {"task": task.name, "task_id": task_id}
    if told := getattr(task.request, REQUEST, None):
        known[REQUEST] = str(told)
    structlog.contextvars.bind_contextvars(**known)
    _began.at = time.monotonic()


def end(task: Any = None, state: str | None = "", **_: Any) -> None:
    """It ended, one way or another."""
    signs.ended(task.name, str(state or "UNKNOWN").lower(), time.monotonic() - getattr(_began, "at", time.monotonic()))
    structlog.contextvars.clear_contextvars()
