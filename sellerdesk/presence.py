"""Who is at the desk now, and what they look at: a page that is open says so again and again.

Kept in Redis, since losing it loses nothing. What somebody looks at also goes along the streams, without a number.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import redis
import structlog

from sellerdesk import hints


STAYS = timedelta(seconds=75)
"""How long somebody counts as present after the last sign of life; an open page gives one every 30 seconds."""
SIGNS: Final = 120
"""So many signs of life of one person at one desk are taken in a minute: a page that types gives some twenty."""
VIEWING: Final = "viewing"
TYPING: Final = "typing"
GONE: Final = "gone"
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Looking:
    """Somebody who looks at something. `doing` is VIEWING or TYPING; `shop_id` is the shop it belongs to, None for the desk."""

    user_id: int
    subject: str
    doing: str
    shop_id: int | None = None


def touch(desk_id: int, user_id: int, *, now: datetime) -> None:
    """This person is at the desk. Without Redis nobody is: assigning then takes everybody for present."""
    try:
        with hints.client().pipeline(transaction=False) as pipeline:
            pipeline.zadd(_key(desk_id), {str(user_id): now.timestamp()})
            pipeline.expire(_key(desk_id), int(STAYS.total_seconds() * 2))
            pipeline.execute()
    except redis.RedisError as error:
        _log.warning("presence_not_kept", error=type(error).__name__)


def leave(desk_id: int, user_id: int) -> None:
    """This person has closed the last page of the desk."""
    try:
        hints.client().zrem(_key(desk_id), str(user_id))
    except redis.RedisError as error:
        _log.warning("presence_not_kept", error=type(error).__name__)
    look_away(desk_id, user_id)


def present(desk_id: int, *, now: datetime) -> set[int] | None:
    """Ids of the people who are at the desk; None where that cannot be known now."""
    try:
        found = hints.client().zrangebyscore(_key(desk_id), (now - STAYS).timestamp(), "+inf")
    except redis.RedisError as error:
        _log.warning("presence_not_known", error=type(error).__name__)
        return None
    return {int(_text(member)) for member in found}


def may_sign(desk_id: int, user_id: int) -> bool:
    """Whether another sign of life of this person is taken in this minute. Without Redis there is nothing to guard."""
    key = f"signs:{desk_id}:{user_id}"
    try:
        with hints.client().pipeline() as pipeline:
            pipeline.incr(key)
            pipeline.expire(key, 60, nx=True)
            count = pipeline.execute()[0]
    except redis.RedisError:
        return True
    return int(count) <= SIGNS


def look(desk_id: int, looking: Looking, *, now: datetime) -> None:
    """This person looks at something now, and at nothing else. The others are told at once where it is news."""
    field = str(looking.user_id)
    kept = json.dumps([looking.subject, looking.doing, looking.shop_id, now.timestamp()])
    try:
        with hints.client().pipeline(transaction=False) as pipeline:
            pipeline.hget(_subjects(desk_id), field)
            pipeline.hset(_subjects(desk_id), field, kept)
            pipeline.expire(_subjects(desk_id), int(STAYS.total_seconds() * 2))
            before = _looking(field, pipeline.execute()[0], now)
    except redis.RedisError as error:
        _log.warning("presence_not_kept", error=type(error).__name__)
        return
    if before is not None and before.subject != looking.subject:
        _tell(desk_id, before, GONE)
    if before != looking:
        _tell(desk_id, looking, looking.doing)


def look_away(desk_id: int, user_id: int) -> None:
    """This person looks at nothing any more."""
    try:
        with hints.client().pipeline(transaction=False) as pipeline:
            pipeline.hget(_subjects(desk_id), str(user_id))
            pipeline.hdel(_subjects(desk_id), str(user_id))
            before = _looking(str(user_id), pipeline.execute()[0], None)
    except redis.RedisError as error:
        _log.warning("presence_not_kept", error=type(error).__name__)
        return
    if before is not None:
        _tell(desk_id, before, GONE)


def looking(desk_id: int, subject: str, *, now: datetime) -> list[Looking]:
    """Who looks at one thing, by id; nobody where that cannot be known."""
    return looking_at(desk_id, now=now).get(subject, [])


def looking_at(desk_id: int, *, now: datetime) -> Mapping[str, list[Looking]]:
    """Everything that somebody looks at in a desk, in one question: for lists. Who is told filters by the shops they see."""
    try:
        kept: Mapping[Any, Any] = hints.client().hgetall(_subjects(desk_id))
    except redis.RedisError as error:
        _log.warning("presence_not_known", error=type(error).__name__)
        return {}
    found: dict[str, list[Looking]] = {}
    for field, value in kept.items():
        if (one := _looking(_text(field), value, now)) is not None:
            found.setdefault(one.subject, []).append(one)
    return {subject: sorted(people, key=lambda one: one.user_id) for subject, people in found.items()}


def _looking(field: str, value: Any, now: datetime | None) -> Looking | None:
    """What is kept for a person; None where there is nothing, or it is too old at `now`."""
    if value is None:
        return None
    subject, doing, shop_id, at = json.loads(value)
    if now is not None and at < (now - STAYS).timestamp():
        return None
    return Looking(int(field), subject, doing, shop_id)


def _tell(desk_id: int, one: Looking, doing: str) -> None:
    told = {"user": one.user_id, "subject": one.subject, "doing": doing, "shop": one.shop_id}
    hints.publish({hints.presence_channel(desk_id): json.dumps(told)})


def _text(member: Any) -> str:
    return str(member, "ascii") if isinstance(member, bytes) else str(member)


def _key(desk_id: int) -> str:
    return f"present:{desk_id}"


def _subjects(desk_id: int) -> str:
    return f"looking:{desk_id}"
