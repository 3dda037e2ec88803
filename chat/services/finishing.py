"""Saying that a conversation needs nothing more, and taking that back."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from chat.domain.facts import KIND, subject_of
from chat.domain.waiting import DONE
from chat.services import folding, reached
from chat.services.reached import Reached
from sellerdesk import audit, setwise, work
from sellerdesk.commands import command
from sellerdesk.domain.actor import Actor
from sellerdesk.errors import Refusal, Stale


@command
def finish(*, desk_id: int, shop_ids: Collection[int], thread_id: int, seen: int, actor: Actor, user_id: int | None, now: datetime) -> None:
    """Done: what waits in this thread needs no answer. `seen` is the newest arrival that the person had before them; what has not
    come yet nobody has seen.

    What nobody has answered then ends as not answered (CH-01). Refused: done_already. Stale, with what is newer, where the buyer has
    written since. NotVisible elsewhere.
    """
    found = reached.thread(desk_id, shop_ids, thread_id)
    if refusal := why_not_finish(found):
        raise refusal
    if newer := newer_than(found, seen):
        raise Stale(_("The buyer has written again. Read it first."), {"seen": found.arrivals, "messages": newer})
    seen = min(seen, found.arrivals)
    setwise.run(
        "INSERT INTO chat_finish (desk_id, thread_id, arrival, at, by_id) VALUES (%s, %s, %s, %s, %s)",
        [desk_id, thread_id, seen, now, user_id],
    )
    setwise.run(
        "UPDATE chat_thread SET done_at = %s, done_by_id = %s, done_arrival = greatest(done_arrival, %s),"
        " seen_arrival = greatest(seen_arrival, %s) WHERE desk_id = %s AND id = %s",
        [now, user_id, seen, seen, desk_id, thread_id],
    )
    work.close_items(desk_id, KIND, [subject_of(thread_id)], DONE, now)
    folding.fold(found.shop, [thread_id], now=now)
    audit.record(desk_id, actor, "chat.done", subject_of(thread_id), None, {"seen": seen}, now)


@command
def reopen(*, desk_id: int, shop_ids: Collection[int], thread_id: int, actor: Actor, now: datetime) -> None:
    """Not done after all: what nobody has answered waits again, since when it was asked.

    Refused: not_done. NotVisible elsewhere.
    """
    found = reached.thread(desk_id, shop_ids, thread_id)
    if refusal := why_not_reopen(found):
        raise refusal
    setwise.run(
        "DELETE FROM chat_finish WHERE desk_id = %s AND id = (SELECT max(id) FROM chat_finish WHERE desk_id = %s AND thread_id = %s)",
        [desk_id, desk_id, thread_id],
    )
    setwise.run(
        "UPDATE chat_thread SET done_at = NULL, done_by_id = NULL, done_arrival = coalesce((SELECT max(arrival) FROM chat_finish"
        " WHERE desk_id = %s AND thread_id = %s), 0) WHERE desk_id = %s AND id = %s",
        [desk_id, thread_id, desk_id, thread_id],
    )
    folding.fold(found.shop, [thread_id], now=now)
    audit.record(desk_id, actor, "chat.reopened", subject_of(thread_id), None, None, now)


def why_not_finish(found: Reached) -> Refusal | None:
    """Why a thread cannot be said to be done, or None: done_already."""
    if found.done_at is not None:
        return Refusal("done_already", _("This conversation is done already."))
    return None


def why_not_reopen(found: Reached) -> Refusal | None:
    """Why a thread cannot be opened again, or None: not_done."""
    if found.done_at is None:
        return Refusal("not_done", _("This conversation is open."))
    return None


def newer_than(found: Reached, seen: int) -> list[dict[str, Any]]:
    """What the buyer has written since `seen` and not taken back, oldest first: for the page and for programs."""
    if seen >= found.arrivals:
        return []
    rows = setwise.rows(
        "SELECT id, arrival, at, coalesce(new_text, text) FROM chat_message WHERE desk_id = %s AND thread_id = %s AND sender = 1"
        " AND removed_at IS NULL AND arrival > %s ORDER BY arrival LIMIT 50",
        [found.shop.desk_id, found.id, seen],
    )
    return [{"id": own_id, "arrival": arrival, "sender": "buyer", "at": at.isoformat(), "text": text} for own_id, arrival, at, text in rows]
