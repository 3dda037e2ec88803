"""The rate limiter that all processes share: one bucket for each shop's connection and group of methods.

Places are given out in the order of asking, inside Redis. Without Redis each process keeps a bucket of its own, four times as
careful, since it cannot see the others.
"""

import threading
import time
from datetime import timedelta
from functools import cache

import redis
from redis.commands.core import Script

from sellerdesk import hints
from sellerdesk.domain import pace
from sellerdesk.domain.pace import Limit
from sellerdesk.errors import Held
from sellerdesk.marketplaces import reasons, shared


PATIENCE = timedelta(seconds=2)
"""So long a worker waits for its place. Who would have to wait longer takes none and comes back."""
_MICRO = timedelta(microseconds=1)
_KEPT_SECONDS = 86_400
# Numbers are written out in full: Lua would round 1.7e15 to its first digits.
_SCRIPT = """
local now = tonumber(ARGV[1])
if now == 0 then local t = redis.call('TIME'); now = t[1] * 1000000 + t[2] end
local interval, slack, patience, hold = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local full_at = tonumber(redis.call('GET', KEYS[1]) or '0')
local waits = 0
if hold > 0 then
  full_at = math.max(full_at, now + hold + slack)
else
  local start = math.max(full_at, now)
  waits = math.max(0, start - slack - now)
  if waits <= patience then full_at = start + interval end
end
redis.call('SET', KEYS[1], string.format('%.0f', full_at), 'EX', ARGV[6])
return string.format('%.0f', waits)
"""
_own: dict[str, int] = {}
_lock = threading.Lock()


def wait_for_place(shop_id: int, group: str, limit: Limit, *, patience: timedelta = PATIENCE) -> None:
    """Return when it is this request's turn. Held, with the wait, where that takes longer than `patience`: nothing is taken then."""
    waits = reserve(shop_id, group, limit, patience=patience)
    if waits > patience:
        raise Held(reasons.AT_THE_LIMIT, wait=waits)
    if waits > timedelta(0):
        time.sleep(waits.total_seconds())


def reserve(shop_id: int, group: str, limit: Limit, *, patience: timedelta, now: int = 0) -> timedelta:
    """Take the next place if it is not further away than `patience`; returns how far away it is. `now` is for tests (microseconds)."""
    key, patient = _key(shop_id, group), patience // _MICRO
    return timedelta(
        microseconds=shared.ask(
            lambda client: _run(client, key, now, limit, patient, 0),
            lambda: _alone(key, limit, patient),
        )
    )


def hold(shop_id: int, group: str, limit: Limit, wait: timedelta) -> None:
    """The marketplace said to wait: nobody gets a place before that."""
    key, held = _key(shop_id, group), max(1, wait // _MICRO)

    def alone() -> int:
        with _lock:
            _own[key] = pace.hold(_own.get(key, 0), limit.careful(), until=_monotonic() + held)
        return 0

    shared.ask(lambda client: _run(client, key, 0, limit, 0, held), alone)


def _run(client: redis.Redis, key: str, now: int, limit: Limit, patience: int, held: int) -> int:
    return int(_script()(keys=[key], args=[now, limit.interval, limit.slack, patience, held, _KEPT_SECONDS], client=client))


def _alone(key: str, limit: Limit, patience: int) -> int:
    with _lock:
        _own[key], waits = pace.reserve(_own.get(key, 0), limit.careful(), now=_monotonic(), patience=patience)
    return waits


def _monotonic() -> int:
    return time.monotonic_ns() // 1000


@cache
def _script() -> Script:
    # The script brings its own text where Redis has forgotten it.
    client: redis.Redis = hints.client()
    return client.register_script(_SCRIPT)


def _key(shop_id: int, group: str) -> str:
    return f"pace:{shop_id}:{group}"
