"""Linking a person's chat with the desk's bot: a code that is good once, for a quarter of an hour, heard by the bot."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from sellerdesk import audit, commands, notices, telegram
from sellerdesk.domain import actor as actors
from sellerdesk.domain.actor import Actor
from sellerdesk.errors import Refusal
from sellerdesk.models import Membership, TelegramBot, TelegramLink
from sellerdesk.notice_choices import TELEGRAM


LASTS = timedelta(minutes=15)
LOST = "telegram_lost"
"""The notice that one's chat is not linked any more."""
BLOCKED, BOT = "telegram", "telegram:bot"
"""What it is about: the person blocked the bot, or somebody took it away."""


@commands.command
def ask(*, desk_id: int, user_id: int, now: datetime) -> str:
    """A new code for a person, which is shown once; an earlier one opens nothing any more. Refused: no_bot."""
    if not TelegramBot.objects.filter(desk_id=desk_id).exists():
        raise Refusal("no_bot", _("This desk has no Telegram bot."), _("An owner or manager connects one in the settings."))
    code = secrets.token_urlsafe(24)
    fields = {"code_hash": _hash(code), "code_until": now + LASTS}
    TelegramLink.objects.update_or_create(desk_id=desk_id, user_id=user_id, defaults=fields)
    return code


@commands.command
def redeem(*, desk_id: int, code: str, chat: int, now: datetime) -> bool:
    """The bot has heard a code in a private chat: that is the person's now. False for a code that is used, too old or none.

    The person is answered there. Of two that redeem one code at once, the second finds none.
    """
    open_codes = TelegramLink.objects.select_for_update(no_key=True).filter(desk_id=desk_id, code_until__gt=now)
    row = open_codes.filter(code_hash=_hash(code)).first()
    member = row and Membership.objects.select_related("user").filter(desk_id=desk_id, user_id=row.user_id, user__is_active=True).first()
    if row is None or not member:
        return False
    row.chat, row.linked_at, row.code_hash, row.code_until = chat, now, "", None
    row.save(update_fields=["chat", "linked_at", "code_hash", "code_until"])
    audit.record(desk_id, actors.person(row.user_id, member.user.email), "telegram.linked", f"user:{row.user_id}", None, None, now)
    telegram.owe(desk_id, row.user_id, "linked", f"linked:{row.user_id}:{now.isoformat()}", context={}, now=now)
    return True


@commands.command
def unlink(*, desk_id: int, user_id: int, actor: Actor, now: datetime) -> None:
    """Write to a person no more. Twice is once."""
    forget(desk_id, user_id, actor=actor, now=now)


def forget(desk_id: int, user_id: int, *, actor: Actor, now: datetime, why: str = "") -> None:
    """Inside a command: whose chat it was is kept no more, nor a code that is open. Twice is once."""
    if TelegramLink.objects.filter(desk_id=desk_id, user_id=user_id).delete()[0]:
        audit.record(desk_id, actor, "telegram.unlinked", f"user:{user_id}", None, {"why": why} if why else None, now)


@commands.command
def lose(*, desk_id: int, user_id: int, chat: int, now: datetime) -> None:
    """Telegram says that the person blocked the bot: the chat is unlinked, and the person told in the desk and by mail."""
    if TelegramLink.objects.filter(desk_id=desk_id, user_id=user_id, chat=chat).delete()[0]:
        audit.record(desk_id, actors.SYSTEM, "telegram.unlinked", f"user:{user_id}", None, {"why": "blocked"}, now)
        notices.tell(desk_id, [user_id], LOST, BLOCKED, now=now, without=frozenset({TELEGRAM}))


def lose_all(desk_id: int, now: datetime) -> None:
    """Inside a command: the bot that knew these chats goes. Whoever was told by it learns that in the desk and by mail."""
    links = TelegramLink.objects.filter(desk_id=desk_id)
    told = list(links.filter(chat__isnull=False).order_by("user_id").values_list("user_id", flat=True))
    links.delete()
    notices.tell(desk_id, told, LOST, BOT, now=now, without=frozenset({TELEGRAM}))


@commands.command
def test(*, desk_id: int, user_id: int, now: datetime) -> None:
    """Owe a message that says nothing but that the way is open. Refused: not_linked."""
    if not is_linked(desk_id, user_id):
        raise Refusal("not_linked", _("Your Telegram is not linked with this desk."), _("Link it first."))
    telegram.owe(desk_id, user_id, "test", f"test:{user_id}:{now.isoformat()}", context={}, now=now)


def is_linked(desk_id: int, user_id: int) -> bool:
    """Whether the bot writes to a person."""
    return TelegramLink.objects.filter(desk_id=desk_id, user_id=user_id, chat__isnull=False).exists()


def _hash(code: str) -> str:
    # The code is random, so a plain digest cannot be guessed back.
    return hashlib.sha256(code.encode()).hexdigest()
