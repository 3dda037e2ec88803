"""The shop's credit, line by line and day by day: rulebook 10 to 12 and 16 to 20.

A line's own facts (when its review takes effect, turns good, ends) are settled first. Same-item and
month-cap rules couple the lines of one buyer, so those are folded together.
"""

from bisect import insort
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import NamedTuple

from reviews.domain.verdicts import Verdict
from sellerdesk.domain.rules import RuleProfile


class Cell(IntEnum):
    """Where an effective review stands in the report. NONE is not there (yet, or any more)."""

    NONE = 0
    GOOD = 1
    NEUTRAL = 2
    BAD = 3
    SAME_ITEM = 4
    MONTH_CAP = 5


@dataclass(frozen=True, slots=True)
class Side:
    """The accepted review of one side of a line."""

    at: datetime
    verdict: Verdict
    changed_at: datetime | None
    deleted_at: datetime | None


class Course(NamedTuple):
    """When a line's credit begins (UTC), what it is worth, when it turns good, when it ends."""

    since: datetime
    verdict: Verdict
    good_at: datetime | None
    until: datetime | None


def course_of(
    *,
    buyer: Side | None,
    shop: Side | None,
    placed_at: datetime,
    completed_at: datetime | None,
    struck_at: datetime | None,
    rules: RuleProfile,
) -> Course | None:
    """What one order line earns by itself, or None (rulebook 10, 11, 12, 20).

    Without a buyer's review it can only be a default good, caused by the shop's own good and gone
    with it. The trade exists from `placed_at` on, whatever its reviews say.
    """
    if buyer is not None:
        since = buyer.at
        if rules.waits_for_both_sides and completed_at is not None:
            assert rules.review_window is not None
            since = max(buyer.at, shop.at) + rules.both_sides_delay if shop is not None else completed_at + rules.review_window
        course = Course(max(since, placed_at), buyer.verdict, buyer.changed_at, _earliest(buyer.deleted_at, struck_at))
    else:
        if shop is None or shop.verdict is not Verdict.GOOD or not rules.default_good or completed_at is None:
            return None
        assert rules.review_window is not None
        since = completed_at + rules.review_window
        course = Course(max(since, placed_at), Verdict.GOOD, None, _earliest(shop.deleted_at, struck_at))
    return None if course.until is not None and course.until <= course.since else course


def _earliest(*instants: datetime | None) -> datetime | None:
    return min((instant for instant in instants if instant is not None), default=None)


class Line(NamedTuple):
    """One line of a buyer in the shop's local days, ready to be folded."""

    placed_at: datetime
    order: str
    line: str
    month: int
    """The local month of the order's `at`."""
    product: str
    since: int
    verdict: Verdict
    good_day: int | None
    until: int | None


Steps = tuple[tuple[int, Cell], ...]
"""(first day, cell) in order of days; the last one lasts for ever."""


def fold(lines: Sequence[Line], rules: RuleProfile) -> list[Steps]:
    """Where each line of one buyer stands from which day on, in the order given (rulebook 16, 17)."""
    if rules.same_item_gap is None and rules.goods_per_buyer_month is None:
        return [_alone(line) for line in lines]
    if len(lines) == 1 or not _are_coupled(lines, rules):
        return [_alone(line) for line in lines]
    return _Fold(lines, rules).run()


def _are_coupled(lines: Sequence[Line], rules: RuleProfile) -> bool:
    """Whether two lines share a product, or a month more lines than may count: else each stands by itself."""
    if rules.same_item_gap is not None and len({line.product for line in lines}) < len(lines):
        return True
    most = rules.goods_per_buyer_month
    return most is not None and len(lines) > most and max(Counter(line.month for line in lines).values()) > most


_PLAIN = {Verdict.GOOD: Cell.GOOD, Verdict.NEUTRAL: Cell.NEUTRAL, Verdict.BAD: Cell.BAD}


def _spans(line: Line) -> list[tuple[int, Verdict | None]]:
    """(day, verdict from that day on, None once it is gone) of a line by itself."""
    if line.until is not None and line.until <= line.since:
        return []
    verdict = Verdict.GOOD if line.good_day is not None and line.good_day <= line.since else line.verdict
    spans: list[tuple[int, Verdict | None]] = [(line.since, verdict)]
    if line.good_day is not None and line.since < line.good_day and (line.until is None or line.good_day < line.until):
        spans.append((line.good_day, Verdict.GOOD))
    if line.until is not None:
        spans.append((line.until, None))
    return spans


