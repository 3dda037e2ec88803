"""What the queue adds up to: how many are late, due within the hour, later; whose; and the dots of the day line. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sellerdesk.domain.dayline import GROUPS, Axis, Group
from sellerdesk.domain.deadlines import Urgency


Headline = Literal["nothing", "late_and_hour", "late", "hour", "today", "later"]


@dataclass(frozen=True, slots=True)
class Bucket:
    """Open items of one kind in one slot of the day line, either all the reader's or all not."""

    kind: str
    slot: int | None
    """None holds what has no deadline."""
    mine: bool
    count: int
    soon: int
    """How many are in the last third of their time."""
    first_due: datetime | None
    first_item: int


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many items stand in each group."""

    by_group: Counter[Group]

    @property
    def total(self) -> int:
        """All of them."""
        return self.by_group.total()

    @property
    def headline(self) -> Headline:
        """Which sentence says it."""
        late, hour, today = (self.by_group[group] > 0 for group in GROUPS[:3])
        if late:
            return "late_and_hour" if hour else "late"
        if hour:
            return "hour"
        if today:
            return "today"
        return "later" if self.total else "nothing"


@dataclass(frozen=True, slots=True)
class Dot:
    """One or many deadlines at one place of the day line."""

    x: float
    state: Urgency
    count: int
    due_at: datetime
    """The first of them."""
    item: int
    """The item that is due first."""


def count(buckets: Iterable[Bucket], axis: Axis) -> Numbers:
    """The numbers of these buckets."""
    found: Counter[Group] = Counter()
    for bucket in buckets:
        found[axis.group_of(bucket.slot)] += bucket.count
    return Numbers(found)


def by_kind(buckets: Iterable[Bucket], axis: Axis) -> dict[str, tuple[int, int]]:
    """Of each kind, how many items there are and how many of these are late."""
    found: dict[str, tuple[int, int]] = {}
    for bucket in buckets:
        every, late = found.get(bucket.kind, (0, 0))
        found[bucket.kind] = every + bucket.count, late + (bucket.count if axis.group_of(bucket.slot) == "late" else 0)
    return found


def next_due(buckets: Iterable[Bucket]) -> datetime | None:
    """The first deadline of all, past ones too."""
    return min((bucket.first_due for bucket in buckets if bucket.first_due is not None), default=None)


def dots(buckets: Sequence[Bucket], axis: Axis) -> list[Dot]:
    """The dots of one lane from left to right, one for each slot that holds something."""
    by_slot: dict[int, list[Bucket]] = {}
    for bucket in buckets:
        if bucket.slot is not None:
            by_slot.setdefault(bucket.slot, []).append(bucket)
    return [_dot(by_slot[slot], slot, axis) for slot in sorted(by_slot)]


def _dot(merged: Sequence[Bucket], slot: int, axis: Axis) -> Dot:
    first_due, first_item = min((bucket.first_due, bucket.first_item) for bucket in merged if bucket.first_due is not None)
    late = axis.group_of(slot) == "late"
    state: Urgency = "late" if late else "soon" if any(bucket.soon for bucket in merged) else ""
    return Dot(axis.x(first_due), state, sum(bucket.count for bucket in merged), first_due, first_item)
