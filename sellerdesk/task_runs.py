"""When each task of the beat table last ran: one small upsert as it begins, one as it ends. Never at the cost of the task."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import structlog
from celery.schedules import crontab
from django.db import DatabaseError

from sellerdesk import setwise
from sellerdesk.celery import app
from sellerdesk.models import TaskRun


QUEUES: Final = ("now", "bulk")
_LONGEST_ERROR: Final = 100
_log = structlog.get_logger(__name__)

_STARTED = """
    INSERT INTO sellerdesk_taskrun (task, started_at, outcome, error) VALUES (%s, %s, 'running', '')
    ON CONFLICT (task) DO UPDATE SET started_at = excluded.started_at, outcome = 'running', error = ''
"""
_ENDED = """
    INSERT INTO sellerdesk_taskrun (task, started_at, ended_at, milliseconds, outcome, error, failed_at)
    VALUES (%s, %s, %s, %s, %s, %s, %s)
    ON CONFLICT (task) DO UPDATE SET ended_at = excluded.ended_at, milliseconds = excluded.milliseconds, outcome = excluded.outcome,
        error = excluded.error, failed_at = COALESCE(excluded.failed_at, sellerdesk_taskrun.failed_at)
"""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the beat table with the last run of its task. `every` is in seconds, or None for one that runs once a day at `at`."""

    name: str
    task: str
    every: int | None
    at: str
    run: TaskRun | None


def is_planned(task: str) -> bool:
    """Whether the beat table names this task: of others nothing is kept."""
    return any(line["task"] == task for line in app.conf.beat_schedule.values())


def started(task: str, *, now: datetime) -> None:
    """A worker has begun a task."""
    _written(_STARTED, [task, now])


def ended(task: str, *, began: datetime, error: str, now: datetime) -> None:
    """It is over; `error` is the name of the exception, or empty."""
    took = max(0, int((now - began).total_seconds() * 1000))
    outcome = "failed" if error else "done"
    _written(_ENDED, [task, began, now, took, outcome, error[:_LONGEST_ERROR], now if error else None])


def lines() -> list[Line]:
    """The beat table with the last runs, in two shapes: those that run every so often, then the nightly ones. One query."""
    runs = {run.task: run for run in TaskRun.objects.all()}
    told = [_line(name, one["task"], one["schedule"], runs) for name, one in app.conf.beat_schedule.items()]
    return sorted(told, key=lambda one: (one.every is None, one.every or 0, one.at, one.name))


def queue_lengths() -> Sequence[tuple[str, int | None]]:
    """Queue, and how many messages wait in it. None where the broker does not answer."""
    try:
        with app.connection_for_read() as connection:
            client: Any = connection.default_channel.client  # type: ignore[attr-defined]  # of the Redis transport
            return [(queue, int(client.llen(queue))) for queue in QUEUES]
    except Exception as error:  # noqa: BLE001 - whatever the broker's library raises, the page says that it is away
        _log.warning("queue_away", error=type(error).__name__)
        return [(queue, None) for queue in QUEUES]


def _line(name: str, task: str, when: Any, runs: dict[str, TaskRun]) -> Line:
    if isinstance(when, crontab):
        nightly: Any = when
        (hour,), (minute,) = nightly.hour, nightly.minute
        return Line(name, task, None, f"{hour:02}:{minute:02}", runs.get(task))
    return Line(name, task, int(when.run_every.total_seconds()), "", runs.get(task))


def _written(statement: str, values: Sequence[object]) -> None:
    try:
        setwise.run(statement, values)
    except DatabaseError as error:
        _log.warning("task_run_not_written", error=type(error).__name__)