def _alone(line: Line) -> Steps:
    return tuple((day, Cell.NONE if verdict is None else _PLAIN[verdict]) for day, verdict in _spans(line))


class _Fold:
    """Walks the days on which something happens and touches only what shares a rule with it."""

    def __init__(self, lines: Sequence[Line], rules: RuleProfile) -> None:
        self.lines = lines
        self.rules = rules
        self.verdicts: list[Verdict | None] = [None] * len(lines)
        self.steps: list[list[tuple[int, Cell]]] = [[] for _ in lines]
        self.groups: dict[tuple[str, Verdict], list[tuple[datetime, str, str, int]]] = {}
        self.goods: dict[int, list[tuple[datetime, str, str, int]]] = {}
        self.passed: set[int] = set()

    def run(self) -> list[Steps]:
        events: dict[int, list[tuple[int, Verdict | None]]] = {}
        for i, line in enumerate(self.lines):
            for day, verdict in _spans(line):
                events.setdefault(day, []).append((i, verdict))
        for day in sorted(events):
            touched = {i for i, _ in events[day]}
            groups = self._move(events[day])
            for group in groups:
                touched |= self._same_item(group)
            for month in {self.lines[i].month for i in touched}:
                touched |= self._month_cap(month)
            self._note(day, touched)
        return [tuple(own) for own in self.steps]

    def _key(self, i: int) -> tuple[datetime, str, str, int]:
        return (*self.lines[i][:3], i)

    def _move(self, events: Iterable[tuple[int, Verdict | None]]) -> set[tuple[str, Verdict]]:
        groups: set[tuple[str, Verdict]] = set()
        for i, verdict in events:
            product, old = self.lines[i].product, self.verdicts[i]
            if old in {Verdict.GOOD, Verdict.BAD}:
                self.groups[product, old].remove(self._key(i))
                groups.add((product, old))
            if verdict in {Verdict.GOOD, Verdict.BAD}:
                insort(self.groups.setdefault((product, verdict), []), self._key(i))
                groups.add((product, verdict))
            self.passed.discard(i)
            if old is Verdict.GOOD:
                self._drop_good(i)
            self.verdicts[i] = verdict
        return groups

    def _drop_good(self, i: int) -> None:
        month = self.goods.get(self.lines[i].month, [])
        if self._key(i) in month:
            month.remove(self._key(i))

    def _same_item(self, group: tuple[str, Verdict]) -> set[int]:
        """Rulebook 16: one passes if its order is at least the gap after the last one that passed."""
        touched = set()
        last: datetime | None = None
        for placed_at, _, _, i in self.groups[group]:
            passes = self.rules.same_item_gap is None or last is None or placed_at >= last + self.rules.same_item_gap
            if passes:
                last = placed_at
            if passes == (i in self.passed):
                continue
            touched.add(i)
            if passes:
                self.passed.add(i)
                if group[1] is Verdict.GOOD:
                    insort(self.goods.setdefault(self.lines[i].month, []), self._key(i))
            else:
                self.passed.discard(i)
                self._drop_good(i)
        return touched

    def _month_cap(self, month: int) -> set[int]:
        return {key[3] for key in self.goods.get(month, [])}

    def _cell(self, i: int) -> Cell:
        verdict = self.verdicts[i]
        if verdict is None:
            return Cell.NONE
        if verdict is Verdict.NEUTRAL:
            return Cell.NEUTRAL
        if i not in self.passed:
            return Cell.SAME_ITEM
        if verdict is Verdict.BAD or self.rules.goods_per_buyer_month is None:
            return _PLAIN[verdict]
        first = self.goods[self.lines[i].month][: self.rules.goods_per_buyer_month]
        return Cell.GOOD if self._key(i) in first else Cell.MONTH_CAP

    def _note(self, day: int, touched: Iterable[int]) -> None:
        for i in touched:
            cell = self._cell(i)
            before = self.steps[i][-1][1] if self.steps[i] else Cell.NONE
            if cell is not before:
                self.steps[i].append((day, cell))
