"""What becomes of a message that left: read for the marketplace, and written down when its fate is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_noop

from chat.models import Attachment, Message
from chat.services import adopting, folding, reaching
from sellerdesk import outbox
from sellerdesk.commands import note
from sellerdesk.fates import Fate
from sellerdesk.models import Outbound


Delivery = Message.Delivery
# A worker knows no reader: who shows them translates them.
CALLED_OFF = gettext_noop("It was called off on the page of deliveries.")
NOT_TAKEN = gettext_noop("The marketplace did not take this file.")


@dataclass(frozen=True, slots=True)
class Leaving:
    """A message as it leaves. `files` are names, content types and places."""

    conversation: str
    text: str
    key: str
    written_at: datetime
    files: Sequence[tuple[str, str, str]] = ()


def leaving(desk_id: int, message_id: int, outbound_id: int) -> Leaving | None:
    """The message as it is now; None where nothing is to be sent: taken back, owed anew since, or told by the marketplace already.

    Once a worker holds it, it is being sent, which the feed must know before the first word of it can come back from the marketplace. One
    statement by itself, as the worker's claim is: who holds the delivery is the only one who writes here.
    """
    own = Message.objects.filter(desk_id=desk_id, pk=message_id, outbound=outbound_id, record__isnull=True)
    if Outbound.objects.filter(desk_id=desk_id, pk=outbound_id, state=Outbound.State.CLAIMED).exists():
        own.filter(delivery=Delivery.QUEUED).update(delivery=Delivery.SENDING)
    message = own.select_related("thread").exclude(delivery=Delivery.CANCELLED).first()
    if message is None:
        return None
    files = Attachment.objects.filter(desk_id=desk_id, message_id=message_id, state=Attachment.State.KEPT).order_by("place", "id")
    return Leaving(
        conversation=message.thread.outside_id,
        text=message.text,
        key=str(message.client_key),
        written_at=message.at,
        files=[(one.name, one.content_type, one.file) for one in files],
    )


def settle(desk_id: int, message_id: int, outbound_id: int, fate: Fate, now: datetime) -> None:
    """Write what became of an attempt. Inside the command that settles the delivery.

    What the marketplace told by itself is more than any answer to us, and a delivery that was owed anew since says nothing any more.
    """
    found = Message.objects.filter(desk_id=desk_id, pk=message_id).values_list("thread_id", "shop_id").first()
    if found is None:
        return
    if fate.outside_id and Message.objects.filter(desk_id=desk_id, pk=message_id, outbound=outbound_id, outside_id__isnull=True).exists():
        adopting.name(reaching.shop(found[1]), message_id, fate.outside_id, now=now)
    thread = reaching.thread(desk_id, [found[1]], found[0])
    message = Message.objects.select_for_update(no_key=True).get(desk_id=desk_id, pk=message_id)
    if message.outbound != outbound_id or message.delivery == Delivery.CANCELLED:
        return
    if message.record is None:
        _judge(message, fate, now)
    else:
        # The feed told it while a worker had it, and left the delivery to that worker.
        outbox.told(desk_id, [outbound_id], now=now)
    message.save()
    if fate.failed_files:
        _lose(message, fate.failed_files)
    note(desk_id, "chat.delivered", shop_id=message.shop_id, thread=thread.pk, message=message.pk)
    folding.fold(reaching.shop(message.shop_id), [thread.pk], now=now)


def _judge(message: Message, fate: Fate, now: datetime) -> None:
    message.delivery = Delivery(fate.state)
    message.reason = fate.reason
    if fate.outcome == "cancelled":
        message.reason = CALLED_OFF
    if message.delivery in {Delivery.SENT, Delivery.MODERATED}:
        # One for later was said when it went, not when it was written.
        message.written_at = message.written_at or message.at
        message.at = fate.at or (now if message.not_before is not None else message.at)


def _lose(message: Message, names: Sequence[str]) -> None:
    """Files that did not go out though the text did: the thread says so."""
    files = Attachment.objects.filter(desk_id=message.desk_id, message_id=message.pk, name__in=list(names))
    files.update(state=Attachment.State.FAILED, reason=NOT_TAKEN)
