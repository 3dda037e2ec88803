"""Drafts: what one person has begun to write about one review or question. Two windows of one person do not write over each other."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from reviews.domain.answering import About
from reviews.models import AnswerDraft
from reviews.services import reaching
from sellerdesk.commands import command
from sellerdesk.errors import Refusal, Stale


LONGEST = 100_000
"""Characters. More than most answers may have, so that what is too long to be sent is kept until it is shortened."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft as it is kept; version 0 where there is none."""

    text: str = ""
    version: int = 0
    at: datetime | None = None


@command
def save(*, desk_id: int, shop_ids: Collection[int], about: About, user_id: int, text: str, version: int, now: datetime) -> Kept:
    """Keep the draft that was begun on `version` (0: on none); without text there is no draft any more. Nobody else is told.

    Stale, with the other text, where another window of the same person has kept one since: which of them stays is the person's to
    say, by saving on that one's version. Refused: draft_too_long. NotVisible for what is of another desk or shop.
    """
    reaching.look(desk_id, shop_ids, about)
    if len(text) > LONGEST:
        raise Refusal("draft_too_long", _("This draft is too long to be kept."), _("Shorten it; this browser still has it."))
    text = text.replace("\r\n", "\n").replace("\0", "")
    row = _mine(desk_id, about, user_id)
    if row is None:
        if not text:
            return Kept()
        row, made = AnswerDraft.objects.get_or_create(
            desk_id=desk_id, **about.column(), user_id=user_id, defaults={"text": text, "version": version + 1, "updated_at": now}
        )
        if made:
            return _kept(row)
    if row.text == text:
        return _kept(row)
    if row.version != version:
        message = _("You also wrote here in another window.")
        raise Stale(message, {"text": row.text, "version": row.version, "at": row.updated_at.isoformat()})
    if not text:
        row.delete()
        return Kept()
    row.text, row.version, row.updated_at = text, row.version + 1, now
    row.save(update_fields=["text", "version", "updated_at"])
    return _kept(row)


def put_back(desk_id: int, about: About, user_id: int, text: str, now: datetime) -> Kept:
    """Put a text back before what is in the draft by now. Inside a command, what it is about locked."""
    row = _mine(desk_id, about, user_id) or AnswerDraft(desk_id=desk_id, **about.column(), user_id=user_id, text="", version=0)
    row.text = "\n\n".join(dict.fromkeys(part for part in (text, row.text) if part))
    row.version, row.updated_at = row.version + 1, now
    row.save()
    return _kept(row)


def clear(desk_id: int, about: About, user_id: int, version: int) -> None:
    """The draft of this version was sent; a newer one stays. Inside a command."""
    AnswerDraft.objects.filter(desk_id=desk_id, **about.column(), user_id=user_id, version__lte=version).delete()


def of(desk_id: int, about: About, user_id: int) -> Kept:
    """One person's draft about it."""
    row = AnswerDraft.objects.filter(desk_id=desk_id, **about.column(), user_id=user_id).first()
    return Kept() if row is None else _kept(row)


def _mine(desk_id: int, about: About, user_id: int) -> AnswerDraft | None:
    mine = AnswerDraft.objects.select_for_update(no_key=True)
    return mine.filter(desk_id=desk_id, **about.column(), user_id=user_id).first()


def _kept(row: AnswerDraft) -> Kept:
    return Kept(row.text, row.version, row.updated_at)
