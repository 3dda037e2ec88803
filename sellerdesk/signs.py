"""Signs of life and counts of work that processes leave in Redis for one another: who lives, what waits, what ran.

Nothing here must survive: losing it costs a minute of figures. So whoever gives a sign goes on when Redis is away.
"""

import time
from dataclasses import dataclass
from functools import cache

import redis
import structlog
from django.conf import settings


WORKERS = ("worker-now", "worker-bulk", "beat")
QUEUES = ("now", "bulk")
DEAD_AFTER_SECONDS = 60.0
"""Workers give a sign every 2 seconds, beat every 10 at most."""
KEPT_SECONDS = 7 * 86_400

_log = structlog.get_logger(__name__)
_RUNS, _SECONDS = "signs:runs", "signs:seconds"


@dataclass(frozen=True, slots=True)
class Ran:
    """How often a task ended so, since Redis began to count, and how many seconds it took in all."""

    task: str
    state: str
    runs: int
    seconds: float


@cache
def _client() -> "redis.Redis":
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1.0, socket_connect_timeout=1.0, decode_responses=True)


def live(name: str) -> None:
    """The process of this name lives now."""
    try:
        _client().set(f"signs:pulse:{name}", repr(time.time()), ex=KEPT_SECONDS)
    except redis.RedisError as error:
        _log.warning("sign_not_given", process=name, error=type(error).__name__)


def ended(task: str, state: str, seconds: float) -> None:
    """A task ended."""
    try:
        pipeline = _client().pipeline(transaction=False)
        pipeline.hincrby(_RUNS, f"{task}:{state}", 1)
        pipeline.hincrbyfloat(_SECONDS, f"{task}:{state}", round(seconds, 4))
        pipeline.execute()
    except redis.RedisError as error:
        _log.warning("task_not_counted", task=task, error=type(error).__name__)


def pulses() -> dict[str, float | None]:
    """Seconds since each worker's last sign; None where there was none in a week. redis.RedisError when nobody can tell."""
    found = _client().mget([f"signs:pulse:{name}" for name in WORKERS])
    now = time.time()
    return {name: None if at is None else max(0.0, now - float(at)) for name, at in zip(WORKERS, found, strict=True)}


def silent() -> list[str]:
    """The workers that give no sign. redis.RedisError when nobody can tell."""
    return [name for name, seconds in pulses().items() if seconds is None or seconds > DEAD_AFTER_SECONDS]


def queues() -> dict[str, int]:
    """How many tasks wait in each queue. redis.RedisError when nobody can tell."""
    pipeline = _client().pipeline(transaction=False)
    for name in QUEUES:
        pipeline.llen(name)
    return dict(zip(QUEUES, map(int, pipeline.execute()), strict=True))


def ran() -> list[Ran]:
    """What ran, by task and ending. redis.RedisError when nobody can tell."""
    runs, seconds = _client().hgetall(_RUNS), _client().hgetall(_SECONDS)
    told = []
    for key, number in sorted(runs.items()):
        task, _colon, state = str(key).rpartition(":")
        told.append(Ran(task, state, int(number), float(seconds.get(key, 0))))
    return told
