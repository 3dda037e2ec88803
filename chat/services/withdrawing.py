"""Messages that have not reached the buyer: taken back, changed, sent again, put off."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from chat.domain.outgoing import Outgoing, leaves_at, why_not_go
from chat.models import Attachment, Message, Said, Thread
from chat.services import drafting, folding, newer, owing, reaching, wordings
from sellerdesk import audit, outbox
from sellerdesk.commands import command
from sellerdesk.domain.actor import Actor
from sellerdesk.errors import NotVisible, Stale
from sellerdesk.shops import ShopFacts


Delivery = Message.Delivery
_WAITS = (Delivery.QUEUED, Delivery.BY_HAND)


@dataclass(frozen=True, slots=True)
class Restored:
    """What is the draft again: the thread, the whole text of the draft, its version."""

    thread_id: int
    text: str
    version: int


@command
def take_back(*, desk_id: int, shop_ids: Collection[int], message_id: int, user_id: int, actor: Actor, now: datetime) -> Restored:
    """Take a message back that no worker holds yet; its text and files are this person's draft again. Twice is once.

    Stale where it is on its way. NotVisible for one of another desk or shop.
    """
    message = reaching.own_message(desk_id, shop_ids, message_id)
    if message.delivery == Delivery.CANCELLED:
        return _as_it_stands(message, user_id)
    if message.delivery not in _WAITS or message.outbound is None:
        raise _on_its_way()
    # Before the thread is locked, as who settles a delivery does: in the other order the two could wait for each other.
    outbox.cancel(desk_id, message.outbound, now=now)
    return _back_to_the_draft(message, _WAITS, user_id, actor, now)


@command
def call_off(*, desk_id: int, shop_ids: Collection[int], message_id: int, actor: Actor, now: datetime) -> None:
    """Take a message back that a program wrote and no worker holds yet: it is nobody's draft, and is not kept. Twice is once.

    Stale where it is on its way. NotVisible for one of another desk or shop, and for a person's, whose draft it would be.
    """
    message = reaching.own_message(desk_id, shop_ids, message_id)
    if message.author_id is not None or message.automatic:
        raise NotVisible
    if message.delivery == Delivery.CANCELLED:
        return
    if message.delivery not in _WAITS or message.outbound is None:
        raise _on_its_way()
    outbox.cancel(desk_id, message.outbound, now=now)
    _stand_for_nothing(message, _WAITS, None, actor, now)


@command
def edit(*, desk_id: int, shop_ids: Collection[int], message_id: int, user_id: int, actor: Actor, now: datetime) -> Restored:
    """Make a message that was refused this person's draft again. Twice is once. Stale where it is not refused any more."""
    message = reaching.own_message(desk_id, shop_ids, message_id)
    if message.delivery == Delivery.CANCELLED:
        return _as_it_stands(message, user_id)
    return _back_to_the_draft(message, (Delivery.REFUSED,), user_id, actor, now)


@command
def again(
    *, desk_id: int, shop_ids: Collection[int], message_id: int, user_id: int | None, actor: Actor, seen: int, now: datetime
) -> datetime:
    """Send a message that was refused once more, as it is; returns when it leaves. Twice is once.

    Stale where it is not refused any more, or where something newer than arrival `seen` came.
    """
    message = reaching.own_message(desk_id, shop_ids, message_id)
    _put_away_failed(message, now)
    thread = reaching.thread(desk_id, shop_ids, message.thread_id)
    message.refresh_from_db()
    if message.delivery == Delivery.QUEUED:
        return leaves_at(message.not_before, message.at)
    if message.delivery != Delivery.REFUSED:
        raise _on_its_way()
    if (unseen := newer.than(thread, seen, user_id)) is not None:
        raise Stale(newer.sentence(unseen, now), newer.told(thread, unseen))
    # The newest that was written in the thread: whoever is writing there has not seen that it goes.
    message.arrival, message.covers = thread.arrivals + 1, min(seen, thread.arrivals)
    _owe_again(message, None, now)
    folding.fold(reaching.shop(thread.shop_id), [thread.pk], now=now)
    audit.record(desk_id, actor, "message.sent_again", f"message:{message.pk}", None, {"thread": thread.pk}, now)
    return leaves_at(None, now)


