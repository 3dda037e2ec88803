"""Which marks of a conversation count (feed: of several within 24 hours the last). Pure."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple


WITHIN = timedelta(hours=24)


class Mark(NamedTuple):
    """One mark: whose conversation, for which agent, when; the outside id breaks ties by code point."""

    id: int
    conversation: str
    agent: str
    at: datetime
    outside_id: str


def counting(marks: Iterable[Mark]) -> set[int]:
    """Ids of the marks that count: those that no later one of the same conversation and agent follows within 24 hours."""
    groups: dict[tuple[str, str], list[Mark]] = defaultdict(list)
    for mark in marks:
        groups[mark.conversation, mark.agent].append(mark)
    counted = set()
    for group in groups.values():
        group.sort(key=lambda mark: (mark.at, mark.outside_id))
        counted |= {
            mark.id for mark, following in zip(group, [*group[1:], None], strict=True) if not following or following.at - mark.at > WITHIN
        }
    return counted
