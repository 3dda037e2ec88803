"""Drafts: what one person has begun to write about one review or question. Two windows of one person do not write over each other."""

from collections.abc import Collection
from datetime import datetime

from reviews.domain.answering import About
from reviews.models import AnswerDraft
from reviews.services import reaching
from sellerdesk import drafts
from sellerdesk.commands import command
from sellerdesk.drafts import Kept


@command
def save(*, desk_id: int, shop_ids: Collection[int], about: About, user_id: int, text: str, version: int, now: datetime) -> Kept:
    """Keep the draft that was begun on `version` (0: on none); without text there is no draft any more. Nobody else is told.

    Stale, with the other text, where another window of the same person has kept one since: which of them stays is the person's to
    say, by saving on that one's version. Refused: draft_too_long. NotVisible for what is of another desk or shop.
    """
    reaching.look(desk_id, shop_ids, about)
    text = drafts.tidied(text)
    row = _mine(desk_id, about, user_id)
    if row is None:
        if not text:
            return Kept()
        row, made = AnswerDraft.objects.get_or_create(
            desk_id=desk_id, **about.column(), user_id=user_id, defaults={"text": text, "version": version + 1, "updated_at": now}
        )
        if made:
            return drafts.kept(row)
    return drafts.write(row, text, version, now)


def put_back(desk_id: int, about: About, user_id: int, text: str, now: datetime) -> Kept:
    """Put a text back before what is in the draft by now. Inside a command, what it is about locked."""
    row = _mine(desk_id, about, user_id) or AnswerDraft(desk_id=desk_id, **about.column(), user_id=user_id, text="", version=0)
    return drafts.put_before(row, text, now)


def clear(desk_id: int, about: About, user_id: int, version: int) -> None:
    """The draft of this version was sent; a newer one stays. Inside a command."""
    AnswerDraft.objects.filter(desk_id=desk_id, **about.column(), user_id=user_id, version__lte=version).delete()


def of(desk_id: int, about: About, user_id: int) -> Kept:
    """One person's draft about it."""
    return drafts.kept(AnswerDraft.objects.filter(desk_id=desk_id, **about.column(), user_id=user_id).first())


def _mine(desk_id: int, about: About, user_id: int) -> AnswerDraft | None:
    mine = AnswerDraft.objects.select_for_update(no_key=True)
    return mine.filter(desk_id=desk_id, **about.column(), user_id=user_id).first()
