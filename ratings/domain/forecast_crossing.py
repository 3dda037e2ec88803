"""Which threshold a dimension is going to cross, on which day, and how probable that is."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ratings.domain.figures import Figure, meets
from ratings.domain.forecast import Step


LIKELY, WORTH_SAYING = 0.5, 0.1


@dataclass(frozen=True, slots=True)
class Crossing:
    """Of one threshold: the first day on which the other side is the likelier one, or else the day on which it is likeliest."""

    threshold: Fraction
    falls: bool
    """Whether the mean reaches it now and would fall below; otherwise it would rise to it."""
    day: int
    probability: float
    """How probable the other side is at the end of that day."""
    at_end: float
    """The same on the last day looked at."""

    @property
    def is_likely(self) -> bool:
        """Whether the other side becomes the likelier one."""
        return self.probability >= LIKELY


def crossing(now: Figure, steps: Sequence[Step], threshold: Fraction) -> Crossing | None:
    """None where there is no mean now, nothing to look at, or no day on which the other side has one chance in ten."""
    reaches = meets(now, threshold)
    if reaches is None or not steps:
        return None
    chances = [(step.day, step.below(threshold) if reaches else 1 - step.below(threshold)) for step in steps]
    likely = next((one for one in chances if one[1] >= LIKELY), None)
    day, probability = likely or max(chances, key=lambda one: one[1])
    if probability < WORTH_SAYING:
        return None
    return Crossing(threshold, reaches, day, probability, chances[-1][1])


def crossings(now: Figure, steps: Sequence[Step], thresholds: Sequence[Fraction]) -> list[Crossing]:
    """Of several thresholds, the likeliest first."""
    found = [one for threshold in thresholds if (one := crossing(now, steps, threshold)) is not None]
    return sorted(found, key=lambda one: (-one.is_likely, -one.probability))
