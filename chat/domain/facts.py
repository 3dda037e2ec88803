"""Who speaks in a conversation, in numbers that give the order at one instant. Pure."""

from typing import Final


BUYER: Final = 1
SHOP: Final = 2
MARKETPLACE: Final = 3
SPEAKERS: Final = {"buyer": BUYER, "seller": SHOP, "marketplace": MARKETPLACE}
"""By the feed's word."""

KIND: Final = "chat_reply"
"""Work items: a buyer waits for an answer."""


def subject_of(thread_id: int) -> str:
    """The key of a thread for work items, leases and notices."""
    return f"thread:{thread_id}"


def thread_of(subject: str) -> int:
    """The thread of such a key."""
    return int(subject.removeprefix("thread:"))
