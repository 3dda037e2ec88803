"""Tasks of the tests' own: each run leaves a trace in Redis, so that a second run can be seen."""

import os
import time

import redis
import structlog
from celery import shared_task


def trace() -> redis.Redis:
    """The test's Redis."""
    return redis.Redis.from_url(os.environ["REDIS_URL"], decode_responses=True)


@shared_task(name="tests.slow")
def slow(number: int, seconds: float) -> None:
    """Begins, takes its time, finishes."""
    structlog.get_logger(__name__).info("slow_was_here", number=number)
    with trace() as client:
        client.rpush("begun", number)
        time.sleep(seconds)
        client.rpush("finished", number)
