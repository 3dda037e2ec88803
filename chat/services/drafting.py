"""Drafts: what one person has begun to write in one thread. Two windows of one person do not write over each other."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from chat.models import Draft, Thread
from chat.services import reaching
from sellerdesk.commands import command
from sellerdesk.errors import Refusal, Stale


LONGEST = 100_000
"""Characters. More than any message may have, so that what is too long to be sent is kept until it is shortened."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft as it is kept; version 0 where there is none."""

    text: str = ""
    version: int = 0
    at: datetime | None = None


def of(desk_id: int, thread_id: int, user_id: int) -> Kept:
    """One person's draft in one thread."""
    row = Draft.objects.filter(desk_id=desk_id, thread_id=thread_id, user_id=user_id).first()
    return Kept() if row is None else Kept(row.text, row.version, row.updated_at)


@command
def save(*, desk_id: int, shop_ids: Collection[int], thread_id: int, user_id: int, text: str, version: int, now: datetime) -> Kept:
    """Keep the draft that was begun on `version` (0: on none); without text there is no draft any more.

    Stale, with the other text, where another window of the same person has kept one since: which of them stays is the person's to
    say, by saving on that one's version. Refused: draft_too_long. Nobody else is told.
    """
    reaching.seen(desk_id, shop_ids, thread_id)
    if len(text) > LONGEST:
        raise Refusal("draft_too_long", _("This draft is too long to be kept."), _("Shorten it; this browser still has it."))
    text = text.replace("\r\n", "\n").replace("\0", "")
    mine = Draft.objects.filter(desk_id=desk_id, thread_id=thread_id, user_id=user_id)
    row = mine.select_for_update(no_key=True).first()
    if row is None:
        return _begin(desk_id, thread_id, user_id, text, version, now)
    if row.text == text:
        return Kept(row.text, row.version, row.updated_at)
    if row.version != version:
        message = _("You also wrote here in another window.")
        raise Stale(message, {"text": row.text, "version": row.version, "at": row.updated_at.isoformat()})
    if not text:
        row.delete()
        return Kept()
    row.text, row.version, row.updated_at = text, row.version + 1, now
    row.save(update_fields=["text", "version", "updated_at"])
    return Kept(row.text, row.version, row.updated_at)


def put_back(thread: Thread, user_id: int, text: str, now: datetime) -> tuple[int, str]:
    """Put a text back before what is in the draft by now; returns its version and whole text. Inside a command, thread locked."""
    row = Draft.objects.select_for_update(no_key=True).filter(desk_id=thread.desk_id, thread_id=thread.pk, user_id=user_id).first()
    if row is None:
        row = Draft(desk_id=thread.desk_id, thread_id=thread.pk, user_id=user_id, text="", version=0)
    row.text = "\n\n".join(dict.fromkeys(part for part in (text, row.text) if part))
    row.version, row.updated_at = row.version + 1, now
    row.save()
    return row.version, row.text


def _begin(desk_id: int, thread_id: int, user_id: int, text: str, version: int, now: datetime) -> Kept:
    if not text:
        return Kept()
    row, made = Draft.objects.get_or_create(
        desk_id=desk_id, thread_id=thread_id, user_id=user_id, defaults={"text": text, "version": version + 1, "updated_at": now}
    )
    if not made and row.text != text:
        message = _("You also wrote here in another window.")
        raise Stale(message, {"text": row.text, "version": row.version, "at": row.updated_at.isoformat()})
    return Kept(row.text, row.version, row.updated_at)
