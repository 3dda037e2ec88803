"""Who is at the desk now: a page that is open says so again and again. Kept in Redis, since losing it loses nothing."""

from datetime import datetime, timedelta

import redis
import structlog

from sellerdesk import hints


STAYS = timedelta(seconds=75)
"""How long somebody counts as present after the last sign of life; an open page gives one every 30 seconds."""
_log = structlog.get_logger(__name__)


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


def present(desk_id: int, *, now: datetime) -> set[int] | None:
    """Ids of the people who are at the desk; None where that cannot be known now."""
    try:
        found = hints.client().zrangebyscore(_key(desk_id), (now - STAYS).timestamp(), "+inf")
    except redis.RedisError as error:
        _log.warning("presence_not_known", error=type(error).__name__)
        return None
    return {int(str(member, "ascii") if isinstance(member, bytes) else str(member)) for member in found}


def _key(desk_id: int) -> str:
    return f"present:{desk_id}"
