"""What is owed to a marketplace for a message."""

from datetime import datetime

from chat.domain.facts import subject_of
from chat.models import Message
from sellerdesk import outbox


KIND = "chat.message"


def owe(message: Message, key: str, leaves: datetime, now: datetime) -> int:
    """Owe a message; returns the delivery's id. `key` is its own for each time that the message is owed. Inside a command.

    The messages of a thread leave in the order in which they were written. One for later has a lane of its own: in the thread's it
    would hold back everything that is written until then.
    """
    lane = subject_of(message.thread_id) if message.not_before is None else f"later:{message.pk}"
    owed = outbox.enqueue(
        message.desk_id, KIND, key, {"message": message.pk}, now=now, shop_id=message.shop_id, lane=lane, not_before=leaves
    )
    if owed is None:
        raise ValueError(f"The delivery {key} is owed already.")
    return owed


def owe_again(message: Message, leaves: datetime, now: datetime) -> int:
    """The same after a delivery that is over: named after it, so that it is repeated once only."""
    return owe(message, f"{message.client_key}:{message.outbound}", leaves, now)
