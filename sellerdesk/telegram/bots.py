"""A desk's bot: connected, disconnected. Commands, audited; Telegram itself is asked before, by who calls them.

Every change holds the desk: where there is no bot yet, it has no row.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError
from django.utils.translation import gettext as _

from sellerdesk import audit, commands, desks
from sellerdesk.domain.actor import Actor
from sellerdesk.errors import Denied, MarketplaceError, NotVisible, Refusal
from sellerdesk.models import TelegramBot, TelegramLink
from sellerdesk.sealing import seal, unseal
from sellerdesk.telegram import calling, linking


@dataclass(frozen=True, slots=True)
class Bot:
    """A desk's bot as pages show it."""

    name: str
    failing_since: datetime | None
    people: int
    connected_at: datetime
    digest: str
    """Another one for each token, for who has to know whether it is still the same; never shown."""


def of(desk_id: int) -> Bot | None:
    """The bot of a desk, and how many people it writes to."""
    row = TelegramBot.objects.filter(desk_id=desk_id).first()
    if row is None:
        return None
    people = TelegramLink.objects.filter(desk_id=desk_id, chat__isnull=False).count()
    return Bot(row.name, row.failing_since, people, row.created_at, row.token_digest)


def token_of(desk_id: int) -> str | None:
    """The token of a desk's bot in the open; None without one. Refused with sealing.Unsealable."""
    sealed = TelegramBot.objects.filter(desk_id=desk_id).values_list("token", flat=True).first()
    return None if sealed is None else unseal(sealed)


def name_of(token: str) -> str:
    """What Telegram says this token's bot is called. Outside commands.

    Refused: token_malformed, token_unknown, telegram_silent; bot_elsewhere, where Telegram gives what people write to it to another
    program: we would never hear a code.
    """
    if not calling.TOKEN.fullmatch(token):
        raise Refusal("token_malformed", _("This is no token of a bot."), _("Copy it from BotFather: a number, a colon, and a long word."))
    try:
        name = _told(token, "getMe", "username")
        hears = _told(token, "getWebhookInfo", "url")
    except Denied:
        raise Refusal("token_unknown", _("Telegram does not know this token."), _("Copy it from BotFather once more.")) from None
    except MarketplaceError:
        raise Refusal("telegram_silent", _("Telegram did not answer, so nothing was saved."), _("Try again in a minute.")) from None
    if not name.isascii() or not name.replace("_", "").isalnum() or len(name) > 64:
        raise Refusal("token_unknown", _("Telegram does not know this token."), _("Copy it from BotFather once more."))
    if hears:
        message = _("Another program hears what is written to this bot, so nobody could link their chat. Nothing was saved.")
        raise Refusal(
            "bot_elsewhere", message, _("Make a bot of its own for the desk with BotFather, or take the other program’s webhook away.")
        )
    return name


def _told(token: str, method: str, name: str) -> str:
    """One text of what a method tells; empty where there is none."""
    told = calling.call(token, method)
    return str(told.get(name) or "") if isinstance(told, dict) else ""


@commands.command
def connect(*, desk_id: int, name: str, token: str, actor: Actor, now: datetime) -> None:
    """Have this bot write to the desk's people. Another bot than before knows none of their chats: they are unlinked, and told so.

    Refused: bot_taken (another desk has it: two desks would take each other's updates).
    """
    desks.hold(desk_id)
    row = TelegramBot.objects.filter(desk_id=desk_id).first()
    try:
        # The database alone knows of other desks: of two that name one bot at this moment, the second waits here for the first.
        with commands.attempt():
            _keep(desk_id, name, token, is_same=row is not None and row.name == name, now=now)
    except IntegrityError:
        message = _("Another desk of this installation has this bot, and a bot can serve one desk alone. Nothing was saved.")
        raise Refusal("bot_taken", message, _("Make a second bot with BotFather, or have it forgotten in the other desk first.")) from None
    audit.record(desk_id, actor, "telegram.connected", "telegram", {"bot": row.name} if row else None, {"bot": name}, now)


def _keep(desk_id: int, name: str, token: str, *, is_same: bool, now: datetime) -> None:
    digest = hashlib.sha256(token.encode()).hexdigest()
    if is_same:
        TelegramBot.objects.filter(desk_id=desk_id).update(token=seal(token), token_digest=digest, failing_since=None)
        return
    linking.lose_all(desk_id, now)
    TelegramBot.objects.filter(desk_id=desk_id).delete()
    TelegramBot.objects.create(desk_id=desk_id, name=name, token=seal(token), token_digest=digest, created_at=now)


@commands.command
def disconnect(*, desk_id: int, actor: Actor, now: datetime) -> None:
    """Forget the bot and all chats with it; whose these were are told. NotVisible where there is none."""
    desks.hold(desk_id)
    row = TelegramBot.objects.filter(desk_id=desk_id).first()
    if row is None:
        raise NotVisible
    linking.lose_all(desk_id, now)
    row.delete()
    audit.record(desk_id, actor, "telegram.disconnected", "telegram", {"bot": row.name}, None, now)


@commands.command
def note(*, desk_id: int, works: bool, now: datetime) -> None:
    """Telegram knows the bot's token, or not any more: since when is shown where it is connected."""
    rows = TelegramBot.objects.filter(desk_id=desk_id, failing_since__isnull=not works)
    rows.update(failing_since=None if works else now)
