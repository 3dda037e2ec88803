"""Reading what bots are written, while somebody has a code that one of them may hear. Nothing of it is kept but the place."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db.models import Exists, OuterRef, Q

from sellerdesk.errors import Denied, MarketplaceError
from sellerdesk.models import TelegramBot, TelegramLink
from sellerdesk.sealing import Unsealable, unseal
from sellerdesk.telegram import bots, calling, linking


LEASE = timedelta(seconds=30)
AT_ONCE = 100
_START = re.compile(r"/start ([A-Za-z0-9_-]{10,64})")
_log = structlog.get_logger(__name__)


def to_hear(*, now: datetime) -> list[int]:
    """The desks where somebody has an open code and nobody reads the bot. A sweep over all desks."""
    open_codes = TelegramLink.objects.filter(desk_id=OuterRef("desk_id"), code_until__gt=now)
    found = TelegramBot.objects.filter(Exists(open_codes)).filter(_unread(now))
    return list(found.order_by("desk_id").values_list("desk_id", flat=True))


def hear(*, desk_id: int, clock: Callable[[], datetime]) -> int:
    """Read a desk's bot once; returns how many chats were linked. One worker reads at a time."""
    now = clock()
    if not TelegramBot.objects.filter(_unread(now), desk_id=desk_id).update(read_until=now + LEASE):
        return 0
    row = TelegramBot.objects.filter(desk_id=desk_id).first()
    if row is None:
        # The bot was taken away at this very moment.
        return 0
    try:
        told = calling.call(unseal(row.token), "getUpdates", offset=row.position, timeout=0, limit=AT_ONCE, allowed_updates=["message"])
        linked = sum(_heard(desk_id, update, clock) for update in _updates(told))
        last = max((update["update_id"] for update in _updates(told)), default=None)
    except (MarketplaceError, Unsealable) as error:
        _log.info("bot_not_heard", desk_id=desk_id, error=type(error).__name__)
        if isinstance(error, Denied | Unsealable):
            bots.note(desk_id=desk_id, works=False, now=clock())
        # The lease stays: a bot that cannot be heard is asked again when it has run out, and costs the others no time until then.
        return 0
    position = row.position if last is None else max(row.position, last + 1)
    TelegramBot.objects.filter(desk_id=desk_id, name=row.name).update(position=position, read_until=None, failing_since=None)
    return linked


def _unread(now: datetime) -> Q:
    return Q(read_until__isnull=True) | Q(read_until__lte=now)


def _updates(told: Any) -> list[Mapping[str, Any]]:
    rows = told if isinstance(told, list) else []
    return [row for row in rows if isinstance(row, dict) and isinstance(row.get("update_id"), int)]


def _heard(desk_id: int, update: Mapping[str, Any], clock: Callable[[], datetime]) -> bool:
    """Whether an update is a code said in a private chat, and links it. In a group others would read what a person is told."""
    message = update.get("message")
    if not isinstance(message, dict):
        return False
    chat, said = message.get("chat"), message.get("text")
    if not isinstance(chat, dict) or chat.get("type") != "private" or not isinstance(chat.get("id"), int) or not isinstance(said, str):
        return False
    found = _START.fullmatch(said.strip())
    return found is not None and linking.redeem(desk_id=desk_id, code=found[1], chat=chat["id"], now=clock())
