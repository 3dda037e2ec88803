"""The circuit breakers of all connections, shared by the processes; each keeps its own while Redis is away."""

import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import redis
from redis.client import Pipeline

from sellerdesk.domain import breaker
from sellerdesk.domain.breaker import Breaker
from sellerdesk.marketplaces import shared


Change = Callable[[Breaker], Breaker]
_KEPT = timedelta(days=1)
_own: dict[int, Breaker] = {}
_lock = threading.Lock()


def ask(shop_id: int, *, now: datetime) -> timedelta:
    """How long nobody may try this connection; nothing where the asker may, who then says what became of it."""
    waits = 0.0

    def change(kept: Breaker) -> Breaker:
        nonlocal waits
        changed, waits = breaker.ask(kept, now=now.timestamp())
        return changed

    _change(shop_id, change)
    return timedelta(seconds=waits)


def failed(shop_id: int, *, now: datetime) -> datetime | None:
    """It did not answer. Since when, where the breaker is open now."""
    return _since(_change(shop_id, lambda kept: breaker.failed(kept, now=now.timestamp())))


def shut(shop_id: int, *, now: datetime) -> datetime | None:
    """It does not let us in. Since when."""
    return _since(_change(shop_id, lambda kept: breaker.shut(kept, now=now.timestamp())))


def succeeded(shop_id: int) -> None:
    """It answered."""
    _change(shop_id, breaker.succeeded)


def forget(shop_id: int) -> None:
    """Begin anew: the connection is another one now."""
    succeeded(shop_id)


def _since(kept: Breaker) -> datetime | None:
    return datetime.fromtimestamp(kept.since, UTC) if kept.is_open and kept.since is not None else None


def _change(shop_id: int, change: Change) -> Breaker:
    """Apply a change to the kept state, as if nobody else did so at the same moment; returns the new one."""
    return shared.ask(lambda client: _in_redis(client, f"breaker:{shop_id}", change), lambda: _alone(shop_id, change))


def _in_redis(client: redis.Redis, key: str, change: Change) -> Breaker:
    changed = Breaker()

    def step(pipeline: "Pipeline") -> None:
        nonlocal changed
        told = pipeline.get(key)
        kept = Breaker(**json.loads(told)) if told else Breaker()
        changed = change(kept)
        pipeline.multi()
        if changed == Breaker():
            if told:
                pipeline.delete(key)
        elif changed != kept:
            pipeline.set(key, json.dumps(changed.told()), ex=_KEPT)

    client.transaction(step, key)
    return changed


def _alone(shop_id: int, change: Change) -> Breaker:
    with _lock:
        changed = _own[shop_id] = change(_own.get(shop_id, Breaker()))
    return changed
