"""Why a mean moved between two days: an exact split of the difference by cause, in fractions (rulebook 2, 6).

With S0 / n0 on the first day and S1 / n1 on the last, let n = (n0 + n1) / 2 and m = (S0/n0 + S1/n1) / 2. What one cause
brings (s stars in d marks, what goes counts below nought) moves the mean by (s - m * d) / n: how far its marks lie from the
middle of both means, spread over the middle of both counts. Since S1 - S0 = (S1/n1 - S0/n0) * n + m * (n1 - n0), the parts of all
causes add up to the difference exactly; no order of causes is preferred, and the way back is the same with every sign turned.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from operator import add, sub

from ratings.domain.figures import STARS, Figure
from ratings.domain.journal import Cause


class Reason(StrEnum):
    """Why marks come into a figure or go out of it."""

    NEW = "new"
    """Counted from the day on which they were given."""
    EFFECTIVE = "effective"
    """Counted after they had waited."""
    LEFT = "left"
    STRUCK = "struck"
    CAP = "cap"
    """Moved up into the monthly cap, or pushed past it."""
    RESTATED = "restated"
    """Told late of days up to the first one."""


OF_CAUSE = {
    Cause.COUNTED: Reason.NEW,
    Cause.EFFECTIVE: Reason.EFFECTIVE,
    Cause.LEFT: Reason.LEFT,
    Cause.STRUCK: Reason.STRUCK,
    Cause.PROMOTED: Reason.CAP,
    Cause.DEMOTED: Reason.CAP,
}
Stars = tuple[int, ...]
NO_STARS: Stars = (0,) * len(STARS)


@dataclass(frozen=True, slots=True)
class Flow:
    """Marks that come into a figure and marks that go out of it, by stars from 1 to 5; none is below nought."""

    came: Stars = NO_STARS
    went: Stars = NO_STARS

    def __add__(self, other: "Flow") -> "Flow":
        """Both together."""
        return Flow(tuple(map(add, self.came, other.came)), tuple(map(add, self.went, other.went)))

    @property
    def marks(self) -> int:
        """How many come or go."""
        return sum(self.came) + sum(self.went)

    @property
    def net(self) -> Stars:
        """What is added to the star counts."""
        return tuple(map(sub, self.came, self.went))


def added(flows: Iterable[Flow]) -> Flow:
    """All of them together."""
    several = list(flows)
    came, went = ([getattr(one, way) for one in several] for way in ("came", "went"))
    return Flow(tuple(map(sum, zip(*came, strict=True))), tuple(map(sum, zip(*went, strict=True)))) if several else Flow()


def flow_of(stars: Sequence[int]) -> Flow:
    """A change of star counts as a flow: what is added comes, what is taken away goes."""
    return Flow(tuple(max(0, count) for count in stars), tuple(max(0, -count) for count in stars))


@dataclass(frozen=True, slots=True)
class Part:
    """What one cause, or several taken together, did to the mean."""

    reasons: tuple[Reason, ...]
    flow: Flow
    moved: Fraction | None
    """None where one of the two days has no mean."""

    @property
    def came(self) -> Figure:
        """The marks that came."""
        return Figure(self.flow.came)

    @property
    def went(self) -> Figure:
        """The marks that went."""
        return Figure(self.flow.went)


@dataclass(frozen=True, slots=True)
class Split:
    """Two figures of one dimension and what lies between them; the parts add up to the difference exactly."""

    before: Figure
    after: Figure
    parts: tuple[Part, ...]

    @property
    def more(self) -> int:
        """By how many marks there are more."""
        return self.after.count - self.before.count

    @property
    def moved(self) -> Fraction | None:
        """The difference of the means; None where one of the two days has none."""
        return None if self.before.mean is None or self.after.mean is None else self.after.mean - self.before.mean


def split(before: Figure, after: Figure, flows: Mapping[tuple[Reason, ...], Flow]) -> Split:
    """The difference of two figures by the flows between them; flows without marks have no part.

    ValueError where the flows do not lead from one figure to the other: figures that do not fit are a defect, never a rest.
    """
    reached = before.stars
    for flow in flows.values():
        reached = tuple(map(add, reached, flow.net))
    if reached != after.stars:
        raise ValueError(f"{before.stars} and what came and went make {reached}, not {after.stars}.")
    parts = (Part(reasons, flow, _moved(before, after, flow)) for reasons, flow in flows.items() if flow.marks)
    return Split(before, after, tuple(parts))


def _moved(before: Figure, after: Figure, flow: Flow) -> Fraction | None:
    if before.mean is None or after.mean is None:
        return None
    change = flow.net
    stars, marks = sum(star * count for star, count in zip(STARS, change, strict=True)), sum(change)
    middle, spread = (before.mean + after.mean) / 2, Fraction(before.count + after.count, 2)
    return (stars - middle * marks) / spread
