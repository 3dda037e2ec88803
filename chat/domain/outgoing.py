"""What may leave for a buyer, and when. Pure: one answer for the command, the button and the API."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sellerdesk.domain import leaving


LATEST: Final = timedelta(days=30)
"""How far ahead a message may be put off: the marketplace may have closed the conversation by then."""
MEGABYTE: Final = 1024 * 1024
_UNSENDABLE = re.compile("[\0\ud800-\udfff]")
"""No database and no marketplace takes half a character, or a text that ends in its middle."""
_UNSEEN = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one message may hold: characters of text, number of files, bytes of one file and of all together."""

    text: int = 1000
    files: int = 10
    file: int = 5 * MEGABYTE
    together: int = 30 * MEGABYTE


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message that is about to go: its text, the sizes of its files in bytes, and when it is to go (None: now)."""

    text: str
    sizes: Sequence[int] = ()
    not_before: datetime | None = None
    done: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """Why it may not go: a code, and the figure that the sentence about it names."""

    code: str
    figure: int = 0


def tidy(text: str) -> str:
    """A text as it leaves: one kind of line end, nothing that cannot be seen at its ends, no control characters."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def is_whole(text: str) -> bool:
    """Whether every sign of a text can be kept and sent."""
    return _UNSENDABLE.search(text) is None


def why_not_go(message: Outgoing, limits: Limits, now: datetime) -> Fault | None:
    """The first thing against a message, or None.

    Codes: message_empty, text_too_long, text_has_signs, too_many_files, files_too_large, later_is_past, later_is_too_far,
    later_stays_open. What is in the text besides is `text_policy`'s to say.
    """
    if not message.text.strip() and not message.sizes:
        return Fault("message_empty")
    if len(message.text) > limits.text:
        return Fault("text_too_long", limits.text)
    if not is_whole(message.text):
        return Fault("text_has_signs")
    if len(message.sizes) > limits.files:
        return Fault("too_many_files", limits.files)
    if sum(message.sizes) > limits.together:
        return Fault("files_too_large", limits.together // MEGABYTE)
    return _why_not_then(message, now)


def _why_not_then(message: Outgoing, now: datetime) -> Fault | None:
    if message.not_before is None:
        return None
    if message.not_before <= now:
        return Fault("later_is_past")
    if message.not_before > now + LATEST:
        return Fault("later_is_too_far", LATEST.days)
    # Until it goes the buyer still waits: it cannot be done already.
    return Fault("later_stays_open") if message.done else None


def leaves_at(not_before: datetime | None, now: datetime) -> datetime:
    """The first moment at which a worker may take it. One for later can be taken back until then, so it needs no more time."""
    return not_before or leaving.leaves_at(now)
