"""One call of Telegram's bot API, and one meaning for everything that can go wrong.

The token is in the address, so nothing of the address is logged or kept.
"""

import re
from datetime import timedelta
from typing import Any

import httpx
from django.conf import settings
from django.utils.translation import gettext_noop

from sellerdesk.errors import Denied, Limited, MarketplaceError, Permanent, Transient
from sellerdesk.marketplaces.http import client


SECONDS = 10.0
TOKEN = re.compile(r"[0-9]{3,20}:[A-Za-z0-9_-]{20,100}")
LONGEST_WAIT = timedelta(hours=2)
SILENT = gettext_noop("Telegram did not answer.")
NOT_LET_IN = gettext_noop("Telegram does not know this token any more.")
TOO_OFTEN = gettext_noop("It was too often for Telegram.")
NOT_TAKEN = gettext_noop("Telegram did not take it.")


class Blocked(MarketplaceError):
    """The person has blocked the bot, or the chat is gone."""


def call(token: str, method: str, **what: Any) -> Any:
    """The result of one method. Blocked, Limited with the wait told, Denied for a token that is not known, Transient, Permanent."""
    if not TOKEN.fullmatch(token):
        raise Denied(NOT_LET_IN)
    try:
        answer = client().post(f"{settings.TELEGRAM_API}/bot{token}/{method}", json=what, timeout=httpx.Timeout(SECONDS, connect=5.0))
    except httpx.HTTPError:
        # Its text may hold the address, and so the token.
        raise Transient(SILENT) from None
    told = _told(answer)
    if answer.status_code == 200 and told.get("ok") is True:
        return told.get("result")
    raise _failure(answer.status_code, told)


def _told(answer: httpx.Response) -> dict[str, Any]:
    try:
        told = answer.json()
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _failure(status: int, told: dict[str, Any]) -> MarketplaceError:
    said = str(told.get("description", "")).lower()
    if status == 429:
        after = (told.get("parameters") or {}).get("retry_after", 1)
        return Limited(TOO_OFTEN, wait=min(timedelta(seconds=max(1, after if isinstance(after, int) else 1)), LONGEST_WAIT))
    if status in {401, 404}:
        return Denied(NOT_LET_IN)
    if status == 403 or (status == 400 and "chat not found" in said):
        return Blocked(NOT_TAKEN)
    return Permanent(NOT_TAKEN) if status == 400 else Transient(SILENT)
