"""Which thresholds a shop's means miss: rulebook 6, on exact fractions, as one whole number."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from ratings.domain.figures import DIMENSIONS, Figure


def missed(figures: Mapping[str, Figure], thresholds: Sequence[Fraction]) -> int:
    """One bit per dimension and threshold, set where the mean is below it. Without marks nothing is missed."""
    mask = 0
    bit = 1
    for name in DIMENSIONS:
        total, count = figures[name].sum, figures[name].count
        for threshold in thresholds:
            # total / count < threshold in whole numbers: at midnight this is asked of every shop there is.
            if total * threshold.denominator < threshold.numerator * count:
                mask |= bit
            bit <<= 1
    return mask


def crossings(before: int, after: int, thresholds: Sequence[Fraction]) -> list[tuple[str, Fraction, bool]]:
    """(dimension, threshold, whether it is missed now) for every bit that differs."""
    changed = before ^ after
    return [(name, threshold, bool(after >> bit & 1)) for bit, (name, threshold) in enumerate(_pairs(thresholds)) if changed >> bit & 1]


def _pairs(thresholds: Sequence[Fraction]) -> Iterator[tuple[str, Fraction]]:
    for name in DIMENSIONS:
        for threshold in thresholds:
            yield name, threshold
