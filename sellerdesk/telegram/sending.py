"""Sending one message by Telegram: written in the reader's language at the moment of sending, in the words of the mail."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from sellerdesk import access, notice_mail
from sellerdesk.delivery.senders import Withdrawn
from sellerdesk.domain import permissions
from sellerdesk.errors import Denied, Transient
from sellerdesk.marketplaces import reasons
from sellerdesk.models import TelegramLink, User
from sellerdesk.outbox import Claimed
from sellerdesk.sealing import Unsealable
from sellerdesk.telegram import bots, calling, linking


LONGEST = 4000
"""Telegram takes 4096 characters."""


def send(claimed: Claimed) -> None:
    """Send one message that is owed. Outside transactions. Withdrawn where there is nobody to tell or nothing to say any more.

    Where nobody knows whether Telegram took it, it is Transient: a message that comes twice does less harm than none.
    """
    person = User.objects.filter(pk=claimed.payload["user"], is_active=True).first()
    link = TelegramLink.objects.filter(desk_id=claimed.desk_id, user_id=claimed.payload["user"], chat__isnull=False).first()
    try:
        token = bots.token_of(claimed.desk_id)
    except Unsealable:
        raise Transient(reasons.KEY_LOST) from None
    if person is None or link is None or link.chat is None or token is None:
        raise Withdrawn
    text = _written(claimed, person)
    if not text:
        raise Withdrawn
    try:
        calling.call(token, "sendMessage", chat_id=link.chat, text=text, link_preview_options={"is_disabled": True})
    except calling.Blocked:
        linking.lose(desk_id=claimed.desk_id, user_id=person.pk, chat=link.chat, now=datetime.now(UTC))
        raise Withdrawn from None
    except Denied:
        bots.note(desk_id=claimed.desk_id, works=False, now=datetime.now(UTC))
        raise
    bots.note(desk_id=claimed.desk_id, works=True, now=datetime.now(UTC))


def _written(claimed: Claimed, person: User) -> str:
    language = person.language if person.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with translation.override(language), timezone.override(ZoneInfo(person.time_zone or "UTC")):
        here = access.as_person(claimed.desk_id, person.pk, may=permissions.DESK_SEE)
        if here is None:
            return ""
        if claimed.payload["sort"] == "linked":
            return _("%(desk)s: you will be told here. What, and when not, you choose in the desk under Settings, Notifications.") % {
                "desk": here.desk.name
            }
        if claimed.payload["sort"] == "test":
            return _("%(desk)s: this is a test. It arrived.") % {"desk": here.desk.name}
        lines = notice_mail.lines(here, person, claimed.payload["context"], datetime.now(UTC), channel="by_telegram")
        return _whole(here.desk.name, [f"{line['text']}\n{line['link']}" for line in lines])


def _whole(desk: str, parts: list[str]) -> str:
    """As many whole notices as fit into a message; the rest waits in the desk."""
    if not parts:
        return ""
    text = desk
    for part in parts:
        if len(text) + len(part) + 2 > LONGEST:
            return f"{text}\n\n…"
        text = f"{text}\n\n{part}"
    return text
