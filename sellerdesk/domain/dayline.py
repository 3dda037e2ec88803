"""The day line: a time axis in pieces, from what is overdue to next week, and the groups of the queue. Pure.

Places on the axis are numbers from 0 to 100. The next hour is wide, since that is where things can still be saved;
the past and the far future are squeezed, so that nothing ever falls off.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cached_property
from typing import Literal

from sellerdesk.domain.days import day_of, end_of


Group = Literal["late", "hour", "today", "week", "later"]
GROUPS: tuple[Group, ...] = ("late", "hour", "today", "week", "later")
LATE_ENDS, HOUR_ENDS, TODAY_ENDS, WEEK_ENDS = 14, 50, 76, 96
SLOT = 2
"""Dots closer than this are one dot."""
DAYS_IN_WEEK = 7
"""Today and the six days after it: a weekday's name says which one is meant."""
_HOUR, _WEEK, _TICK = timedelta(hours=1), timedelta(days=DAYS_IN_WEEK), timedelta(microseconds=1)
_SHORTEST_WITH_A_MIDDLE = timedelta(hours=4)

# What is late by an hour stands in the middle of its piece, and what is due a week after the week in the middle of the last.
_LATE_FROM, _LATE_TO = 1.0, 12.5
_LATER_FROM, _LATER_TO = 97.0, 99.0


@dataclass(frozen=True, slots=True)
class Label:
    """A word under the axis: `late`, `now`, `half` (in half an hour), a `clock` time or a `day`."""

    what: Literal["late", "now", "half", "clock", "day"]
    x: float
    at: datetime
    minor: bool = False
    """May be left out where there is little room."""


@dataclass(frozen=True)
class Axis:
    """The axis of one moment, in the reader's time zone."""

    now: datetime
    zone: tzinfo

    @cached_property
    def hour_ends(self) -> datetime:
        """An hour from now."""
        return self.now + _HOUR

    @cached_property
    def today_ends(self) -> datetime:
        """Midnight, or the end of the next hour where that is later: then nothing is left of today."""
        return max(self.hour_ends, self._midnight(1))

    @cached_property
    def week_ends(self) -> datetime:
        """The end of the sixth day after today."""
        return self._midnight(DAYS_IN_WEEK)

    @property
    def has_rest_of_today(self) -> bool:
        """Whether today goes on after the next hour."""
        return self.today_ends > self.hour_ends

    def group(self, due_at: datetime | None) -> Group:
        """Where an item stands in the queue. The hour goes before midnight; without a deadline it is later than all."""
        if due_at is None or due_at >= self.week_ends:
            return "later"
        if due_at <= self.now:
            return "late"
        if due_at < self.hour_ends:
            return "hour"
        return "today" if due_at < self.today_ends else "week"

    def x(self, due_at: datetime) -> float:
        """The place of a deadline: never earlier for a later one, and always inside its group's piece."""
        group = self.group(due_at)
        if group == "late":
            return _LATE_TO - (_LATE_TO - _LATE_FROM) * _squeezed(self.now - due_at, _HOUR)
        if group == "later":
            return _LATER_FROM + (_LATER_TO - _LATER_FROM) * _squeezed(due_at - self.week_ends, _WEEK)
        left, right, start, end = self._piece(group)
        return left + (right - left) * ((due_at - start) / (end - start))

    @cached_property
    def thresholds(self) -> tuple[datetime, ...]:
        """Where the slots begin, the first one excepted, in order: for `width_bucket`, which takes a beginning for a part of its slot."""
        return tuple(begins for begins, _ in self._slots)

    def slot(self, due_at: datetime) -> int:
        """The slot of a deadline, as `width_bucket(due_at, thresholds)` counts."""
        return bisect_right(self.thresholds, due_at)

    def group_of(self, slot: int | None) -> Group:
        """The group whose piece a slot belongs to; None is the slot of what has no deadline."""
        if slot is None:
            return "later"
        return "late" if slot == 0 else self._slots[slot - 1][1]

    @cached_property
    def labels(self) -> tuple[Label, ...]:
        """The words under the axis, from left to right."""
        return tuple(self._labels())

    @cached_property
    def _slots(self) -> tuple[tuple[datetime, Group], ...]:
        """The beginning of every slot but the first, with its group."""
        late: list[tuple[datetime, Group]] = [
            (self.now - _stretched((_LATE_TO - x) / (_LATE_TO - _LATE_FROM), _HOUR), "late") for x in range(SLOT, LATE_ENDS, SLOT)
        ]
        inner: list[tuple[datetime, Group]] = []
        for group in self._inner_groups():
            left, right, start, end = self._piece(group)
            # Due right now is late already.
            first = start + _TICK if group == "hour" else start
            inner.append((first, group))
            inner += [(start + (end - start) * ((x - left) / (right - left)), group) for x in range(left + SLOT, right, SLOT)]
        later: list[tuple[datetime, Group]] = [(self.week_ends, "later"), (self.week_ends + _WEEK, "later")]
        return (*late, *inner, *later)

    def _inner_groups(self) -> Iterator[Group]:
        yield "hour"
        if self.has_rest_of_today:
            yield "today"
        yield "week"

    def _piece(self, group: Group) -> tuple[int, int, datetime, datetime]:
        """From where to where a piece between now and the week's end goes, on the axis and in time."""
        if group == "hour":
            return LATE_ENDS, HOUR_ENDS, self.now, self.hour_ends
        if group == "today":
            return HOUR_ENDS, TODAY_ENDS, self.hour_ends, self.today_ends
        return TODAY_ENDS if self.has_rest_of_today else HOUR_ENDS, WEEK_ENDS, self.today_ends, self.week_ends

    def _labels(self) -> Iterator[Label]:
        yield Label("late", _LATE_TO / 2, self.now, minor=True)
        yield Label("now", LATE_ENDS, self.now)
        yield Label("half", (LATE_ENDS + HOUR_ENDS) / 2, self.now + _HOUR / 2, minor=True)
        yield Label("clock", HOUR_ENDS, self.hour_ends)
        if self.today_ends - self.hour_ends >= _SHORTEST_WITH_A_MIDDLE:
            middle = (self.hour_ends + (self.today_ends - self.hour_ends) / 2).astimezone(self.zone)
            hour = middle.replace(minute=0, second=0, microsecond=0).astimezone(UTC)
            yield Label("clock", self.x(hour), hour, minor=True)
        if self.has_rest_of_today:
            yield Label("clock", TODAY_ENDS, self.today_ends)
        for after in (2, 4, 6):
            begins, ends = self._midnight(after), self._midnight(after + 1)
            noon = begins + (ends - begins) / 2
            yield Label("day", self.x(noon), noon, minor=after != 6)

    def _midnight(self, days: int) -> datetime:
        """The end of today and of so many less one days after it."""
        return end_of(day_of(self.now, self.zone) + days - 1, self.zone)


def _squeezed(span: timedelta, half: timedelta) -> float:
    """A span of any length as a share below 1; `half` gives a half."""
    return span / (span + half)


def _stretched(share: float, half: timedelta) -> timedelta:
    """The span that `_squeezed` makes `share` of."""
    return half * (share / (1 - share))
