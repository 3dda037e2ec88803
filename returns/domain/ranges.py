"""Whether a part is beyond the usual range of its whole: the limits of a p chart for as many as the part has."""

from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from typing import Final, Literal

from returns.domain.rates import SIGMAS


Place = Literal["above", "below", "usual", "few"]
FEWEST: Final = 20
"""Below so many a part is only called few: limits at three deviations say nothing of them."""


@dataclass(frozen=True, slots=True)
class Range:
    """What is usual for so many, as shares of 1, and where the part lies."""

    low: float
    high: float
    place: Place


def beside(hits: int, count: int, middle: Fraction | None) -> Range:
    """A part of `count` with `hits`, beside the share of the whole. Few, or a whole of nothing: anything is usual."""
    if middle is None or count < FEWEST:
        return Range(0.0, 1.0, "few")
    share = float(middle)
    half = SIGMAS * sqrt(share * (1 - share) / count)
    low, high = max(0.0, share - half), min(1.0, share + half)
    own = hits / count
    return Range(low, high, "above" if own > high else "below" if own < low else "usual")
