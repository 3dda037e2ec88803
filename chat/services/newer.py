"""What came into a thread that the author of an answer has not seen."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from chat.models import Message, Thread
from sellerdesk import wording


MOST = 50


def than(thread: Thread, seen: int, user_id: int | None) -> list[Message] | None:
    """What the buyer, the marketplace or another person wrote after arrival `seen`, oldest first; None where that is nothing.

    Of many, the newest 50: whoever writes has to read the conversation itself then.

    One's own messages from another tab are no surprise, nor is the desk's automatic answer, nor what was taken back or removed.
    """
    if seen >= thread.arrivals:
        return None
    unseen = Message.objects.filter(
        desk_id=thread.desk_id, thread_id=thread.pk, arrival__gt=seen, removed_at__isnull=True, automatic=False
    ).exclude(delivery=Message.Delivery.CANCELLED)
    if user_id is not None:
        unseen = unseen.exclude(client_key__isnull=False, author_id=user_id)
    return list(unseen.select_related("author").order_by("-arrival")[:MOST])[::-1] or None


def sentence(unseen: Sequence[Message], now: datetime) -> str:
    """Who was faster, as the page says it."""
    last = unseen[-1]
    # Clocks of marketplaces may be ahead of ours.
    ago = wording.age(min(last.at, now), now=now)
    if last.sender == Message.Sender.BUYER:
        return _("The buyer wrote %(ago)s. Your text is kept below, not sent.") % {"ago": ago}
    if last.sender == Message.Sender.MARKETPLACE:
        return _("The marketplace wrote %(ago)s. Your text is kept below, not sent.") % {"ago": ago}
    if last.author is None:
        return _("Somebody answered %(ago)s. Your text is kept below, not sent.") % {"ago": ago}
    who = last.author.name or last.author.email
    return _("%(who)s answered %(ago)s. Your text is kept below, not sent.") % {"who": who, "ago": ago}


def told(thread: Thread, unseen: Sequence[Message]) -> dict[str, Any]:
    """For the page and for programs: what to show, and what to send as `seen` when the author has read it."""
    return {
        "seen": thread.arrivals,
        "messages": [
            {
                "id": one.pk,
                "arrival": one.arrival,
                "sender": Message.Sender(one.sender).name.lower(),
                "at": one.at.isoformat(),
                "text": one.text if one.new_text is None else one.new_text,
            }
            for one in unseen
        ],
    }
