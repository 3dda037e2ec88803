"""What Redis tells: that a log has grown, who looks at what, whose session ended. Nothing depends on hearing it."""

import asyncio
import contextlib
import json
from collections.abc import Callable
from typing import Any, Final

import redis.asyncio
import structlog
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from sellerdesk import hints
from sellerdesk.stream.window import event


log = structlog.get_logger(__name__)
PAUSES: Final = (0.1, 0.2, 0.5, 1.0, 2.0)


class Hearing:
    """One subscription of the process to the channels of the desks that somebody listens to."""

    def __init__(
        self,
        url: str,
        number: Callable[[int, int], None],
        aside: Callable[[int, bytes, int | None], None],
        person: Callable[[str, str], None],
        again: Callable[[], None],
    ) -> None:
        self._url, self._number, self._aside, self._person, self._again = url, number, aside, person, again
        self._desks: set[int] = set()
        self._channels: Any = None

    async def follow(self, desk_id: int) -> None:
        """Hear a desk from now on; where Redis is away, as soon as it is back."""
        self._desks.add(desk_id)
        if self._channels is not None:
            with contextlib.suppress(redis.RedisError, OSError):
                await self._channels.subscribe(*_channels(desk_id))

    def leave(self, desk_id: int) -> None:
        """Hear no more of a desk. What it still says finds nobody."""
        self._desks.discard(desk_id)
        if self._channels is not None:
            asyncio.get_running_loop().create_task(self._unsubscribe(desk_id))

    async def _unsubscribe(self, desk_id: int) -> None:
        if self._channels is not None and desk_id not in self._desks:
            with contextlib.suppress(redis.RedisError, OSError):
                await self._channels.unsubscribe(*_channels(desk_id))

    async def run(self) -> None:
        """Hear for ever; a lost connection is made again, and what was missed meanwhile is looked for."""
        failures = 0
        while True:
            try:
                async with redis.asyncio.Redis.from_url(
                    self._url, socket_connect_timeout=2, retry=Retry(NoBackoff(), 0)
                ) as client, client.pubsub() as channels:  # fmt: skip
                    await channels.subscribe(hints.PEOPLE)
                    heard: set[int] = set()
                    # Until nothing is missing: a desk may be added while the others are subscribed to.
                    while missing := self._desks - heard:
                        await channels.subscribe(*(name for desk_id in missing for name in _channels(desk_id)))
                        heard |= missing
                    self._channels = channels
                    if failures:
                        log.info("stream_hears_again")
                        self._again()
                    failures = 0
                    async for message in channels.listen():
                        if message["type"] == "message":
                            self._heard(message["channel"].decode(), message["data"])
            except (redis.RedisError, OSError) as error:
                if failures == 0:
                    log.warning("stream_hears_nothing", error=type(error).__name__)
            finally:
                self._channels = None
            await asyncio.sleep(PAUSES[min(failures, len(PAUSES) - 1)])
            failures += 1

    def _heard(self, channel: str, data: bytes) -> None:
        """Anything that is not as expected is passed over: it is only a hint."""
        with contextlib.suppress(ValueError, KeyError, TypeError):
            if channel == hints.PEOPLE:
                what, _, which = data.decode().partition(":")
                self._person(what, which)
                return
            _, desk_id, *rest = channel.split(":")
            if not rest:
                self._number(int(desk_id), int(data))
                return
            told = json.loads(data)
            shop_id = told.pop("shop")
            self._aside(int(desk_id), event("presence", told), shop_id)


def _channels(desk_id: int) -> tuple[str, str]:
    return hints.channel(desk_id), hints.presence_channel(desk_id)
