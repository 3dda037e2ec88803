"""What the credit page asks of the ledger: figures, the days they are over, and what moved them. Pure; an address is never an error."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal, NamedTuple, get_args

from reviews.domain.credit import Cell
from reviews.domain.levels import LEVELS, level
from sellerdesk.domain.cursors import EARLIEST, LARGEST_ID, LATEST, moment


Over = Literal["7", "30", "180", "older", "total", "start"]
"""Rows by their effective time: the last days, before these, all; or all as they stood before this month."""
Standing = Literal["good", "neutral", "bad", "scored", "same_item", "month_cap"]
Cause = Literal[
    "new_good", "default_good", "new_neutral", "new_bad", "new_same_item", "new_month_cap", "changed", "deleted_by_buyer",
    "deleted_by_marketplace", "default_withdrawn", "struck", "released", "displaced", "shifted",
]  # fmt: skip
Which = Standing | Cause | Literal["pending"]

SPANS: Final[tuple[tuple[Over, int], ...]] = (("7", 7), ("30", 30), ("180", 180))
"""Local days, today among them."""
OVERS: Final[tuple[Over, ...]] = get_args(Over)
CAUSES: Final[tuple[Cause, ...]] = get_args(Cause)
FIRST: Final[frozenset[Cause]] = frozenset({"new_good", "default_good", "new_neutral", "new_bad", "new_same_item", "new_month_cap"})
"""Causes of a line's first step; all others are of later ones."""
PENDING: Final = "pending"
CELLS: Final[dict[Which, tuple[Cell, ...]]] = {
    "good": (Cell.GOOD,),
    "neutral": (Cell.NEUTRAL,),
    "bad": (Cell.BAD,),
    "scored": (Cell.GOOD, Cell.NEUTRAL, Cell.BAD),
    "same_item": (Cell.SAME_ITEM,),
    "month_cap": (Cell.MONTH_CAP,),
}
VERDICTS: Final[tuple[Standing, ...]] = ("good", "neutral", "bad")
NOT_SCORED: Final[tuple[Standing, ...]] = ("same_item", "month_cap")
_ALL: Final[tuple[Which, ...]] = (*CELLS, PENDING, *CAUSES)
_LAST_DAY = date.max.toordinal()


class Cursor(NamedTuple):
    """The last row that was shown: its place in the order (microseconds, or a day's ordinal) and its id."""

    place: int
    id: int

    @property
    def instant(self) -> datetime:
        """The place as a moment."""
        return moment(self.place)

    def text(self) -> str:
        """For the address."""
        return f"{self.place}-{self.id}"


@dataclass(frozen=True, slots=True)
class Asked:
    """The rows behind one figure: which they are, over which days, and where to go on."""

    which: Which = "scored"
    over: Over = "total"
    after: Cursor | None = None

    @property
    def is_cause(self) -> bool:
        """Whether it asks for moves of this month, rather than for where lines stand."""
        return self.which in CAUSES


def read(told: Mapping[str, str]) -> Asked:
    """What an address says (`which`, `over`, `after`); anything unknown is left at all scored ones, in all."""
    which = told.get("which", "")
    over = told.get("over", "")
    return Asked(
        which if which in _ALL else "scored",
        over if over in OVERS else "total",
        _cursor(told.get("after", ""), days=which in CAUSES),
    )


def is_figure(told: Mapping[str, str]) -> bool:
    """Whether the address names a figure that there is, and days that there are."""
    return told.get("which", "scored") in _ALL and told.get("over", "total") in OVERS


def _cursor(text: str, *, days: bool) -> Cursor | None:
    found = re.fullmatch(r"(-?\d{1,18})-(\d{1,19})", text, re.ASCII)
    if not found:
        return None
    cursor = Cursor(int(found[1]), int(found[2]))
    least, most = (1, _LAST_DAY) if days else (EARLIEST, LATEST)
    return cursor if least <= cursor.place <= most and cursor.id <= LARGEST_ID else None


class Rung(NamedTuple):
    """A level (rulebook 19): its first and last score, None where it has no end, and the points to the next one."""

    level: int
    first: int | None
    last: int | None
    missing: int | None


def rung(score: int) -> Rung:
    """The level of a score with its range."""
    own = level(score)
    following = LEVELS[own] if own < len(LEVELS) else None
    return Rung(
        own,
        LEVELS[own - 1] if own else None,
        None if following is None else following - 1,
        None if following is None else following - score,
    )


@dataclass(frozen=True, slots=True)
class Movement:
    """What one cause did since the month began: how many times, and by how much it moved each count."""

    cause: Cause
    times: int = 0
    good: int = 0
    neutral: int = 0
    bad: int = 0
    same_item: int = 0
    month_cap: int = 0

    @property
    def score(self) -> int:
        """By how much it moved the score."""
        return self.good - self.bad

    @property
    def not_scored(self) -> int:
        """By how much it moved the reviews that are not scored."""
        return self.same_item + self.month_cap


NAMES: Final = {Cell.GOOD: "good", Cell.NEUTRAL: "neutral", Cell.BAD: "bad", Cell.SAME_ITEM: "same_item", Cell.MONTH_CAP: "month_cap"}
"""The report's words."""


def movements(moves: Iterable[tuple[Cause, Cell, Cell, int]]) -> list[Movement]:
    """Moves as (cause, cell before, cell after, times), added up by cause in the order of CAUSES; only causes that moved something."""
    sums: dict[Cause, dict[str, int]] = {}
    for cause, before, after, times in moves:
        own = sums.setdefault(cause, {"times": 0})
        own["times"] += times
        for cell, by in ((before, -times), (after, times)):
            if cell is not Cell.NONE:
                own[NAMES[cell]] = own.get(NAMES[cell], 0) + by
    return [Movement(cause, **sums[cause]) for cause in CAUSES if cause in sums]


Counts = tuple[int, int, int]
"""Good, neutral, bad."""


def split(parts: Mapping[Over, Counts], total: Counts) -> list[tuple[Over, Counts]]:
    """The rows of the split: each span holds the shorter ones; what `parts` tell is of the days between them. Older is the rest."""
    rows: list[tuple[Over, Counts]] = []
    so_far: Counts = (0, 0, 0)
    for over, _days in SPANS:
        so_far = _added(so_far, parts.get(over, (0, 0, 0)))
        rows.append((over, so_far))
    return [*rows, ("older", _added(total, tuple(-one for one in so_far))), ("total", total)]


def _added(some: Sequence[int], more: Sequence[int]) -> Counts:
    good, neutral, bad = (one + other for one, other in zip(some, more, strict=True))
    return good, neutral, bad