@command
def reschedule(
    *, desk_id: int, shop_ids: Collection[int], message_id: int, actor: Actor, not_before: datetime | None, now: datetime
) -> datetime:
    """Give a message for later another moment, or let it go now (None); returns when it leaves.

    Stale where it is on its way. Refused: later_is_past, later_is_too_far.
    """
    message = reaching.own_message(desk_id, shop_ids, message_id)
    if message.delivery != Delivery.QUEUED or message.not_before is None or message.outbound is None:
        raise _on_its_way()
    if (fault := why_not_go(Outgoing(message.text or "-", (), not_before), wordings.limits_of(_shop_of(message)), now)) is not None:
        raise wordings.refusal(fault)
    before = {"at": message.not_before.isoformat()}
    outbox.cancel(desk_id, message.outbound, now=now)
    reaching.thread(desk_id, shop_ids, message.thread_id)
    message.refresh_from_db()
    _owe_again(message, not_before, now)
    folding.fold(_shop_of(message), [message.thread_id], now=now)
    after = {"at": not_before.isoformat() if not_before else ""}
    audit.record(desk_id, actor, "message.put_off", f"message:{message.pk}", before, after, now)
    return leaves_at(not_before, now)


def _owe_again(message: Message, not_before: datetime | None, now: datetime) -> None:
    message.at, message.not_before, message.delivery, message.reason = now, not_before, Delivery.QUEUED, ""
    message.outbound = owing.owe_again(message, leaves_at(not_before, now), now)
    message.save(update_fields=["arrival", "covers", "at", "not_before", "delivery", "reason", "outbound"])


def _back_to_the_draft(message: Message, allowed: Collection[str], user_id: int, actor: Actor, now: datetime) -> Restored:
    """Text and files go to the draft of who takes them, and the message stands for nothing any more."""
    _stand_for_nothing(message, allowed, user_id, actor, now)
    draft = drafting.of(message.desk_id, message.thread_id, user_id)
    return Restored(message.thread_id, draft.text, draft.version)


def _stand_for_nothing(message: Message, allowed: Collection[str], user_id: int | None, actor: Actor, now: datetime) -> None:
    """The message is not sent; with `user_id` its text and files are that person's draft."""
    _put_away_failed(message, now)
    thread = reaching.thread(message.desk_id, [message.shop_id], message.thread_id)
    message.refresh_from_db()
    if message.delivery not in allowed:
        raise _on_its_way()
    if user_id is not None:
        drafting.put_back(thread, user_id, message.text, now)
    # Without a person its files are nobody's any more, and a worker removes them.
    Attachment.objects.filter(desk_id=message.desk_id, message_id=message.pk).update(message_id=None, author_id=user_id)
    # What nobody was sent is kept in one place: the draft.
    message.text, message.files, message.delivery = "", 0, Delivery.CANCELLED
    message.save(update_fields=["text", "files", "delivery"])
    # Nor is it found by its words any more.
    Said.objects.filter(desk_id=message.desk_id, message_id=message.pk).delete()
    if thread.done_at == message.at and thread.done_by_id == message.author_id:
        Thread.objects.filter(desk_id=thread.desk_id, pk=thread.pk).update(done_at=None, done_by_id=None)
    folding.fold(_shop_of(message), [thread.pk], now=now)
    audit.record(message.desk_id, actor, "message.taken_back", f"message:{message.pk}", None, {"thread": thread.pk}, now)


def _as_it_stands(message: Message, user_id: int) -> Restored:
    draft = drafting.of(message.desk_id, message.thread_id, user_id)
    return Restored(message.thread_id, draft.text, draft.version)


def _put_away_failed(message: Message, now: datetime) -> None:
    """A refused message is sent anew or not at all: its delivery is not sent again, and nobody needs to look at it.

    Before the thread is locked, as who settles a delivery does.
    """
    if message.delivery == Delivery.REFUSED:
        outbox.put_away(message.desk_id, [message.outbound], now=now)


def _shop_of(message: Message) -> ShopFacts:
    return reaching.shop(message.shop_id)


def _on_its_way() -> Stale:
    return Stale(_("This message is on its way already."))
