"""What a shop's ratings say in one sentence: which dimension misses which threshold, on exact fractions (rulebook 6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from ratings.domain.figures import DIMENSIONS, Figure, meets, shown


class State(StrEnum):
    """Where a mean stands against the thresholds of the rule profile, the first being the highest."""

    NONE = "none"
    OPEN = "open"
    NO_EVENTS = "no_events"
    DEMOTED = "demoted"


_MISSED = (State.NO_EVENTS, State.DEMOTED)
"""What missing the first and the second threshold means."""


class Kind(StrEnum):
    """Which sentence is said."""

    NEVER = "never"
    """No rating has ever come."""
    PENDING = "pending"
    """Nothing counts; something waits to."""
    GONE = "gone"
    """There were ratings; none is in the window."""
    ALL_OPEN = "all_open"
    ONE_BELOW = "one_below"
    SOME_BELOW = "some_below"


@dataclass(frozen=True, slots=True)
class Headline:
    """The sentence's kind and what is named in it."""

    kind: Kind
    state: State = State.NONE
    dimension: str = ""
    """The lowest of those that miss the threshold."""
    mean: Fraction | None = None
    threshold: Fraction | None = None
    below: int = 0
    """How many dimensions miss it."""
    by_a_hair: bool = False
    """Whether the mean as it is shown would reach the threshold that the exact one misses."""
    rated: int = 0
    """How many have marks."""
    pending: int = 0


def state(figure: Figure, thresholds: Sequence[Fraction]) -> State:
    """The lowest threshold that the exact mean misses decides."""
    found = State.NONE if figure.mean is None else State.OPEN
    for threshold, missed in zip(thresholds, _MISSED, strict=True):
        if meets(figure, threshold) is False:
            found = missed
    return found


def by_need(figures: Mapping[str, Figure]) -> list[str]:
    """The dimensions, the lowest mean first; those without marks come last."""
    place = {name: number for number, name in enumerate(DIMENSIONS)}

    def need(name: str) -> tuple[bool, Fraction, int]:
        mean = figures[name].mean
        return mean is None, mean if mean is not None else Fraction(0), -place[name]

    return sorted(figures, key=need)


def headline(figures: Mapping[str, Figure], thresholds: Sequence[Fraction], *, pending: int, ever: bool) -> Headline:
    """What to say of the figures of the shop's own window. `ever`: whether a rating has ever come."""
    means = {name: mean for name in by_need(figures) if (mean := figures[name].mean) is not None}
    if not means:
        kind = Kind.PENDING if pending else Kind.GONE if ever else Kind.NEVER
        return Headline(kind, pending=pending)
    lowest = next(iter(means))
    worst = state(figures[lowest], thresholds)
    if worst is State.OPEN:
        return Headline(Kind.ALL_OPEN, worst, lowest, means[lowest], thresholds[0], rated=len(means))
    threshold = thresholds[_MISSED.index(worst)]
    below = sum(mean < threshold for mean in means.values())
    kind = Kind.ONE_BELOW if below == 1 else Kind.SOME_BELOW
    by_a_hair = Fraction(shown(means[lowest])) >= threshold
    return Headline(kind, worst, lowest, means[lowest], threshold, below=below, by_a_hair=by_a_hair, rated=len(means))
