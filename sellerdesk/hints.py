"""The wake-up call to whoever follows a desk's log. Only a hint: the log itself is in Postgres."""

import threading
import time
from collections.abc import Mapping
from functools import cache

import redis
import structlog
from django.conf import settings


log = structlog.get_logger(__name__)

PAUSE_SECONDS = 5.0
PEOPLE = "people"
"""The channel of whose rights or session ended; see `sellerdesk.revoking`."""
_pause = threading.local()


@cache
def client() -> redis.Redis:
    """The connection for what a command may do without: hints, presence. It gives up after a second."""
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1.0, socket_connect_timeout=1.0)


def forget() -> None:
    """Drop the connection and the pause: the settings have changed."""
    client.cache_clear()
    _pause.until = 0.0


def paused_until() -> float:
    """The reading of the monotonic clock before which this thread sends nothing."""
    return float(getattr(_pause, "until", 0.0))


def channel(desk_id: int) -> str:
    """The pub/sub channel of one desk."""
    return f"desk:{desk_id}"


def presence_channel(desk_id: int) -> str:
    """The pub/sub channel of who looks at what in one desk."""
    return f"desk:{desk_id}:presence"


def send_all(numbers: Mapping[int, int]) -> None:
    """Say of each desk that its log has reached a number. Without Redis nothing is lost, so nothing is raised."""
    publish({channel(desk_id): number for desk_id, number in numbers.items()})


def publish(messages: Mapping[str, str | int]) -> None:
    """Send one message to each channel. Without Redis nothing is raised.

    After a failure the thread stays silent for a few seconds, so that an outage does not slow down every command.
    """
    if time.monotonic() < paused_until():
        return
    try:
        with client().pipeline(transaction=False) as pipeline:
            for name, message in messages.items():
                pipeline.publish(name, message)
            pipeline.execute()
    except redis.RedisError as error:
        _pause.until = time.monotonic() + PAUSE_SECONDS
        log.warning("hint_not_sent", channels=len(messages), error=type(error).__name__)
