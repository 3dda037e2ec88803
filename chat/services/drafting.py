"""Drafts: what one person has begun to write in one thread. Two windows of one person do not write over each other."""

from collections.abc import Collection
from datetime import datetime

from chat.models import Draft, Thread
from chat.services import reaching
from sellerdesk import drafts
from sellerdesk.commands import command
from sellerdesk.drafts import Kept


def of(desk_id: int, thread_id: int, user_id: int) -> Kept:
    """One person's draft in one thread."""
    row = Draft.objects.filter(desk_id=desk_id, thread_id=thread_id, user_id=user_id).first()
    return drafts.kept(row)


@command
def save(*, desk_id: int, shop_ids: Collection[int], thread_id: int, user_id: int, text: str, version: int, now: datetime) -> Kept:
    """Keep the draft that was begun on `version` (0: on none); without text there is no draft any more.

    Stale, with the other text, where another window of the same person has kept one since: which of them stays is the person's to
    say, by saving on that one's version. Refused: draft_too_long. Nobody else is told.
    """
    reaching.seen(desk_id, shop_ids, thread_id)
    text = drafts.tidied(text)
    mine = Draft.objects.filter(desk_id=desk_id, thread_id=thread_id, user_id=user_id)
    row = mine.select_for_update(no_key=True).first()
    if row is None:
        return _begin(desk_id, thread_id, user_id, text, version, now)
    return drafts.write(row, text, version, now)


def put_back(thread: Thread, user_id: int, text: str, now: datetime) -> tuple[int, str]:
    """Put a text back before what is in the draft by now; returns its version and whole text. Inside a command, thread locked."""
    row = Draft.objects.select_for_update(no_key=True).filter(desk_id=thread.desk_id, thread_id=thread.pk, user_id=user_id).first()
    if row is None:
        row = Draft(desk_id=thread.desk_id, thread_id=thread.pk, user_id=user_id, text="", version=0)
    found = drafts.put_before(row, text, now)
    return found.version, found.text


def _begin(desk_id: int, thread_id: int, user_id: int, text: str, version: int, now: datetime) -> Kept:
    if not text:
        return Kept()
    row, made = Draft.objects.get_or_create(
        desk_id=desk_id, thread_id=thread_id, user_id=user_id, defaults={"text": text, "version": version + 1, "updated_at": now}
    )
    if not made and row.text != text:
        raise drafts.stale(row)
    return drafts.kept(row)
