"""Real Celery workers: killed with tasks in flight, and with Redis wiped under them."""

import time
from collections.abc import Callable

import pytest
import structlog
from django.conf import settings

from sellerdesk import signs
from sellerdesk.celery import app
from sellerdesk.runtime.live import Live
from tests.integration.runtime import slow_tasks


TASKS = "tests.integration.runtime.slow_tasks"


def _wait(until: Callable[[], bool], limit: float = 40.0) -> None:
    end = time.monotonic() + limit
    while not until():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.1)


def _done(key: str = "finished") -> set[str]:
    with slow_tasks.trace() as client:
        return set(client.lrange(key, 0, -1))


def test_settings_acknowledge_late_and_give_back_soon() -> None:
    assert settings.CELERY_TASK_ACKS_LATE is True
    assert settings.CELERY_WORKER_PREFETCH_MULTIPLIER == 1
    assert settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"] == 120
    assert settings.CELERY_BROKER_TRANSPORT_OPTIONS["unacked_restore_interval"] <= 5


@pytest.mark.long
@pytest.mark.timeout(180)
def test_tasks_in_flight_of_a_killed_worker_run_again(start_worker: Callable[..., Live]) -> None:
    """The visibility timeout is cut to 5 s for the test; `up` has 120 s."""
    first = start_worker(tasks=TASKS, SELLERDESK_VISIBILITY_TIMEOUT="5")
    for number in range(6):
        slow_tasks.slow.delay(number, 3.0)
    _wait(lambda: len(_done("begun")) >= 4)

    first.kill()
    finished_before = _done()
    start_worker(tasks=TASKS, SELLERDESK_VISIBILITY_TIMEOUT="5")
    _wait(lambda: _done() == {str(number) for number in range(6)})

    assert len(finished_before) < 6


@pytest.mark.long
@pytest.mark.timeout(180)
def test_worker_goes_on_after_redis_was_wiped(start_worker: Callable[..., Live]) -> None:
    worker = start_worker(tasks=TASKS)
    with structlog.contextvars.bound_contextvars(request_id="a-request-of-ours"):
        slow_tasks.slow.delay(1, 0.0)
    _wait(lambda: _done() == {"1"})
    # Of the same run: the worker lives, counts what it did, and its log names the request that asked.
    _wait(lambda: [(one.task, one.state, one.runs) for one in signs.ran()] == [("tests.slow", "success", 1)])
    _wait(lambda: "worker-now" not in signs.silent())
    (line,) = [line for line in worker.said.splitlines() if "slow_was_here" in line]
    assert '"request_id": "a-request-of-ours"' in line
    assert '"task": "tests.slow"' in line

    with slow_tasks.trace() as client:
        client.flushall()
    slow_tasks.slow.delay(2, 0.0)

    _wait(lambda: _done() == {"2"})
    assert worker.process.poll() is None


def test_worker_ends_cleanly_when_asked(start_worker: Callable[..., Live]) -> None:
    worker = start_worker(queue="bulk")

    assert worker.stop() == 0
    assert "Traceback" not in worker.said


def test_every_name_in_the_beat_table_and_the_routes_is_a_task() -> None:
    app.loader.import_default_modules()

    for name, entry in app.conf.beat_schedule.items():
        assert entry["task"] in app.tasks, name
    for name, route in app.conf.task_routes.items():
        assert name in app.tasks
        assert route["queue"] == "bulk"
