"""Shops to which nothing can be sent for a while: their deliveries are not even taken up. Shared in Redis, else each process its own."""

import threading
from datetime import datetime
from typing import cast

import redis

from sellerdesk.marketplaces import shared


_KEY = "deliveries:held"
_own: dict[int, float] = {}
_lock = threading.Lock()


def hold(shop_id: int, *, until: datetime) -> None:
    """Leave the deliveries to this shop alone until a moment."""
    ends = until.timestamp()

    def alone() -> None:
        with _lock:
            _own[shop_id] = max(ends, _own.get(shop_id, 0.0))

    shared.ask(lambda client: client.zadd(_KEY, {str(shop_id): ends}, gt=True), alone)


def release(shop_id: int) -> None:
    """Take up its deliveries again: it is connected in another way now."""
    with _lock:
        _own.pop(shop_id, None)
    shared.ask(lambda client: client.zrem(_KEY, str(shop_id)), lambda: 0)


def held(now: datetime) -> list[int]:
    """The shops that are left alone now."""
    moment = now.timestamp()

    def alone() -> list[int]:
        with _lock:
            return [shop_id for shop_id, ends in _own.items() if ends > moment]

    def together(client: redis.Redis) -> list[int]:
        found = cast("list[bytes]", client.zrangebyscore(_KEY, f"({moment}", "+inf"))
        return [int(shop_id) for shop_id in found]

    return shared.ask(together, alone)
