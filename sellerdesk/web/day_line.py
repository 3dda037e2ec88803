"""The day line in words: lanes of dots, and what stands under the axis."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from sellerdesk import waiting, wording
from sellerdesk.domain import queue
from sellerdesk.domain.dayline import Axis, Label
from sellerdesk.domain.queue import Bucket, Dot
from sellerdesk.rooms import Words
from sellerdesk.web.queue_list import Chip


@dataclass(frozen=True, slots=True)
class Mark:
    """A dot of a lane, with the words for it and the place in the queue it leads to."""

    dot: Dot
    words: str
    cursor: str
    """The page of the queue that begins with it; empty where the row is on this page."""


@dataclass(frozen=True, slots=True)
class Lane:
    """One lane."""

    label: Words
    icon: str
    count: int
    marks: Sequence[Mark]


@dataclass(frozen=True, slots=True)
class Word:
    """One word under the axis."""

    x: str
    text: str
    minor: bool
    now: bool


def lanes(chips: Sequence[Chip], buckets: Sequence[Bucket], axis: Axis, *, shown: Collection[int]) -> Iterator[Lane]:
    """The lanes of the kinds that have one; `shown` are the items whose rows are on this page."""
    for chip in chips:
        if chip.lane:
            own = [bucket for bucket in buckets if bucket.kind in chip.kinds]
            marks = [_mark(chip, dot, axis.now, shown) for dot in queue.dots(own, axis)]
            yield Lane(chip.label, chip.icon, sum(bucket.count for bucket in own), marks)


def words(axis: Axis) -> list[Word]:
    """What stands under the axis."""
    return [Word(f"{label.x:.2f}", _word(label), label.minor, label.what == "now") for label in axis.labels]


def ticks(axis: Axis) -> list[str]:
    """Where the pieces of the axis meet, the present excepted."""
    return [f"{label.x:.2f}" for label in axis.labels if label.what == "clock" and not label.minor]


def _mark(chip: Chip, dot: Dot, now: datetime, shown: Collection[int]) -> Mark:
    due = wording.deadline(dot.due_at, now=now)
    if dot.count == 1:
        text = _("%(lane)s: %(deadline)s") % {"lane": chip.label, "deadline": due}
    else:
        text = ngettext("%(lane)s: %(number)s, the first %(deadline)s", "%(lane)s: %(number)s, the first %(deadline)s", dot.count)
        text %= {"lane": chip.label, "number": wording.number(dot.count), "deadline": due}
    return Mark(dot, text, "" if dot.item in shown else str(waiting.before(dot.due_at)))


def _word(label: Label) -> str:
    if label.what == "late":
        return _("overdue")
    if label.what == "half":
        return _("+30 min")
    if label.what == "day":
        return wording.weekday(label.at.astimezone(timezone.get_current_timezone()).date())
    return wording.clock(label.at)
