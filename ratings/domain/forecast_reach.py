"""What it takes to reach a threshold, and to hold it: rulebook 7, and honestly with what leaves and the shop's usual pace."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ratings.domain.figures import STARS, Figure, marks_needed, meets
from ratings.domain.forecast import HORIZON, MEASURED_DAYS, Step


_MARKS_IN = 100
"""Arriving marks are taken in hundredths, so that the mean asked for is an exact fraction of what is shown."""
_FLOAT_ERROR = 1e-9
_GOALS, _HIGHEST_GOAL = 4, Fraction(49, 10)


@dataclass(frozen=True, slots=True)
class Reach:
    """One threshold from where the dimension stands."""

    threshold: Fraction
    reached: bool
    needed: int | None
    """Rulebook 7: five-star marks needed now, if nothing left; None where none suffice, 0 where it is reached."""
    usual: int | None
    """The first day on which the expected mean reaches it at the usual pace and stars; None: not within the days looked at."""
    best: int | None
    """The same if every new mark had five stars."""


def reach(now: Figure, steps: Sequence[Step], threshold: Fraction) -> Reach:
    """What the threshold takes. Without `steps` only what it takes now is known."""
    reached = meets(now, threshold) is True
    needed = marks_needed(total=now.sum, count=now.count, threshold=threshold)
    least = float(threshold) - _FLOAT_ERROR
    usual = next((step.day for step in steps if step.mean >= least), None)
    best = next((step.day for step in steps if _with(step, STARS[-1]) >= least), None)
    return Reach(threshold, reached, needed, None if reached else usual, None if reached else best)


@dataclass(frozen=True, slots=True)
class Hold:
    """What new marks must be like so that a threshold is held from a day on up to another."""

    threshold: Fraction
    until: int
    arriving: Fraction
    """How many marks are expected until then at the usual pace."""
    mean: Fraction | None
    """The least mean of these; None where there is none to come."""
    decided_on: int
    """The day that asks for most."""

    @property
    def is_out_of_reach(self) -> bool:
        """Whether not even five stars each would do."""
        return self.mean is None or self.mean > STARS[-1]

    @property
    def is_safe(self) -> bool:
        """Whether one star each would do."""
        return self.mean is not None and self.mean <= STARS[0]


def hold(now: Figure, steps: Sequence[Step], threshold: Fraction, until: int) -> Hold | None:
    """The least mean of new marks with which every told day up to `until` reaches the threshold; None without such a day.

    A threshold that is missed now cannot be held before it is reached: then only the last day counts.
    """
    asked = [step for step in steps if step.day <= until]
    if not asked:
        return None
    if meets(now, threshold) is not True:
        asked = asked[-1:]
    worst = max(asked, key=lambda step: (_least(step, threshold) is None, _least(step, threshold) or Fraction(0)))
    return Hold(threshold, asked[-1].day, _arriving(asked[-1]), _least(worst, threshold), worst.day)


def _least(step: Step, threshold: Fraction) -> Fraction | None:
    arriving, known = _arriving(step), step.known
    if known.mean is not None and known.mean >= threshold and not arriving:
        return Fraction(STARS[0])
    return (threshold * (known.count + arriving) - known.sum) / arriving if arriving else None


def _arriving(step: Step) -> Fraction:
    return Fraction(round(step.arriving * _MARKS_IN), _MARKS_IN)


def _with(step: Step, stars: int) -> float:
    count = step.known.count + step.arriving
    return (step.known.sum + stars * step.arriving) / count if count else 0.0


@dataclass(frozen=True, slots=True)
class Takes:
    """What reaching and holding takes; days are ordinals."""

    goals: list[Reach]
    """The thresholds that are missed and the next tenths above the mean, up to 4.9."""
    holds: list[Hold]
    """Each threshold through the day `until`."""
    until: int
    earliest: int
    latest: int


def takes(now: Figure, steps: Sequence[Step], thresholds: Sequence[Fraction], *, today: int, until: int | None = None) -> Takes:
    """The goals above where the dimension stands, and the thresholds through a day: at most 180 days away, the 30th where none is asked."""
    earliest, latest = today + 1, today + HORIZON
    last = min(max(until or today + MEASURED_DAYS, earliest), latest)
    return Takes(
        goals=[reach(now, steps, goal) for goal in _goals(now, thresholds)],
        holds=[one for threshold in thresholds if (one := hold(now, steps, threshold, last)) is not None],
        until=last,
        earliest=earliest,
        latest=latest,
    )


def _goals(now: Figure, thresholds: Sequence[Fraction]) -> list[Fraction]:
    if now.mean is None:
        return []
    tenths = [Fraction(tenth, 10) for tenth in range(int(now.mean * 10) + 1, int(_HIGHEST_GOAL * 10) + 1)]
    return sorted({*tenths, *(one for one in thresholds if one > now.mean)})[:_GOALS]
