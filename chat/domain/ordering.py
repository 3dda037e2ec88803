"""The lines of a conversation in their order: messages, notes and what happened, by day. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `what` is the message, note or event itself; a day for a day, nothing for the divider of what is unread."""

    kind: Literal["day", "unread", "message", "note", "event"]
    at: datetime
    what: Any = None


_RANK = {"event": 0, "message": 1, "note": 2}


def lines(
    messages: Iterable[Any],
    notes: Iterable[Any],
    events: Iterable[Any],
    *,
    zone: tzinfo,
    unread_after: int | None,
) -> list[Line]:
    """All of it by time, with a line for each new day (of the reader's) and one before the first unread message of the buyer.

    `unread_after` is the newest arrival that was seen; None shows no divider. What stands before an answer of the shop is read.
    """
    told = [Line("message", one.at, one) for one in messages]
    told += [Line("note", one.at, one) for one in notes]
    told += [Line("event", one.at, one) for one in events]
    # Messages keep the order in which they are given: at one instant it says more than the clock.
    told.sort(key=lambda line: (line.at, _RANK[line.kind]))
    answered = max((place for place, line in enumerate(told) if line.kind == "message" and line.what.is_ours), default=-1)
    made: list[Line] = []
    day: date | None = None
    divided = unread_after is None
    for place, line in enumerate(told):
        own = line.at.astimezone(zone).date()
        if own != day:
            made.append(Line("day", line.at, own))
            day = own
        if not divided and place > answered and _is_unread(line, unread_after or 0):
            made.append(Line("unread", line.at))
            divided = True
        made.append(line)
    return made


def _is_unread(line: Line, seen: int) -> bool:
    return bool(line.kind == "message" and line.what.is_buyers and line.what.arrival > seen)
