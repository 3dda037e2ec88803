"""Sending: a message is written and owed to the marketplace in one step, once, and only by who has seen what came before."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError
from django.utils.translation import gettext as _

from chat.domain.facts import subject_of
from chat.domain.outgoing import Outgoing, leaves_at, tidy, why_not_go
from chat.models import Attachment, Draft, Message, Thread
from chat.services import folding, newer, owing, reaching, wordings
from sellerdesk import audit, commands, replies, work
from sellerdesk.commands import command
from sellerdesk.domain.actor import Actor
from sellerdesk.errors import Refusal, Stale
from sellerdesk.policy import Judged


Delivery = Message.Delivery


@dataclass(frozen=True, slots=True)
class Sent:
    """A message on its way. `repeated`: it was there already, from the same key. Until `leaves_at` it can be taken back."""

    message_id: int
    arrival: int
    delivery: str
    leaves_at: datetime
    repeated: bool = False


@command
def send(
    *, desk_id: int, shop_ids: Collection[int], thread_id: int, user_id: int | None, actor: Actor, text: str, files: Sequence[int],
    client_key: uuid.UUID, seen: int, done: bool = False, not_before: datetime | None = None, draft: int | None = None, reason: str = "",
    brought: Sequence[Attachment] = (), now: datetime,
) -> Sent:  # fmt: skip
    """Send a message in a thread, now or at a moment, with `files` picked before (ids), and mark the thread done if wanted.

    `brought` are checked files that no draft has and that no row tells of yet, behind the picked ones (`enclosing`).

    The same `client_key` again is the same message, also while the first is still running. `seen` is the newest arrival that its
    author has seen: Stale, with what is newer, where the buyer, the marketplace or another person wrote since. `draft` is the
    version of the draft that this was; a newer one stays. Without `user_id` a program sends. `reason` is why the text goes in spite
    of a warning; it is kept in the audit entry.

    Refused: the codes of `why_not_go` and of `policy.why_not_send`, file_gone, key_used. NotVisible for a thread of another desk or shop.
    """
    thread = reaching.thread(desk_id, shop_ids, thread_id)
    if (first := _first(thread, user_id, client_key)) is not None:
        return first
    if (unseen := newer.than(thread, seen, user_id)) is not None:
        raise Stale(newer.sentence(unseen, now), newer.told(thread, unseen))
    text = tidy(text)
    picked = [*_picked(thread, user_id, files), *brought]
    judged = _judged(thread, text, picked, not_before, done=done, reason=reason, now=now)
    if judged.refusal is not None:
        raise judged.refusal
    message = _write(thread, user_id, client_key, text, picked, min(seen, thread.arrivals), not_before, now)
    if done:
        # Not `done_arrival`: should the marketplace refuse the message, what it answers waits again.
        Thread.objects.filter(desk_id=desk_id, pk=thread.pk).update(done_at=now, done_by_id=user_id)
    folding.fold(reaching.shop(thread.shop_id), [thread.pk], now=now)
    _clear(thread, user_id, draft)
    after = {"thread": thread.pk, "files": len(picked), "later": not_before.isoformat() if not_before else "", "done": done}
    after |= judged.overridden
    audit.record(desk_id, actor, "message.sent", f"message:{message.pk}", None, after, now)
    return Sent(message.pk, message.arrival, message.delivery, leaves_at(not_before, now))


def _first(thread: Thread, user_id: int | None, client_key: uuid.UUID) -> Sent | None:
    """The message that this key already stands for. The thread is locked, so one that was still running has ended by now."""
    found = Message.objects.filter(desk_id=thread.desk_id, client_key=client_key).first()
    if found is None:
        return None
    if found.thread_id != thread.pk or found.author_id != user_id:
        raise _key_used()
    return Sent(found.pk, found.arrival, found.delivery, leaves_at(found.not_before, found.at), repeated=True)


def _key_used() -> Refusal:
    return Refusal("key_used", _("This key was used for another message."), _("Take a new key for each message."))


def _picked(thread: Thread, user_id: int | None, files: Sequence[int]) -> list[Attachment]:
    """The author's picked files in the wanted order, locked. Refused: file_gone."""
    mine = Attachment.objects.select_for_update(no_key=True).filter(
        desk_id=thread.desk_id, thread_id=thread.pk, message__isnull=True, author_id=user_id, state=Attachment.State.KEPT
    )
    found = {one.pk: one for one in mine.filter(pk__in=list(files)).order_by("pk")} if files and user_id is not None else {}
    wanted = list(dict.fromkeys(files))
    if missing := [one for one in wanted if one not in found]:
        message = _("A file of this message is not there any more (%(number)d).") % {"number": len(missing)}
        raise Refusal("file_gone", message, _("Attach it again."))
    return [found[one] for one in wanted]


def _judged(
    thread: Thread, text: str, picked: Sequence[Attachment], not_before: datetime | None, *, done: bool, reason: str, now: datetime
) -> Judged:
    shop = reaching.shop(thread.shop_id)
    outgoing = Outgoing(text, [one.size or 0 for one in picked], not_before, done)
    fault = why_not_go(outgoing, wordings.limits_of(shop), now)
    if fault is not None:
        return Judged(wordings.refusal(fault))
    return wordings.why_not_text(text, replies.facts_of(thread.desk_id, subject_of(thread.pk), [thread.shop_id]), shop, reason)


def _write(
    thread: Thread, user_id: int | None, client_key: uuid.UUID, text: str, picked: Sequence[Attachment], covers: int,
    not_before: datetime | None, now: datetime,
) -> Message:  # fmt: skip
    """The message with its files, and what is owed for it."""
    try:
        with commands.attempt():
            message = Message.objects.create(
                desk_id=thread.desk_id, shop_id=thread.shop_id, thread_id=thread.pk, arrival=thread.arrivals + 1, at=now,
                sender=Message.Sender.SHOP, text=text, buyer_id=thread.buyer_id, files=len(picked), author_id=user_id,
                client_key=client_key, covers=covers, delivery=Delivery.QUEUED, not_before=not_before,
            )  # fmt: skip
    except IntegrityError as error:
        # At the same instant in another thread, which this thread's lock does not hold back.
        raise _key_used() from error
    for place, one in enumerate(picked):
        one.message_id, one.place = message.pk, place
        one.save(update_fields=None if one._state.adding else ["message", "place"])
    message.outbound = owing.owe(message, str(client_key), leaves_at(not_before, now), now)
    message.save(update_fields=["outbound"])
    return message


def _clear(thread: Thread, user_id: int | None, draft: int | None) -> None:
    """What was the draft is sent, and nobody is writing any more."""
    if user_id is None:
        return
    if draft is not None:
        Draft.objects.filter(desk_id=thread.desk_id, thread_id=thread.pk, user_id=user_id, version__lte=draft).delete()
    work.release_lease(thread.desk_id, subject_of(thread.pk), user_id)
