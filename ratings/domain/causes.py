"""Where low marks come from: the marks of groups of orders against all the others, and how far a group pulls the mean.

The ledger's marks are put to their orders by pseudonym, in memory, and only sums of groups are kept. Rulebook 9: a group of
fewer than five marks in a dimension is not told, nor one whose absence would tell such a group, nor a new state of a group
that is fewer than five marks apart from the one told before.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fractions import Fraction
from operator import add, sub

from ratings.domain.figures import CELLS, DIMENSIONS, STARS, Figure, figures_of
from ratings.domain.opening import apart, opens


Cells = tuple[int, ...]
NOTHING: Cells = (0,) * CELLS
Key = tuple[str, str]
"""(kind, code); an empty code is what the feed does not tell."""
Z95 = 1.959964
_WIDTH = len(STARS)
_ON_THE_WAY = ((3, "to_3_days"), (7, "to_7_days"), (14, "to_14_days"))


def shipping(ship_by: datetime | None, shipped_at: datetime | None) -> str:
    """Whether the parcel was handed over in time; empty where the feed does not tell."""
    if ship_by is None or shipped_at is None:
        return ""
    return "late" if shipped_at > ship_by else "in_time"


def on_the_way(shipped_at: datetime | None, delivered_at: datetime | None) -> str:
    """How long it was on its way, in classes; empty where the feed does not tell."""
    if shipped_at is None or delivered_at is None or delivered_at < shipped_at:
        return ""
    days = (delivered_at - shipped_at) / timedelta(days=1)
    return next((name for most, name in _ON_THE_WAY if days <= most), "over_14_days")


@dataclass(frozen=True, slots=True)
class Group:
    """The star counts of a group's marks and of all the other marks, as last told."""

    kind: str
    code: str
    own: Cells
    rest: Cells
    shown: tuple[bool, ...]
    """For each dimension whether it is told now. One that no longer is keeps its last state, so that the next one told is apart from it."""

    def figures(self, dimension: str) -> tuple[Figure, Figure]:
        """The group's marks of one dimension, and the others'."""
        return figures_of(self.own)[dimension], figures_of(self.rest)[dimension]


@dataclass(frozen=True, slots=True)
class Counted:
    """What was put together: the marks of each group, and all of them."""

    groups: Mapping[Key, Cells]
    total: Cells


@dataclass(frozen=True, slots=True)
class Pull:
    """By how much a group moves the dimension's mean: the mean of all less the mean of the others. Exact; its bounds are estimates."""

    kind: str
    code: str
    own: Figure
    rest: Figure
    by: Fraction
    low: float
    high: float

    @property
    def is_sure(self) -> bool:
        """Whether the 95 % interval leaves out nought."""
        return self.low > 0 or self.high < 0


def told_groups(counted: Mapping[Key, Cells], total: Cells) -> list[Group]:
    """The groups that may be told. `counted` parts the `total` by each kind: what it leaves over is not told by the feed."""
    by_kind: dict[str, dict[str, Cells]] = {}
    for (kind, code), cells in counted.items():
        by_kind.setdefault(kind, {})[code] = cells
    found = []
    for kind, codes in by_kind.items():
        told = [_told_of(codes, total, place) for place in range(len(DIMENSIONS))]
        for code in sorted(codes):
            shown = tuple(code in one for one in told)
            found.append(Group(kind, code, _only(codes[code], shown), _only(_minus(total, codes[code]), shown), shown))
    return [one for one in found if any(one.shown)]


def _told_of(codes: Mapping[str, Cells], total: Cells, dimension: int) -> set[str]:
    """Of one dimension: the smallest go until what is not told has no mark or at least five."""
    counts = {code: sum(_part(cells, dimension)) for code, cells in codes.items() if code}
    told = {code for code, count in counts.items() if opens(count)}
    everything = sum(_part(total, dimension))
    while told:
        left = everything - sum(counts[code] for code in told)
        if not left or opens(left):
            break
        told.remove(min(told, key=lambda code: (counts[code], code)))
    return told


def hidden(group: Group) -> Group:
    """The same, told no longer."""
    return replace(group, shown=(False,) * len(DIMENSIONS))


def renewed(before: Group, now: Group) -> Group:
    """What may be told after `before` was: of each dimension the new state if it is apart from the old one, else the old one."""
    own, rest = list(before.own), list(before.rest)
    for place, name in enumerate(DIMENSIONS):
        (old, old_rest), (new, new_rest) = before.figures(name), now.figures(name)
        if now.shown[place] and (not old.count or (apart(old, new) and apart(old_rest, new_rest))):
            span = slice(place * _WIDTH, (place + 1) * _WIDTH)
            own[span], rest[span] = new.stars, new_rest.stars
    return Group(now.kind, now.code, tuple(own), tuple(rest), now.shown)


def pulls(groups: Iterable[Group], dimension: str) -> list[Pull]:
    """The groups of one dimension, those that pull it down most first."""
    found = [one for group in groups if (one := pull(group, dimension)) is not None]
    return sorted(found, key=lambda one: (one.by, one.kind, one.code))


def pull(group: Group, dimension: str) -> Pull | None:
    """None where the group is not told in this dimension, and where there are no other marks."""
    own, rest = group.figures(dimension)
    if not group.shown[DIMENSIONS.index(dimension)] or own.mean is None or rest.mean is None:
        return None
    weight = Fraction(own.count, own.count + rest.count)
    by = weight * (own.mean - rest.mean)
    # One variance for both: five marks that happen to be alike do not make a group certain.
    error = float(weight) * math.sqrt(_variance(own, rest) * (1 / own.count + 1 / rest.count))
    return Pull(group.kind, group.code, own, rest, by, float(by) - Z95 * error, float(by) + Z95 * error)


def _variance(one: Figure, other: Figure) -> float:
    stars = [first + second for first, second in zip(one.stars, other.stars, strict=True)]
    whole = Figure(tuple(stars))
    mean = float(whole.mean or 0)
    return sum(count * (value - mean) ** 2 for value, count in zip(STARS, stars, strict=True)) / whole.count


def plus(one: Cells, other: Sequence[int]) -> Cells:
    """The sum of two rows of star counts."""
    return tuple(map(add, one, other))


def _minus(one: Cells, other: Cells) -> Cells:
    return tuple(map(sub, one, other))


def _part(cells: Cells, dimension: int) -> Cells:
    return cells[dimension * _WIDTH : (dimension + 1) * _WIDTH]


def _only(cells: Cells, keep: Sequence[bool]) -> Cells:
    return tuple(count if keep[place // _WIDTH] else 0 for place, count in enumerate(cells))
